//! Reads a list of events.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use csv::StringRecord;
use rustc_hash::FxHashMap;

use super::error::EventListError;
use super::list::{EventList, MAX_EVENTS};
use super::run::Run;
use super::write::COLUMNS;
use crate::metrics::events::{Cost, Event, EventKind, Repair};
use crate::shown::{printable, unescaped};

/// The largest file that is read.
const MAX_BYTES: u64 = 1 << 30;
/// The longest field, in bytes. Paths are shorter, and names are shown.
const MAX_FIELD: usize = 4096;
/// The columns that a list must have.
const NEEDED: [&str; 2] = ["kind", "first_frame"];

impl EventList {
    /// Whether a text that begins like this is a list of events: its first line names the columns that a list needs.
    pub fn is_begun_by(text: &[u8]) -> bool {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let line = text.split(|&byte| byte == b'\n' || byte == b'\r').next().unwrap_or_default();
        let names: Vec<&[u8]> = line.split(|&byte| byte == b',').map(<[u8]>::trim_ascii).collect();
        NEEDED.iter().all(|needed| names.contains(&needed.as_bytes()))
    }

    /// Whether the file at this path is a list of events, as its first line tells. `false` if it cannot be read.
    pub fn is_at(path: &Path) -> bool {
        let mut begin = Vec::new();
        let read = File::open(path).and_then(|file| file.take(4096).read_to_end(&mut begin));
        read.is_ok() && Self::is_begun_by(&begin)
    }

    /// Reads a list. Files that it names are relative to its folder. `go_on` is asked again and again whether to go on.
    ///
    /// # Errors
    /// If the file cannot be read, if a line is no event, or if `go_on` says no.
    pub fn read(path: &Path, go_on: &dyn Fn() -> bool) -> Result<Self, EventListError> {
        let failed = |error: io::Error| EventListError::Io { path: path.to_owned(), error };
        let file = File::open(path).map_err(failed)?;
        let bytes = file.metadata().map_err(failed)?.len();
        if bytes > MAX_BYTES {
            return Err(EventListError::TooLarge { path: path.to_owned(), bytes, limit: MAX_BYTES });
        }
        // The file may grow meanwhile.
        Self::read_from(file.take(MAX_BYTES), path, go_on)
    }

    /// Reads a list. `path` is named in errors.
    fn read_from(from: impl io::Read, path: &Path, go_on: &dyn Fn() -> bool) -> Result<Self, EventListError> {
        let at = |line: u64, reason: String| EventListError::Line { path: path.to_owned(), line, reason };
        let of_csv = |error: csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            match error.into_kind() {
                csv::ErrorKind::Io(error) => EventListError::Io { path: path.to_owned(), error },
                csv::ErrorKind::Utf8 { .. } => at(line, "it is not UTF-8".to_owned()),
                _ => at(line, "it cannot be read as CSV".to_owned()),
            }
        };
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(from);
        let columns = Columns::of(reader.headers().map_err(of_csv)?).map_err(|reason| at(1, reason))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut list = Self::default();
        let mut known: FxHashMap<Run, u32> = FxHashMap::default();
        let mut record = StringRecord::new();
        while reader.read_record(&mut record).map_err(of_csv)? {
            if list.events.len() == MAX_EVENTS {
                list.is_cut = true;
                break;
            }
            if list.events.len().is_multiple_of(1024) && !go_on() {
                return Err(EventListError::Cancelled);
            }
            if let Some(reason) = long_field(&record) {
                return Err(at(record.position().map_or(0, csv::Position::line), reason));
            }
            let row = Row { columns: &columns, record: &record };
            let line = record.position().map_or(0, csv::Position::line);
            let event = row.event().map_err(|reason| at(line, reason))?;
            let run = row.run(folder);
            let place = *known.entry(run).or_insert_with_key(|run| {
                list.runs.push(run.clone());
                list.runs.len() as u32 - 1
            });
            list.events.push(event);
            list.run_of.push(place);
        }
        Ok(list)
    }
}

/// Says that a field is too long, if one is.
pub(crate) fn long_field(record: &StringRecord) -> Option<String> {
    let bytes = record.iter().map(str::len).find(|bytes| *bytes > MAX_FIELD)?;
    Some(format!("a field has {bytes} bytes: the most are {MAX_FIELD}"))
}

/// Where each column of [`COLUMNS`] is in a file.
struct Columns([Option<usize>; COLUMNS.len()]);

impl Columns {
    fn of(header: &StringRecord) -> Result<Self, String> {
        let place = |name: &str| header.iter().position(|own| own.trim_start_matches('\u{feff}') == name);
        if let Some(missing) = NEEDED.into_iter().find(|name| place(name).is_none()) {
            return Err(format!("a list of events needs a column \"{missing}\""));
        }
        Ok(Self(COLUMNS.map(place)))
    }
}

/// A line of a list.
struct Row<'a> {
    columns: &'a Columns,
    record: &'a StringRecord,
}

impl Row<'_> {
    /// A field. Empty if the file does not have it.
    fn text(&self, name: &str) -> &str {
        let column = COLUMNS.iter().position(|column| *column == name).and_then(|at| self.columns.0[at]);
        column.and_then(|column| self.record.get(column)).unwrap_or_default()
    }

    /// A field as a number. `None` if it is empty.
    fn number<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, String> {
        let text = self.text(name);
        let wrong = || format!("\"{}\" is no value of the column {name}", printable(text));
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| wrong()) }
    }

    fn event(&self) -> Result<Event, String> {
        let name = self.text("kind");
        let kind = EventKind::ALL.into_iter().find(|kind| kind.name() == name);
        let kind = kind.ok_or_else(|| {
            let kinds = EventKind::ALL.map(EventKind::name).join(", ");
            format!("\"{}\" is no kind of event; there are {kinds}", printable(name))
        })?;
        let first = self.number("first_frame")?.ok_or("the column first_frame is empty")?;
        let mut place = [0.0; 4];
        for (side, name) in place.iter_mut().zip(["left", "top", "width", "height"]) {
            *side = self.number(name)?.filter(|side: &f64| side.is_finite()).unwrap_or_default();
        }
        let mota = self.number("mota_points")?.filter(|points: &f64| points.is_finite()).unwrap_or_default();
        Ok(Event {
            kind,
            first,
            last: self.number("last_frame")?.unwrap_or(first).max(first),
            boxes: self.number("boxes")?.unwrap_or(1),
            truth: self.number("truth")?,
            other_truth: self.number("other_truth")?,
            from: self.number("from")?,
            to: self.number("to")?,
            lost: self.number("lost")?.unwrap_or_default(),
            place,
            cost: Cost { mota, identity: self.number("idtp")? },
            repair: Repair::Nothing,
        })
    }

    /// What was evaluated. Files are relative to this folder.
    fn run(&self, folder: &Path) -> Run {
        let text = |name: &str| self.text(name).to_owned();
        let some = |text: String| (!text.is_empty()).then(|| unescaped(&text));
        let file = |name: &str| some(text(name)).map(|file| folder.join(PathBuf::from(file)));
        Run {
            tracker: text("tracker"),
            sequence: text("sequence"),
            class: text("class"),
            truth: file("truth_file"),
            result: file("result_file"),
            member: some(text("result_member")),
            truth_member: some(text("truth_member")),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::metrics::event_list::EventWriter;

    fn read(text: &str) -> Result<EventList, String> {
        EventList::read_from(text.as_bytes(), Path::new("/data/e.csv"), &|| true).map_err(|error| error.to_string())
    }

    fn event(kind: EventKind, first: u32) -> Event {
        Event {
            kind,
            first,
            last: first + 3,
            boxes: 4,
            truth: Some(23),
            other_truth: None,
            from: Some(u64::MAX),
            to: Some(0),
            lost: 2,
            place: [-1.5, 2.0, 30.25, 40.0],
            cost: Cost { mota: -0.125, identity: (first > 5).then_some(-7) },
            repair: Repair::Nothing,
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let run = |sequence: &str, truth: &str| Run {
            tracker: "A, \"the best\"".to_owned(),
            sequence: sequence.to_owned(),
            class: "pedestrian".to_owned(),
            truth: Some(PathBuf::from(truth)),
            truth_member: Some("g/02\u{1b}.txt".to_owned()),
            result: Some(PathBuf::from("/elsewhere/r.zip")),
            member: Some("x/02.txt".to_owned()),
        };
        let runs = vec![run("02", "/data/02/gt/gt.txt"), run("04", "/data/04/gt/gt.txt")];
        let events =
            [(0, event(EventKind::Switch, 5)), (1, event(EventKind::LooseBox, 6)), (0, event(EventKind::Swap, 7))];
        let mut text = Vec::new();
        let mut writer = EventWriter::new(&mut text, Some(Path::new("/data"))).unwrap();
        for (run, event) in &events {
            writer.write(&runs[*run], event).unwrap();
        }
        writer.finish().unwrap();
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains(",02/gt/gt.txt,/elsewhere/r.zip,x/02.txt,g/02\\u001b.txt"), "{text}");
        assert!(EventList::is_begun_by(text.as_bytes()));
        let list = read(&text).unwrap();
        assert_eq!(list.runs, runs);
        let (run_of, events): (Vec<u32>, Vec<Event>) =
            events.into_iter().map(|(run, event)| (run as u32, event)).unzip();
        assert_eq!((list.run_of, list.events), (run_of, events));
    }

    #[test]
    fn a_list_needs_a_kind_and_a_frame_and_says_which_line_is_wrong() {
        let list = read("first_frame,note,kind\n 7 ,x, switch \n").unwrap();
        let event = &list.events[0];
        assert_eq!((event.kind, event.first, event.last, event.truth), (EventKind::Switch, 7, 7, None));
        assert_eq!(list.runs, [Run::default()]);
        for (text, reason) in [
            ("frame,kind\n1,switch\n", "line 1: a list of events needs a column \"first_frame\""),
            ("kind,first_frame\nswitch,1\nswich,2\n", "line 3: \"swich\" is no kind of event"),
            ("kind,first_frame\nswitch,\n", "line 2: the column first_frame is empty"),
            ("kind,first_frame,truth\nswitch,1,-4\n", "line 2: \"-4\" is no value of the column truth"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.starts_with("/data/e.csv: ") && error.contains(reason), "{error}");
        }
        let long = "x".repeat(MAX_FIELD + 1);
        let error = read(&format!("kind,first_frame,tracker\nswitch,1,{long}\n")).unwrap_err();
        assert_eq!(error, "/data/e.csv: line 2: a field has 4097 bytes: the most are 4096");
        assert!(!EventList::is_begun_by(b"1,2,3,4,5,6\n") && !EventList::is_begun_by(b"kind,frame\n"));
    }

    #[test]
    fn reading_ends_when_it_is_cancelled() {
        let read = EventList::read_from(&b"kind,first_frame\nswitch,1\n"[..], Path::new("e.csv"), &|| false);
        assert!(matches!(read, Err(EventListError::Cancelled)));
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut text = b"kind,first_frame,left,truth_file\n".to_vec();
            text.extend(&bytes);
            for text in [&bytes, &text] {
                let _ = EventList::read_from(&text[..], Path::new("e.csv"), &|| true);
                let _ = EventList::is_begun_by(text);
            }
        }
    }
}
