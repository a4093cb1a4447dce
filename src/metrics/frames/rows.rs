//! The rows of a file that take part in the evaluation of a class, frame by frame.

use crate::metrics::error::EvaluateError;
use crate::metrics::rules::{ResultRole, Subject, TruthRole};
use crate::metrics::similarity::Corners;
use crate::mot::{AllRows, Detection, Frame, Layout, MotFile, Progress, RowSink};

/// The most rows that are kept: 30 MB. Longer files are read frame by frame.
const MAX_ROWS: usize = 1 << 19;
/// Files with more bytes have more rows than that.
const MAX_BYTES: u64 = 64 << 20;

/// What a row is to an evaluation.
pub(in crate::metrics) trait Role: Copy {
    /// The role of a row. `None` if it has no part.
    fn of(subject: &Subject, row: &Detection, layout: &Layout) -> Option<Self>;
}

impl Role for TruthRole {
    fn of(subject: &Subject, row: &Detection, layout: &Layout) -> Option<Self> {
        Some(subject.truth(row, layout)).filter(|role| *role != Self::Absent)
    }
}

impl Role for ResultRole {
    fn of(subject: &Subject, row: &Detection, layout: &Layout) -> Option<Self> {
        Some(subject.result(row, layout)).filter(|role| *role != Self::Absent)
    }
}

/// A row that takes part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<R> {
    /// `None` if it has no identity.
    pub id: Option<u64>,
    pub sides: Corners,
    pub offset: u64,
    pub role: R,
}

/// The rows of a file that take part.
#[derive(Debug)]
pub(in crate::metrics) struct Rows<'a, R> {
    file: &'a MotFile,
    subject: &'a Subject,
    layout: Layout,
    /// Factors on coordinates, across and down. `None` if both are 1.
    scale: Option<[f64; 2]>,
    /// All rows, if they are kept.
    kept: Option<KeptRows<R>>,
}

impl<'a, R: Role> Rows<'a, R> {
    /// The rows of a file. With `is_whole`, most of its frames will be asked for. Then all rows are read at once if they are not
    /// too many: in a file sorted by track, those of a frame are in many places. `known` are the rows if they were read before, with
    /// this scale.
    pub(in crate::metrics) fn of(
        file: &'a MotFile,
        subject: &'a Subject,
        scale: [f64; 2],
        is_whole: bool,
        known: Option<KeptRows<R>>,
        progress: &Progress,
    ) -> Result<Self, EvaluateError> {
        let scale = Some(scale).filter(|scale| *scale != [1.0; 2]);
        let mut rows = Self { file, subject, layout: file.layout(), scale, kept: known };
        if rows.kept.is_none() && is_whole && file.bytes() <= MAX_BYTES {
            rows.kept = rows.all(progress)?;
        }
        Ok(rows)
    }

    /// All rows. `None` if they have to be read frame by frame.
    fn all(&self, progress: &Progress) -> Result<Option<KeptRows<R>>, EvaluateError> {
        let changed = || EvaluateError::Changed { path: self.file.path().to_owned(), frame: 0 };
        // A row has 40 bytes or more, usually.
        let expected = MAX_ROWS.min(self.file.bytes() as usize / 40);
        let (rows, frames) = (Vec::with_capacity(expected), Vec::with_capacity(expected));
        let mut collected = Collected { of: self, progress, rows, frames, unreadable: Vec::new() };
        match self.file.all_rows(&mut collected) {
            _ if progress.is_cancelled() => Err(EvaluateError::Cancelled),
            AllRows::Read => {
                let frames = self.file.frames();
                let Collected { rows, frames: of_rows, unreadable, .. } = collected;
                KeptRows::of(frames, rows, &of_rows, unreadable).ok_or_else(changed).map(Some)
            }
            AllRows::Not => Ok(None),
            AllRows::Torn => Err(changed()),
        }
    }

    /// The rows, if they are kept.
    pub(in crate::metrics) fn into_kept(self) -> Option<KeptRows<R>> {
        self.kept
    }

    pub(super) fn file(&self) -> &'a MotFile {
        self.file
    }

    /// The rows of a frame, in the order of the file, to `into`. `buffer` is memory that is used again. Returns the number of
    /// lines that cannot be read; `None` if the file has changed.
    pub(super) fn read(&self, number: u32, buffer: &mut Frame, into: &mut Vec<Row<R>>) -> Option<u32> {
        into.clear();
        if let Some(kept) = &self.kept {
            return Some(kept.read(number, into));
        }
        if !self.file.frame_into(u64::from(number), buffer) {
            return None;
        }
        into.extend(buffer.detections.iter().filter_map(|row| self.row(row)));
        Some(buffer.rejected)
    }

    #[inline]
    fn row(&self, row: &Detection) -> Option<Row<R>> {
        let role = R::of(self.subject, row, &self.layout)?;
        let mut sides = corners(row);
        if let Some([across, down]) = self.scale {
            sides = [sides[0] * across, sides[1] * down, sides[2] * across, sides[3] * down];
        }
        Some(Row { id: row.id.map(|id| id.0), sides, offset: row.offset, role })
    }
}

/// The sides of a box. KITTI states right and bottom, all other formats width and height.
fn corners(row: &Detection) -> Corners {
    match row.columns.kitti() {
        Some(fields) => [row.left, row.top, fields.right, fields.bottom],
        None => [row.left, row.top, row.right(), row.bottom()],
    }
}

/// Rows in the order of the file.
struct Collected<'a, R> {
    of: &'a Rows<'a, R>,
    progress: &'a Progress,
    rows: Vec<Row<R>>,
    /// The frame of each row.
    frames: Vec<u32>,
    /// The frames of lines that cannot be read.
    unreadable: Vec<u32>,
}

impl<R: Role> RowSink for Collected<'_, R> {
    #[inline]
    fn row(&mut self, frame: u32, row: &Detection) {
        if let Some(row) = self.of.row(row) {
            self.rows.push(row);
            self.frames.push(frame);
        }
    }

    fn unreadable(&mut self, frame: u32) {
        self.unreadable.push(frame);
    }

    fn go_on(&mut self) -> bool {
        !self.progress.is_cancelled() && self.rows.len().max(self.unreadable.len()) <= MAX_ROWS
    }
}

/// All rows of a file.
#[derive(Debug)]
pub(in crate::metrics) struct KeptRows<R> {
    /// The rows in the order of the file.
    rows: Vec<Row<R>>,
    /// The numbers of all frames of the file, sorted.
    frames: Vec<u32>,
    /// Where those of each frame begin in `order`, and the end of the last.
    starts: Vec<u32>,
    /// The places of the rows, sorted by frame.
    order: Vec<u32>,
    /// The frames of lines that cannot be read, sorted.
    unreadable: Vec<u32>,
}

impl<R: Copy> KeptRows<R> {
    /// Sorts rows by frame. `None` if a frame is none of the file.
    fn of(frames: Vec<u32>, rows: Vec<Row<R>>, of_rows: &[u32], mut unreadable: Vec<u32>) -> Option<Self> {
        let places = Places::of(&frames);
        let mut starts = vec![0_u32; frames.len() + 1];
        for &frame in of_rows {
            starts[places.find(frame)? + 1] += 1;
        }
        (0..frames.len()).for_each(|at| starts[at + 1] += starts[at]);
        let mut next = starts.clone();
        let mut order = vec![0; rows.len()];
        for (row, &frame) in (0..).zip(of_rows) {
            let next = &mut next[places.find(frame)?];
            order[*next as usize] = row;
            *next += 1;
        }
        unreadable.sort_unstable();
        Some(Self { rows, frames, starts, order, unreadable })
    }

    /// The rows of a frame. Returns how many of its lines cannot be read.
    fn read(&self, number: u32, into: &mut Vec<Row<R>>) -> u32 {
        if let Ok(at) = self.frames.binary_search(&number) {
            let order = &self.order[self.starts[at] as usize..self.starts[at + 1] as usize];
            into.extend(order.iter().map(|&row| self.rows[row as usize]));
        }
        let first = self.unreadable.partition_point(|&frame| frame < number);
        self.unreadable[first..].iter().take_while(|&&frame| frame == number).count() as u32
    }
}

/// The places of frames in their list.
enum Places<'a> {
    /// Frames without gaps, from this one on.
    Run(u32, usize),
    List(&'a [u32]),
}

impl<'a> Places<'a> {
    fn of(frames: &'a [u32]) -> Self {
        match (frames.first(), frames.last()) {
            (Some(&first), Some(&last)) if (last - first) as usize + 1 == frames.len() => {
                Self::Run(first, frames.len())
            }
            _ => Self::List(frames),
        }
    }

    fn find(&self, frame: u32) -> Option<usize> {
        match self {
            Self::Run(first, count) => frame.checked_sub(*first).map(|at| at as usize).filter(|at| at < count),
            Self::List(frames) => frames.binary_search(&frame).ok(),
        }
    }
}
