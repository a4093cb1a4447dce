//! `--events`: events as a table.

use std::io;
use std::path::Path;

use crate::data_set::Outcome;
use crate::metrics::event_list::EventWriter;

/// All events: a row for each, by tracker, sequence and frame. `path` is where the list will be.
pub(super) fn write(outcome: &Outcome, path: &Path, into: impl io::Write) -> csv::Result<()> {
    let mut writer = EventWriter::new(into, path.parent())?;
    for tracker in &outcome.trackers {
        for (sequence, evaluated) in outcome.sequences.iter().zip(&tracker.sequences) {
            for class in &evaluated.classes {
                let run = Outcome::run(tracker, sequence, evaluated, &class.name);
                class.events.iter().try_for_each(|event| writer.write(&run, event))?;
            }
        }
    }
    writer.finish().map_err(csv::Error::from)
}
