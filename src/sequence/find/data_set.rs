//! A data set: a folder with sequence folders in it, or one level deeper, for example in `train` and `test`. Results of a
//! tracker are such a set, too: a text for each sequence.

use std::path::Path;

use super::content::DataSetEntry;
use super::folder;
use super::places::{self, MAX_ENTRIES};
use super::text;
use crate::mot::names;

/// How many text files are read to find out whether they have boxes.
const MAX_TEXTS: usize = 1000;

/// The sequences of a data set, sorted by name.
pub(super) fn entries(root: &Path) -> Vec<DataSetEntry> {
    let mut found = Vec::new();
    let mut left = MAX_ENTRIES;
    for (name, path) in folders(root, &mut left) {
        if folder::is_sequence(&path) {
            found.push(entry(&path, name));
            continue;
        }
        for (below, path) in folders(&path, &mut left) {
            if folder::is_sequence(&path) {
                found.push(entry(&path, format!("{name}/{below}")));
            }
        }
    }
    found
}

/// The texts of boxes in a folder, or one level deeper, sorted by name.
pub(super) fn texts(root: &Path) -> Vec<DataSetEntry> {
    let mut left = MAX_ENTRIES;
    let mut opened = MAX_TEXTS;
    let mut found = Vec::new();
    texts_in(root, "", &mut left, &mut opened, &mut found);
    for (name, path) in folders(root, &mut left) {
        texts_in(&path, &format!("{name}/"), &mut left, &mut opened, &mut found);
    }
    found
}

/// Adds the texts of boxes in `place` to `found`, with `before` at the beginning of their names. `left` counts down the
/// entries that may still be looked at, `opened` the files that may still be read.
fn texts_in(place: &Path, before: &str, left: &mut usize, opened: &mut usize, found: &mut Vec<DataSetEntry>) {
    let entries = places::entries(place, *left).unwrap_or_default();
    *left -= entries.len().min(*left);
    for (name, path) in entries {
        if *opened == 0 {
            return;
        }
        if names::is_text_of_boxes(&name) && path.is_file() {
            *opened -= 1;
            if places::looks_like_rows(&path) {
                let has_pictures = text::has_pictures(&path);
                found.push(DataSetEntry { path, name: format!("{before}{name}"), frames: None, has_pictures });
            }
        }
    }
}

/// The folders in `place`, by name. Hidden ones are left out. `left` counts down the entries that may still be looked at.
fn folders(place: &Path, left: &mut usize) -> Vec<(String, std::path::PathBuf)> {
    let mut entries = places::entries(place, *left).unwrap_or_default();
    *left -= entries.len().min(*left);
    entries.retain(|(name, path)| !name.starts_with('.') && path.is_dir());
    entries
}

/// What is shown of a sequence before it is opened.
fn entry(path: &Path, name: String) -> DataSetEntry {
    let mut ignored = Vec::new();
    let info = folder::info(path, &mut ignored);
    let has_pictures = folder::pictures(path, info.as_ref(), &mut ignored).is_some();
    DataSetEntry { path: path.to_owned(), name, frames: info.and_then(|info| info.seq_length), has_pictures }
}
