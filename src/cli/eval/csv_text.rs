//! `--csv` and `--events`: metrics and events as tables.

use std::io;

use super::outcome::Outcome;
use crate::metrics::Value;

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

/// The columns of events.
const EVENT_COLUMNS: [&str; 18] = [
    "tracker",
    "sequence",
    "class",
    "kind",
    "first_frame",
    "last_frame",
    "boxes",
    "truth",
    "other_truth",
    "from",
    "to",
    "lost",
    "left",
    "top",
    "width",
    "height",
    "mota_points",
    "idtp",
];

/// All events: a row for each, by tracker, sequence and frame.
pub(super) fn events(outcome: &Outcome, into: impl io::Write) -> csv::Result<()> {
    let mut writer = csv::Writer::from_writer(into);
    writer.write_record(EVENT_COLUMNS)?;
    for tracker in &outcome.trackers {
        for (sequence, classes) in outcome.sequences.iter().zip(&tracker.sequences) {
            for (class, event) in classes.iter().flat_map(|class| class.events.iter().map(move |event| (class, event)))
            {
                let id = |id: Option<u64>| id.map(|id| id.to_string()).unwrap_or_default();
                let [left, top, width, height] = event.place.map(|side| side.to_string());
                writer.write_record([
                    tracker.name().to_owned(),
                    sequence.name.clone(),
                    class.name.clone(),
                    event.kind.name().to_owned(),
                    event.first.to_string(),
                    event.last.to_string(),
                    event.boxes.to_string(),
                    id(event.truth),
                    id(event.other_truth),
                    id(event.from),
                    id(event.to),
                    event.lost.to_string(),
                    left,
                    top,
                    width,
                    height,
                    event.cost.mota.to_string(),
                    event.cost.identity.map(|gain| gain.to_string()).unwrap_or_default(),
                ])?;
            }
        }
    }
    writer.flush().map_err(csv::Error::from)
}
