//! Writes a list of events.

use std::io;
use std::path::{Path, PathBuf};

use super::run::Run;
use crate::metrics::events::Event;
use crate::shown::{ShowPath as _, shown_text};

/// The columns of a list.
pub(super) const COLUMNS: [&str; 22] = [
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
    "truth_file",
    "result_file",
    "result_member",
    "truth_member",
];

/// Writes a list of events as CSV.
pub struct EventWriter<W: io::Write> {
    writer: csv::Writer<W>,
    folder: Option<PathBuf>,
}

impl<W: io::Write> EventWriter<W> {
    /// Begins a list with its header. `folder` is where the list will be: files inside of it are named relative to it, so that
    /// both can be moved together.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(into: W, folder: Option<&Path>) -> csv::Result<Self> {
        let mut writer = csv::Writer::from_writer(into);
        writer.write_record(COLUMNS)?;
        Ok(Self { writer, folder: folder.map(absolute) })
    }

    /// Writes an event.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&mut self, run: &Run, event: &Event) -> csv::Result<()> {
        let id = |id: Option<u64>| id.map(|id| id.to_string()).unwrap_or_default();
        let file = |path: &Option<PathBuf>| path.as_deref().map(|path| self.named(path)).unwrap_or_default();
        let member = |member: &Option<String>| member.as_deref().map(shown_text).unwrap_or_default();
        let [left, top, width, height] = event.place.map(|side| side.to_string());
        let fields: [String; COLUMNS.len()] = [
            shown_text(&run.tracker),
            shown_text(&run.sequence),
            shown_text(&run.class),
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
            file(&run.truth),
            file(&run.result),
            member(&run.member),
            member(&run.truth_member),
        ];
        self.writer.write_record(fields)
    }

    /// Ends the list.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }

    /// A file as the list names it.
    fn named(&self, path: &Path) -> String {
        let path = absolute(path);
        let inside = self.folder.as_ref().and_then(|folder| path.strip_prefix(folder).ok());
        inside.unwrap_or(&path).shown().to_string()
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
