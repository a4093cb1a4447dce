//! Events as CSV: a header, then a row for each event.

use std::io;

use super::event::Event;

/// The names of the columns.
const COLUMNS: [&str; 18] = [
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

/// An event, and what it belongs to.
#[derive(Clone, Copy, Debug)]
pub struct EventRow<'a> {
    /// The name of the tracker.
    pub tracker: &'a str,
    /// The name of the sequence.
    pub sequence: &'a str,
    /// The name of the class.
    pub class: &'a str,
    /// The event.
    pub event: &'a Event,
}

/// Writes events as CSV.
///
/// # Errors
/// If `into` cannot be written.
pub fn write_csv<'a>(rows: impl IntoIterator<Item = EventRow<'a>>, into: impl io::Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(into);
    writer.write_record(COLUMNS)?;
    for EventRow { tracker, sequence, class, event } in rows {
        let id = |id: Option<u64>| id.map(|id| id.to_string()).unwrap_or_default();
        let [left, top, width, height] = event.place.map(|side| side.to_string());
        writer.write_record([
            tracker,
            sequence,
            class,
            event.kind.name(),
            &event.first.to_string(),
            &event.last.to_string(),
            &event.boxes.to_string(),
            &id(event.truth),
            &id(event.other_truth),
            &id(event.from),
            &id(event.to),
            &event.lost.to_string(),
            &left,
            &top,
            &width,
            &height,
            &event.cost.mota.to_string(),
            &event.cost.identity.map(|gain| gain.to_string()).unwrap_or_default(),
        ])?;
    }
    writer.flush()
}
