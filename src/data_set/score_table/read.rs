//! Reads a table of scores.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use csv::StringRecord;
use thiserror::Error;

use super::{FILES, Metric, NAMES, ScoreRow, ScoreTable, metrics};
use crate::metrics::event_list::{Run, long_field};
use crate::shown::{ShowPath as _, printable, unescaped};

/// How much of a file is read, in bytes.
const MAX_BYTES: u64 = 64 << 20;
/// The most rows that are kept.
const MAX_ROWS: usize = 20_000;

/// Why a table of scores cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ScoreTableError {
    /// The file cannot be read.
    #[error("{}: {error}", .path.shown())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// A line cannot be read.
    #[error("{}: line {line}: {reason}", .path.shown())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// Why.
        reason: String,
    },
}

impl ScoreTable {
    /// Whether the file at this path is a table of scores, as its first line tells: it names sequence, tracker and a metric.
    /// `false` if it cannot be read.
    pub fn is_at(path: &Path) -> bool {
        let mut begin = Vec::new();
        let read = File::open(path).and_then(|file| file.take(4096).read_to_end(&mut begin));
        read.is_ok() && is_begun_by(&begin)
    }

    /// Reads a table. Files that it names are relative to its folder. Rows beyond a limit are left out, whole ones only.
    ///
    /// # Errors
    /// If the file cannot be read, or if a value is no number.
    pub fn read(path: &Path) -> Result<Self, ScoreTableError> {
        let failed = |error: io::Error| ScoreTableError::Io { path: path.to_owned(), error };
        let file = File::open(path).map_err(failed)?;
        let is_longer = file.metadata().map_err(failed)?.len() > MAX_BYTES;
        Self::read_from(file.take(MAX_BYTES), path, if is_longer { MAX_BYTES } else { u64::MAX })
    }

    /// Reads a table. `path` is named in errors. If the text is the beginning of a longer one, `cut` is its length in bytes.
    fn read_from(from: impl io::Read, path: &Path, cut: u64) -> Result<Self, ScoreTableError> {
        let at = |line: u64, reason: String| ScoreTableError::Line { path: path.to_owned(), line, reason };
        let of_csv = |error: csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            match error.into_kind() {
                csv::ErrorKind::Io(error) => ScoreTableError::Io { path: path.to_owned(), error },
                csv::ErrorKind::Utf8 { .. } => at(line, "it is not UTF-8".to_owned()),
                _ => at(line, "it cannot be read as CSV".to_owned()),
            }
        };
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).from_reader(from);
        let header = reader.headers().map_err(of_csv)?.clone();
        let place = |name: &str| header.iter().position(|own| own.trim_start_matches('\u{feff}') == name);
        let columns: Vec<(Metric, usize)> =
            metrics().into_iter().filter_map(|metric| place(&metric.name).map(|at| (metric, at))).collect();
        let (names, files) = (NAMES.map(place), FILES.map(place));
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut table = Self { metrics: columns.iter().map(|(metric, _)| metric.clone()).collect(), ..Self::default() };
        let mut record = StringRecord::new();
        loop {
            let read = reader.read_record(&mut record);
            // The row in which the text is cut may lack digits, and not only fields.
            if reader.position().byte() >= cut || table.rows.len() == MAX_ROWS && matches!(read, Ok(true)) {
                table.is_cut = true;
                break;
            }
            if !read.map_err(of_csv)? {
                break;
            }
            let line = record.position().map_or(0, csv::Position::line);
            if let Some(reason) = long_field(&record) {
                return Err(at(line, reason));
            }
            let values = columns.iter().map(|(metric, at)| value(&record, *at, &metric.name));
            let values = values.collect::<Result<Vec<_>, _>>().map_err(|reason| at(line, reason))?;
            table.rows.push(ScoreRow { run: run(&record, names, files, folder), values });
        }
        Ok(table)
    }
}

/// Whether a text that begins like this is a table of scores.
fn is_begun_by(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let line = text.split(|&byte| byte == b'\n' || byte == b'\r').next().unwrap_or_default();
    let names: Vec<&[u8]> = line.split(|&byte| byte == b',').map(<[u8]>::trim_ascii).collect();
    let has = |name: &str| names.contains(&name.as_bytes());
    has("tracker") && has("sequence") && metrics().iter().any(|metric| has(&metric.name))
}

/// A value. `None` if the field is empty.
fn value(record: &StringRecord, at: usize, name: &str) -> Result<Option<f64>, String> {
    let text = record.get(at).unwrap_or_default();
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.parse().ok().filter(|value: &f64| value.is_finite() || text.eq_ignore_ascii_case("nan"));
    number.map(Some).ok_or_else(|| format!("\"{}\" is no value of the column {name}", printable(text)))
}

/// What a row is of. Files are relative to this folder.
fn run(record: &StringRecord, names: [Option<usize>; 3], files: [Option<usize>; 4], folder: &Path) -> Run {
    let text = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or_default().to_owned();
    let some = |at: Option<usize>| Some(unescaped(&text(at))).filter(|text| !text.is_empty());
    let file = |at: Option<usize>| some(at).map(|file| folder.join(file));
    let [tracker, sequence, class] = names.map(text);
    Run {
        tracker,
        sequence,
        class,
        truth: file(files[0]),
        truth_member: some(files[1]),
        result: file(files[2]),
        member: some(files[3]),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &[u8]) -> Result<ScoreTable, String> {
        ScoreTable::read_from(text, Path::new("/data/t.csv"), u64::MAX).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_written_is_read() {
        let run = |sequence: &str, is_one: bool| Run {
            tracker: "A, \"the best\"".to_owned(),
            sequence: sequence.to_owned(),
            class: "pedestrian".to_owned(),
            truth: is_one.then(|| PathBuf::from("/data/02/g\u{1b}t.txt")),
            truth_member: None,
            result: is_one.then(|| PathBuf::from("/elsewhere/r.zip")),
            member: is_one.then(|| "x/02.txt".to_owned()),
        };
        let metrics = metrics();
        let values = |seed: f64| -> Vec<Option<f64>> {
            let value = |metric: &Metric| Some(if metric.is_count { 7.0 } else { seed / 3.0 });
            metrics.iter().map(value).collect()
        };
        let rows = [("02", true, 0.25), ("COMBINED", false, -1.0)];
        let rows = rows.map(|(name, is_one, seed)| ScoreRow { run: run(name, is_one), values: values(seed) });
        let table = ScoreTable { metrics: metrics.clone(), rows: rows.to_vec(), is_cut: false };
        let mut text = Vec::new();
        table.write(&mut text).unwrap();
        assert!(is_begun_by(&text) && !text.contains(&0x1b));
        assert_eq!(read(&text).unwrap(), table);
    }

    #[test]
    fn a_table_of_ones_own_opens_with_the_metrics_that_it_has() {
        let table = read(b"note,sequence,tracker,HOTA,IDSW\nx,02,mine,0.5,\n").unwrap();
        assert_eq!(table.metrics.iter().map(|metric| metric.name.as_str()).collect::<Vec<_>>(), ["HOTA", "IDSW"]);
        assert_eq!((table.rows[0].run.sequence.as_str(), &table.rows[0].values[..]), ("02", &[Some(0.5), None][..]));
        let error = read(b"sequence,tracker,HOTA\n02,mine,0.5\n04,mine,high\n").unwrap_err();
        assert_eq!(error, "/data/t.csv: line 3: \"high\" is no value of the column HOTA");
        assert!(!is_begun_by(b"1,2,3,4,5,6\n") && !is_begun_by(b"sequence,tracker,kind\n"));
    }

    #[test]
    fn a_row_in_which_the_text_is_cut_is_left_out() {
        let text = "sequence,tracker,HOTA\n02,mine,0.51\n04,mine,0.6234\n05,mine,0.7\n";
        for cut in text.find("02,").unwrap()..text.len() {
            let table = ScoreTable::read_from(&text.as_bytes()[..cut], Path::new("t.csv"), cut as u64).unwrap();
            let values: Vec<f64> = table.rows.iter().map(|row| row.values[0].unwrap()).collect();
            let whole = text[..cut].matches('\n').count() - 1;
            assert!(table.is_cut && [0.51, 0.6234][..].starts_with(&values), "{values:?}");
            assert!(values.len() + 1 >= whole, "{values:?} of {whole}");
        }
        // Also in the middle of a letter, of a number that would not be one, and in quotes.
        for begun in ["04,n\u{e4}", "04,mine,-", "04,\"mine\n"] {
            let text = format!("sequence,tracker,HOTA\n02,mine,0.51\n{begun}");
            for cut in text.len() - 2..=text.len() {
                let table = ScoreTable::read_from(&text.as_bytes()[..cut], Path::new("t.csv"), cut as u64).unwrap();
                assert_eq!((table.rows.len(), table.is_cut), (1, true), "{begun}");
            }
        }
    }

    #[test]
    fn names_have_a_length_that_can_be_shown() {
        let error = read(format!("sequence,tracker,HOTA\n{},mine,0.5\n", "x".repeat(5000)).as_bytes()).unwrap_err();
        assert_eq!(error, "/data/t.csv: line 2: a field has 5000 bytes: the most are 4096");
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let mut text = b"tracker,sequence,HOTA,IDSW,truth_file\n".to_vec();
            text.extend(&bytes);
            for text in [&bytes, &text] {
                let _ = read(text);
                let _ = is_begun_by(text);
            }
        }
    }
}
