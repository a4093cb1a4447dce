//! What a path holds: a sequence, a data set of several, or nothing that can be shown.

mod error;
mod video;

use std::path::{Path, PathBuf};

pub use error::FindError;

use super::ini::SeqInfo;

/// What a path holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// One sequence.
    Sequence(Box<Parts>),
    /// A folder of sequences, sorted by name: one is to be chosen, and found by its own path.
    Root(Vec<RootEntry>),
}

/// A sequence in a data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootEntry {
    /// Its folder.
    pub path: PathBuf,
    /// The path as people tell it apart from the others: relative to the data set.
    pub name: String,
    /// `seqLength`, if it is told.
    pub frames: Option<u64>,
    /// Whether it has a folder of pictures.
    pub has_pictures: bool,
}

/// What a sequence is made of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// What people call it.
    pub name: String,
    /// The sequence folder, if there is one.
    pub folder: Option<PathBuf>,
    /// `seqinfo.ini`, if there is one.
    pub info: Option<SeqInfo>,
    /// Text files of boxes: the one asked for, and those that are offered beside it.
    pub layers: Vec<LayerFile>,
    /// Which of them is shown if nobody chooses.
    pub main: Option<usize>,
    /// The folder of pictures.
    pub pictures: Option<PathBuf>,
    /// What is worth telling: lines of `seqinfo.ini` that cannot be used, what was looked for and is not there.
    pub remarks: Vec<String>,
}

/// A text file of boxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerFile {
    /// The file.
    pub path: PathBuf,
    /// What its place says it is.
    pub kind: LayerKind,
    /// What people call it.
    pub name: String,
}

/// What a file of boxes is, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayerKind {
    /// In `gt`.
    GroundTruth,
    /// In `det`.
    Detections,
    /// Anywhere else.
    Results,
}

/// Finds out what `path` holds. `images` is a folder of pictures chosen by hand, which goes before any that is found.
///
/// # Errors
/// If there is nothing at the path, nothing that can be shown, or a video file.
pub fn find(path: &Path, images: Option<&Path>) -> Result<Found, FindError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let layer = LayerFile { path: path.to_owned(), kind: LayerKind::Results, name: name.clone() };
    let pictures = images.map(Path::to_owned);
    Ok(Found::Sequence(Box::new(Parts { name, layers: vec![layer], main: Some(0), pictures, ..Parts::default() })))
}
