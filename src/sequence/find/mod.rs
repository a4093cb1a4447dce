//! What a path holds: a sequence, a data set of several, or nothing that can be shown.

mod error;
mod folder;
mod places;
mod root;
#[cfg(test)]
mod tests;
mod text;
mod video;

use std::fs;
use std::path::{Path, PathBuf};

pub use error::FindError;

use super::ini::SeqInfo;
use super::pictures::is_picture_name;

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

impl LayerKind {
    /// What the place of a file says it is.
    pub fn of(path: &Path) -> Self {
        match places::parent(path) {
            Some(parent) if places::is_named(&parent, &["gt"]) => Self::GroundTruth,
            Some(parent) if places::is_named(&parent, &["det"]) => Self::Detections,
            _ => Self::Results,
        }
    }
}

/// Finds out what `path` holds. `images` is a folder of pictures chosen by hand, which goes before any that is found.
///
/// | path | what it holds |
/// |---|---|
/// | a folder with `seqinfo.ini`, `gt/gt.txt`, `det/det.txt` or `img1` | a sequence, with all texts of boxes in it, and results called like it in `results` or `trackers` up to three folders above |
/// | its `gt`, `det` or folder of pictures, or a picture in there | the same |
/// | any other folder with pictures | a sequence of these |
/// | a folder of sequence folders, also one level deeper | a data set |
/// | a text in a sequence folder, in its `gt` or `det` | the sequence, with that text as the main layer |
/// | a text called like a sequence folder beside it, or in one of five folders above or their `train`, `test` or `val` | the same |
/// | any other file | that file alone: [`MotFile`](crate::MotFile) tells if it cannot be read |
///
/// # Errors
/// If there is nothing at the path, nothing that can be shown, or a video file.
pub fn find(path: &Path, images: Option<&Path>) -> Result<Found, FindError> {
    let metadata = metadata(path)?;
    let chosen = images.map(chosen).transpose()?;
    let mut found = if metadata.is_dir() {
        in_folder(path, chosen.is_some())?
    } else if !metadata.is_file() {
        return Err(FindError::NotAFile(path.to_owned()));
    } else if video::is_video(path) {
        return Err(FindError::Video(path.to_owned()));
    } else if is_picture_name(&places::name_of(path)) {
        in_folder(&places::parent(path).unwrap_or_default(), true)?
    } else {
        Found::Sequence(Box::new(text::parts(path)))
    };
    if let (Found::Sequence(parts), Some(chosen)) = (&mut found, chosen) {
        parts.pictures = Some(chosen);
    }
    Ok(found)
}

/// The folder that was meant by a folder or a file chosen for its pictures.
fn chosen(images: &Path) -> Result<PathBuf, FindError> {
    if !metadata(images)?.is_dir() {
        return Ok(places::parent(images).unwrap_or_default());
    }
    if places::has_pictures(images) {
        return Ok(images.to_owned());
    }
    let mut ignored = Vec::new();
    let info = folder::info(images, &mut ignored);
    Ok(folder::pictures(images, info.as_ref(), &mut ignored).unwrap_or_else(|| images.to_owned()))
}

fn metadata(path: &Path) -> Result<fs::Metadata, FindError> {
    fs::metadata(path).map_err(|error| FindError::Io(path.to_owned(), error))
}

/// What a folder holds; `has_pictures` if it is known to be enough.
fn in_folder(path: &Path, has_pictures: bool) -> Result<Found, FindError> {
    // Errors are told for the folder asked for, before anything is guessed.
    fs::read_dir(path).map_err(|error| FindError::Io(path.to_owned(), error))?;
    if folder::is_sequence(path) {
        return Ok(Found::Sequence(Box::new(folder::parts(path))));
    }
    if let Some(above) = places::parents(path).first()
        && folder::is_sequence(above)
        && is_part(path, above)
    {
        return Ok(Found::Sequence(Box::new(folder::parts(above))));
    }
    if has_pictures || places::has_pictures(path) {
        return Ok(Found::Sequence(Box::new(folder::parts(path))));
    }
    let entries = root::entries(path);
    match entries.as_slice() {
        [] => Err(FindError::Nothing(path.to_owned())),
        [only] => Ok(Found::Sequence(Box::new(folder::parts(&only.path)))),
        _ => Ok(Found::Root(entries)),
    }
}

/// Whether a folder is `gt`, `det` or the pictures of the sequence above.
fn is_part(path: &Path, sequence: &Path) -> bool {
    let mut ignored = Vec::new();
    let mut is_pictures = || {
        let info = folder::info(sequence, &mut ignored);
        let pictures = folder::pictures(sequence, info.as_ref(), &mut Vec::new());
        matches!((pictures.map(|pictures| pictures.canonicalize()), path.canonicalize()), (Some(Ok(one)), Ok(other)) if one == other)
    };
    places::is_named(path, &["gt", "det"]) || is_pictures()
}
