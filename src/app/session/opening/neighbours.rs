//! Finds the sequence before or after the open one in its data set, with files of the same names as layers.

use std::path::{Component, Path, PathBuf};

use eframe::egui;

use crate::app::session::background::Task;
use crate::sequence::{DataSetEntry, PathContent, find};

/// How many folders above a sequence are searched for its data set.
const LEVELS: usize = 4;

/// A sequence to go to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Its folder, or its text file.
    pub path: PathBuf,
    /// The layers of the open sequence that it has, too: their paths there, and here.
    pub layers: Vec<(PathBuf, PathBuf)>,
    /// The names of the layers that it does not have.
    pub missing: Vec<String>,
}

/// A search for a neighbour. It answers with the reason if there is none.
pub type Search = Task<Result<Neighbour, String>>;

/// Searches for the sequence after the one at `path`, or before it, on a thread. `layers` are the files of its layers.
pub fn search(path: PathBuf, layers: Vec<PathBuf>, is_next: bool, ctx: &egui::Context) -> Search {
    Task::start("motscope-neighbour", ctx, move |cancel, tell| {
        let found = neighbour(&path, &layers, is_next);
        if !cancel.load(std::sync::atomic::Ordering::Relaxed) {
            tell(found);
        }
    })
}

fn neighbour(path: &Path, layers: &[PathBuf], is_next: bool) -> Result<Neighbour, String> {
    let entries = path.ancestors().skip(1).take(LEVELS).find_map(|folder| match find(folder, None) {
        Ok(PathContent::DataSet(entries)) if place(&entries, path).is_some() => Some(entries),
        _ => None,
    });
    let entries = entries.ok_or("No folder above this sequence is a data set of several sequences")?;
    let here = place(&entries, path).ok_or("It is not in its data set any more")?;
    let there = if is_next { here.checked_add(1) } else { here.checked_sub(1) };
    let Some(next) = there.and_then(|at| entries.get(at)) else {
        let which = if is_next { "last" } else { "first" };
        return Err(format!("{} is the {which} of {} sequences", entries[here].name, entries.len()));
    };
    let (mut kept, mut missing) = (Vec::new(), Vec::new());
    for layer in layers {
        match renamed(layer, &entries[here], next).filter(|path| path.exists()) {
            Some(path) => kept.push((layer.clone(), path)),
            None => missing.push(layer.file_name().unwrap_or_default().to_string_lossy().into_owned()),
        }
    }
    Ok(Neighbour { path: next.path.clone(), layers: kept, missing })
}

/// The place of the sequence that `path` is, or is in.
fn place(entries: &[DataSetEntry], path: &Path) -> Option<usize> {
    entries.iter().position(|entry| path.starts_with(&entry.path))
}

/// The path of a layer with the name of one sequence replaced by that of another. `None` if that name is not in it.
fn renamed(layer: &Path, from: &DataSetEntry, to: &DataSetEntry) -> Option<PathBuf> {
    let names = |entry: &DataSetEntry| {
        let name = entry.path.file_stem().filter(|_| entry.path.extension().is_some_and(|end| end.len() <= 4));
        name.or(entry.path.file_name()).map(|name| name.to_string_lossy().into_owned())
    };
    let (old, new) = (names(from)?, names(to)?);
    // Results of MOT17 may leave the detector out: MOT17-02.txt is of MOT17-02-FRCNN.
    let short = |name: &str| name.rsplit_once('-').map(|(start, _)| start.to_owned());
    let shorter = short(&old).zip(short(&new)).filter(|(old, new)| old != new);
    std::iter::once((old, new)).chain(shorter).find_map(|(old, new)| {
        let is_in = layer.components().any(|part| is_named(part, &old));
        is_in.then(|| layer.components().map(|part| replaced(part, &old, &new)).collect())
    })
}

/// Whether a part of a path contains the name of a sequence.
fn is_named(part: Component<'_>, name: &str) -> bool {
    matches!(part, Component::Normal(part) if part.to_str().is_some_and(|part| part.contains(name)))
}

fn replaced(part: Component<'_>, old: &str, new: &str) -> PathBuf {
    match part {
        Component::Normal(text) => match text.to_str() {
            Some(text) => text.replace(old, new).into(),
            None => text.into(),
        },
        other => other.as_os_str().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str) -> DataSetEntry {
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        DataSetEntry { path: path.into(), name, frames: None, has_pictures: false }
    }

    #[test]
    fn a_layer_is_looked_for_under_the_name_of_the_other_sequence() {
        let of = |layer: &str, from: &str, to: &str| {
            renamed(Path::new(layer), &entry(from), &entry(to)).map(|path| path.to_string_lossy().into_owned())
        };
        let (one, two) = ("/d/train/MOT17-02-FRCNN", "/d/train/MOT17-04-FRCNN");
        assert_eq!(
            of("/d/train/MOT17-02-FRCNN/det/det.txt", one, two).as_deref(),
            Some("/d/train/MOT17-04-FRCNN/det/det.txt")
        );
        assert_eq!(of("/r/MOT17-02-FRCNN.txt", one, two).as_deref(), Some("/r/MOT17-04-FRCNN.txt"));
        assert_eq!(of("/r/MOT17-02.txt", one, two).as_deref(), Some("/r/MOT17-04.txt"));
        assert_eq!(of("/r/other.txt", one, two), None);
        assert_eq!(of("/b/a.txt", "/r/a.txt", "/r/c.txt").as_deref(), Some("/b/c.txt"));
    }

    #[test]
    fn the_sequences_of_a_data_set_are_gone_through_in_both_directions_and_no_further() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "b", "c"] {
            let sequence = folder.path().join("set").join(name);
            std::fs::create_dir_all(sequence.join("gt")).unwrap();
            std::fs::write(sequence.join("gt/gt.txt"), "1,1,0,0,9,9,1\n").unwrap();
            if name != "c" {
                std::fs::write(folder.path().join(format!("tracker-{name}.txt")), "1,1,0,0,9,9,1\n").unwrap();
            }
        }
        let at = |name: &str| folder.path().join("set").join(name);
        let layers = [folder.path().join("tracker-a.txt")];
        let found = neighbour(&at("a"), &layers, true).unwrap();
        assert_eq!((found.path, found.layers.len(), found.missing.len()), (at("b"), 1, 0));
        let found = neighbour(&at("b").join("gt/gt.txt"), &[folder.path().join("tracker-b.txt")], true).unwrap();
        assert_eq!((found.path, found.layers.len(), found.missing), (at("c"), 0, vec!["tracker-b.txt".to_owned()]));
        assert_eq!(neighbour(&at("b"), &[], false).unwrap().path, at("a"));
        assert!(neighbour(&at("c"), &[], true).unwrap_err().contains("c is the last of 3 sequences"));
        assert!(neighbour(&at("a"), &[], false).unwrap_err().contains("a is the first of 3 sequences"));
    }
}
