//! One text file of boxes: the sequence that it belongs to, if there is one nearby.

use std::path::{Path, PathBuf};

use super::content::{LayerFile, LayerKind, Parts};
use super::folder;
use super::places::{self, is_named};

/// In how many folders above a text file its sequence is looked for.
const ABOVE: usize = 5;
/// Names of folders there in which it is looked for, too; the first stands for the folder itself.
const SPLITS: [&str; 4] = ["", "train", "test", "val"];

/// The parts of the sequence that a text file belongs to, with the file as the main layer. The sequence is the folder that the
/// file is in, directly with a folder of pictures beside it, or in `gt` or `det`. Otherwise it is a folder with the name of the file, beside it or in one of the
/// folders above, or in `train`, `test` or `val` there.
pub(super) fn parts(path: &Path) -> Parts {
    let is_archive = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    let sequence = if is_archive { None } else { sequence_of(path) };
    let mut parts = sequence.map_or_else(Parts::default, |folder| folder::parts(&folder));
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
    let has_pictures = || {
        let beside = folder::PICTURE_FOLDERS.iter().skip(1).filter_map(|name| places::folder_in(parent, name));
        beside.into_iter().any(|folder| places::has_pictures(&folder))
    };
    if places::file_in(parent, "seqinfo.ini").is_some() || places::folder_in(parent, "img1").is_some() || has_pictures()
    {
        return Some(parent.clone());
    }
    let name = places::name_of(path);
    let name = strip(strip(&name, ".gz"), ".txt");
    let places = parents.iter().take(ABOVE).flat_map(|above| SPLITS.map(|split| above.join(split).join(name)));
    places.into_iter().find(|place| place.is_dir() && folder::is_sequence(place))
}

/// A name without an ending, in any letter case.
fn strip<'a>(name: &'a str, ending: &str) -> &'a str {
    let end = name.len().saturating_sub(ending.len());
    match name.get(end..) {
        Some(found) if found.eq_ignore_ascii_case(ending) && end > 0 => &name[..end],
        _ => name,
    }
}
