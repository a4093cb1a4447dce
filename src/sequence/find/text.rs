//! One text file of boxes: the sequence that it belongs to, if there is one nearby.

use std::path::{Path, PathBuf};

use super::content::{LayerFile, LayerKind, Parts};
use super::flat;
use super::folder;
use super::named::{self, Belongs, Searched};
use super::origin::is_same;
use super::parts;
use super::places;
use super::related;
use crate::mot::{archived_pictures, names};
use crate::sequence::frame_texts::FrameTexts;
use crate::sequence::pictures::is_picture_name;
use crate::sequence::video_name::{Said, Videos};
use crate::shown::ShowPath as _;

/// The parts of the sequence that a text file belongs to, with the file as the main layer. The sequence is the folder that the
/// file is in, directly with a folder of pictures beside it, or in `gt` or `det`. Otherwise it is a folder with the name of the
/// file, near it. Otherwise it is where the layout of a data set has it. Otherwise it is the pictures that lie beside the text.
pub(super) fn parts(path: &Path) -> Parts {
    let is_archive = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    let mut parts = if is_archive && archived_pictures::has_pictures(path, is_picture_name) {
        Parts { pictures: Some(path.to_owned()), ..Parts::default() }
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
pub(super) fn has_pictures(path: &Path, searched: &mut Searched) -> bool {
    let own = folder_of(path, searched);
    let is_own = own.as_deref().and_then(folder::own_pictures).is_some();
    is_own
        || stack_of(path).is_some()
        || own.is_some() && related::to_text(path).pictures.is_some()
        || matches!(flat::around(path), Ok(Some(_)))
}

/// The folder of the sequence that a text leads to, if there is one.
pub(super) fn folder_of(path: &Path, searched: &mut Searched) -> Option<PathBuf> {
    if let Some(known) = searched.of_text.get(path) {
        return known.clone();
    }
    let of_layout = || {
        let related = related::to_text(path);
        related.pictures.or(related.folder)
    };
    let folder = named::sequence_of(path).folder.or_else(of_layout).or_else(|| named::far(path, searched).folder);
    searched.of_text.insert(path.to_owned(), folder.clone());
    folder
}

/// What there is around a text.
fn around(path: &Path) -> Parts {
    let Belongs { folder, remark, .. } = named::sequence_of(path);
    if let Some(folder) = folder {
        let mut parts = parts::of_folder(&folder);
        let is_told = |remark: &String| parts.remarks.iter().any(|told| is_same_doubt(told, remark));
        let remark = remark.filter(|remark| !is_told(remark));
        parts.remarks.extend(remark);
        return parts;
    }
    if let Some(pictures) = stack_of(path) {
        return Parts { pictures: Some(pictures), ..Parts::default() };
    }
    let related = related::to_text(path);
    let flat = if related.pictures.is_none() { flat::around(path) } else { Ok(None) };
    if let Ok(Some(folder)) = flat {
        let mut parts = parts::of_folder(&folder);
        parts.remarks.push("the pictures are those that lie beside the text".to_owned());
        return parts;
    }
    let mut remark = remark;
    if related.pictures.is_none() {
        let far = named::far(path, &mut Searched::default());
        if let Some(folder) = far.folder {
            let mut parts = parts::of_folder(&folder);
            parts.remarks.extend(far.remark);
            return parts;
        }
        remark = remark.or(far.remark).or(flat.err());
    }
    let refusal = related.refusal.or(remark).filter(|_| related.pictures.is_none());
    let Some(folder) = related.folder else {
        return Parts { layers: related.texts, remarks: refusal.into_iter().collect(), ..Parts::default() };
    };
    let mut parts = parts::of_folder(&folder);
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

/// Whether two remarks tell one doubt: from a text, and from the folder that it leads to.
fn is_same_doubt(one: &str, other: &str) -> bool {
    const DOUBT: &str = "nothing says which one";
    one == other || one.contains(DOUBT) && other.contains(DOUBT)
}

/// Whether two paths lead to one file.
fn same_file(one: &Path, other: &Path) -> bool {
    one.file_name() == other.file_name() && is_same(one, other)
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

/// Compares the names of the pictures with those of the texts: pictures whose names state another video than a text are not shown
/// under its boxes. `is_text` says that a text was asked for, and `is_chosen` that a person chose the pictures.
pub(super) fn compare_names(parts: &mut Parts, is_text: bool, is_chosen: bool) {
    let Some(folder) = parts.pictures.clone().filter(|pictures| pictures.is_dir()) else { return };
    let Some(main) = parts.main.and_then(|main| parts.layers.get(main)).map(|main| main.path.clone()) else { return };
    let videos = Videos::of(places::pictures(&folder));
    let said = |path: &Path| {
        let file = places::name_of(path);
        videos.said(names::without_endings(&file))
    };
    let main_name = places::name_of(&main);
    let own = match said(&main) {
        Said::Other(video) if is_text && !is_chosen => {
            parts.remarks.push(format!(
                "the pictures in {} are not shown: their names state {video}, and the text is {main_name}. To show them, choose them with --images",
                folder.shown()
            ));
            parts.pictures = None;
            return;
        }
        // A person chose the pictures: the texts stay.
        Said::Other(video) if is_chosen => {
            parts.remarks.push(format!("{main_name} is shown over pictures whose names state {video}"));
            return;
        }
        Said::Nothing | Said::Other(_) => None,
        Said::Own(video) => {
            parts.remarks.push(format!(
                "the pictures are those whose names begin with {video}, as {main_name} does; others are left out"
            ));
            Some(video)
        }
    };
    let mut left_out = Vec::new();
    let mut at = 0;
    parts.layers.retain(|layer| {
        at += 1;
        let is_main = Some(at - 1) == parts.main;
        let is_other = layer.path.is_file()
            && !(is_main && (is_text || own.is_some()))
            && match said(&layer.path) {
                Said::Nothing => false,
                Said::Own(video) => own.as_ref() != Some(&video),
                Said::Other(_) => true,
            };
        if is_other {
            left_out.push(layer.name.clone());
        }
        !is_other
    });
    let first = (!parts.layers.is_empty()).then_some(0);
    parts.main = parts.layers.iter().position(|layer| layer.path == main).or(first);
    parts.picture_names = own;
    if !left_out.is_empty() {
        let (are, them) = if left_out.len() == 1 { ("is", "it") } else { ("are", "one") };
        parts.remarks.push(format!(
            "{} {are} named after another video than the pictures and left out. To see {them}, open it",
            left_out.join(", ")
        ));
    }
}
