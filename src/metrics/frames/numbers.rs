//! Which frames are read.

use std::ops::RangeInclusive;

use crate::metrics::options::Options;
use crate::mot::MotFile;

/// The frames of a sequence, and those of them that are judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::metrics) struct Span {
    /// All frames of the sequence.
    pub sequence: RangeInclusive<u32>,
    /// The frames that are judged.
    pub judged: RangeInclusive<u32>,
}

impl Span {
    /// The frames as the options state them. The rest is taken from the files: a sequence begins with the first frame of its
    /// benchmark, or before that if the ground truth does, and ends with the last row.
    pub(in crate::metrics) fn of(truth: &[u32], result: &[u32], options: &Options) -> Self {
        let from_rows = || {
            let last = truth.last().max(result.last()).copied().unwrap_or(0);
            let usual = options.benchmark.first_frame();
            let first = if options.benchmark.is_first_frame_fixed() {
                usual
            } else {
                truth.first().into_iter().chain(result.first()).fold(usual, |first, &frame| first.min(frame))
            };
            first..=last
        };
        let sequence = options.sequence.clone().unwrap_or_else(from_rows);
        let judged = match &options.range {
            Some(range) => *range.start().max(sequence.start())..=*range.end().min(sequence.end()),
            None => sequence.clone(),
        };
        Self { sequence, judged }
    }

    /// How many frames are judged.
    pub(in crate::metrics) fn frames(&self) -> u64 {
        if self.judged.is_empty() { 0 } else { u64::from(self.judged.end() - self.judged.start()) + 1 }
    }
}

/// The frames of one file or both, sorted, each once.
pub(in crate::metrics) fn frame_numbers(truth: &MotFile, result: Option<&MotFile>) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
    let (truth, result) = (truth.frames(), result.map(MotFile::frames).unwrap_or_default());
    let mut both = Vec::with_capacity(truth.len().max(result.len()));
    let (mut left, mut right) = (truth.iter().peekable(), result.iter().peekable());
    loop {
        let next = match (left.peek(), right.peek()) {
            (Some(one), Some(other)) => **one.min(other),
            (Some(one), None) => **one,
            (None, Some(other)) => **other,
            (None, None) => break,
        };
        left.next_if(|frame| **frame == next);
        right.next_if(|frame| **frame == next);
        both.push(next);
    }
    (truth, result, both)
}
