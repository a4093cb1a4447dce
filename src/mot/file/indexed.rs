//! The indexed part of a file at one moment. It never changes; a larger one replaces it as a whole.

use std::hash::Hasher as _;
use std::ops::{Range, RangeInclusive};
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHasher;

use super::names::Names;
use super::tail::Tail;
use crate::mot::class_names::ClassNames;
use crate::mot::detection::{Detection, Frame};
use crate::mot::file_bytes::FileBytes;
use crate::mot::foreign::Converted;
use crate::mot::format::Format;
use crate::mot::index::Index;
use crate::mot::layout::{FileKind, Layout};
use crate::mot::line::{self, Separator};
use crate::mot::line_reader::LineReader;
use crate::mot::progress::Progress;
use crate::mot::touch_ahead::touch_ahead;
use crate::provider::KeySet;

/// A longer stretch of frames without rows is a gap in the sequence: its frames are left out.
pub const MAX_EMPTY_FRAMES: u64 = 1000;

/// The layout is guessed from the first rows: at most this many, within this many bytes.
const SAMPLE: (usize, usize) = (500, 1 << 20);

/// An error: the bytes of a frame are no longer its lines, because the file was changed or shortened after it was indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Torn;

/// The part of a file that is indexed so far.
#[derive(Clone, Debug)]
pub(in crate::mot) struct Indexed {
    pub(super) bytes: FileBytes,
    /// Where the first line begins, in bytes: after a byte order mark, if there is one.
    pub(super) start: usize,
    /// Where the indexed lines end, in bytes. All lines before this place have line ends.
    pub(super) sealed: usize,
    /// What follows `sealed`, if the file is complete: a last line without line end, or nothing.
    pub(super) tail: Tail,
    pub(super) reader: Arc<LineReader>,
    pub(super) index: Index,
    pub(super) keys: Arc<KeySet>,
    pub(super) layout: Layout,
    pub(super) separator: Option<Separator>,
    /// Whether all of the file is indexed.
    pub(super) is_complete: bool,
}

/// A hash that shows whether bytes have changed between two moments.
fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}

impl Indexed {
    /// An empty index of a file whose first line begins at `start`.
    pub(super) fn new(bytes: FileBytes, start: usize, reader: LineReader, path: &Path) -> Self {
        Self {
            bytes,
            start,
            sealed: start,
            tail: Tail::Nothing,
            index: Index::default(),
            keys: Arc::default(),
            layout: Layout::guess(&[], reader.format(), reader.map().map(|map| &**map), path),
            reader: Arc::new(reader),
            separator: None,
            is_complete: false,
        }
    }

    /// The bytes from the start of the file to the end of the indexed lines, so offsets in it are offsets in the file. A line
    /// that is still being written is not part of it.
    pub(in crate::mot) fn body_bytes(&self) -> &[u8] {
        &self.bytes[..self.end()]
    }

    /// Whether all bytes read so far came from the file. If not, everything that was read must be discarded.
    pub(in crate::mot) fn is_intact(&self) -> bool {
        self.bytes.is_intact()
    }

    /// Where the lines begin, in bytes.
    pub(in crate::mot) fn body_start(&self) -> usize {
        self.start
    }

    /// Where the indexed lines end, in bytes.
    pub(super) fn end(&self) -> usize {
        if self.is_complete && self.tail != Tail::Pending { self.bytes.len() } else { self.sealed }
    }

    /// The reader of its lines.
    pub(in crate::mot) fn reader(&self) -> &LineReader {
        &self.reader
    }

    /// What its columns mean.
    pub(in crate::mot) fn layout(&self) -> Layout {
        self.layout
    }

    /// Whether the last line is left out because it is still being written.
    pub(in crate::mot) fn has_pending_last_line(&self) -> bool {
        self.tail == Tail::Pending
    }

    /// The last line, if it is still being written.
    pub(in crate::mot) fn pending_last_line(&self) -> Option<&[u8]> {
        self.has_pending_last_line().then(|| &self.bytes[self.sealed..])
    }

    /// The format of its lines.
    pub(in crate::mot) fn format(&self) -> Format {
        self.reader.format()
    }

    /// Reads the rows of a frame into `frame`. Returns how many bytes were read, and whether the lines were intact. Rows that
    /// are intact are read even if others are not.
    pub(super) fn read(&self, frame: &mut Frame) -> (u64, Result<(), Torn>) {
        let (mut bytes_read, mut result) = (0, Ok(()));
        let Ok(wanted) = u32::try_from(frame.number) else { return (0, result) };
        let body = self.body_bytes();
        for span in touch_ahead(body, self.spans(wanted)) {
            bytes_read += span.len() as u64;
            // A short row has 48 bytes. If this reserves too little, the rows are copied once.
            frame.detections.reserve((span.len() / 48).clamp(1, 4096));
            let before = fingerprint(&body[span.clone()]);
            if !self.is_between_lines(&span) || !self.reader.read_span(body, span.clone(), frame) {
                result = Err(Torn);
            }
            // If another program wrote while the rows were read, a row may be half old and half new.
            if fingerprint(std::hint::black_box(&body[span])) != before {
                result = Err(Torn);
            }
        }
        if !self.bytes.is_intact() {
            result = Err(Torn);
        }
        (bytes_read, result)
    }

    /// Whether a span still begins and ends at line ends. After a file was shortened, missing bytes read as zeros.
    fn is_between_lines(&self, span: &Range<usize>) -> bool {
        let is_line_end = |at: usize| self.bytes.get(at) == Some(&b'\n');
        let begins = span.start == self.start || span.start.checked_sub(1).is_some_and(is_line_end);
        begins && (is_line_end(span.end) || span.end == self.end() && self.sealed < span.end)
    }

    /// The byte spans of the lines of a frame, in the order of the file.
    pub(in crate::mot) fn spans(&self, frame: u32) -> impl Iterator<Item = Range<usize>> {
        let last = (self.tail == Tail::Line(frame)).then(|| self.sealed..self.end());
        self.index.spans(frame, self.body_bytes()).chain(last)
    }

    /// With all parts of the index merged, so that many frames are found quickly. `None` if cancelled.
    pub(in crate::mot) fn united(&self, progress: &Progress) -> Option<Self> {
        Some(Self { index: self.index.clone().united(progress)?, ..self.clone() })
    }

    /// The least and the greatest frame number at the start of lines with line ends. `None` without such lines.
    pub(in crate::mot) fn frame_range(&self) -> Option<(u32, u32)> {
        self.index.range()
    }

    /// The frame numbers at the start of lines, sorted, each once.
    pub(super) fn frames(&self) -> Vec<u32> {
        let mut frames = self.index.frames();
        if let Tail::Line(frame) = self.tail
            && let Err(place) = frames.binary_search(&frame)
        {
            frames.insert(place, frame);
        }
        frames
    }

    /// Guesses the layout and the separator from the first rows, unless `earlier` had enough rows for its guess already.
    /// What is known of the document that the text was made of is not guessed. The class names of `names` are used if the file
    /// has class numbers that they can stand for.
    pub(super) fn sample(&mut self, path: &Path, converted: Option<&Converted>, names: &Names, earlier: &Self) {
        if earlier.sealed - earlier.start >= SAMPLE.1 {
            return;
        }
        let mut reader = LineReader::clone(&self.reader);
        reader.set_labels(None);
        // A clone, which is cheap, so that the fields below can be set.
        let bytes = self.bytes.clone();
        let body = &bytes[self.start..self.end()];
        let head = &body[..body.len().min(SAMPLE.1)];
        let mut separator = None;
        let mut rows: Vec<Detection> = Vec::new();
        let mut at = 0;
        while at < head.len() && rows.len() < SAMPLE.0 {
            let (text, facts, length) = reader.first_rows(&head[at..], 0, &mut |row| rows.push(row.detection));
            if facts.is_ok() {
                separator.get_or_insert_with(|| reader.separator(text));
            }
            at += length;
        }
        rows.truncate(SAMPLE.0);
        self.separator = separator;
        self.layout = Layout::guess(&rows, reader.format(), reader.map().map(|map| &**map), path);
        if self.layout.kind == FileKind::GroundTruth && !self.layout.has_flag && rows.len() == SAMPLE.0 {
            // The first tracks of a file by tracks may all be such that are not judged.
            self.layout.has_flag = line::lines(body).any(|(_, text)| {
                let mut is_flagged = false;
                let _ = reader.rows(text, 0, &mut |row| is_flagged |= row.detection.confidence == Some(1.0));
                is_flagged
            });
        }
        if let Some(converted) = converted {
            self.layout = converted.layout(self.layout.columns);
        }
        if let Some(column) = self.layout.class_column {
            self.layout.has_class_numbers |= rows.iter().any(|row| row.columns.get(column).is_some());
            reader.set_labels(names.list().map(|list| (column, Arc::clone(list))));
            if names.are_of_labels() {
                self.layout.class_names = ClassNames::Own;
            }
        }
        self.layout.chosen_names = names.chosen();
        self.reader = Arc::new(reader);
    }

    /// Finds the frames of the sequence. `None` if cancelled.
    pub(super) fn find_keys(&mut self, progress: &Progress) -> Option<()> {
        self.keys = Arc::new(KeySet::from_runs(self.runs_of_frames(progress)?));
        Some(())
    }

    /// The runs of frames between long gaps. `None` if cancelled.
    fn runs_of_frames(&self, progress: &Progress) -> Option<Vec<RangeInclusive<u64>>> {
        let mut runs = Vec::new();
        let frames = self.frames();
        for stretch in frames.chunk_by(|one, next| u64::from(next - one) <= MAX_EMPTY_FRAMES + 1) {
            // A line may begin with a number without being a row. At both ends of a stretch the rows are read, so that a
            // stray number does not make the sequence longer. Inside a stretch a stray number changes nothing.
            let is_end = |frame: &&u32| progress.is_cancelled() || self.has_rows(**frame);
            if let Some(first) = stretch.iter().find(is_end)
                && let Some(last) = stretch.iter().rev().find(is_end)
            {
                runs.push(u64::from(*first)..=u64::from(*last));
            }
            if progress.is_cancelled() {
                return None;
            }
        }
        Some(runs)
    }

    /// Whether a frame has at least one row.
    fn has_rows(&self, frame: u32) -> bool {
        let body = self.body_bytes();
        let mut lines = self.spans(frame).flat_map(|span| line::lines(&body[span]));
        lines.any(|(_, text)| {
            let mut is_there = false;
            let _ = self.reader.rows(text, 0, &mut |row| is_there |= row.frame == frame);
            is_there
        })
    }
}
