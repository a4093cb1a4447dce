//! Opens a file: first the part that shows its first frames, then the rest on all cores.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use parking_lot::{Mutex, RwLock};

use super::document;
use super::form::{Form, Stated};
use super::growth::Growth;
use super::indexed::Indexed;
use super::mot_file::{LastSeen, MotFile};
use super::names::Names;
use super::tail::Tail;
use super::tidy_copy;
use crate::mot::archive::{self, limit::UnpackLimit};
use crate::mot::change::{FileStamp, Probes};
use crate::mot::class_names::ClassList;
use crate::mot::error::{OpenError, OpenReason};
use crate::mot::file_bytes::{self, FileBytes};
use crate::mot::foreign::Converted;
use crate::mot::foreign::problem::DocumentProblem;
use crate::mot::format::Format;
use crate::mot::index::{self, Index};
use crate::mot::line_reader::LineReader;
use crate::mot::options::OpenOptions;
use crate::mot::progress::{Demand, Progress};
use crate::provider::KeySet;

/// The least time between two moments at which the index so far is published. The time is longer if publishing takes long,
/// so that it takes at most a tenth of the time.
const PUBLISH: Duration = Duration::from_millis(50);

/// What a file is opened from.
pub(super) struct OpenInput<'a> {
    pub path: &'a Path,
    pub bytes: FileBytes,
    pub stamp: Option<FileStamp>,
    pub stated: Stated,
    /// The names of class numbers that are not in the file.
    pub names: Names,
    /// What is known of the document that the text was made from.
    pub converted: Option<Converted>,
    /// What the user should know of the bytes if they are a copy with some of them changed.
    pub copied: Option<&'static str>,
    /// The size of a chunk of the index in bytes.
    pub chunk: usize,
}

impl MotFile {
    /// Opens and indexes a file. This takes about a tenth of a second for half a gigabyte in the page cache.
    ///
    /// # Errors
    /// If the file, or the text in an archive, cannot be read or is not text. For an archive with several texts the reason
    /// is [`OpenReason::ChooseMember`]. A text without any row is no error: it has no frames.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::open_with(path, &Progress::new())
    }

    /// Opens and indexes a file that may be large. `progress` counts the bytes unpacked and indexed, and can cancel.
    ///
    /// # Errors
    /// Those of [`open`](Self::open), and [`OpenReason::Cancelled`] if cancelled.
    pub fn open_with(path: impl AsRef<Path>, progress: &Progress) -> Result<Self, OpenError> {
        Self::open_with_options(path, &OpenOptions::default(), progress)
    }

    /// Opens and indexes a file, with options that state its format or the member of an archive to open.
    ///
    /// # Errors
    /// Those of [`open_with`](Self::open_with).
    pub fn open_with_options(
        path: impl AsRef<Path>,
        options: &OpenOptions,
        progress: &Progress,
    ) -> Result<Self, OpenError> {
        let file = Self::begin(path, options, progress)?;
        file.index_all(progress)?;
        Ok(file)
    }

    /// Indexes what [`begin`](Self::begin) left of a file that nobody uses yet.
    pub(crate) fn index_all(&self, progress: &Progress) -> Result<(), OpenError> {
        self.try_index_rest(progress, None, true).map_err(|reason| self.failed(reason))
    }

    /// Indexes what [`begin`](Self::begin) left of a file of which only a summary and a few frames are wanted: where the index
    /// has many parts, they are not merged, which saves time and memory. Frames are found more slowly then.
    #[cfg_attr(not(feature = "cli"), allow(dead_code, reason = "only `info` sums up a file and loads nothing"))]
    pub(crate) fn index_for_summary(&self, progress: &Progress) -> Result<(), OpenError> {
        self.try_index_rest(progress, None, false).map_err(|reason| self.failed(reason))
    }

    /// Indexes bytes in memory as if they were a file with this name.
    ///
    /// # Errors
    /// If the bytes are not text.
    pub fn from_bytes(name: impl Into<PathBuf>, bytes: Vec<u8>) -> Result<Self, OpenError> {
        Self::from_bytes_as(name, bytes, None)
    }

    /// Indexes bytes in memory as if they were a file with this name. `format` is the format of the lines, if it is known.
    ///
    /// # Errors
    /// If the bytes are not text.
    pub fn from_bytes_as(name: impl Into<PathBuf>, bytes: Vec<u8>, format: Option<Format>) -> Result<Self, OpenError> {
        Self::from_bytes_with(name, bytes, &OpenOptions { format, ..OpenOptions::default() })
    }

    /// Indexes bytes in memory as if they were a file with this name, with options that state what is known of its lines.
    ///
    /// # Errors
    /// If the bytes are not text with boxes.
    pub fn from_bytes_with(name: impl Into<PathBuf>, bytes: Vec<u8>, options: &OpenOptions) -> Result<Self, OpenError> {
        let path = name.into();
        let stated = stated(options);
        let progress = Progress::new();
        let failed = |reason| OpenError::new(&path, None, reason);
        let bytes = FileBytes::from(bytes);
        let (bytes, copied) = tidied(bytes, &progress).map_err(failed)?;
        let (bytes, converted) =
            document::read(bytes, None, &stated, UnpackLimit::default(), &progress).map_err(failed)?;
        let (names, chunk) = (Names::new(options.classes.clone(), None), index::CHUNK);
        let input = OpenInput { path: &path, bytes, stamp: None, stated, names, converted, copied, chunk };
        let file = Self::begin_with(input, &progress).map_err(failed)?;
        file.index_all(&progress)?;
        Ok(file)
    }

    /// A file of which nothing is indexed yet.
    fn not_indexed(input: OpenInput<'_>, start: usize, reader: LineReader) -> Self {
        let indexed = Indexed::new(input.bytes, start, reader, input.path);
        let converted = input.converted;
        Self {
            path: input.path.to_owned(),
            is_unpacked: converted.is_some() || input.copied.is_some(),
            member: converted.as_ref().and_then(|converted| converted.member.clone()),
            remark: joined(
                input
                    .copied
                    .into_iter()
                    .chain(converted.iter().flat_map(|converted| converted.remarks.iter().map(String::as_str))),
            ),
            converted,
            stated: input.stated,
            names: input.names,
            chunk: input.chunk,
            indexed: RwLock::new(Arc::new(indexed)),
            seen: Mutex::new(LastSeen { stamp: input.stamp, ..LastSeen::default() }),
            demand: Demand::default(),
            index_nanos: AtomicU64::new(0),
            growing: Mutex::default(),
            version: AtomicU64::new(0),
            loads: AtomicU64::new(0),
            errors: AtomicU64::new(0),
            bytes_read: AtomicU64::new(0),
            busy_nanos: AtomicU64::new(0),
        }
    }

    /// Opens a file and indexes only what its first frames need, so that they can be shown at once. A file of a few megabytes
    /// is complete then. Otherwise [`index_rest`](Self::index_rest) indexes the rest.
    ///
    /// # Errors
    /// Those of [`open`](Self::open).
    pub fn begin(path: impl AsRef<Path>, options: &OpenOptions, progress: &Progress) -> Result<Self, OpenError> {
        let path = path.as_ref();
        let failed = |reason| OpenError::new(path, None, reason);
        let file = file_bytes::open(path).map_err(failed)?;
        // Only the file itself can change on disk, so its stamp is kept and not that of a text that was unpacked from it.
        let stamp = Some(FileStamp::of(&file.metadata().map_err(|error| failed(error.into()))?));
        let unpacked = archive::unpack(path, &file, options.member.as_deref(), options.unpack, progress)?;
        let in_zip = unpacked.as_ref().and_then(|unpacked| unpacked.member.as_deref());
        let failed = |reason| OpenError::new(path, in_zip, reason);
        let text = unpacked.as_ref().map_or(&file, |unpacked| &unpacked.file);
        let (bytes, _) = FileBytes::map(text).map_err(failed)?;
        // The name of a file in a zip archive does not choose a video.
        let wanted = options.member.as_deref().filter(|_| in_zip.is_none());
        let (bytes, copied) = tidied(bytes, progress).map_err(failed)?;
        let read = document::read(bytes, wanted, &stated(options), options.unpack, progress);
        let (bytes, converted) = read.map_err(|reason| match reason {
            OpenReason::ChooseMember(videos) if in_zip.is_some() => {
                failed(DocumentProblem::in_archive(videos.len()).into())
            }
            reason => failed(reason),
        })?;
        if let (Some(name), None) = (wanted, &converted) {
            return Err(failed(OpenReason::NoMember { name: name.to_owned(), members: Vec::new() }));
        }
        // A labels.txt beside a zip archive or a document does not belong to it. One in the archive does.
        let beside = match &unpacked {
            _ if converted.is_some() => None,
            Some(unpacked) if in_zip.is_some() => unpacked.labels.clone(),
            _ => ClassList::beside(path),
        };
        let names = Names::new(options.classes.clone(), beside);
        let path_of_text = unpacked.as_ref().map_or(path, |unpacked| &unpacked.name);
        let stated = stated(options);
        let chunk = index::CHUNK;
        let input = OpenInput { path: path_of_text, bytes, stamp, stated, names, converted, copied, chunk };
        let mut begun = Self::begin_with(input, progress).map_err(failed)?;
        path.clone_into(&mut begun.path);
        if let Some(unpacked) = unpacked {
            begun.is_unpacked = true;
            begun.remark = joined([&unpacked.remark, &begun.remark].into_iter().flatten().map(String::as_str));
            begun.member = unpacked.member.map(|name| (name, unpacked.has_others)).or(begun.member);
        }
        Ok(begun)
    }

    /// Indexes what the first frames need.
    pub(super) fn begin_with(input: OpenInput<'_>, progress: &Progress) -> Result<Self, OpenReason> {
        let began = Instant::now();
        let form = match &input.converted {
            Some(converted) => Form::of_format(&input.bytes, converted.format())?,
            None => Form::of(&input.bytes, &input.stated, input.path)?,
        };
        let start = form.start;
        let has_masks = input.converted.as_ref().is_some_and(|converted| converted.has_masks);
        let reader = form.reader(&input.bytes, progress).ok_or(OpenReason::Cancelled)?.with_masks(has_masks);
        let file = Self::not_indexed(input, start, reader);
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
            let reader = Arc::clone(&indexed.reader);
            let pass = index::ScanPass { threads: 1, ..file.pass(progress, &indexed.bytes, &reader) };
            let index = &mut indexed.index;
            let is_done = index::scan_all(&indexed.bytes, first.clone(), &pass, |_, segment| index.push(segment));
            is_done.then_some(()).ok_or_else(cancelled)?;
            indexed.index = indexed.index.united(progress).ok_or_else(cancelled)?;
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

    /// Indexes what [`begin`](Self::begin) left, on all cores. Loads that a caller waits for have priority. Whenever more is
    /// indexed, `on_growth` is called on the calling thread.
    ///
    /// # Errors
    /// If cancelled, or if the file is shortened or can no longer be read. What was indexed before stays.
    pub fn index_rest(&self, progress: &Progress, on_growth: &mut dyn FnMut(Growth)) -> Result<(), OpenError> {
        self.try_index_rest(progress, Some(on_growth), true).map_err(|reason| self.failed(reason))
    }

    /// Indexes what [`begin`](Self::begin) left. Without `on_growth` nobody uses the file yet: then the index is published at
    /// the end only. `is_united` says that many frames are loaded afterwards, so that the parts of the index must be merged.
    fn try_index_rest(
        &self,
        progress: &Progress,
        mut on_growth: Option<&mut dyn FnMut(Growth)>,
        is_united: bool,
    ) -> Result<(), OpenReason> {
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
        // The segments since the index was published last.
        let mut fresh = Index::default();
        let (mut published, mut cost) = (Instant::now(), Duration::ZERO);
        let mut result = Ok(());
        let reader = Arc::clone(&indexed.reader);
        let pass = self.pass(progress, &bytes, &reader);
        let is_done = index::scan_all(&bytes, start..end, &pass, |scanned, segment| {
            let segment = Arc::new(segment);
            indexed.index.push(Arc::clone(&segment));
            indexed.sealed = indexed.sealed.max(scanned);
            let Some(on_growth) = &mut on_growth else { return };
            fresh.push(segment);
            if result.is_ok() && published.elapsed() > PUBLISH.max(cost * 10) && bytes.is_intact() {
                let publishing = Instant::now();
                result = self
                    .publish(indexed.clone(), progress)
                    .map(|keys| on_growth(Growth::new(keys, std::mem::take(&mut fresh).frames(), false)));
                (published, cost) = (Instant::now(), publishing.elapsed());
            }
        });
        result?;
        if !is_done {
            return Err(OpenReason::Cancelled);
        }
        indexed.sealed = end;
        let mut changed = fresh.frames();
        drop(fresh);
        if is_united || !indexed.index.has_few_frames() {
            indexed.index = indexed.index.united(progress).ok_or(OpenReason::Cancelled)?;
        }
        self.finish(&mut indexed, progress)?;
        if !bytes.is_intact() {
            return Err(OpenReason::Vanished);
        }
        changed.extend(indexed.tail.frame());
        let keys = self.publish(indexed, progress)?;
        self.add_index_time(began);
        if let Some(on_growth) = on_growth {
            on_growth(Growth::new(keys, changed, true));
        }
        Ok(())
    }

    /// Completes the index after all lines with line ends are indexed: adds the last line, and hashes the file.
    pub(super) fn finish(&self, indexed: &mut Indexed, progress: &Progress) -> Result<(), OpenReason> {
        let (before, last) = indexed.bytes.split_at(indexed.sealed);
        let tail = Tail::of(last, &before[indexed.start..], &indexed.reader, progress);
        indexed.tail = tail.ok_or(OpenReason::Cancelled)?;
        indexed.is_complete = true;
        // Bytes in memory never change, so they need no hash.
        if self.seen.lock().stamp.is_some() {
            let probes = Probes::of(&indexed.bytes, indexed.sealed);
            self.seen.lock().probes = probes;
        }
        Ok(())
    }

    /// Replaces the index in use by `indexed`. Returns its frames.
    pub(super) fn publish(&self, mut indexed: Indexed, progress: &Progress) -> Result<Arc<KeySet>, OpenReason> {
        indexed.sample(&self.path, self.converted.as_ref(), &self.names, &self.indexed());
        indexed.find_keys(progress).ok_or(OpenReason::Cancelled)?;
        let keys = Arc::clone(&indexed.keys);
        let old = std::mem::replace(&mut *self.indexed.write(), Arc::new(indexed));
        self.version.fetch_add(1, Ordering::Release);
        // Dropped after the lock is released: freeing a large index takes time.
        drop(old);
        Ok(keys)
    }

    /// A pass over the bytes on all cores.
    pub(super) fn pass<'a>(
        &'a self,
        progress: &'a Progress,
        bytes: &'a FileBytes,
        reader: &'a LineReader,
    ) -> index::ScanPass<'a> {
        let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        index::ScanPass { progress, demand: &self.demand, threads, chunk: self.chunk, file_bytes: Some(bytes), reader }
    }

    /// The error that this file does not open or grow for `reason`.
    pub(super) fn failed(&self, reason: OpenReason) -> OpenError {
        OpenError::new(&self.path, self.member(), reason)
    }
}

/// The bytes, or a copy with some of them changed and what the user should know of that.
fn tidied(bytes: FileBytes, progress: &Progress) -> Result<(FileBytes, Option<&'static str>), OpenReason> {
    Ok(tidy_copy::of(&bytes, progress)?.map_or((bytes, None), |(copy, remark)| (copy, Some(remark))))
}

/// Remarks as one; `None` without any.
fn joined<'r>(remarks: impl Iterator<Item = &'r str>) -> Option<String> {
    let remarks: Vec<&str> = remarks.collect();
    (!remarks.is_empty()).then(|| remarks.join("; "))
}

/// What the options state about the lines of a file.
fn stated(options: &OpenOptions) -> Stated {
    Stated { format: options.format, columns: options.columns.clone(), size: options.size }
}
