//! Bookmarks: frames that the user marked, and may have named. They are kept for each file across restarts, in the storage of the settings.

use std::collections::{BTreeMap, BTreeSet};

use eframe::Storage;
use serde::{Deserialize, Serialize};

use super::opening::source::{OpenHow, Source};
use crate::provider::KeySet;
use crate::workspace::Bookmark;

/// The key of the bookmarks in eframe's storage.
const KEY: &str = "motscope-bookmarks";
/// The most files whose bookmarks are kept.
const MAX_FILES: usize = 64;
/// The longest name, in letters.
pub const MAX_NAME: usize = crate::workspace::MAX_NAME;
/// The longest note, in letters.
pub const MAX_NOTE: usize = crate::workspace::MAX_NOTE;
/// The most bookmarks of one file.
pub const MAX_BOOKMARKS: usize = 500;

/// The bookmarks of one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct FileBookmarks {
    /// The full path of the file; "demo" for the built-in sequence.
    path: String,
    /// The name of the file inside an archive, if `path` is an archive.
    member: Option<String>,
    frames: BTreeSet<u64>,
    /// The names of some of them.
    names: BTreeMap<u64, String>,
    /// What the user noted at some of them.
    notes: BTreeMap<u64, String>,
}

/// The bookmarks of the open file and of other files.
#[derive(Debug, Default)]
pub struct Bookmarks {
    open: FileBookmarks,
    /// The bookmarks of files that are not open. The file closed last comes first.
    others: Vec<FileBookmarks>,
}

impl Bookmarks {
    /// Reads the stored bookmarks. Without readable storage there are no bookmarks.
    pub fn load(storage: Option<&dyn Storage>) -> Self {
        let files =
            storage.and_then(|storage| eframe::get_value::<Vec<FileBookmarks>>(storage, KEY)).unwrap_or_default();
        let mut bookmarks = Self::default();
        // A person may have edited the file, so its sizes are limited again.
        for mut file in files.into_iter().take(MAX_FILES) {
            file.cut();
            bookmarks.others.push(file);
        }
        bookmarks
    }

    /// Writes the bookmarks to `storage`.
    pub fn store(&self, storage: &mut dyn Storage) {
        let files = std::iter::once(&self.open).chain(&self.others);
        // Bookmarks without a path could not be assigned to a file later.
        let kept: Vec<&FileBookmarks> =
            files.filter(|file| !file.path.is_empty() && !file.frames.is_empty()).take(MAX_FILES).collect();
        eframe::set_value(storage, KEY, &kept);
    }

    /// Switches to the bookmarks of `source`, which has just been opened.
    pub fn turn_to(&mut self, source: &Source) {
        let (path, member) = match source {
            Source::Demo => ("demo".to_owned(), None),
            // A workspace has bookmarks of its own.
            Source::File(_, OpenHow { workspace: Some(path), .. }) => {
                (path.to_str().unwrap_or_default().to_owned(), None)
            }
            // A path that is not Unicode cannot be stored: its bookmarks last until another file is opened.
            Source::File(path, how) => (path.to_str().unwrap_or_default().to_owned(), how.text.member.clone()),
        };
        if !path.is_empty() && (&self.open.path, &self.open.member) == (&path, &member) {
            return;
        }
        let is_wanted = |file: &FileBookmarks| !path.is_empty() && file.path == path && file.member == member;
        let known = self.others.iter().position(is_wanted).map(|at| self.others.remove(at));
        let closed = std::mem::replace(
            &mut self.open,
            known.unwrap_or(FileBookmarks { path, member, ..FileBookmarks::default() }),
        );
        if !closed.path.is_empty() && !closed.frames.is_empty() {
            self.others.insert(0, closed);
            self.others.truncate(MAX_FILES);
        }
    }

    /// The bookmarked frames of the open file, in rising order.
    pub fn frames(&self) -> &BTreeSet<u64> {
        &self.open.frames
    }

    /// Sets a bookmark at `frame`, or removes it. If there are [`MAX_BOOKMARKS`] already, none is set.
    pub fn toggle(&mut self, frame: u64) {
        let frames = &mut self.open.frames;
        if !frames.remove(&frame) && frames.len() < MAX_BOOKMARKS {
            frames.insert(frame);
        }
        self.open.names.remove(&frame);
        self.open.notes.remove(&frame);
    }

    /// What the user noted at the bookmark at `frame`; empty if there is nothing.
    pub fn note(&self, frame: u64) -> &str {
        self.open.notes.get(&frame).map_or("", String::as_str)
    }

    /// Notes something at the bookmark at `frame`, or takes the note away if it is blank.
    pub fn annotate(&mut self, frame: u64, note: &str) {
        if note.trim().is_empty() || !self.open.frames.contains(&frame) {
            self.open.notes.remove(&frame);
        } else {
            self.open.notes.insert(frame, note.chars().take(MAX_NOTE).collect());
        }
    }

    /// Replaces the bookmarks of the open file by those of a workspace.
    pub fn replace(&mut self, bookmarks: &[Bookmark]) {
        self.clear();
        for bookmark in bookmarks.iter().take(MAX_BOOKMARKS) {
            self.open.frames.insert(bookmark.frame);
            self.rename(bookmark.frame, &bookmark.name);
            self.annotate(bookmark.frame, &bookmark.note);
        }
    }

    /// The bookmarks of the open file, as a workspace keeps them.
    pub fn saved(&self) -> Vec<Bookmark> {
        let saved = |&frame: &u64| Bookmark {
            frame,
            name: self.name(frame).unwrap_or_default().to_owned(),
            note: self.note(frame).to_owned(),
        };
        self.open.frames.iter().map(saved).collect()
    }

    /// Sets a bookmark at `frame`, unless there is one, or there are [`MAX_BOOKMARKS`] already.
    pub fn add(&mut self, frame: u64) {
        if !self.open.frames.contains(&frame) {
            self.toggle(frame);
        }
    }

    /// The name of the bookmark at `frame`, if it has one.
    pub fn name(&self, frame: u64) -> Option<&str> {
        self.open.names.get(&frame).map(String::as_str)
    }

    /// Names the bookmark at `frame`, or takes its name away if `name` is blank.
    pub fn rename(&mut self, frame: u64, name: &str) {
        if name.trim().is_empty() || !self.open.frames.contains(&frame) {
            self.open.names.remove(&frame);
        } else {
            self.open.names.insert(frame, name.chars().take(MAX_NAME).collect());
        }
    }

    /// Removes all bookmarks of the open file.
    pub fn clear(&mut self) {
        self.open.frames.clear();
        self.open.names.clear();
        self.open.notes.clear();
    }

    /// The first bookmark after `frame` whose frame is in `keys`.
    pub fn next(&self, frame: u64, keys: &KeySet) -> Option<u64> {
        let after = self.open.frames.range(frame.checked_add(1)?..);
        after.copied().find(|&frame| keys.contains(frame))
    }

    /// The last bookmark before `frame` whose frame is in `keys`.
    pub fn previous(&self, frame: u64, keys: &KeySet) -> Option<u64> {
        self.open.frames.range(..frame).rev().copied().find(|&frame| keys.contains(frame))
    }
}

impl FileBookmarks {
    /// Removes the last bookmarks until there are at most [`MAX_BOOKMARKS`], and names that are too long or of no bookmark.
    fn cut(&mut self) {
        while self.frames.len() > MAX_BOOKMARKS {
            self.frames.pop_last();
        }
        let frames = &self.frames;
        self.names.retain(|frame, name| frames.contains(frame) && name.chars().nth(MAX_NAME).is_none());
        self.notes.retain(|frame, note| frames.contains(frame) && note.chars().nth(MAX_NOTE).is_none());
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
        let names = || (190..220).map(|frame| (frame, "x".repeat(frame as usize))).collect();
        let of_file = |at: usize| FileBookmarks {
            path: format!("/{at}"),
            member: None,
            frames: (0..2000).collect(),
            names: names(),
            notes: BTreeMap::new(),
        };
        eframe::set_value(&mut storage, KEY, &(0..300).map(of_file).collect::<Vec<_>>());
        let mut bookmarks = Bookmarks::load(Some(&storage));
        assert_eq!(bookmarks.others.len(), MAX_FILES);
        bookmarks.turn_to(&file("/0", None));
        assert_eq!(bookmarks.frames().len(), MAX_BOOKMARKS);
        assert_eq!(bookmarks.open.names.len(), 11, "names of up to 200 letters");
        bookmarks.toggle(100_000);
        assert_eq!(bookmarks.frames().len(), MAX_BOOKMARKS);
        bookmarks.toggle(3);
        bookmarks.toggle(100_000);
        assert!(bookmarks.frames().contains(&100_000));
    }

    #[test]
    fn a_bookmark_keeps_its_name_until_it_is_removed() {
        let source = file("/a.txt", None);
        let mut bookmarks = Bookmarks::default();
        bookmarks.turn_to(&source);
        bookmarks.toggle(3);
        bookmarks.rename(3, "they meet ");
        bookmarks.rename(4, "no bookmark");
        bookmarks.annotate(3, "both turn\nto the left");
        bookmarks.annotate(4, "no bookmark");
        let mut storage = Stored::default();
        bookmarks.store(&mut storage);
        let mut bookmarks = Bookmarks::load(Some(&storage));
        bookmarks.turn_to(&source);
        assert_eq!((bookmarks.name(3), bookmarks.name(4)), (Some("they meet "), None));
        assert_eq!((bookmarks.note(3), bookmarks.note(4)), ("both turn\nto the left", ""));
        let saved = bookmarks.saved();
        assert_eq!(saved.len(), 1);
        let mut others = Bookmarks::default();
        others.replace(&saved);
        assert_eq!(others.saved(), saved);
        bookmarks.rename(3, "  ");
        assert_eq!(bookmarks.name(3), None);
        bookmarks.rename(3, &"x".repeat(1000));
        assert_eq!(bookmarks.name(3).map(str::len), Some(MAX_NAME));
        bookmarks.toggle(3);
        bookmarks.toggle(3);
        assert_eq!((bookmarks.name(3), bookmarks.note(3)), (None, ""));
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
