//! A data set: a folder with sequence folders in it, or one level deeper, for example in `train` and `test`.

use std::path::Path;

use super::content::DataSetEntry;
use super::folder;
use super::places::{self, MAX_ENTRIES};

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
