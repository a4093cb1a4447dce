//! The purposes for which the window asks for a path.

/// The purpose for which the window asks for a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathRequest {
    /// To open a text file or an archive.
    #[default]
    Open,
    /// To open a sequence folder or a data set.
    Folder,
    /// To show text files over the open sequence.
    Layer,
    /// To take the pictures of the open sequence from a folder.
    Pictures,
    /// To take the pictures of the open sequence from a video.
    Video,
    /// To decode videos with another program.
    Ffmpeg,
    /// To take the names of class numbers of the layer at this place from a file.
    ClassNames(usize),
    /// To evaluate the sequences of a folder.
    TruthFolder,
    /// To evaluate the sequences of an archive, or those of a list.
    TruthFile,
    /// To evaluate the results in a folder.
    ResultFolder,
    /// To evaluate the results in files or archives.
    ResultFiles,
}

impl PathRequest {
    /// The text of its menu item.
    pub fn menu_name(self) -> &'static str {
        match self {
            Self::Open => "Open…",
            Self::Folder => "Open sequence folder…",
            Self::Layer => "Add layer…",
            Self::Pictures => "Choose pictures…",
            Self::Video => "Choose video…",
            Self::Ffmpeg => "Choose ffmpeg…",
            Self::ClassNames(_) => "Choose class names…",
            Self::TruthFolder | Self::TruthFile => "Choose ground truth…",
            Self::ResultFolder | Self::ResultFiles => "Choose results…",
        }
    }

    /// What it does, as a tooltip.
    pub fn help(self) -> &'static str {
        match self {
            Self::Open => "A MOT text file, an archive with MOT text files, or a video",
            Self::Folder => "A sequence with its pictures, or a data set of several sequences",
            Self::Layer => "Text files to show over the open sequence. You can also drop them on the list of layers",
            Self::Pictures => "A folder of pictures to show under the boxes",
            Self::Video => "A video to show under the boxes",
            Self::Ffmpeg => "The program that decodes videos, if it is not the one on the PATH",
            Self::ClassNames(_) => "A file with one class name a line, or YAML with names",
            Self::TruthFolder => "A folder of sequences with ground truth",
            Self::TruthFile => "A zip archive of ground truth, or a list of sequences",
            Self::ResultFolder => "A folder with the results of a tracker, or a folder of such folders",
            Self::ResultFiles => "Files or zip archives of results",
        }
    }

    /// The text of the button beside the field for the path.
    pub fn verb(self) -> &'static str {
        match self {
            Self::Open | Self::Folder => "Open",
            Self::Layer | Self::ResultFolder | Self::ResultFiles => "Add",
            Self::Pictures | Self::Video | Self::Ffmpeg | Self::ClassNames(_) | Self::TruthFolder | Self::TruthFile => {
                "Choose"
            }
        }
    }

    /// The hint in the empty field: what to type there.
    pub fn path_hint(self) -> &'static str {
        match self {
            Self::Open => "Path of a MOT text file, an archive, a video or a sequence folder",
            Self::Folder => "Path of a sequence folder or a data set",
            Self::Layer => "Path of a text file to show over the open sequence",
            Self::Pictures => "Path of a folder of pictures",
            Self::Video => "Path of a video",
            Self::Ffmpeg => "Path of the program ffmpeg",
            Self::TruthFolder | Self::TruthFile => "Path of a folder or a zip archive of ground truth",
            Self::ResultFolder | Self::ResultFiles => "Path of a file, a folder or a zip archive of results",
            Self::ClassNames(_) => "Path of a file with class names: labels.txt, classes.txt, coco.names, data.yaml",
        }
    }
}
