//! What a whole file holds: the second pass, which reads every row.

mod problem;
mod tracks;

use rustc_hash::FxHashSet;

use super::Progress;
use super::detection::{Detection, TrackId};
use super::file::MotFile;
use super::format::{self, Format};
use super::layout::{Class, Layout};
use super::line::{self, LineKind, Separator};
use super::reader::ParseFirst;
use super::row;
use tracks::{ClassTable, TrackTable};

pub use problem::{Problem, ProblemKind};
pub use tracks::Track;

/// How many bytes are read between two looks at the progress.
const BLOCK: usize = 1 << 20;

/// What a file holds. Memory follows the number of tracks, classes and frames with rows, not the largest id or frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Lines that are rows.
    pub rows: u64,
    /// Rows with a negative id.
    pub rows_without_id: u64,
    /// Rows after the first one of the same frame and identity.
    pub duplicates: u64,
    /// Rows whose box has no area.
    pub degenerate: u64,
    /// Whether the first data line is a header.
    pub header: bool,
    /// Lines that begin with `#`.
    pub comments: u64,
    /// Lines of nothing but blanks.
    pub blank: u64,
    /// Whether a frame 0 occurs.
    pub zero_based: bool,
    /// Whether the last line looks as if it were still being written. It is counted nowhere else.
    pub pending_last_line: bool,
    /// Frames that have rows.
    pub frames: Frames,
    /// All identities, by id.
    pub tracks: Vec<Track>,
    /// All classes, by class; empty if the file has no class column.
    pub classes: Vec<ClassCount>,
    /// Least and greatest confidence.
    pub confidence: Option<(f64, f64)>,
    /// The rectangle around all boxes that have an area.
    pub extent: Option<Extent>,
    /// How many lines were rejected.
    pub rejected: u64,
    /// The first [`MAX_PROBLEMS`](Self::MAX_PROBLEMS) problems of each kind, by line.
    pub problems: Vec<Problem>,
}

/// Frames that have rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames {
    /// How many.
    pub count: u64,
    /// The lowest number.
    pub first: Option<u64>,
    /// The highest number.
    pub last: Option<u64>,
}

/// How often a class occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassCount {
    /// The class.
    pub class: Class,
    /// Its rows.
    pub rows: u64,
}

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Least x.
    pub left: f64,
    /// Least y.
    pub top: f64,
    /// Greatest x.
    pub right: f64,
    /// Greatest y.
    pub bottom: f64,
}

impl Summary {
    pub(super) fn read(file: &MotFile, progress: &Progress) -> Option<Self> {
        let reader = file.reader();
        if reader.is_plain() {
            Self::read_by(file, row::parse_first, progress)
        } else {
            Self::read_by(file, |text, offset| reader.parse_first(text, offset), progress)
        }
    }

    fn read_by(file: &MotFile, parse_first: impl ParseFirst, progress: &Progress) -> Option<Self> {
        let mut pass = Pass::new(file.format(), file.layout());
        let body = file.body_bytes();
        progress.begin(body.len() as u64);
        let mut reached = file.body_start();
        let mut at = reached;
        while at < body.len() {
            if at - reached >= BLOCK {
                reached = at;
                if !progress.reach(at as u64) {
                    return None;
                }
            }
            at += pass.line(&body[at..], at as u64, &parse_first);
        }
        let summary = pass.finish(file, progress)?;
        progress.reach(body.len() as u64).then_some(summary)
    }

    /// The track of an id.
    pub fn track(&self, id: TrackId) -> Option<&Track> {
        self.tracks.binary_search_by_key(&id, |track| track.id).ok().map(|at| &self.tracks[at])
    }

    /// The class most boxes of a track have, if its boxes have classes.
    pub fn class_of(&self, track: &Track) -> Option<&Class> {
        self.classes.get(track.class? as usize).map(|count| &count.class)
    }
}

struct Pass {
    format: Format,
    layout: Layout,
    summary: Summary,
    line_number: u64,
    seen_data: bool,
    frames: FxHashSet<u32>,
    /// Frames that may hold an identity twice.
    doubtful: FxHashSet<u32>,
    latest_frame: Option<u32>,
    tracks: TrackTable,
    classes: ClassTable,
}

impl Pass {
    fn new(format: Format, layout: Layout) -> Self {
        Self {
            format,
            layout,
            summary: Summary::default(),
            line_number: 0,
            seen_data: false,
            frames: FxHashSet::default(),
            doubtful: FxHashSet::default(),
            latest_frame: None,
            tracks: TrackTable::default(),
            classes: ClassTable::default(),
        }
    }

    /// Takes in the first line of `rest`; how many bytes it takes.
    fn line(&mut self, rest: &[u8], offset: u64, parse_first: &impl ParseFirst) -> usize {
        self.line_number += 1;
        let (text, row, length) = parse_first(rest, offset);
        match row {
            Ok(row) => {
                self.seen_data = true;
                self.row(row.frame, &row.detection);
            }
            // Blank lines and comments are no rows either; looked at only here, they cost the rows nothing.
            Err(error) => match line::kind(line::trim(text)) {
                LineKind::Blank => self.summary.blank += 1,
                LineKind::Comment => self.summary.comments += 1,
                LineKind::Data if !self.seen_data && format::is_header(line::trim(text)) => {
                    self.seen_data = true;
                    self.summary.header = true;
                }
                LineKind::Data => {
                    self.seen_data = true;
                    self.reject(error, text, offset);
                }
            },
        }
        length
    }

    fn reject(&mut self, error: row::RowError, text: &[u8], offset: u64) {
        self.summary.rejected += 1;
        if self.summary.rejected <= Summary::MAX_PROBLEMS as u64 {
            self.summary.problems.push(Problem {
                kind: ProblemKind::Rejected,
                line: self.line_number,
                offset,
                frame: row::frame_of(text).map(u64::from),
                reason: Some(error.reason),
                message: error.describe(text, self.format),
            });
        }
    }

    #[cold]
    fn degenerate(&mut self, frame: u32, detection: &Detection) {
        self.summary.degenerate += 1;
        if self.summary.degenerate <= Summary::MAX_PROBLEMS as u64 {
            let (name, side) =
                if detection.width <= 0.0 { ("width", detection.width) } else { ("height", detection.height) };
            self.summary.problems.push(Problem {
                kind: ProblemKind::Degenerate,
                line: self.line_number,
                offset: detection.offset,
                frame: Some(u64::from(frame)),
                reason: None,
                message: format!("{name} is {side}"),
            });
        }
    }

    #[inline]
    fn row(&mut self, frame: u32, detection: &Detection) {
        self.summary.rows += 1;
        if self.latest_frame != Some(frame) {
            self.latest_frame = Some(frame);
            self.frames.insert(frame);
        }
        if detection.is_degenerate() {
            self.degenerate(frame, detection);
        } else {
            let extent = self.summary.extent.get_or_insert(Extent {
                left: f64::INFINITY,
                top: f64::INFINITY,
                right: f64::NEG_INFINITY,
                bottom: f64::NEG_INFINITY,
            });
            extent.left = extent.left.min(detection.left);
            extent.top = extent.top.min(detection.top);
            extent.right = extent.right.max(detection.right());
            extent.bottom = extent.bottom.max(detection.bottom());
        }
        if let Some(confidence) = detection.confidence {
            let (least, greatest) = self.summary.confidence.get_or_insert((confidence, confidence));
            *least = least.min(confidence);
            *greatest = greatest.max(confidence);
        }
        let class = self.layout.class_of(detection).map(|class| self.classes.count(class));
        match detection.id {
            Some(id) => {
                if !self.tracks.add(id, frame, class, detection.confidence) {
                    self.doubtful.insert(frame);
                }
            }
            None => self.summary.rows_without_id += 1,
        }
    }

    fn finish(self, file: &MotFile, progress: &Progress) -> Option<Summary> {
        let mut summary = self.summary;
        let first = self.frames.iter().min().copied();
        summary.zero_based = first == Some(0);
        summary.frames = Frames {
            count: self.frames.len() as u64,
            first: first.map(u64::from),
            last: self.frames.iter().max().copied().map(u64::from),
        };
        find_duplicates(file, &self.doubtful, &mut summary, progress)?;
        if let Some(text) = file.pending_last_line() {
            summary.pending_last_line = true;
            summary.problems.push(pending(text, self.line_number + 1, file.body_bytes().len() as u64));
        }
        summary.problems.sort_by_key(|problem| problem.line);
        let order = self.classes.sort(&mut summary.classes);
        summary.tracks = self.tracks.into_tracks(&order);
        Some(summary)
    }
}

/// Looks for duplicates in the frames that may have some, through the index: slower than along the file, but it needs no
/// memory for rows.
fn find_duplicates(
    file: &MotFile,
    doubtful: &FxHashSet<u32>,
    summary: &mut Summary,
    progress: &Progress,
) -> Option<()> {
    let mut found = Vec::new();
    let mut ids = Vec::new();
    for &frame in doubtful {
        if progress.is_cancelled() {
            return None;
        }
        ids.clear();
        let detections = file.frame(u64::from(frame)).detections;
        ids.extend(detections.iter().filter_map(|detection| Some((detection.id?, detection.offset))));
        ids.sort_unstable();
        for same in ids.chunk_by(|one, next| one.0 == next.0) {
            summary.duplicates += same.len() as u64 - 1;
            found.extend(same[1..].iter().map(|&(id, offset)| (offset, id, frame, same[0].1)));
        }
        if found.len() > 2 * Summary::MAX_PROBLEMS {
            found.sort_unstable();
            found.truncate(Summary::MAX_PROBLEMS);
        }
    }
    found.sort_unstable();
    found.truncate(Summary::MAX_PROBLEMS);
    let mut lines = vec![(0, 1)];
    let mut places: Vec<u64> = found.iter().flat_map(|&(offset, _, _, first)| [offset, first]).collect();
    places.sort_unstable();
    for place in places {
        let (from, line) = lines[lines.len() - 1];
        let between = &file.body_bytes()[from as usize..place as usize];
        lines.push((place, line + memchr::memchr_iter(b'\n', between).count() as u64));
    }
    let line = |offset| lines.binary_search_by_key(&offset, |&(place, _)| place).map_or(0, |at| lines[at].1);
    summary.problems.extend(found.into_iter().map(|(offset, id, frame, first)| Problem {
        kind: ProblemKind::Duplicate,
        line: line(offset),
        offset,
        frame: Some(u64::from(frame)),
        reason: None,
        message: format!("id {id} again in frame {frame}, first in line {}", line(first)),
    }));
    Some(())
}

/// The last line, which has no end.
fn pending(text: &[u8], line: u64, offset: u64) -> Problem {
    let text = line::trim(text);
    // Only a number that something follows is written to its end.
    let is_whole = line::columns(text, Separator::of(text)).0 > 1;
    Problem {
        kind: ProblemKind::Pending,
        line,
        offset,
        frame: row::frame_of(text).filter(|_| is_whole).map(u64::from),
        reason: None,
        message: format!("the last line has no end yet: {}", row::excerpt(text)),
    }
}
