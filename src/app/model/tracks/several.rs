//! Several selected tracks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::TrackSet;
use crate::mot::TrackId;

/// Several selected tracks, by the files of their layers. It is empty while only one track of the main layer is selected, or none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Several(BTreeMap<PathBuf, TrackSet>);

impl Several {
    /// Whether it holds no tracks.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The selected tracks of the file at `path`.
    pub fn of(&self, path: &Path) -> TrackSet {
        self.0.get(path).cloned().unwrap_or_default()
    }

    /// Replaces the selected tracks of the file at `path`.
    pub fn set(&mut self, path: &Path, tracks: TrackSet) {
        if tracks.is_empty() {
            self.0.remove(path);
        } else {
            self.0.insert(path.to_owned(), tracks);
        }
    }

    /// Selects a track of the file at `path`, or the others without it if it is selected.
    pub fn toggle(&mut self, path: &Path, id: TrackId) {
        let mut tracks: BTreeSet<TrackId> = BTreeSet::clone(&self.of(path));
        if !tracks.remove(&id) {
            tracks.insert(id);
        }
        self.set(path, Arc::new(tracks));
    }

    /// Selects none of these.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tracks_are_selected_one_by_one_in_each_file() {
        let (a, b) = (Path::new("a"), Path::new("b"));
        let mut several = Several::default();
        several.toggle(a, TrackId(3));
        several.toggle(a, TrackId(1));
        several.toggle(b, TrackId(3));
        assert_eq!(several.of(a).iter().copied().collect::<Vec<_>>(), [TrackId(1), TrackId(3)]);
        several.toggle(a, TrackId(1));
        several.toggle(a, TrackId(3));
        assert!(several.of(a).is_empty() && !several.is_empty());
        several.toggle(b, TrackId(3));
        assert!(several.is_empty());
    }
}
