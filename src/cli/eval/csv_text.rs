//! `--csv` and `--events`: metrics and events as tables.

use std::io;

use super::outcome::Outcome;
use crate::metrics::Value;
use crate::metrics::events::{EventRow, write_csv};

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
            writer.write_record([tracker.name.clone(), line.sequence, line.class].into_iter().chain(values))?;
        }
    }
    writer.flush().map_err(csv::Error::from)
}

/// All events: a row for each, by tracker, sequence and frame.
pub(super) fn events(outcome: &Outcome, into: impl io::Write) -> io::Result<()> {
    let mut rows = Vec::new();
    for tracker in &outcome.trackers {
        for (sequence, classes) in outcome.sequences.iter().zip(&tracker.sequences) {
            for class in classes {
                rows.extend(class.events.iter().map(|event| EventRow {
                    tracker: &tracker.name,
                    sequence: &sequence.name,
                    class: &class.name,
                    event,
                }));
            }
        }
    }
    write_csv(rows, into)
}
