//! One text file: the sequence that it is of, if there is one nearby.

use std::path::{Path, PathBuf};

use super::places::{self, is_named};
use super::{LayerFile, LayerKind, Parts, folder};

/// How many folders above a text its sequence is looked for.
const ABOVE: usize = 5;
/// In each of these below them.
const SPLITS: [&str; 4] = ["", "train", "test", "val"];

/// The parts of the sequence that a text is of: its folder if it lies in one, in `gt` or in `det`; else a folder of the
/// text's name beside it or in one of the folders above, also in `train`, `test` or `val` there. The text is the main layer.
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
    // As it was asked for, whatever other way there is to spell it.
    path.clone_into(&mut parts.layers[at].path);
    parts.main = Some(at);
    parts
}

fn same_file(one: &Path, other: &Path) -> bool {
    one.file_name() == other.file_name()
        && matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

fn sequence_of(path: &Path) -> Option<PathBuf> {
    let parents = places::parents(path);
    if let [parent, above, ..] = parents.as_slice()
        && is_named(parent, &["gt", "det"])
        && folder::is_sequence(above)
    {
        return Some(above.clone());
    }
    let parent = parents.first()?;
    // A text of another's folder is none of a sequence: not every folder with a `gt` below is one.
    if places::file_in(parent, "seqinfo.ini").is_some() || places::folder_in(parent, "img1").is_some() {
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
