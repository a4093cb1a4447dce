//! Finding out what a path holds: a sequence, a data set of several sequences, or nothing that can be shown.
//!
//! | file | what is in it |
//! |---|---|
//! | `layouts.rs` | where data sets keep pictures, ground truth and results: a table, one line for each place |
//! | `pattern.rs`, `related.rs` | how the table is applied to a path |
//! | `folder.rs`, `parts.rs` | a folder that has everything, as `MOTChallenge` has it, and what else belongs to it |
//! | `text.rs`, `named.rs` | a text file: the sequence that it belongs to |
//! | `origin.rs` | which split and which benchmark a path is of |
//! | `data_set.rs` | a folder of sequences, or of texts |
//! | `flat.rs` | pictures that lie beside a text: whether they are its frames |
//! | `naming/` | names of MOT17, with and without the detector; names that say what a file or folder is |

mod content;
mod data_set;
mod error;
mod flat;
mod folder;
mod layouts;
mod named;
mod naming;
mod origin;
mod parts;
mod pattern;
mod places;
mod related;
#[cfg(test)]
mod tests;
mod text;

use std::fs;
use std::path::{Path, PathBuf};

pub use content::{DataSetEntry, LayerFile, LayerKind, Parts, PathContent};
pub use error::FindError;

use super::frame_texts::FrameTexts;
use super::pictures::{has_pages, has_picture_ending, is_picture_name};
use super::video::is_video;

/// Finds out what `path` holds. `images` is a folder of pictures that the user chose: it is taken instead of any that is
/// found.
///
/// | path | what it holds |
/// |---|---|
/// | a folder with `seqinfo.ini`, `gt/gt.txt`, `det/det.txt` or `img1` | a sequence, with all text files of boxes in it, and results of its name in `results` or `trackers` in one of the three folders above it |
/// | its `gt`, `det` or folder of pictures, or a picture in there | that sequence |
/// | any other folder with pictures | a sequence of these pictures |
/// | a folder with videos and nothing else that is shown | a data set of them, or a sequence if there is one |
/// | a file with several pictures, such as a TIFF or GIF, among others; a picture whose name has no number | a sequence of its pictures |
/// | a folder where a known data set keeps the pictures or the files of a sequence | that sequence |
/// | a folder with a text of boxes for each picture, such as `labels` beside `images`, or one of these texts | a sequence with all of them as one layer |
/// | a folder with `gt.txt` in it | a sequence without pictures, with all text files of boxes in the folder |
/// | a folder with sequence folders in it, or where known data sets have sequences, up to five levels deep | a data set |
/// | a folder with text files of boxes in it, up to five levels deep | a data set, each text in place of its sequence |
/// | a folder with folders of pictures in it, up to five levels deep | a data set, each folder of pictures as a sequence |
/// | a text file in a sequence folder, in its `gt` or `det`, or beside a folder of pictures called `img1`, `img`, `images` or `frames` | that sequence, with the file as the main layer |
/// | a text file with the name of a sequence folder beside it, or in one of the three folders above, or in `train`, `test` or `val` there | that sequence, with the file as the main layer |
/// | a video | a sequence of its frames, with a text file of its name beside it as the main layer |
/// | a text file beside a video, TIFF, GIF or `WebP` of its name with several pictures, or beside a sequence of pictures | these pictures, with the file as the main layer |
/// | a text file where a known data set keeps the texts of a sequence | that sequence, with the file as the main layer |
/// | any other file | that file alone; whether it can be read is found out by [`MotFile`](crate::MotFile) |
///
/// A text of one split of a data set is not shown over pictures of another. Where nothing says which split it is of, a remark
/// says which pictures were taken.
///
/// Results may lack the detector in the name of a sequence of MOT17: `MOT17-02.txt` is found for `MOT17-02-FRCNN`.
///
/// # Errors
/// If there is nothing at the path, or nothing that can be shown there.
pub fn find(path: &Path, images: Option<&Path>) -> Result<PathContent, FindError> {
    let metadata = metadata(path)?;
    let chosen = images.map(pictures_chosen).transpose()?;
    let mut found = if metadata.is_dir() {
        in_folder(path, chosen.is_some())?
    } else if !metadata.is_file() {
        return Err(FindError::NotAFile(path.to_owned()));
    } else if is_other_archive(&places::name_of(path)) {
        return Err(FindError::Archive(path.to_owned()));
    } else if places::is_named(path, &["seqinfo.ini"])
        && places::parent(path).is_some_and(|folder| folder::is_sequence(&folder))
    {
        in_folder(&places::parent(path).unwrap_or_default(), false)?
    } else if is_video(path) {
        PathContent::Sequence(Box::new(of_video(path)))
    } else if has_picture_ending(&places::name_of(path)) {
        picture(path)?
    } else if let Some(folder) = text::folder_of_frames(path) {
        in_folder(&folder, false)?
    } else {
        PathContent::Sequence(Box::new(text::parts(path)))
    };
    if let PathContent::Sequence(parts) = &mut found {
        let is_chosen = chosen.is_some();
        if is_chosen {
            parts.pictures = chosen;
        }
        text::compare_names(parts, metadata.is_file(), is_chosen);
    }
    Ok(found)
}

/// The folder of the pictures that the texts of a folder are for, a text for each picture.
pub(super) fn pictures_of_texts(folder: &Path) -> Option<PathBuf> {
    if places::has_pictures(folder) {
        return Some(folder.to_owned());
    }
    related::to_folder(folder).pictures.or_else(|| {
        // Names of pictures need no number where each has a text of its name.
        places::has_pictures_of_any_name(folder).then(|| folder.to_owned())
    })
}

/// The folder of pictures that the user meant by choosing `images`: a sequence folder, its pictures, or one picture.
pub(super) fn pictures_chosen(images: &Path) -> Result<PathBuf, FindError> {
    if !metadata(images)?.is_dir() {
        let parent = places::parent(images).unwrap_or_default();
        return Ok(if is_video(images) || has_pages(images) { images.to_owned() } else { parent });
    }
    if places::has_pictures_of_any_name(images) {
        return Ok(images.to_owned());
    }
    Ok(folder::own_pictures(images).unwrap_or_else(|| images.to_owned()))
}

/// Whether a file is an archive of a kind that is not read, by its name.
fn is_other_archive(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_one = |ending: &str| name.strip_suffix(ending).is_some_and(|stem| stem.ends_with('.'));
    ["tar", "tgz", "tbz2", "txz", "7z", "rar"].into_iter().any(is_one)
        || ["gz", "bz2", "xz", "zst"].into_iter().any(|packed| is_one(&format!("tar.{packed}")))
}

/// Whether `path` is a file or folder, through links.
fn metadata(path: &Path) -> Result<fs::Metadata, FindError> {
    fs::metadata(path).map_err(|error| FindError::Io(path.to_owned(), error))
}

/// What a picture file stands for: the sequence that it is a picture of, or a sequence of the pictures in it.
fn picture(path: &Path) -> Result<PathContent, FindError> {
    let folder = places::parent(path).unwrap_or_default();
    let name = places::name_of(path);
    if let Some((format, name)) = places::unread_pictures(&folder) {
        return Err(FindError::NotRead { folder, format, name });
    }
    let has_pages = has_pages(path);
    if has_pages && let Some(parts) = of_stack(path, &folder) {
        return Ok(PathContent::Sequence(Box::new(parts)));
    }
    let is_part =
        if has_pages { places::is_only_picture(path) } else { is_picture_name(&name) || has_frame_texts(&folder) };
    if is_part {
        return in_folder(&folder, true);
    }
    let parts = Parts { name, pictures: Some(path.to_owned()), ..Parts::default() };
    Ok(PathContent::Sequence(Box::new(parts)))
}

/// The sequence of a video: with the texts that belong to it, if there are any.
fn of_video(path: &Path) -> Parts {
    let folder = places::parent(path).unwrap_or_default();
    let alone = || Parts { name: places::name_of(path), pictures: Some(path.to_owned()), ..Parts::default() };
    of_stack(path, &folder).unwrap_or_else(alone)
}

/// Whether the pictures of a folder have a text each.
fn has_frame_texts(folder: &Path) -> bool {
    text::are_frames(folder) || related::to_folder(folder).frame_texts.is_some()
}

/// The sequence that a file with all pictures in `folder` is found from: a sequence folder, or a text.
fn of_stack(path: &Path, folder: &Path) -> Option<Parts> {
    let named = path.with_extension("");
    let sequences = [folder, &named].into_iter().filter(|place| place.is_dir() && folder::is_sequence(place));
    let is_it = |parts: &Parts| parts.pictures.as_deref().is_some_and(|pictures| origin::is_same(pictures, path));
    let parts = sequences.map(parts::of_folder).find(is_it);
    parts.or_else(|| Some(text::parts(&text::of_stack(path)?)))
}

/// What a folder holds. With `has_pictures`, the folder counts as a sequence even if no pictures are found in it.
fn in_folder(path: &Path, has_pictures: bool) -> Result<PathContent, FindError> {
    // An error must name the folder that was asked for, so it is read before any guess.
    fs::read_dir(path).map_err(|error| FindError::Io(path.to_owned(), error))?;
    if folder::is_sequence(path) {
        return Ok(PathContent::Sequence(Box::new(parts::of_folder(path))));
    }
    if let Some(above) = places::parents(path).first()
        && folder::is_sequence(above)
        && is_part(path, above)
    {
        return Ok(PathContent::Sequence(Box::new(parts::of_folder(above))));
    }
    let unread = places::unread_pictures(path);
    let stacks = places::stacks(path);
    if !has_pictures && stacks.len() > 1 {
        return Ok(PathContent::DataSet(data_set::of_stacks(&stacks)));
    }
    if has_pictures || unread.is_none() && places::has_pictures(path) {
        let mut parts = with_own_pictures(path);
        flat::check(&mut parts, path, has_pictures);
        return Ok(PathContent::Sequence(Box::new(parts)));
    }
    if places::file_in(path, folder::TRUTH).is_some()
        || FrameTexts::in_folder(path).is_some()
        || related::to_folder(path).pictures.is_some()
    {
        return Ok(PathContent::Sequence(Box::new(with_own_pictures(path))));
    }
    let has_own = unread.is_none() && places::has_pictures_of_any_name(path);
    let mut entries = data_set::entries(path);
    if entries.is_empty() && !has_own {
        entries = data_set::archives(path);
    }
    match (entries.as_slice(), unread) {
        ([], Some((format, name))) => Err(FindError::NotRead { folder: path.to_owned(), format, name }),
        ([], None) if has_own => Ok(PathContent::Sequence(Box::new(with_own_pictures(path)))),
        ([], None) => match places::videos(path).as_slice() {
            [] => Err(FindError::Nothing(path.to_owned())),
            [only] => Ok(PathContent::Sequence(Box::new(of_video(only)))),
            videos => Ok(PathContent::DataSet(data_set::of_stacks(videos))),
        },
        ([only], _) if only.path.is_file() && has_own => Ok(PathContent::Sequence(Box::new(with_own_pictures(path)))),
        ([only], _) if only.path.is_file() => Ok(PathContent::Sequence(Box::new(text::parts(&only.path)))),
        ([only], _) => Ok(PathContent::Sequence(Box::new(with_own_pictures(&only.path)))),
        _ => Ok(PathContent::DataSet(entries)),
    }
}

/// The parts of a folder. If no other folder has its pictures, they are the pictures in it, whatever their names are.
fn with_own_pictures(path: &Path) -> Parts {
    let mut parts = parts::of_folder(path);
    if parts.pictures.is_none() && places::has_pictures_of_any_name(path) {
        parts.pictures = Some(path.to_owned());
    }
    parts
}

/// Whether a folder is `gt`, `det` or the pictures of the sequence above.
fn is_part(path: &Path, sequence: &Path) -> bool {
    let is_pictures = || folder::own_pictures(sequence).is_some_and(|pictures| origin::is_same(&pictures, path));
    // An empty folder gives way to another one with the pictures.
    let is_empty =
        || places::is_named(path, &naming::words::PICTURE_FOLDERS) && !places::has_pictures_of_any_name(path);
    places::is_named(path, &["gt", "det"]) || is_pictures() || is_empty()
}
