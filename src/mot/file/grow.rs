//! Follows a file that another program writes while it is open.

use std::time::Instant;

use super::form::Form;
use super::growth::Growth;
use super::indexed::Indexed;
use super::mot_file::MotFile;
use super::tail::Tail;
use crate::mot::change::Change;
use crate::mot::error::{OpenError, OpenReason};
use crate::mot::file_bytes::{self, FileBytes};
use crate::mot::index::{self, Index};
use crate::mot::progress::Progress;
use crate::provider::DataProvider as _;

impl MotFile {
    /// Checks whether the file has changed on disk since it was opened, or since it last grew. This compares the size and
    /// the time of writing only: after [`Change::Grown`], [`grow`](Self::grow) may still find that the file was replaced.
    pub fn change(&self) -> Change {
        let stamp = self.seen.lock().stamp;
        stamp.map_or(Change::None, |stamp| stamp.change_at(&self.path))
    }

    /// Whether the file on disk still begins with what was indexed, as far as its length and some samples of it tell. If
    /// another file has its name now, or none, the bytes of the open one are still there.
    pub(in crate::mot) fn still_has_its_contents(&self) -> bool {
        match self.change() {
            // An archive was unpacked when it was opened.
            _ if self.is_unpacked => true,
            Change::Shortened(_) => false,
            Change::Grown => {
                let probes = self.seen.lock().probes.clone();
                probes.are_in(&self.indexed().bytes)
            }
            Change::None | Change::Replaced | Change::Unreadable(_) => true,
        }
    }

    /// Checks whether the file has changed on disk, and indexes the lines that it has grown by. `on_growth` is called if there
    /// are any. The answer is [`Change::Replaced`] if the old contents are gone: then the file has to be opened again. It is
    /// [`Change::Shortened`] only if what is left seems to be the beginning of the old contents.
    ///
    /// # Errors
    /// If cancelled, or if the file is shortened or can no longer be read. What was indexed before stays.
    pub fn grow(&self, progress: &Progress, on_growth: &mut dyn FnMut(Growth)) -> Result<Change, OpenError> {
        let _alone = self.growing.lock();
        self.grow_alone(progress, on_growth)
    }

    /// As [`grow`](Self::grow), for one of several that follow the file. What another has read is not new for the file, but it
    /// is for the one that asks. `known` is the [version](Self::version) of the file that the asking one knows, and becomes the
    /// one that it knows now. If it has missed something, then `on_growth` gets all frames, and the answer is
    /// [`Change::Grown`] where it would be [`Change::None`].
    ///
    /// # Errors
    /// Those of [`grow`](Self::grow).
    #[cfg_attr(not(feature = "gui"), allow(dead_code, reason = "only the window has several that follow one file"))]
    pub(crate) fn grow_since(
        &self,
        known: &mut u64,
        progress: &Progress,
        on_growth: &mut dyn FnMut(Growth),
    ) -> Result<Change, OpenError> {
        let _alone = self.growing.lock();
        let has_missed = self.version() != *known;
        let mut is_told = false;
        let change = self.grow_alone(progress, &mut |growth| {
            is_told = true;
            on_growth(if has_missed { growth.of_all_frames() } else { growth });
        });
        if has_missed && !is_told {
            on_growth(Growth::new(self.keys(), Vec::new(), self.is_complete()).of_all_frames());
        }
        *known = self.version();
        Ok(match change? {
            Change::None if has_missed => Change::Grown,
            change => change,
        })
    }

    fn grow_alone(&self, progress: &Progress, on_growth: &mut dyn FnMut(Growth)) -> Result<Change, OpenError> {
        let change = self.change();
        if matches!(change, Change::Shortened(_)) && self.is_rewritten() {
            return Ok(Change::Replaced);
        }
        if change == Change::None && !self.indexed().is_intact() {
            // The file was shortened and restored within one tick of the clock. The missing part still reads as zeros.
            return Ok(Change::Replaced);
        }
        if change != Change::Grown {
            return Ok(change);
        }
        // Only a plain file that was read to its end can be continued. An archive has to be unpacked again.
        if self.is_unpacked || !self.is_complete() {
            return Ok(Change::Replaced);
        }
        self.try_grow(progress, on_growth).map_err(|reason| self.failed(reason))
    }

    /// Whether the file, which is shorter now, was written anew: what is left is not the beginning of what it was. False if
    /// that cannot be found out.
    fn is_rewritten(&self) -> bool {
        if self.is_unpacked || !self.is_complete() {
            return false;
        }
        let Ok((bytes, _)) = file_bytes::open(&self.path).and_then(|file| FileBytes::map(&file)) else { return false };
        let probes = self.seen.lock().probes.clone();
        !probes.agree_with(&bytes) && bytes.is_intact()
    }

    fn try_grow(&self, progress: &Progress, on_growth: &mut dyn FnMut(Growth)) -> Result<Change, OpenReason> {
        let began = Instant::now();
        let before = self.indexed();
        let (bytes, stamp) = FileBytes::map(&file_bytes::open(&self.path)?)?;
        let probes = self.seen.lock().probes.clone();
        // The line that the format was guessed from may have been unfinished then.
        let is_same_form = || {
            Form::of(&bytes, &self.stated, &self.path).is_ok_and(|form| {
                let is_same = (form.start, form.format, form.has_tabs)
                    == (before.start, before.reader.format(), before.reader.has_tabs());
                is_same && form.map.as_ref() == before.reader.map() && !form.needs_all()
            })
        };
        let is_longer = bytes.len() >= before.bytes.len();
        if !is_longer || !probes.are_in(&bytes) || !is_same_form() {
            return Ok(if bytes.is_intact() { Change::Replaced } else { self.change() });
        }
        if bytes.len() as u64 > index::MAX_BYTES {
            return Err(OpenReason::TooLarge);
        }
        progress.begin(bytes.len() as u64);
        let start = before.sealed;
        let _ = progress.advance(start as u64);
        let cancelled = || OpenReason::Cancelled;
        let end = index::last_line_start(&bytes, start..bytes.len(), progress).ok_or_else(cancelled)?;
        // A last line without line end is read again, because it may be longer now.
        let mut more = Index::default();
        let pass = self.pass(progress, &bytes, &before.reader);
        let is_done = index::scan_all(&bytes, start..end, &pass, |_, segment| more.push(segment));
        is_done.then_some(()).ok_or_else(cancelled)?;
        let mut changed = more.frames();
        changed.extend(before.tail.frame());
        let index = before.index.clone().grown(more, progress).ok_or_else(cancelled)?;
        let bytes_now = bytes.clone();
        let mut indexed = Indexed { bytes, sealed: end, index, tail: Tail::Nothing, ..Indexed::clone(&before) };
        self.finish(&mut indexed, progress)?;
        changed.extend(indexed.tail.frame());
        if !bytes_now.is_intact() {
            return Err(OpenReason::Vanished);
        }
        let keys = self.publish(indexed, progress)?;
        self.seen.lock().stamp = Some(stamp);
        self.add_index_time(began);
        on_growth(Growth::new(keys, changed, true));
        Ok(Change::Grown)
    }
}
