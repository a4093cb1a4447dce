//! What files and folders are asked for.

/// What a path is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathRequest {
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

impl PathRequest {
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
}
