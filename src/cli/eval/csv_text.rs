//! `--csv` and `--events`: metrics and events as tables.

use std::io;
use std::path::Path;

use crate::data_set::Outcome;
use crate::metrics::Value;
use crate::metrics::event_list::{EventWriter, Run};

/// All metrics: a row for each tracker, sequence and class.
pub(super) fn metrics(outcome: &Outcome, into: impl io::Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(into);
    let mut has_header = false;
    for tracker in &outcome.trackers {
        for line in outcome.lines(tracker) {
            let fields = line.scores.fields();
            if !has_header {
                let names = fields.iter().map(|field| field.name);
                writer.write_record(["tracker", "sequence", "class"].into_iter().chain(names))?;
                has_header = true;
            }
            let values = fields.iter().map(|field| match field.value {
                Value::Count(count) => count.to_string(),
                value => value.number().to_string(),
            });
            writer.write_record([tracker.name().to_owned(), line.sequence, line.class].into_iter().chain(values))?;
        }
    }
    writer.flush().map_err(csv::Error::from)
}

/// All events: a row for each, by tracker, sequence and frame. `path` is where the list will be.
pub(super) fn events(outcome: &Outcome, path: &Path, into: impl io::Write) -> csv::Result<()> {
    let mut writer = EventWriter::new(into, path.parent())?;
    for tracker in &outcome.trackers {
        for (sequence, evaluated) in outcome.sequences.iter().zip(&tracker.sequences) {
            for class in &evaluated.classes {
                let run = Run {
                    tracker: tracker.name().to_owned(),
                    sequence: sequence.name.clone(),
                    class: class.name.clone(),
                    // A list cannot name ground truth inside of an archive.
                    truth: sequence.member.is_none().then(|| sequence.truth.clone()),
                    result: evaluated.result.clone(),
                    member: evaluated.member.clone(),
                };
                class.events.iter().try_for_each(|event| writer.write(&run, event))?;
            }
        }
    }
    writer.finish().map_err(csv::Error::from)
}
