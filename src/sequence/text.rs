//! Opening what a layer is read from: a text file, or a folder with a text for each picture.

use std::path::Path;

use super::find::{pictures_chosen, pictures_of_texts};
use super::frame_texts::{FrameTexts, begin_rows};
use super::pictures::Pictures;
use crate::mot::{MotFile, OpenError, OpenOptions, Progress};

/// Opens a text as [`MotFile::begin`] does: only what its first frames need is indexed. A folder with a text for each picture,
/// as YOLO, JDE and KITTI object detection have it, is read completely. Where its boxes are shares of the picture, the size of a
/// picture is read from that picture. Where there is none, or where it is damaged, it is that of the options, or that of the
/// other pictures if they have one.
///
/// # Errors
/// Those of [`MotFile::begin`], and if the size of pictures is needed and not known.
pub fn begin_text(path: &Path, options: &OpenOptions, progress: &Progress) -> Result<MotFile, OpenError> {
    let texts = if path.is_dir() { FrameTexts::in_folder(path) } else { None };
    let Some(texts) = texts else { return MotFile::begin(path, options, progress) };
    let folder = match &options.images {
        Some(images) => pictures_chosen(images).ok(),
        None => pictures_of_texts(path),
    };
    let pictures = folder.and_then(|folder| Pictures::open(folder, None).ok());
    begin_rows(&texts, pictures.as_ref(), options, progress)
}

/// Opens and indexes a text completely, or a folder with a text for each picture.
///
/// # Errors
/// Those of [`begin_text`].
pub fn open_text(path: &Path, options: &OpenOptions, progress: &Progress) -> Result<MotFile, OpenError> {
    let file = begin_text(path, options, progress)?;
    file.index_all(progress)?;
    Ok(file)
}

/// Opens a text as [`open_text`] does, to sum it up: a single frame is found more slowly.
#[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only `info` sums up a file and loads nothing"))]
pub(crate) fn open_text_for_summary(
    path: &Path,
    options: &OpenOptions,
    progress: &Progress,
) -> Result<MotFile, OpenError> {
    let file = begin_text(path, options, progress)?;
    file.index_for_summary(progress)?;
    Ok(file)
}
