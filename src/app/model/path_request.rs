//! What files and folders are asked for.

use std::path::PathBuf;

use super::source::Source;
use crate::app::command::Command;

/// What a path is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To open a file.
    #[default]
    Open,
    /// To open a sequence folder or a data set.
    Folder,
    /// To show a text file over what is open.
    Layer,
    /// To take the pictures from a folder.
    Pictures,
}

impl Purpose {
    /// What the menu calls it.
    pub fn menu_name(self) -> &'static str {
        match self {
            Self::Open => "Open…",
            Self::Folder => "Open sequence folder…",
            Self::Layer => "Add layer…",
            Self::Pictures => "Choose pictures…",
        }
    }

    /// What it does, in a sentence.
    pub fn help(self) -> &'static str {
        match self {
            Self::Open => "A MOT text file, or an archive of some",
            Self::Folder => "A sequence with its pictures, or a data set of several",
            Self::Layer => {
                "Text files to show over what is open. Dropping them on the list of layers, or with Shift, does the same"
            }
            Self::Pictures => "A folder of pictures to show under what is open",
        }
    }

    /// What the button beside a field for the path says.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Open | Self::Folder => "Open",
            Self::Layer => "Add",
            Self::Pictures => "Choose",
        }
    }

    /// What is to be typed into that field.
    pub fn path_hint(self) -> &'static str {
        match self {
            Self::Open => "Path of a MOT text file, an archive of some, or a sequence folder",
            Self::Folder => "Path of a sequence folder or a data set",
            Self::Layer => "Path of a text file to show over what is open",
            Self::Pictures => "Path of a folder of pictures",
        }
    }

    /// Shows the system's dialog and waits for its end: never call it on the window's thread.
    pub fn pick(self) -> Option<Vec<PathBuf>> {
        let dialog = rfd::FileDialog::new().set_title(match self {
            Self::Open => "Open a MOT file",
            Self::Folder => "Open a sequence folder",
            Self::Layer => "Add layers",
            Self::Pictures => "Choose a folder of pictures",
        });
        let texts = |dialog: rfd::FileDialog| {
            dialog.add_filter("MOT text", &["txt", "csv", "gz", "zip"]).add_filter("All files", &["*"])
        };
        match self {
            Self::Open => texts(dialog).pick_file().map(|path| vec![path]),
            Self::Layer => texts(dialog).pick_files(),
            Self::Folder | Self::Pictures => dialog.pick_folder().map(|path| vec![path]),
        }
    }

    /// What is to be done with the paths that were chosen.
    pub fn command(self, paths: Vec<PathBuf>) -> Option<Command> {
        match self {
            Self::Layer => (!paths.is_empty()).then_some(Command::AddLayers(paths)),
            Self::Open | Self::Folder => paths.into_iter().next().map(|path| Command::Open(Source::path(path))),
            Self::Pictures => paths.into_iter().next().map(|path| Command::SetImages(Some(path))),
        }
    }
}
