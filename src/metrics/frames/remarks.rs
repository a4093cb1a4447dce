//! Collects remarks while frames are read.

use std::collections::BTreeMap;

use super::remark::{Remark, RemarkKind};
use crate::metrics::error::EvaluateError;
use crate::mot::MotFile;

/// Which file a remark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::metrics) enum Side {
    Truth,
    Result,
}

/// Rows of one kind.
#[derive(Clone, Copy, Debug)]
struct Rows {
    count: u64,
    frame: u32,
    offset: Option<u64>,
}

/// What was found in the frames read so far.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Remarks {
    rows: BTreeMap<(Side, RemarkKind), Rows>,
}

impl Remarks {
    /// Adds rows of one frame. `offset` is where the first of them begins.
    #[cold]
    pub(in crate::metrics) fn add(
        &mut self,
        side: Side,
        kind: RemarkKind,
        count: u64,
        frame: u32,
        offset: Option<u64>,
    ) {
        self.rows.entry((side, kind)).or_insert(Rows { count: 0, frame, offset }).count += count;
    }

    /// Adds lines without a frame number: how many there are, and where the first of them begins.
    pub(in crate::metrics) fn add_without_frame(&mut self, side: Side, lines: Option<(u64, u64)>) {
        if let Some((count, offset)) = lines {
            self.add(side, RemarkKind::NoFrame, count, 0, Some(offset));
        }
    }

    /// Adds the rows of a frame that the sequence does not have.
    pub(in crate::metrics) fn add_outside(&mut self, truth: &MotFile, result: Option<&MotFile>, frame: u32) {
        for (side, file) in [(Side::Truth, Some(truth)), (Side::Result, result)] {
            let rows = file.map(|file| file.frame(u64::from(frame)).detections).unwrap_or_default();
            if let Some(first) = rows.first() {
                self.add(side, RemarkKind::OutsideSequence, rows.len() as u64, frame, Some(first.offset));
            }
        }
    }

    /// Adds what was found in other frames, which come later.
    pub(in crate::metrics) fn merge(&mut self, later: Self) {
        for ((side, kind), rows) in later.rows {
            self.add(side, kind, rows.count, rows.frame, rows.offset);
        }
    }

    /// Adds what was found when another class was evaluated. What is not about a class is found again each time, and counts once.
    pub(in crate::metrics) fn merge_class(&mut self, other: Self) {
        for ((side, kind), rows) in other.rows {
            if !kind.is_of_all_classes() || !self.rows.contains_key(&(side, kind)) {
                self.add(side, kind, rows.count, rows.frame, rows.offset);
            }
        }
    }

    /// The remarks, with the lines of their first rows.
    pub(in crate::metrics) fn told(&self, truth: &MotFile, result: Option<&MotFile>) -> Vec<Remark> {
        let told = self.rows.iter().filter_map(|(&(side, kind), rows)| {
            let file = if side == Side::Truth { truth } else { result? };
            let line = rows.offset.and_then(|offset| file.line_at(offset));
            Some(Remark { kind, path: file.path().to_owned(), rows: rows.count, frame: rows.frame, line })
        });
        told.collect()
    }

    /// The first remark as an error, if there is any.
    pub(in crate::metrics) fn refuse(&self, truth: &MotFile, result: Option<&MotFile>) -> Result<(), EvaluateError> {
        self.told(truth, result).into_iter().next().map_or(Ok(()), |first| Err(EvaluateError::Refused(Box::new(first))))
    }
}
