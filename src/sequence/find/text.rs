//! One text file of boxes: the sequence that it belongs to, if there is one nearby.

use std::path::{Path, PathBuf};

use super::content::{LayerFile, LayerKind, Parts};
use super::folder;
use super::named::{self, Named};
use super::origin::is_same;
use super::places::{self, MAX_ENTRIES, is_named};
use super::related;
use crate::mot::{archived_pictures, names};
use crate::sequence::frame_texts::FrameTexts;
use crate::sequence::pictures::is_picture_name;

/// The parts of the sequence that a text file belongs to, with the file as the main layer. The sequence is the folder that the
/// file is in, directly with a folder of pictures beside it, or in `gt` or `det`. Otherwise it is a folder with the name of the
/// file, near it. Otherwise it is where the layout of a data set has it. Otherwise it is the pictures that lie beside the text.
pub(super) fn parts(path: &Path) -> Parts {
    let is_archive = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    let mut parts = if is_archive {
        let has_pictures = archived_pictures::has_pictures(path, is_picture_name);
        Parts { pictures: has_pictures.then(|| path.to_owned()), ..Parts::default() }
    } else {
        around(path)
    };
    if parts.folder.is_none() {
        parts.name = places::name_of(path);
    }
    let is_it = |layer: &LayerFile| layer.path == path || same_file(&layer.path, path);
    let at = parts.layers.iter().position(is_it).unwrap_or_else(|| {
        let layer = LayerFile { path: path.to_owned(), kind: LayerKind::of(path), name: places::name_of(path) };
        parts.layers.insert(0, layer);
        0
    });
    // The path as the user spelled it, not as it was found.
    path.clone_into(&mut parts.layers[at].path);
    parts.main = Some(at);
    parts
}

/// The folder of a text, if it has the boxes of one picture and others there have those of further pictures.
pub(super) fn folder_of_frames(path: &Path) -> Option<PathBuf> {
    let folder = places::parent(path)?;
    let is_one = names::is_text_of_boxes(&places::name_of(path)) && FrameTexts::is_one(path);
    (is_one && FrameTexts::in_folder(&folder).is_some()).then_some(folder)
}

/// Whether a folder has a text of boxes for each picture.
pub(super) fn are_frames(folder: &Path) -> bool {
    FrameTexts::in_folder(folder).is_some()
}

/// Whether there are pictures that a text can be shown over. The other texts of its sequence are not looked for.
pub(super) fn has_pictures(path: &Path) -> bool {
    let pictures = |folder: &Path| {
        let mut ignored = Vec::new();
        let info = folder::info(folder, &mut ignored);
        folder::pictures(folder, info.as_ref(), &mut ignored)
    };
    let own = sequence_of(path).folder;
    own.is_some_and(|folder| pictures(&folder).is_some())
        || stack_of(path).is_some()
        || related::to_text(path).pictures.is_some()
        || flat_around(path).is_some()
}

/// What there is around a text.
fn around(path: &Path) -> Parts {
    let Named { folder, remark } = sequence_of(path);
    if let Some(folder) = folder {
        let mut parts = folder::parts(&folder);
        parts.remarks.extend(remark);
        return parts;
    }
    if let Some(pictures) = stack_of(path) {
        return Parts { pictures: Some(pictures), ..Parts::default() };
    }
    let related = related::to_text(path);
    if related.pictures.is_none()
        && let Some(folder) = flat_around(path)
    {
        let mut parts = folder::parts(&folder);
        parts.remarks.push("the pictures are those that lie beside the text".to_owned());
        return parts;
    }
    let refusal = related.refusal.or(remark).filter(|_| related.pictures.is_none());
    let Some(folder) = related.folder else {
        return Parts { layers: related.texts, remarks: refusal.into_iter().collect(), ..Parts::default() };
    };
    let mut parts = folder::parts(&folder);
    parts.pictures = parts.pictures.or(related.pictures);
    for remark in related.remarks.into_iter().chain(refusal) {
        if !parts.remarks.contains(&remark) {
            parts.remarks.push(remark);
        }
    }
    for text in related.texts {
        if !parts.layers.iter().any(|layer| layer.path == text.path || same_file(&layer.path, &text.path)) {
            parts.layers.push(text);
        }
    }
    parts
}

/// Whether two paths lead to one file.
fn same_file(one: &Path, other: &Path) -> bool {
    one.file_name() == other.file_name() && is_same(one, other)
}

/// The folder of the sequence that a text file belongs to.
fn sequence_of(path: &Path) -> Named {
    let parents = places::parents(path);
    let own = own_sequence(&parents);
    let named = named::folder(path, &parents);
    // A text may lie with another sequence than the one that it is named after.
    let is_beside = |own: &Path| {
        named.folder.as_deref().is_some_and(|named| {
            named != own && named.parent() == own.parent() && folder::is_sequence(named) && !is_same(named, own)
        })
    };
    match own {
        Some(own) if !is_beside(&own) => Named { folder: Some(own), remark: None },
        _ => named,
    }
}

/// The sequence folder that a text lies in, itself or in `gt` or `det`.
fn own_sequence(parents: &[PathBuf]) -> Option<PathBuf> {
    if let [parent, above, ..] = parents
        && is_named(parent, &["gt", "det"])
        && folder::is_sequence(above)
    {
        return Some(above.clone());
    }
    let parent = parents.first()?;
    // A `gt` folder is not enough here: the text file may lie beside it by chance.
    let is_it = places::file_in(parent, "seqinfo.ini").is_some()
        || places::folder_in(parent, "img1").is_some()
        || folder::has_picture_folder(parent);
    is_it.then(|| parent.clone())
}

/// The text of boxes that has the name of a file with all pictures and lies beside it.
pub(super) fn of_stack(pictures: &Path) -> Option<PathBuf> {
    let stem = pictures.file_stem()?.to_str()?;
    let folder = places::parent(pictures)?;
    let mut texts = ["txt", "csv", "txt.gz"].iter().map(|ending| folder.join(format!("{stem}.{ending}")));
    texts.find(|text| text.is_file() && stack_of(text).is_some_and(|stack| is_same(&stack, pictures)))
}

/// The file with all pictures that has the name of a text and lies beside it.
fn stack_of(path: &Path) -> Option<PathBuf> {
    let name = places::name_of(path);
    places::stack_named(&places::parent(path)?, names::without_endings(&name))
}

/// The folder of a text, if a sequence of pictures lies beside it. Not if there are texts of several sequences: other texts
/// whose names differ from its name in a number only.
fn flat_around(path: &Path) -> Option<PathBuf> {
    let folder = places::parents(path).into_iter().next()?;
    let pattern = |name: &str| name.replace(|letter: char| letter.is_ascii_digit(), "");
    let own = places::name_of(path);
    let is_alike = |name: &str| names::is_text_of_boxes(name) && name != own && pattern(name) == pattern(&own);
    let is_sequence = folder.parent().is_some() && places::has_sequence_of_pictures(&folder);
    let has_others =
        || places::entries(&folder, MAX_ENTRIES).is_ok_and(|all| all.iter().any(|(name, _)| is_alike(name)));
    (is_sequence && !has_others()).then_some(folder)
}
