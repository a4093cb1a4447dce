//! OpenInput: the first indexed, then the rest on all cores.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::thread;
use std::time::{Duration, Instant};

use parking_lot::{Mutex, RwLock};

use super::form;
use super::growth::Growth;
use super::indexed::Indexed;
use super::mot_file::{LastSeen, MotFile};
use super::tail::Tail;
use crate::mot::archive;
use crate::mot::change::{FileStamp, Probes};
use crate::mot::error::{OpenError, OpenReason};
use crate::mot::file_bytes::{self, FileBytes};
use crate::mot::format::Format;
use crate::mot::index;
use crate::mot::labels_file::LabelsFile;
use crate::mot::options::OpenOptions;
use crate::mot::progress::{Demand, Progress};
use crate::provider::KeySet;

/// What is indexed so far is published no more often than this, and so that publishing takes a tenth of the time.
const PUBLISH: Duration = Duration::from_millis(50);

/// What opening needs beside a path.
pub(super) struct OpenInput<'a> {
    pub path: &'a Path,
    pub bytes: FileBytes,
    pub stamp: Option<FileStamp>,
    pub format: Option<Format>,
    pub labels: Option<LabelsFile>,
    /// Bytes in whose range the lines of a chunk of the index begin.
    pub chunk: usize,
}

impl MotFile {
    /// Opens and indexes a file. Takes about a tenth of a second for half a gigabyte that is in the page cache.
    ///
    /// # Errors
    /// If it cannot be read or is no text, also within an archive. An archive of several texts is
    /// [`OpenReason::ChooseMember`](super::OpenReason::ChooseMember). A text without a single row opens, with no frames.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::open_with(path, &Progress::new())
    }

    /// The same for a file that may be large: `progress` follows the bytes unpacked and indexed, and can cancel.
    ///
    /// # Errors
    /// As [`open`](Self::open); [`OpenReason::Cancelled`](super::OpenReason::Cancelled) if cancelled.
    pub fn open_with(path: impl AsRef<Path>, progress: &Progress) -> Result<Self, OpenError> {
        Self::open_with_options(path, &OpenOptions::default(), progress)
    }

    /// The same for a file of which something is known: its format, whatever its first line looks like, or which
    /// member of an archive to open.
    ///
    /// # Errors
    /// As [`open_with`](Self::open_with).
    pub fn open_with_options(
        path: impl AsRef<Path>,
        options: &OpenOptions,
        progress: &Progress,
    ) -> Result<Self, OpenError> {
        let file = Self::begin(path, options, progress)?;
        file.index_rest(progress, &mut |_| ())?;
        Ok(file)
    }

    /// "Opens" bytes in memory, under a name.
    ///
    /// # Errors
    /// If they are no text.
    pub fn from_bytes(name: impl Into<PathBuf>, bytes: Vec<u8>) -> Result<Self, OpenError> {
        Self::from_bytes_as(name, bytes, None)
    }

    /// The same for bytes whose format is known.
    ///
    /// # Errors
    /// If they are no text.
    pub fn from_bytes_as(name: impl Into<PathBuf>, bytes: Vec<u8>, format: Option<Format>) -> Result<Self, OpenError> {
        let path = name.into();
        let opening =
            OpenInput { path: &path, bytes: bytes.into(), stamp: None, format, labels: None, chunk: index::CHUNK };
        let progress = Progress::new();
        let file = Self::begin_with(opening, &progress).map_err(|reason| OpenError::new(&path, None, reason))?;
        file.index_rest(&progress, &mut |_| ())?;
        Ok(file)
    }

    /// A file of which nothing is read yet.
    fn not_indexed(opening: OpenInput<'_>, start: usize, format: Format) -> Self {
        let indexed = Indexed::new(opening.bytes, start, format, opening.path);
        Self {
            path: opening.path.to_owned(),
            is_unpacked: false,
            member: None,
            format: opening.format,
            labels: opening.labels,
            chunk: opening.chunk,
            indexed: RwLock::new(Arc::new(indexed)),
            seen: Mutex::new(LastSeen { stamp: opening.stamp, ..LastSeen::default() }),
            demand: Demand::default(),
            index_nanos: AtomicU64::new(0),
            loads: AtomicU64::new(0),
            errors: AtomicU64::new(0),
            bytes_read: AtomicU64::new(0),
            busy_nanos: AtomicU64::new(0),
        }
    }

    /// Opens a file as far as it takes to show its first frames; [`index_rest`](Self::index_rest) does the rest. A file
    /// of some megabytes is complete at once.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn begin(path: impl AsRef<Path>, options: &OpenOptions, progress: &Progress) -> Result<Self, OpenError> {
        let path = path.as_ref();
        let failed = |reason| OpenError::new(path, None, reason);
        let file = file_bytes::open(path).map_err(failed)?;
        let Some(unpacked) = archive::unpack(path, &file, options.member.as_deref(), progress)? else {
            let begun = FileBytes::map(&file).and_then(|(bytes, stamp)| {
                let labels = LabelsFile::beside(path);
                let format = options.format;
                let opening = OpenInput { path, bytes, stamp: Some(stamp), format, labels, chunk: index::CHUNK };
                Self::begin_with(opening, progress)
            });
            return begun.map_err(failed);
        };
        // It is the archive that may change, not what was unpacked.
        let metadata = file.metadata().map_err(|error| failed(error.into()))?;
        let begun = FileBytes::map(&unpacked.file).and_then(|(bytes, _)| {
            // What lies beside an archive is not for its members.
            let labels = if unpacked.member.is_none() { LabelsFile::beside(path) } else { None };
            let stamp = Some(FileStamp::of(&metadata));
            let (path, format) = (&*unpacked.name, options.format);
            Self::begin_with(OpenInput { path, bytes, stamp, format, labels, chunk: index::CHUNK }, progress)
        });
        let mut begun = begun.map_err(|reason| OpenError::new(path, unpacked.member.as_deref(), reason))?;
        path.clone_into(&mut begun.path);
        begun.is_unpacked = true;
        begun.member = unpacked.member.map(|name| (name, unpacked.has_others));
        Ok(begun)
    }

    pub(super) fn begin_with(opening: OpenInput<'_>, progress: &Progress) -> Result<Self, OpenReason> {
        let began = Instant::now();
        let (start, format) = form::form_of(&opening.bytes, opening.format)?;
        let file = Self::not_indexed(opening, start, format);
        progress.begin(file.bytes());
        let indexed = file.indexed();
        let cancelled = || OpenReason::Cancelled;
        let sealed =
            index::last_line_start(&indexed.bytes, start..indexed.bytes.len(), progress).ok_or_else(cancelled)?;
        let mut indexed = Indexed::clone(&indexed);
        if sealed > start {
            let lines = start..sealed;
            let first = index::lines_that_begin_in(&indexed.bytes, &lines, start, file.chunk, progress);
            let first = first.ok_or_else(cancelled)?;
            let pass = index::ScanPass { threads: 1, ..file.pass(progress, &indexed.bytes) };
            let index = &mut indexed.index;
            let is_done = index::scan_all(&indexed.bytes, first.clone(), &pass, |_, segment| index.push(segment));
            is_done.then_some(()).ok_or_else(cancelled)?;
            indexed.sealed = first.end;
        }
        if indexed.sealed == sealed {
            file.finish(&mut indexed, progress)?;
        }
        if !indexed.bytes.is_intact() {
            return Err(OpenReason::Vanished);
        }
        file.publish(indexed, progress)?;
        file.add_index_time(began);
        Ok(file)
    }

    /// Indexes what [`begin`](Self::begin) left, on all cores; loads that somebody waits for go first. `on_growth` hears
    /// whenever there is more, on the calling thread.
    ///
    /// # Errors
    /// If cancelled, or if the file is shortened or fails meanwhile; what was indexed before stays.
    pub fn index_rest(&self, progress: &Progress, on_growth: &mut dyn FnMut(Growth)) -> Result<(), OpenError> {
        self.try_index_rest(progress, on_growth).map_err(|reason| self.failed(reason))
    }

    fn try_index_rest(&self, progress: &Progress, on_growth: &mut dyn FnMut(Growth)) -> Result<(), OpenReason> {
        let mut indexed = Indexed::clone(&self.indexed());
        if indexed.is_complete {
            return Ok(());
        }
        let began = Instant::now();
        let bytes = indexed.bytes.clone();
        progress.begin(bytes.len() as u64);
        let start = indexed.sealed;
        let _ = progress.advance(start as u64);
        let end = index::last_line_start(&bytes, start..bytes.len(), progress).ok_or(OpenReason::Cancelled)?;
        let mut changed = Vec::new();
        let (mut published, mut cost) = (Instant::now(), Duration::ZERO);
        let mut result = Ok(());
        let pass = self.pass(progress, &bytes);
        let is_done = index::scan_all(&bytes, start..end, &pass, |scanned, segment| {
            changed.extend(segment.frames());
            indexed.index.push(segment);
            indexed.sealed = indexed.sealed.max(scanned);
            if result.is_ok() && published.elapsed() > PUBLISH.max(cost * 10) && bytes.is_intact() {
                let publishing = Instant::now();
                result = self
                    .publish(indexed.clone(), progress)
                    .map(|keys| on_growth(Growth::new(keys, &mut changed, false)));
                (published, cost) = (Instant::now(), publishing.elapsed());
            }
        });
        result?;
        if !is_done {
            return Err(OpenReason::Cancelled);
        }
        indexed.sealed = end;
        indexed.index = indexed.index.united(progress).ok_or(OpenReason::Cancelled)?;
        self.finish(&mut indexed, progress)?;
        if !bytes.is_intact() {
            return Err(OpenReason::Vanished);
        }
        changed.extend(indexed.tail.frame());
        let keys = self.publish(indexed, progress)?;
        self.add_index_time(began);
        on_growth(Growth::new(keys, &mut changed, true));
        Ok(())
    }

    /// Completes a indexed all of whose sealed lines are indexed.
    pub(super) fn finish(&self, indexed: &mut Indexed, progress: &Progress) -> Result<(), OpenReason> {
        let (before, last) = indexed.bytes.split_at(indexed.sealed);
        let tail = Tail::of(last, &before[indexed.start..], &indexed.reader, progress);
        indexed.tail = tail.ok_or(OpenReason::Cancelled)?;
        indexed.is_complete = true;
        // Bytes in memory cannot change behind us.
        if self.seen.lock().stamp.is_some() {
            let probes = Probes::of(&indexed.bytes, indexed.sealed);
            self.seen.lock().probes = probes;
        }
        Ok(())
    }

    /// Puts `indexed` in the place of the one in force.
    pub(super) fn publish(&self, mut indexed: Indexed, progress: &Progress) -> Result<Arc<KeySet>, OpenReason> {
        indexed.sample(&self.path, self.labels.as_ref(), &self.indexed());
        indexed.find_keys(progress).ok_or(OpenReason::Cancelled)?;
        let keys = Arc::clone(&indexed.keys);
        let old = std::mem::replace(&mut *self.indexed.write(), Arc::new(indexed));
        // Not under the lock.
        drop(old);
        Ok(keys)
    }

    pub(super) fn pass<'a>(&'a self, progress: &'a Progress, bytes: &'a FileBytes) -> index::ScanPass<'a> {
        let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        index::ScanPass { progress, demand: &self.demand, threads, chunk: self.chunk, file_bytes: Some(bytes) }
    }

    pub(super) fn failed(&self, reason: OpenReason) -> OpenError {
        OpenError::new(&self.path, self.member(), reason)
    }
}
