//! One text file of boxes: the sequence that it belongs to, if there is one nearby.

use std::path::{Path, PathBuf};

use super::content::{LayerFile, LayerKind, Parts};
use super::detector;
use super::folder;
use super::places::{self, is_named};
use super::related;
use crate::mot::{archived_pictures, names};
use crate::sequence::frame_texts::FrameTexts;
use crate::sequence::pictures::is_picture_name;

/// In how many folders above a text file its sequence is looked for.
const ABOVE: usize = 5;
/// Names of folders there in which it is looked for, too; the first stands for the folder itself.
const SPLITS: [&str; 4] = ["", "train", "test", "val"];

/// The parts of the sequence that a text file belongs to, with the file as the main layer. The sequence is the folder that the
/// file is in, directly with a folder of pictures beside it, or in `gt` or `det`. Otherwise it is a folder with the name of the
/// file, beside it or in one of the folders above, or in `train`, `test` or `val` there. Otherwise it is where the layout of a
/// data set has it.
pub(super) fn parts(path: &Path) -> Parts {
    let is_archive = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    let sequence = if is_archive { None } else { sequence_of(path) };
    let mut parts = match sequence {
        Some(folder) => folder::parts(&folder),
        None if is_archive => {
            let has_pictures = archived_pictures::has_pictures(path, is_picture_name);
            Parts { pictures: has_pictures.then(|| path.to_owned()), ..Parts::default() }
        }
        None => related_to(path),
    };
    if parts.folder.is_none() {
        parts.name = places::name_of(path);
    }
    let is_same = |layer: &LayerFile| layer.path == path || same_file(&layer.path, path);
    let at = parts.layers.iter().position(is_same).unwrap_or_else(|| {
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

/// Whether there are pictures that a text can be shown over. The other texts of its sequence are not looked for.
pub(super) fn has_pictures(path: &Path) -> bool {
    let pictures = |folder: PathBuf| {
        let mut ignored = Vec::new();
        let info = folder::info(&folder, &mut ignored);
        folder::pictures(&folder, info.as_ref(), &mut ignored)
    };
    sequence_of(path).map_or_else(|| related::to_text(path).pictures, pictures).is_some()
}

/// The sequence that the layout of a data set has for a text.
fn related_to(path: &Path) -> Parts {
    let related = related::to_text(path);
    let Some(folder) = related.folder else { return Parts { layers: related.texts, ..Parts::default() } };
    let mut parts = folder::parts(&folder);
    parts.pictures = parts.pictures.or(related.pictures);
    for text in related.texts {
        if !parts.layers.iter().any(|layer| layer.path == text.path || same_file(&layer.path, &text.path)) {
            parts.layers.push(text);
        }
    }
    parts
}

/// Whether two paths lead to one file.
fn same_file(one: &Path, other: &Path) -> bool {
    one.file_name() == other.file_name()
        && matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

/// The folder of the sequence that a text file belongs to.
fn sequence_of(path: &Path) -> Option<PathBuf> {
    let parents = places::parents(path);
    if let [parent, above, ..] = parents.as_slice()
        && is_named(parent, &["gt", "det"])
        && folder::is_sequence(above)
    {
        return Some(above.clone());
    }
    let parent = parents.first()?;
    // A `gt` folder is not enough here: the text file may lie beside it by chance.
    if places::file_in(parent, "seqinfo.ini").is_some()
        || places::folder_in(parent, "img1").is_some()
        || folder::has_picture_folder(parent)
    {
        return Some(parent.clone());
    }
    let name = places::name_of(path);
    detector::spellings(names::without_endings(&name)).into_iter().find_map(|name| {
        let mut places = parents.iter().take(ABOVE).flat_map(|above| SPLITS.map(|split| above.join(split).join(&name)));
        places.find(|place| place.is_dir() && (folder::is_sequence(place) || places::has_pictures(place)))
    })
}
