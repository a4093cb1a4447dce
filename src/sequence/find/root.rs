//! A data set: folders of sequences, also one level deeper, as in `train` and `test`.

use std::path::Path;

use super::places::{self, MAX_ENTRIES};
use super::{RootEntry, folder};

/// The sequences below a folder, sorted by name.
pub(super) fn entries(root: &Path) -> Vec<RootEntry> {
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

fn folders(place: &Path, left: &mut usize) -> Vec<(String, std::path::PathBuf)> {
    let mut entries = places::entries(place, *left).unwrap_or_default();
    *left -= entries.len().min(*left);
    entries.retain(|(name, path)| !name.starts_with('.') && path.is_dir());
    entries
}

fn entry(path: &Path, name: String) -> RootEntry {
    let mut ignored = Vec::new();
    let info = folder::info(path, &mut ignored);
    let has_pictures = folder::pictures(path, info.as_ref(), &mut ignored).is_some();
    RootEntry { path: path.to_owned(), name, frames: info.and_then(|info| info.seq_length), has_pictures }
}
