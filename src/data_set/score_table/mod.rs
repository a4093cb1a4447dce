//! The table of scores, as a value that can be shown, written as CSV and read again.

mod read;
mod write;

use super::outcome::Outcome;
use crate::metrics::event_list::{EventList, Run};
use crate::metrics::{Scores, Value};

pub use read::ScoreTableError;

/// The columns before the metrics.
const NAMES: [&str; 3] = ["tracker", "sequence", "class"];
/// The columns behind the metrics.
const FILES: [&str; 4] = ["truth_file", "truth_member", "result_file", "result_member"];

/// Scores of trackers on sequences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScoreTable {
    /// What each row has a value of.
    pub metrics: Vec<Metric>,
    /// A row for each tracker, sequence and class. All sequences together are [`COMBINED`](super::COMBINED).
    pub rows: Vec<ScoreRow>,
    /// Whether the file has more rows than are kept.
    pub is_cut: bool,
}

/// A metric of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metric {
    /// The name that `TrackEval` gives it.
    pub name: String,
    /// Whether it is a number of things. Otherwise it is a share, 1 for all.
    pub is_count: bool,
}

/// The scores of a tracker on a sequence.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoreRow {
    /// What was evaluated, with its files.
    pub run: Run,
    /// The value of each metric. `None` if the table does not have it.
    pub values: Vec<Option<f64>>,
}

impl ScoreTable {
    /// The scores of everything that was evaluated.
    pub fn of(outcome: &Outcome) -> Self {
        let mut rows = Vec::new();
        for tracker in &outcome.trackers {
            let mut lines = outcome.lines(tracker).into_iter();
            for (sequence, evaluated) in outcome.sequences.iter().zip(&tracker.sequences) {
                for line in lines.by_ref().take(evaluated.classes.len()) {
                    rows.push(row(Outcome::run(tracker, sequence, evaluated, &line.class), &line.scores));
                }
            }
            for line in lines {
                let run = Run {
                    tracker: tracker.name().to_owned(),
                    sequence: line.sequence,
                    class: line.class,
                    ..Run::default()
                };
                rows.push(row(run, &line.scores));
            }
        }
        Self { metrics: metrics(), rows, is_cut: false }
    }

    /// The place of a metric.
    pub fn metric(&self, name: &str) -> Option<usize> {
        self.metrics.iter().position(|metric| metric.name == name)
    }
}

/// All metrics, in the order in which they are written.
fn metrics() -> Vec<Metric> {
    let fields = Scores::default().fields();
    let metric = |field: &crate::metrics::Field| Metric {
        name: field.name.to_owned(),
        is_count: matches!(field.value, Value::Count(_)),
    };
    fields.iter().map(metric).collect()
}

fn row(run: Run, scores: &Scores) -> ScoreRow {
    ScoreRow { run, values: scores.fields().iter().map(|field| Some(field.value.number())).collect() }
}

/// The events of everything that was evaluated, as a list.
pub fn event_list(outcome: Outcome) -> EventList {
    let mut list = EventList { is_cut: outcome.is_cut, ..EventList::default() };
    let Outcome { sequences, trackers, .. } = outcome;
    for tracker in trackers {
        for (sequence, evaluated) in sequences.iter().zip(tracker.sequences) {
            for class in evaluated.classes {
                list.run_of.extend(class.events.iter().map(|_| list.runs.len() as u32));
                list.events.extend(class.events);
                list.runs.push(Run {
                    tracker: tracker.tracker.name.clone(),
                    sequence: sequence.name.clone(),
                    class: class.name,
                    truth: Some(sequence.truth.clone()),
                    truth_member: sequence.member.clone(),
                    result: evaluated.result.clone(),
                    member: evaluated.member.clone(),
                });
            }
        }
    }
    list
}
