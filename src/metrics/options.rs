//! What an evaluation is asked for.

use std::ops::RangeInclusive;

use super::rules::Benchmark;

/// Factors on the coordinates of boxes, across and down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scales {
    /// Of the boxes of the ground truth.
    pub truth: [f64; 2],
    /// Of the boxes of the results.
    pub result: [f64; 2],
}

impl Default for Scales {
    fn default() -> Self {
        Self { truth: [1.0; 2], result: [1.0; 2] }
    }
}

/// What an evaluation is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// The rules that say which rows are judged.
    pub benchmark: Benchmark,
    /// The frames of the sequence, as `seqinfo.ini` states them: `1..=seqLength`. If not stated, the sequence ends with the last
    /// row of both files.
    pub sequence: Option<RangeInclusive<u32>>,
    /// Only these frames of the sequence are judged, as if both files were cut to them. All frames if not stated.
    pub range: Option<RangeInclusive<u32>>,
    /// The least similarity of a match in CLEAR and Identity. HOTA has its own 19.
    pub threshold: f64,
    /// Factors on the coordinates of the boxes of both files, across and down. They differ from 1 if one of the files is of pictures
    /// of another size.
    pub scales: Scales,
    /// Whether to refuse what breaks a rule of the benchmark.
    pub is_strict: bool,
    /// Whether to find events and how each track fared, too.
    pub has_events: bool,
    /// How many threads may work on it.
    pub threads: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            benchmark: Benchmark::None,
            sequence: None,
            range: None,
            threshold: 0.5,
            scales: Scales::default(),
            is_strict: false,
            has_events: false,
            threads: 1,
        }
    }
}
