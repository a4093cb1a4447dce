//! A MOT file, opened: its index, and frames on demand.

mod grow;
mod indexed;
mod open;
mod tail;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::{Mutex, RwLock};

use super::Progress;
use super::change::{FileState, Probes};
use super::detection::Frame;
use super::format::Format;
use super::index::{CHUNK, Index};
use super::labels::Labels;
use super::layout::Layout;
use super::line::Separator;
use super::options::OpenOptions;
use super::progress::Demand;
use super::source::OpenError;
use crate::provider::{BoxError, DataProvider, KeySet, ProviderStats};
pub(super) use indexed::Indexed;
use open::Opening;

pub use open::Growth;

/// A longer stretch of frames without rows is no part of the sequence, but a break in it.
pub const MAX_EMPTY_FRAMES: u64 = 1000;

/// An opened MOT file: a [`DataProvider`] of its frames.
///
/// The keys run from the first to the last frame that has rows. Frames without rows are empty; stretches of more than
/// [`MAX_EMPTY_FRAMES`] of them are left out. The file is mapped and only ever read.
///
/// ```
/// use motscope::{DataProvider, mot::MotFile};
/// let file = MotFile::from_bytes("two.txt", b"1,7,10,20,30,40,0.9\n3,7,11,20,30,40,0.8\n".to_vec())?;
/// assert_eq!(file.keys().len(), 3);
/// assert_eq!(file.frame(1).detections[0].width, 30.0);
/// assert!(file.frame(2).detections.is_empty());
/// # Ok::<(), motscope::mot::OpenError>(())
/// ```
///
/// A large file can be looked at while it is being indexed ([`begin`](Self::begin), [`index_rest`](Self::index_rest)), and
/// one that is being written can be followed ([`change`](Self::change), [`grow`](Self::grow)). A file that is shortened,
/// rewritten or taken away meanwhile fails the loads that meet the missing part, with a message; it never ends the program.
#[derive(Debug)]
pub struct MotFile {
    path: PathBuf,
    /// Whether its text comes out of an archive.
    is_unpacked: bool,
    /// Which file of a zip archive it is, and whether there are others.
    member: Option<(String, bool)>,
    /// The form of its lines, where the user tells it.
    format: Option<Format>,
    /// Class names beside the file.
    labels: Option<Labels>,
    /// Bytes of a chunk of the index.
    chunk: usize,
    part: RwLock<Arc<Indexed>>,
    state: Mutex<State>,
    demand: Demand,
    loads: AtomicU64,
    errors: AtomicU64,
    bytes_read: AtomicU64,
    busy_nanos: AtomicU64,
}

/// What is known of the file on disk.
#[derive(Debug, Default)]
struct State {
    known: Option<FileState>,
    probes: Probes,
    index_time: Duration,
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
        let opening = Opening { path: &path, source: bytes.into(), state: None, format, labels: None, chunk: CHUNK };
        let progress = Progress::new();
        let file = Self::begin_with(opening, &progress).map_err(|reason| OpenError::new(&path, None, reason))?;
        file.index_rest(&progress, &mut |_| ())?;
        Ok(file)
    }

    /// A file of which nothing is read yet.
    fn of_nothing(opening: Opening<'_>, start: usize, format: Format) -> Self {
        let part = Indexed::new(opening.source, start, format, opening.path);
        Self {
            path: opening.path.to_owned(),
            is_unpacked: false,
            member: None,
            format: opening.format,
            labels: opening.labels,
            chunk: opening.chunk,
            part: RwLock::new(Arc::new(part)),
            state: Mutex::new(State { known: opening.state, ..State::default() }),
            demand: Demand::default(),
            loads: AtomicU64::new(0),
            errors: AtomicU64::new(0),
            bytes_read: AtomicU64::new(0),
            busy_nanos: AtomicU64::new(0),
        }
    }

    /// The file's path, or the name given to bytes in memory.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file of a zip archive that this is.
    pub fn member(&self) -> Option<&str> {
        self.member.as_ref().map(|(name, _)| name.as_str())
    }

    /// Whether it is one of several that its archive has.
    pub fn has_other_members(&self) -> bool {
        self.member.as_ref().is_some_and(|(_, others)| *others)
    }

    /// The form of its lines.
    pub fn format(&self) -> Format {
        self.part().reader().format()
    }

    /// The form its lines look like, whatever it was told to be.
    pub fn guessed_format(&self) -> Format {
        let part = self.part();
        open::guess_form(&part.source, part.body_start())
    }

    /// Size of the file in bytes, unpacked if it is an archive.
    pub fn bytes(&self) -> u64 {
        self.part().source.len() as u64
    }

    /// How many of them are indexed.
    pub fn indexed_bytes(&self) -> u64 {
        let part = self.part();
        if part.is_complete { part.source.len() as u64 } else { part.sealed as u64 }
    }

    /// Whether all of the file is indexed.
    pub fn is_complete(&self) -> bool {
        self.part().is_complete
    }

    /// What its columns mean.
    pub fn layout(&self) -> Layout {
        self.part().layout
    }

    /// The separator of its first row; `None` without rows. Other lines may use others.
    pub fn separator(&self) -> Option<Separator> {
        self.part().separator
    }

    /// The index of all lines that have line ends.
    pub fn index(&self) -> Index {
        self.part().index.clone()
    }

    /// The frame numbers that its lines begin with, in order, each once.
    pub fn frames(&self) -> Vec<u32> {
        self.part().frames()
    }

    /// How long indexing took.
    pub fn index_time(&self) -> Duration {
        self.state.lock().index_time
    }

    /// Whether the last line has no line end and does not look complete: the file is still being written.
    pub fn has_pending_last_line(&self) -> bool {
        self.part().has_pending_last_line()
    }

    /// The rows of one frame, as far as they can be read; empty for a frame that has none. That not all of them can be
    /// is told by [`load`](DataProvider::load).
    pub fn frame(&self, number: u64) -> Frame {
        self.read(number).0
    }

    /// What is indexed at this moment.
    pub(super) fn part(&self) -> Arc<Indexed> {
        Arc::clone(&self.part.read())
    }

    fn read(&self, number: u64) -> (Frame, Result<(), indexed::Torn>) {
        let mut frame = Frame { number, detections: Vec::new(), rejected: 0 };
        let (bytes_read, result) = self.part().read(&mut frame);
        self.bytes_read.fetch_add(bytes_read, Ordering::Relaxed);
        (frame, result)
    }

    fn took(&self, began: Instant) {
        self.state.lock().index_time += began.elapsed();
    }
}

impl DataProvider for MotFile {
    type Value = Frame;

    fn keys(&self) -> Arc<KeySet> {
        Arc::clone(&self.part.read().keys)
    }

    fn load(&self, key: u64) -> Result<Frame, BoxError> {
        let started = Instant::now();
        let path = self.path.display();
        if !self.part.read().keys.contains(key) {
            return Err(format!("{path}: there is no frame {key}").into());
        }
        let demanded = self.demand.begin();
        let (frame, result) = self.read(key);
        drop(demanded);
        self.loads.fetch_add(1, Ordering::Relaxed);
        self.busy_nanos.fetch_add(started.elapsed().as_nanos() as u64, Ordering::Relaxed);
        result.map(|()| frame).map_err(|indexed::Torn| {
            self.errors.fetch_add(1, Ordering::Relaxed);
            let what = "the file was changed or shortened since it was read, or cannot be read any more";
            format!("{path}: frame {key}: {what}").into()
        })
    }

    fn weight(&self, value: &Frame) -> u64 {
        value.bytes()
    }

    fn stats(&self) -> ProviderStats {
        ProviderStats {
            loads: self.loads.load(Ordering::Relaxed),
            errors: self.errors.load(Ordering::Relaxed),
            bytes_read: self.bytes_read.load(Ordering::Relaxed),
            busy: Duration::from_nanos(self.busy_nanos.load(Ordering::Relaxed)),
        }
    }
}
