//! Bookmarks: frames to come back to, kept for each file across restarts. They are written to the settings' storage only.

use std::collections::BTreeSet;

use eframe::Storage;
use serde::{Deserialize, Serialize};

use super::opening::source::Source;
use crate::provider::KeySet;

/// Where eframe's storage keeps them.
const KEY: &str = "motscope-bookmarks";
/// Files whose bookmarks are kept.
const MAX_FILES: usize = 64;
/// Bookmarks of a file.
pub const MAX_BOOKMARKS: usize = 500;

/// The bookmarks of one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Shelf {
    /// The full path of the file; "demo" for the built-in sequence.
    path: String,
    /// Which file of an archive.
    member: Option<String>,
    frames: BTreeSet<u64>,
}

/// The bookmarks of what is open, and behind them those of other files.
#[derive(Debug, Default)]
pub struct Bookmarks {
    open: Shelf,
    /// Those of files that are not open, the one closed last first.
    others: Vec<Shelf>,
}

impl Bookmarks {
    /// The stored bookmarks; none if there are none, or none that can be read.
    pub fn load(storage: Option<&dyn Storage>) -> Self {
        let shelves = storage.and_then(|storage| eframe::get_value::<Vec<Shelf>>(storage, KEY)).unwrap_or_default();
        let mut bookmarks = Self::default();
        // Anybody may have edited the file.
        for mut shelf in shelves.into_iter().take(MAX_FILES) {
            shelf.cut();
            bookmarks.others.push(shelf);
        }
        bookmarks
    }

    /// Stores them.
    pub fn store(&self, storage: &mut dyn Storage) {
        let shelves = std::iter::once(&self.open).chain(&self.others);
        // Without a path nobody would find them again.
        let kept: Vec<&Shelf> =
            shelves.filter(|shelf| !shelf.path.is_empty() && !shelf.frames.is_empty()).take(MAX_FILES).collect();
        eframe::set_value(storage, KEY, &kept);
    }

    /// Turns to those of `source`, which has been opened.
    pub fn turn_to(&mut self, source: &Source) {
        let (path, member) = match source {
            Source::Demo => ("demo".to_owned(), None),
            // A name that is no Unicode cannot be stored: such bookmarks last until another file is opened.
            Source::File(path, how) => (path.to_str().unwrap_or_default().to_owned(), how.text.member.clone()),
        };
        if !path.is_empty() && (&self.open.path, &self.open.member) == (&path, &member) {
            return;
        }
        let is_wanted = |shelf: &Shelf| !path.is_empty() && shelf.path == path && shelf.member == member;
        let known = self.others.iter().position(is_wanted).map(|at| self.others.remove(at));
        let closed = std::mem::replace(&mut self.open, known.unwrap_or(Shelf { path, member, ..Shelf::default() }));
        if !closed.path.is_empty() && !closed.frames.is_empty() {
            self.others.insert(0, closed);
            self.others.truncate(MAX_FILES);
        }
    }

    /// The bookmarks of what is open, rising.
    pub fn frames(&self) -> &BTreeSet<u64> {
        &self.open.frames
    }

    /// Sets a bookmark, or takes it away. Beyond [`MAX_BOOKMARKS`] none is set.
    pub fn toggle(&mut self, frame: u64) {
        let frames = &mut self.open.frames;
        if !frames.remove(&frame) && frames.len() < MAX_BOOKMARKS {
            frames.insert(frame);
        }
    }

    /// Takes all of them away.
    pub fn clear(&mut self) {
        self.open.frames.clear();
    }

    /// The first bookmark after `frame` on a frame there is.
    pub fn next(&self, frame: u64, keys: &KeySet) -> Option<u64> {
        let after = self.open.frames.range(frame.checked_add(1)?..);
        after.copied().find(|&frame| keys.contains(frame))
    }

    /// The last bookmark before `frame` on a frame there is.
    pub fn previous(&self, frame: u64, keys: &KeySet) -> Option<u64> {
        self.open.frames.range(..frame).rev().copied().find(|&frame| keys.contains(frame))
    }
}

impl Shelf {
    fn cut(&mut self) {
        while self.frames.len() > MAX_BOOKMARKS {
            self.frames.pop_last();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::test_storage::Stored;
    use crate::mot::OpenOptions;

    fn file(path: &str, member: Option<&str>) -> Source {
        Source::File(path.into(), OpenOptions { member: member.map(str::to_owned), ..OpenOptions::default() }.into())
    }

    fn frames(bookmarks: &Bookmarks) -> Vec<u64> {
        bookmarks.frames().iter().copied().collect()
    }

    #[test]
    fn every_file_has_bookmarks_of_its_own_that_survive_a_restart() {
        let (one, two) = (file("/a.zip", Some("one.txt")), file("/a.zip", Some("two.txt")));
        let mut bookmarks = Bookmarks::default();
        bookmarks.turn_to(&one);
        [9, 3, 9, 7].into_iter().for_each(|frame| bookmarks.toggle(frame));
        bookmarks.turn_to(&two);
        assert!(bookmarks.frames().is_empty());
        bookmarks.toggle(5);
        let mut storage = Stored::default();
        bookmarks.store(&mut storage);
        let mut bookmarks = Bookmarks::load(Some(&storage));
        for (source, kept) in [(&one, vec![3, 7]), (&two, vec![5]), (&Source::Demo, vec![]), (&one, vec![3, 7])] {
            bookmarks.turn_to(source);
            assert_eq!(frames(&bookmarks), kept);
        }
    }

    #[test]
    fn broken_storage_and_absurd_numbers_of_bookmarks_do_no_harm() {
        let mut storage = Stored::default();
        for broken in ["", "[", "[(path: 3)]", "\u{0}"] {
            storage.0.insert(KEY.to_owned(), broken.to_owned());
            assert!(Bookmarks::load(Some(&storage)).others.is_empty(), "{broken}");
        }
        let shelf = |at: usize| Shelf { path: format!("/{at}"), member: None, frames: (0..2000).collect() };
        eframe::set_value(&mut storage, KEY, &(0..300).map(shelf).collect::<Vec<_>>());
        let mut bookmarks = Bookmarks::load(Some(&storage));
        assert_eq!(bookmarks.others.len(), MAX_FILES);
        bookmarks.turn_to(&file("/0", None));
        assert_eq!(bookmarks.frames().len(), MAX_BOOKMARKS);
        bookmarks.toggle(100_000);
        assert_eq!(bookmarks.frames().len(), MAX_BOOKMARKS);
        bookmarks.toggle(3);
        bookmarks.toggle(100_000);
        assert!(bookmarks.frames().contains(&100_000));
    }

    #[test]
    fn the_next_and_the_previous_bookmark_are_found_on_frames_there_are() {
        let keys = KeySet::from_runs([1..=10, 20..=30]);
        let mut bookmarks = Bookmarks::default();
        [2, 8, 15, 25, 99].into_iter().for_each(|frame| bookmarks.toggle(frame));
        assert_eq!([1, 2, 8, 25].map(|frame| bookmarks.next(frame, &keys)), [Some(2), Some(8), Some(25), None]);
        assert_eq!([99, 25, 8, 2].map(|frame| bookmarks.previous(frame, &keys)), [Some(25), Some(8), Some(2), None]);
        assert_eq!(bookmarks.next(u64::MAX, &keys), None);
    }

    #[cfg(unix)]
    #[test]
    fn bookmarks_of_a_file_whose_name_is_no_unicode_are_not_stored_and_nobody_elses() {
        use std::os::unix::ffi::OsStringExt as _;
        let odd = |byte: u8| Source::path(std::ffi::OsString::from_vec(vec![b'/', byte]).into());
        let mut bookmarks = Bookmarks::default();
        bookmarks.turn_to(&odd(0xFF));
        bookmarks.toggle(4);
        bookmarks.turn_to(&odd(0xFE));
        assert!(bookmarks.frames().is_empty());
        bookmarks.toggle(4);
        let mut storage = Stored::default();
        bookmarks.store(&mut storage);
        assert!(Bookmarks::load(Some(&storage)).others.is_empty());
    }
}
