//! A MOT file, opened: its index, and frames on demand.

use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::Progress;
use super::archive;
use super::detection::{Detection, Frame};
use super::format::{self, Format};
use super::index::{self, Index};
use super::labels::Labels;
use super::layout::{self, Layout};
use super::line::{self, LineKind, Separator};
use super::options::OpenOptions;
use super::reader::{ParseFirst, Reader};
use super::row::{self, Row};
use super::source::{self, OpenError, OpenReason, Source};
use super::summary::Summary;
use crate::provider::{BoxError, DataProvider, KeySet, ProviderStats};

/// A longer stretch of frames without rows is no part of the sequence, but a break in it.
pub const MAX_EMPTY_FRAMES: u64 = 1000;

/// How many rows, within how many bytes, a file's layout is guessed from.
const SAMPLE: (usize, usize) = (500, 1 << 20);

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
#[derive(Debug)]
pub struct MotFile {
    path: PathBuf,
    /// Which file of a zip archive it is, and whether there are others.
    member: Option<(String, bool)>,
    source: Source,
    /// Where the lines begin and end: behind a byte order mark, before a line that is still being written.
    body: Range<usize>,
    reader: Reader,
    index: Index,
    index_time: Duration,
    keys: Arc<KeySet>,
    layout: Layout,
    separator: Option<Separator>,
    loads: AtomicU64,
    bytes_read: AtomicU64,
    busy_nanos: AtomicU64,
}

impl MotFile {
    /// Opens and indexes a file. Takes about a quarter of a second for a gigabyte that is in the page cache.
    ///
    /// # Errors
    /// If it cannot be read or is no text, also within an archive. An archive of several texts is
    /// [`OpenReason::ChooseMember`]. A text without a single row opens, with no frames.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::open_with(path, &Progress::new())
    }

    /// The same for a file that may be large: `progress` follows the bytes unpacked and indexed, and can cancel.
    ///
    /// # Errors
    /// As [`open`](Self::open); [`OpenReason::Cancelled`] if cancelled.
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
        let path = path.as_ref();
        let failed = |reason| OpenError::new(path, None, reason);
        let file = source::open(path).map_err(failed)?;
        let format = options.format;
        let Some(unpacked) = archive::unpack(path, &file, options.member.as_deref(), progress)? else {
            let source = Source::map(&file).map_err(failed)?;
            return Self::index_source(path, source, format, progress).map(Self::with_labels).map_err(failed);
        };
        let opened = Source::map(&unpacked.file)
            .and_then(|source| Self::index_source(&unpacked.name, source, format, progress))
            .map_err(|reason| OpenError::new(path, unpacked.member.as_deref(), reason))?;
        let member = unpacked.member.map(|name| (name, unpacked.has_others));
        let opened = Self { path: path.to_owned(), member, ..opened };
        // What lies beside an archive is not for its members.
        Ok(if opened.member.is_none() { opened.with_labels() } else { opened })
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
        Self::index_source(&path, Source::Owned(bytes), format, &Progress::new()).map_err(|reason| OpenError {
            path,
            member: None,
            reason,
        })
    }

    fn index_source(
        path: &Path,
        source: Source,
        format: Option<Format>,
        progress: &Progress,
    ) -> Result<Self, OpenReason> {
        if source.len() as u64 > index::MAX_BYTES {
            return Err(OpenReason::TooLarge);
        }
        if let Some(what) = source::not_text(&source) {
            return Err(OpenReason::NotText(what));
        }
        let started = Instant::now();
        let start = source::byte_order_mark(&source);
        let reader = Reader::new(format.unwrap_or_else(|| Format::guess(&source[start..])));
        if reader.format() == Format::Mots {
            return Err(OpenReason::Masks);
        }
        let body = start..start + complete_length(&source[start..], &reader);
        let index = index::build(&source, body.clone(), progress).ok_or(OpenReason::Cancelled)?;
        let index_time = started.elapsed();
        let (layout, separator) = sample(&source[body.clone()], &reader, path);
        let mut file = Self {
            path: path.to_owned(),
            member: None,
            source,
            body,
            reader,
            index,
            index_time,
            keys: Arc::default(),
            layout,
            separator,
            loads: AtomicU64::new(0),
            bytes_read: AtomicU64::new(0),
            busy_nanos: AtomicU64::new(0),
        };
        file.keys = Arc::new(KeySet::from_runs(file.runs_of_frames(progress).ok_or(OpenReason::Cancelled)?));
        Ok(file)
    }

    /// Takes the class names beside the file, if it has class numbers that they can be for.
    fn with_labels(mut self) -> Self {
        if self.layout.class_column == Some(layout::CLASS_COLUMN)
            && let Some(labels) = Labels::beside(&self.path)
        {
            self.reader.set_labels(labels);
            self.layout.class_names = layout::ClassNames::Own;
        }
        self
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
        self.reader.format()
    }

    /// Size of the file in bytes, unpacked if it is an archive.
    pub fn bytes(&self) -> u64 {
        self.source.len() as u64
    }

    /// What its columns mean.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// The separator of its first row; `None` without rows. Other lines may use others.
    pub fn separator(&self) -> Option<Separator> {
        self.separator
    }

    /// The index.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// How long indexing took.
    pub fn index_time(&self) -> Duration {
        self.index_time
    }

    /// Whether the last line has no line end and does not look complete: the file is still being written.
    pub fn has_pending_last_line(&self) -> bool {
        self.body.end < self.source.len()
    }

    /// The rows of one frame; empty for a frame that has none.
    pub fn frame(&self, number: u64) -> Frame {
        let mut frame = Frame { number, detections: Vec::new(), rejected: 0 };
        let Ok(wanted) = u32::try_from(number) else { return frame };
        let body = self.body_bytes();
        for span in self.index.spans(wanted, body) {
            self.bytes_read.fetch_add(span.len() as u64, Ordering::Relaxed);
            // 48 bytes are a short row; a guess too low only costs a copy.
            frame.detections.reserve((span.len() / 48).clamp(1, 4096));
            if self.reader.is_plain() {
                take_lines(&mut frame, wanted, body, span, row::parse_first);
            } else {
                take_lines(&mut frame, wanted, body, span, |text, at| self.reader.parse_first(text, at));
            }
        }
        frame.detections.shrink_to_fit();
        frame
    }

    /// Reads every line: tracks, classes, problems and all that the index does not know. `None` if cancelled.
    ///
    /// Takes seconds for a large file, so run it on a thread of its own.
    pub fn summarize(&self, progress: &Progress) -> Option<Summary> {
        Summary::read(self, progress)
    }

    /// The file up to the last complete line, with any byte order mark, so that offsets are the file's.
    pub(super) fn body_bytes(&self) -> &[u8] {
        &self.source[..self.body.end]
    }

    pub(super) fn reader(&self) -> &Reader {
        &self.reader
    }

    pub(super) fn body_start(&self) -> usize {
        self.body.start
    }

    /// The stretches of frames between gaps that are too long. `None` if cancelled.
    fn runs_of_frames(&self, progress: &Progress) -> Option<Vec<RangeInclusive<u64>>> {
        let mut runs = Vec::new();
        for stretch in self.index.stretches(MAX_EMPTY_FRAMES) {
            // A number at the start of a line does not make it a row. Inside a stretch that changes nothing; at its ends
            // the rows are looked at, so that no stray number makes the sequence longer.
            let is_end = |frame: &u32| progress.is_cancelled() || self.has_rows(*frame);
            if let Some(first) = stretch.clone().find(is_end)
                && let Some(last) = stretch.rev().find(is_end)
            {
                runs.push(u64::from(first)..=u64::from(last));
            }
            if progress.is_cancelled() {
                return None;
            }
        }
        Some(runs)
    }

    fn has_rows(&self, frame: u32) -> bool {
        let body = self.body_bytes();
        let mut lines = self.index.spans(frame, body).flat_map(|span| line::lines(&body[span]));
        lines.any(|(_, text)| self.reader.parse(text, 0).is_ok_and(|row| row.frame == frame))
    }
}

impl DataProvider for MotFile {
    type Value = Frame;

    fn keys(&self) -> Arc<KeySet> {
        Arc::clone(&self.keys)
    }

    fn load(&self, key: u64) -> Result<Frame, BoxError> {
        let started = Instant::now();
        if !self.keys.contains(key) {
            return Err(format!("{}: there is no frame {key}", self.path.display()).into());
        }
        let frame = self.frame(key);
        self.loads.fetch_add(1, Ordering::Relaxed);
        self.busy_nanos.fetch_add(started.elapsed().as_nanos() as u64, Ordering::Relaxed);
        Ok(frame)
    }

    fn weight(&self, value: &Frame) -> u64 {
        value.bytes()
    }

    fn stats(&self) -> ProviderStats {
        ProviderStats {
            loads: self.loads.load(Ordering::Relaxed),
            errors: 0,
            bytes_read: self.bytes_read.load(Ordering::Relaxed),
            busy: Duration::from_nanos(self.busy_nanos.load(Ordering::Relaxed)),
        }
    }
}

/// Adds the rows of frame `wanted` in `span`, read by `parse_first`.
#[inline]
fn take_lines(frame: &mut Frame, wanted: u32, body: &[u8], span: Range<usize>, parse_first: impl ParseFirst) {
    let mut at = span.start;
    while at < span.end {
        let (line, row, length) = parse_first(&body[at..], at as u64);
        match row {
            Ok(row) if row.frame == wanted => frame.detections.push(row.detection),
            Ok(_) => {}
            Err(_) => frame.rejected += u32::from(is_of_frame(line, wanted)),
        }
        at += length;
    }
}

/// Whether a line that is no row still belongs to `frame` by its first field.
fn is_of_frame(text: &[u8], frame: u32) -> bool {
    let trimmed = line::trim(text);
    line::kind(trimmed) == LineKind::Data && row::frame_of(trimmed) == Some(frame)
}

/// The length of `text` up to and with its last complete line.
///
/// A last line without line end counts if it is a row of as many columns as the row before it: a shorter one is still
/// being written. Blank lines, comments and a lone header count too; they hold nothing that could be missing.
fn complete_length(text: &[u8], reader: &Reader) -> usize {
    let last_start = memchr::memrchr(b'\n', text).map_or(0, |at| at + 1);
    let last = line::trim(&text[last_start..]);
    if line::kind(last) != LineKind::Data {
        return text.len();
    }
    let before = &text[..last_start];
    let previous = line::lines_backwards(before).find_map(|text| reader.parse(text, 0).ok());
    let columns = |row: &Row| row.detection.columns.count();
    let is_row = reader
        .parse(last, 0)
        .is_ok_and(|row| previous.as_ref().is_none_or(|previous| columns(previous) == columns(&row)));
    let is_only_data = || line::lines(before).all(|(_, text)| line::kind(line::trim(text)) != LineKind::Data);
    if is_row || previous.is_none() && format::is_header(last) && is_only_data() { text.len() } else { last_start }
}

/// Layout and separator, from the first rows.
fn sample(body: &[u8], reader: &Reader, path: &Path) -> (Layout, Option<Separator>) {
    let head = &body[..body.len().min(SAMPLE.1)];
    let mut separator = None;
    let rows: Vec<Detection> = line::lines(head)
        .filter_map(|(_, text)| {
            let row = reader.parse(text, 0).ok()?;
            separator.get_or_insert_with(|| Separator::of(line::trim(text)));
            Some(row.detection)
        })
        .take(SAMPLE.0)
        .collect();
    (Layout::guess(&rows, reader.format(), path), separator)
}
