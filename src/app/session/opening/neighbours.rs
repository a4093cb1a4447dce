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
        match renamed(layer, &entries[here], next).into_iter().find(|path| path.exists()) {
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

/// The paths that a layer may have in another sequence, the likeliest first: with the name of the one replaced by that of the
/// other, everywhere or in the name of the file alone.
fn renamed(layer: &Path, from: &DataSetEntry, to: &DataSetEntry) -> Vec<PathBuf> {
    let name = |entry: &DataSetEntry| {
        let stem = entry.path.file_stem().filter(|_| entry.path.extension().is_some_and(|end| end.len() <= 4));
        stem.or(entry.path.file_name()).map(|name| name.to_string_lossy().into_owned())
    };
    let Some((old, new)) = name(from).zip(name(to)) else { return Vec::new() };
    // Results of MOT17 may leave the detector out: MOT17-02.txt is of MOT17-02-FRCNN.
    let short = |name: &str| name.rsplit_once('-').map(|(start, _)| start.to_owned());
    let shorter = short(&old).zip(short(&new)).filter(|(old, new)| old != new);
    let mut paths = Vec::new();
    for (old, new) in std::iter::once((old, new)).chain(shorter) {
        let everywhere: PathBuf = layer.components().map(|part| replaced(part, &old, &new)).collect();
        let at_end = layer.components().next_back().map(|part| layer.with_file_name(replaced(part, &old, &new)));
        paths.extend(std::iter::once(everywhere).chain(at_end).filter(|path| path != layer));
    }
    paths
}

/// A part of a path, with another name in it replaced.
fn replaced(part: Component<'_>, old: &str, new: &str) -> PathBuf {
    match (part, part.as_os_str().to_str()) {
        (Component::Normal(_), Some(text)) => with_word(text, old, new).into(),
        _ => part.as_os_str().into(),
    }
}

/// A text in which a word is replaced: what has a letter or a digit neither before nor behind it.
fn with_word(text: &str, old: &str, new: &str) -> String {
    let (mut replaced, mut rest) = (String::new(), text);
    let is_apart = |letter: Option<char>| !letter.is_some_and(char::is_alphanumeric);
    let mut before = None;
    while let Some(at) = rest.find(old).filter(|_| !old.is_empty()) {
        let (start, end) = (&rest[..at], &rest[at + old.len()..]);
        let is_word = is_apart(start.chars().next_back().or(before)) && is_apart(end.chars().next());
        replaced.push_str(start);
        replaced.push_str(if is_word { new } else { old });
        before = old.chars().next_back();
        rest = end;
    }
    replaced + rest
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
        let of = |layer: &str, from: &str, to: &str| -> Vec<String> {
            let paths = renamed(Path::new(layer), &entry(from), &entry(to));
            paths.into_iter().map(|path| path.to_string_lossy().into_owned()).collect()
        };
        let (one, two) = ("/d/train/MOT17-02-FRCNN", "/d/train/MOT17-04-FRCNN");
        assert_eq!(of("/d/train/MOT17-02-FRCNN/det/det.txt", one, two)[0], "/d/train/MOT17-04-FRCNN/det/det.txt");
        assert_eq!(of("/r/MOT17-02-FRCNN.txt", one, two)[0], "/r/MOT17-04-FRCNN.txt");
        assert_eq!(of("/r/MOT17-02.txt", one, two)[0], "/r/MOT17-04.txt");
        assert!(of("/r/other.txt", one, two).is_empty());
        assert_eq!(of("/b/a.txt", "/r/a.txt", "/r/c.txt")[0], "/b/c.txt");
        assert_eq!(of("/a/track-a.txt", "/s/a", "/s/b"), ["/b/track-b.txt", "/a/track-b.txt"]);
        assert!(of("/r/banana.txt", "/s/an", "/s/x").is_empty());
    }

    #[test]
    fn only_whole_words_are_replaced() {
        for (text, replaced) in [("a-aa_a.a", "b-aa_b.b"), ("aaa", "aaa"), ("äa", "äa"), ("", ""), ("(a)", "(b)")] {
            assert_eq!(with_word(text, "a", "b"), replaced);
        }
        assert_eq!(with_word("abc", "", "x"), "abc");
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
