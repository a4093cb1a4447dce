//! What an evaluation of a data set is asked for.

use std::ops::RangeInclusive;
use std::path::PathBuf;

use crate::metrics::Benchmark;
use crate::mot::OpenOptions;

/// What an evaluation of a data set is asked for.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Question {
    /// Ground truth: a file, a sequence folder, a data set, a zip archive of them, or a list of sequences.
    pub truth: PathBuf,
    /// Results of trackers: files, folders or zip archives.
    pub results: Vec<PathBuf>,
    /// The rules that say which rows are judged. If left out, they follow from the first ground truth.
    pub benchmark: Option<Benchmark>,
    /// Only these frames are judged, as if all files were cut to them.
    pub frames: Option<RangeInclusive<u32>>,
    /// The least `IoU` of a match in CLEAR and Identity.
    pub threshold: f64,
    /// Whether to refuse what breaks a rule of the benchmark.
    pub is_strict: bool,
    /// Whether to find events, too.
    pub has_events: bool,
    /// The most events that are kept: those of the first trackers and sequences.
    pub most_events: usize,
    /// How ground truth is opened.
    pub truth_options: OpenOptions,
    /// How results are opened.
    pub result_options: OpenOptions,
}
