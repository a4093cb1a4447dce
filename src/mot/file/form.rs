//! Where the lines of a file begin, and how they are read.

use std::path::Path;
use std::sync::Arc;

use crate::mot::columns::{
    self, ColumnMap, ColumnSample, FrameSource, Question, Reading, Recognised, Roles, TimeTable,
};
use crate::mot::error::OpenReason;
use crate::mot::file_bytes::{self, FileBytes};
use crate::mot::format::Format;
use crate::mot::index;
use crate::mot::line;
use crate::mot::line_reader::LineReader;
use crate::mot::progress::Progress;

/// How many bytes are searched for the lines that the format is guessed from. A file may begin with long comments.
const GUESS: usize = 256 << 20;

/// How often a search for moments checks whether it is cancelled, in lines.
const CHECKED: usize = 1 << 12;

/// What the user states about a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Stated {
    pub(super) format: Option<Format>,
    pub(super) columns: Option<Roles>,
    pub(super) size: Option<(u32, u32)>,
}

/// How the lines of a file are read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Form {
    /// Where the first line begins, in bytes.
    pub(super) start: usize,
    pub(super) format: Format,
    /// Whether two tabs have an empty field between them, in rows of `MOTChallenge`.
    pub(super) has_tabs: bool,
    /// What the columns mean, if the format does not say it.
    pub(super) map: Option<Arc<ColumnMap>>,
    /// Why the rows may be read wrongly, if nothing was stated.
    pub(super) doubt: Option<Arc<str>>,
}

impl Form {
    /// Checks that the bytes are text that can be indexed, and finds out how they are read: as stated, or else as they look.
    pub(super) fn of(bytes: &FileBytes, stated: &Stated, path: &Path) -> Result<Self, OpenReason> {
        if bytes.len() as u64 > index::MAX_BYTES {
            return Err(OpenReason::TooLarge);
        }
        if let Some(what) = file_bytes::not_text(bytes) {
            return Err(OpenReason::NotText(what));
        }
        let start = file_bytes::byte_order_mark(bytes);
        let sure = |reading| Recognised { reading, doubt: None };
        let Recognised { reading, doubt } = match stated {
            Stated { format: Some(Format::Mot), columns: None, .. } => {
                sure(columns::in_order_of_motchallenge(head(bytes, start)))
            }
            Stated { format: Some(format), columns: None, .. } if *format != Format::Table => {
                sure(Reading::Rows(*format))
            }
            _ => looks_like(bytes, start, stated, path),
        };
        let plain = Self { start, format: Format::Mot, has_tabs: false, map: None, doubt: doubt.map(Arc::from) };
        match reading {
            Reading::Rows(Format::Mots) => Err(OpenReason::NotMots),
            Reading::Rows(format) => Ok(Self { format, ..plain }),
            Reading::Tabs => Ok(Self { has_tabs: true, ..plain }),
            Reading::Table(map) => Ok(Self { format: Format::Table, map: Some(Arc::new(map)), ..plain }),
            Reading::Other(other) => {
                let columns = if other.may_have_columns() { column_samples(bytes, start, stated) } else { Vec::new() };
                Err(OpenReason::Other(other, columns.into()))
            }
        }
    }

    /// The form of text that was written here, in this format.
    pub(super) fn of_format(bytes: &FileBytes, format: Format) -> Result<Self, OpenReason> {
        if bytes.len() as u64 > index::MAX_BYTES {
            return Err(OpenReason::TooLarge);
        }
        Ok(Self { start: 0, format, has_tabs: false, map: None, doubt: None })
    }

    /// The reader of the lines. `None` if cancelled.
    pub(super) fn reader(&self, bytes: &FileBytes, progress: &Progress) -> Option<LineReader> {
        let Some(map) = &self.map else {
            let reader = if self.has_tabs { LineReader::with_tabs() } else { LineReader::new(self.format) };
            return Some(reader.with_doubt(self.doubt.clone()));
        };
        let times = if self.needs_all() { Some(times(&bytes[self.start..], map, progress)?) } else { None };
        Some(LineReader::by_map(Arc::clone(map), times).with_doubt(self.doubt.clone()))
    }

    /// Whether the frame of each row depends on all other rows.
    pub(super) fn needs_all(&self) -> bool {
        self.map.as_ref().is_some_and(|map| matches!(map.frame_source(), FrameSource::Time(_)))
    }
}

/// How the lines that begin at `start` look.
fn looks_like(bytes: &FileBytes, start: usize, stated: &Stated, path: &Path) -> Recognised {
    let question = Question { path, roles: stated.columns.as_ref(), size: stated.size };
    columns::recognise(head(bytes, start), &question)
}

/// The first columns of the text whose lines begin at `start`.
pub(super) fn column_samples(bytes: &FileBytes, start: usize, stated: &Stated) -> Vec<ColumnSample> {
    columns::column_samples(head(bytes, start), stated.columns.as_ref())
}

/// The text that the form is guessed from.
fn head(bytes: &FileBytes, start: usize) -> &[u8] {
    &bytes[start..bytes.len().min(start + GUESS)]
}

/// The format that lines look like, whatever is stated.
pub(super) fn guess_format(bytes: &FileBytes, start: usize, path: &Path) -> Format {
    match looks_like(bytes, start, &Stated::default(), path).reading {
        Reading::Rows(format) => format,
        Reading::Table(_) => Format::Table,
        Reading::Tabs | Reading::Other(_) => Format::Mot,
    }
}

/// The distinct moments of all lines. `None` if cancelled.
fn times(text: &[u8], map: &ColumnMap, progress: &Progress) -> Option<TimeTable> {
    let mut times = TimeTable::default();
    for (number, (_, text)) in line::lines(text).enumerate() {
        if let Some(moment) = columns::moment_of_line(map, text) {
            times.add(moment);
        }
        if number.is_multiple_of(CHECKED) && progress.is_cancelled() {
            return None;
        }
    }
    times.finish();
    Some(times)
}
