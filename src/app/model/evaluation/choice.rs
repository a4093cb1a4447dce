//! What the user asks to evaluate.

use std::path::PathBuf;

use crate::data_set::Question;
use crate::metrics::Benchmark;
use crate::metrics::event_list::MAX_EVENTS;
use crate::mot::{OpenOptions, UnpackLimit};

/// What the user asks to evaluate.
#[derive(Clone, Debug, PartialEq)]
pub struct EvaluationChoice {
    /// The ground truth of the data set.
    pub truth: PathBuf,
    /// The results of trackers: files, folders or zip archives.
    pub results: Vec<PathBuf>,
    /// The rules that say which rows are judged. `None`: those that the ground truth seems to belong to.
    pub benchmark: Option<Benchmark>,
    /// The least `IoU` of a match.
    pub threshold: f64,
    /// Whether archives are unpacked however large their texts are.
    pub unpacks_all: bool,
}

impl EvaluationChoice {
    /// What is evaluated. Paths become absolute, so that files have one path each.
    pub fn question(self) -> Question {
        let whole = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
        let unpack = if self.unpacks_all { UnpackLimit::NONE } else { UnpackLimit::default() };
        let options = OpenOptions { unpack, ..OpenOptions::default() };
        Question {
            truth: whole(self.truth),
            results: self.results.into_iter().map(whole).collect(),
            benchmark: self.benchmark,
            frames: None,
            threshold: self.threshold,
            is_strict: false,
            has_events: true,
            most_events: MAX_EVENTS,
            truth_options: options.clone(),
            result_options: options,
        }
    }
}
