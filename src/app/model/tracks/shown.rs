//! Which tracks are drawn: all, all but some, or only some.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::TrackSet;
use crate::mot::TrackId;

/// Which tracks of a layer are drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShownTracks {
    /// Only these are drawn, if they are stated. Hidden ones among them are drawn, too.
    pub solo: Option<TrackSet>,
    /// These are not drawn.
    pub hidden: TrackSet,
}

impl ShownTracks {
    /// Whether boxes of this track are drawn. `None` stands for boxes without identity.
    pub fn shows(&self, id: Option<TrackId>) -> bool {
        match (&self.solo, id) {
            (Some(solo), id) => id.is_some_and(|id| solo.contains(&id)),
            (None, Some(id)) => !self.hidden.contains(&id),
            (None, None) => true,
        }
    }

    /// Hides these tracks, also among those that are drawn alone.
    pub fn hide(&mut self, tracks: &BTreeSet<TrackId>) {
        self.hidden = Arc::new(self.hidden.union(tracks).copied().collect());
        if let Some(solo) = &mut self.solo {
            *solo = Arc::new(solo.difference(tracks).copied().collect());
        }
    }
}

/// Which tracks are drawn, by the files of their layers. It is kept while a sequence is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShownTracksOfFiles(BTreeMap<PathBuf, ShownTracks>);

impl ShownTracksOfFiles {
    /// Which tracks of the file at `path` are drawn. While some tracks are drawn alone, a file without any of them, for example
    /// one that was added since then, shows none.
    pub fn of(&self, path: &Path) -> ShownTracks {
        let shown = self.0.get(path).cloned().unwrap_or_default();
        let is_solo = self.0.values().any(|shown| shown.solo.is_some());
        ShownTracks { solo: shown.solo.or(is_solo.then(TrackSet::default)), ..shown }
    }

    /// Changes which tracks of the file at `path` are drawn.
    pub fn change(&mut self, path: &Path, change: impl FnOnce(&mut ShownTracks)) {
        let mut shown = self.of(path);
        change(&mut shown);
        self.0.insert(path.to_owned(), shown);
    }

    /// Draws all tracks again, or, if it is true, those that are not hidden.
    pub fn clear(&mut self, keeps_hidden: bool) {
        if keeps_hidden {
            self.0.values_mut().for_each(|shown| shown.solo = None);
        } else {
            self.0.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(ids: &[u64]) -> TrackSet {
        Arc::new(ids.iter().copied().map(TrackId).collect())
    }

    fn drawn(shown: &ShownTracks) -> Vec<u64> {
        (1..=4).filter(|&id| shown.shows(Some(TrackId(id)))).collect()
    }

    #[test]
    fn a_solo_comes_before_what_is_hidden_and_hiding_takes_from_it() {
        let path = Path::new("a.txt");
        let mut all = ShownTracksOfFiles::default();
        all.change(path, |shown| shown.hide(&set(&[1, 4])));
        assert_eq!(drawn(&all.of(path)), [2, 3]);
        assert!(all.of(path).shows(None));
        all.change(path, |shown| shown.solo = Some(set(&[1, 2])));
        assert_eq!(drawn(&all.of(path)), [1, 2]);
        assert!(!all.of(path).shows(None));
        all.change(path, |shown| shown.hide(&set(&[2])));
        assert_eq!(drawn(&all.of(path)), [1]);
        all.clear(true);
        assert_eq!(drawn(&all.of(path)), [3]);
        all.clear(false);
        assert_eq!(drawn(&all.of(path)), [1, 2, 3, 4]);
    }

    #[test]
    fn a_layer_that_is_added_during_a_solo_shows_no_track_until_the_solo_ends() {
        let (path, hidden_before, added) = (Path::new("a.txt"), Path::new("b.txt"), Path::new("c.txt"));
        let mut all = ShownTracksOfFiles::default();
        all.change(hidden_before, |shown| shown.hide(&set(&[3])));
        all.change(path, |shown| shown.solo = Some(set(&[1, 2])));
        for other in [hidden_before, added] {
            assert!(drawn(&all.of(other)).is_empty() && !all.of(other).shows(None));
            all.change(other, |shown| shown.hide(&set(&[4])));
            assert!(drawn(&all.of(other)).is_empty());
        }
        all.clear(true);
        assert_eq!((drawn(&all.of(hidden_before)), drawn(&all.of(added))), (vec![1, 2], vec![1, 2, 3]));
    }
}
