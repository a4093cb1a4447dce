//! What was evaluated.

use std::path::PathBuf;

use rustc_hash::{FxHashMap, FxHashSet};

use super::sequence::Sequence;
use super::tracker::Tracker;
use crate::metrics::event_list::Run;
use crate::metrics::{Benchmark, ClassEvaluation, Scores, Value};

/// The name of all sequences together.
pub const COMBINED: &str = "COMBINED";

/// Everything that was evaluated.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The rules that said which rows are judged.
    pub benchmark: Benchmark,
    /// The sequences, each with its ground truth.
    pub sequences: Vec<Sequence>,
    /// What was evaluated of each tracker.
    pub trackers: Vec<TrackerOutcome>,
    /// What was odd, and what was done.
    pub remarks: Vec<String>,
    /// Whether there were more events than are kept.
    pub is_cut: bool,
}

/// What was evaluated of a tracker.
#[derive(Clone, Debug)]
pub struct TrackerOutcome {
    /// The tracker.
    pub tracker: Tracker,
    /// What came out for each sequence, in the order of the sequences.
    pub sequences: Vec<Evaluated>,
}

/// What came out for a sequence.
#[derive(Clone, Debug)]
pub struct Evaluated {
    /// Each class that was judged, without its records and tracks: those of all sequences would take much memory.
    pub classes: Vec<ClassEvaluation>,
    /// The file of results. `None` if there is none.
    pub result: Option<PathBuf>,
    /// The name of the results in an archive.
    pub member: Option<String>,
}

impl TrackerOutcome {
    /// The name of the tracker.
    pub fn name(&self) -> &str {
        &self.tracker.name
    }
}

/// The scores of a class in a sequence or in all of them.
#[derive(Clone, Debug)]
pub struct Line {
    /// The name of the sequence, or [`COMBINED`].
    pub sequence: String,
    /// The name of the class.
    pub class: String,
    /// Its scores.
    pub scores: Scores,
}

impl Line {
    /// The value of a metric by its name.
    pub fn value(&self, name: &str) -> Value {
        let found = self.scores.fields().into_iter().find(|field| field.name == name);
        found.map_or(Value::Count(0), |field| field.value)
    }
}

impl Outcome {
    /// What was evaluated of a class, with its files.
    pub fn run(tracker: &TrackerOutcome, sequence: &Sequence, evaluated: &Evaluated, class: &str) -> Run {
        Run {
            tracker: tracker.name().to_owned(),
            sequence: sequence.name.clone(),
            class: class.to_owned(),
            truth: Some(sequence.truth.clone()),
            truth_member: sequence.member.clone(),
            result: evaluated.result.clone(),
            member: evaluated.member.clone(),
        }
    }

    /// The names of all classes, in the order in which they come.
    pub fn classes(&self) -> Vec<String> {
        let (mut classes, mut seen): (Vec<String>, FxHashSet<&str>) = Default::default();
        for class in
            self.trackers.iter().flat_map(|tracker| tracker.sequences.iter()).flat_map(|sequence| &sequence.classes)
        {
            if seen.insert(&class.name) {
                classes.push(class.name.clone());
            }
        }
        classes
    }

    /// The scores of a tracker: each sequence, and all together if there are several.
    pub fn lines(&self, tracker: &TrackerOutcome) -> Vec<Line> {
        let mut lines = Vec::new();
        for (sequence, evaluated) in self.sequences.iter().zip(&tracker.sequences) {
            lines.extend(evaluated.classes.iter().map(|class| Line {
                sequence: sequence.name.clone(),
                class: class.name.clone(),
                scores: class.scores.clone(),
            }));
        }
        if self.sequences.len() > 1 {
            let mut of_class: FxHashMap<&str, Vec<&Scores>> = FxHashMap::default();
            for line in &lines {
                of_class.entry(&line.class).or_default().push(&line.scores);
            }
            let combined = self.classes().into_iter().map(|class| {
                let scores = Scores::combined(of_class.remove(&*class).unwrap_or_default());
                Line { sequence: COMBINED.to_owned(), class, scores }
            });
            let combined: Vec<Line> = combined.collect();
            lines.extend(combined);
        }
        lines
    }
}
