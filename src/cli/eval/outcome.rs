//! What was evaluated.

use std::path::PathBuf;

use super::sequence::Sequence;
use super::trackers::Tracker;
use crate::metrics::{Benchmark, ClassEvaluation, Scores};

/// The name of all sequences together.
pub(super) const COMBINED: &str = "COMBINED";

/// Everything that was evaluated.
pub(super) struct Outcome {
    pub benchmark: Benchmark,
    pub sequences: Vec<Sequence>,
    pub trackers: Vec<TrackerOutcome>,
    /// What was odd, and what was done.
    pub remarks: Vec<String>,
}

/// What was evaluated of a tracker.
pub(super) struct TrackerOutcome {
    pub tracker: Tracker,
    /// What came out for each sequence, in the order of the sequences.
    pub sequences: Vec<Evaluated>,
}

/// What came out for a sequence.
pub(super) struct Evaluated {
    pub classes: Vec<ClassEvaluation>,
    /// The file of results. `None` if there is none.
    pub result: Option<PathBuf>,
    /// The name of the results in an archive.
    pub member: Option<String>,
}

impl TrackerOutcome {
    /// The name of the tracker.
    pub(super) fn name(&self) -> &str {
        &self.tracker.name
    }
}

/// The scores of a class in a sequence or in all of them.
pub(super) struct Line {
    pub sequence: String,
    pub class: String,
    pub scores: Scores,
}

impl Outcome {
    /// The names of all classes, in the order in which they come.
    pub(super) fn classes(&self) -> Vec<String> {
        let mut classes: Vec<String> = Vec::new();
        for class in
            self.trackers.iter().flat_map(|tracker| tracker.sequences.iter()).flat_map(|sequence| &sequence.classes)
        {
            if !classes.contains(&class.name) {
                classes.push(class.name.clone());
            }
        }
        classes
    }

    /// The scores of a tracker: each sequence, and all together if there are several.
    pub(super) fn lines(&self, tracker: &TrackerOutcome) -> Vec<Line> {
        let mut lines = Vec::new();
        for (sequence, evaluated) in self.sequences.iter().zip(&tracker.sequences) {
            lines.extend(evaluated.classes.iter().map(|class| Line {
                sequence: sequence.name.clone(),
                class: class.name.clone(),
                scores: class.scores.clone(),
            }));
        }
        if self.sequences.len() > 1 {
            for class in self.classes() {
                let scores = lines.iter().filter(|line| line.class == class).map(|line| &line.scores);
                let scores = Scores::combined(scores.collect::<Vec<_>>());
                lines.push(Line { sequence: COMBINED.to_owned(), class, scores });
            }
        }
        lines
    }
}
