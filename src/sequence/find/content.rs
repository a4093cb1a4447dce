//! What is found at a path, as plain data.

use std::path::{Path, PathBuf};

use super::places;
use crate::mot::FileKind;
use crate::sequence::ini::SeqInfo;

/// What a path holds.
#[derive(Clone, Debug, PartialEq)]
pub enum PathContent {
    /// One sequence.
    Sequence(Box<Parts>),
    /// A folder of several sequences or of several texts, sorted by name. To open one of them, pass its path to
    /// [`find`](super::find()).
    DataSet(Vec<DataSetEntry>),
}

/// A sequence in a data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataSetEntry {
    /// Its folder, or its text file.
    pub path: PathBuf,
    /// Its path relative to the data set, as shown to people.
    pub name: String,
    /// The number of frames, if `seqinfo.ini` has it as `seqLength`.
    pub frames: Option<u64>,
    /// Whether a folder of its pictures was found.
    pub has_pictures: bool,
}

/// The files and folders of a sequence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// The name shown to people.
    pub name: String,
    /// The sequence folder, if there is one.
    pub folder: Option<PathBuf>,
    /// The content of `seqinfo.ini`, if there is such a file.
    pub info: Option<SeqInfo>,
    /// Text files of boxes: the one that was asked for, and others that belong to the sequence.
    pub layers: Vec<LayerFile>,
    /// The index in `layers` of the main layer: the one to show first.
    pub main: Option<usize>,
    /// The folder of pictures, the file that all of them are in, or the archive that has them.
    pub pictures: Option<PathBuf>,
    /// What the names of the pictures begin with, in any letter case, if the folder has pictures of other videos, too.
    pub picture_names: Option<String>,
    /// Problems worth showing: lines of `seqinfo.ini` that cannot be used, and a folder that it names and that does not exist or
    /// lies outside of the sequence folder.
    pub remarks: Vec<String>,
}

/// A text file of boxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerFile {
    /// The file.
    pub path: PathBuf,
    /// What the folder of the file says that it is.
    pub kind: LayerKind,
    /// The name shown to people.
    pub name: String,
}

/// What a file of boxes is, judged by its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayerKind {
    /// Ground truth: in `gt`, named `gt.txt`, or where a data set keeps it.
    GroundTruth,
    /// Detections: in `det`, or where a data set keeps them.
    Detections,
    /// Tracker results: anywhere else.
    Results,
}

impl LayerKind {
    /// What a file of this kind is, given what its rows say. They may say that it is ground truth where the path does not.
    #[must_use]
    pub fn with_rows(self, rows: FileKind) -> Self {
        match (self, rows) {
            (Self::Results, FileKind::GroundTruth) => Self::GroundTruth,
            (kind, _) => kind,
        }
    }

    /// What the folder of a file says that it is.
    pub fn of(path: &Path) -> Self {
        match places::parent(path) {
            Some(parent) if places::is_named(&parent, &["gt"]) => Self::GroundTruth,
            Some(parent) if places::is_named(&parent, &["det"]) => Self::Detections,
            _ if places::is_named(path, &["gt.txt"]) => Self::GroundTruth,
            _ => Self::Results,
        }
    }
}
