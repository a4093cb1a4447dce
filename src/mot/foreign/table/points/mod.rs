//! Tables of points without boxes: tracks of animals and cells, and key points of bodies. A point is a row without width and
//! height. A key point has the name of its body part as class.
//!
//! Sources: the writers of idtracker.ai (`trajectories_tidy.csv`: `frame`, `time`, `individual`, `x`, `y`; `trajectories.csv`:
//! a time and `x1`, `y1`, `x2`, `y2`, … for all animals), of SLEAP (`sleap-io`: `frame_idx`, and `x` and `y` for each node),
//! of `DeepLabCut` (three or four rows of header: `scorer`, `individuals`, `bodyparts`, `coords`), of btrack (`ID`, `t`, `x`,
//! `y`, `parent`, `root`) and of `TrackMate` (`POSITION_X`, `POSITION_Y`).

mod columns;
mod deeplabcut;
mod recognise;
mod record;

use csv::{ByteRecord, ReaderBuilder};

use self::columns::{FrameOf, IdOf, PointTable};
use self::recognise::{Program, recognised};
use self::record::{field, is_absent, whole};
use crate::mot::columns::number_in_name;
use crate::mot::foreign::found_box::{FoundBox, FoundClass, FoundId};
use crate::mot::foreign::kind::SourceKind;
use crate::mot::foreign::problem::DocumentProblem;
use crate::mot::foreign::reader::Reader;
use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::number;
use crate::mot::row::{MAX_FRAME, excerpt};

/// The first rows of a table that are kept, to find out its columns.
const HEAD_ROWS: usize = 5;

/// Reads tables of points.
pub(in crate::mot::foreign) struct PointsReader;

impl Reader for PointsReader {
    fn recognises(&self, text: &[u8]) -> bool {
        recognised(text).is_some()
    }

    fn kind(&self) -> SourceKind {
        SourceKind { name: "points", title: "a table of points" }
    }

    fn read(&self, text: &[u8], _: Option<&str>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        let Some((program, separator)) = recognised(text) else { return Ok(()) };
        let title = program.title();
        out.set_kind(SourceKind { name: "points", title });
        out.set_points();
        let mut records = ReaderBuilder::new().flexible(true).has_headers(false).delimiter(separator).from_reader(text);
        let (mut head, mut table): (Vec<ByteRecord>, Option<PointTable>) = (Vec::new(), None);
        let mut record = ByteRecord::new();
        let mut rows = 0_u64;
        loop {
            let is_there = records.read_byte_record(&mut record).map_err(|error| {
                let line = error.position().map_or(1, csv::Position::line);
                out.damaged((line, 1), &error.to_string())
            })?;
            if is_there && table.is_none() {
                head.push(record.clone());
                if head.len() < HEAD_ROWS {
                    continue;
                }
            }
            // The columns are known after the first rows, or at the end of a shorter table.
            if table.is_none() {
                let found = match program {
                    Program::DeepLabCut => deeplabcut::table(&head),
                    program => PointTable::of(program, &head),
                };
                let failed = |what: &str| DocumentProblem::NoBoxes { title, what: what.to_owned() };
                let found = found.map_err(|what| out.fail(failed(what).into()))?;
                found.remarks.iter().for_each(|remark| out.remark(remark.clone()));
                for record in head.iter().skip(found.header_rows) {
                    points_of(&found, record, rows, out)?;
                    rows += 1;
                }
                table = Some(found);
            } else if is_there && let Some(table) = &table {
                points_of(table, &record, rows, out)?;
                rows += 1;
            }
            if !is_there {
                return Ok(());
            }
        }
    }
}

/// Hands the points of a row to `out`. `number` is the number of the row after the header, from 0.
fn points_of(table: &PointTable, record: &ByteRecord, number: u64, out: &mut BoxSink<'_>) -> Result<(), Halted> {
    let line = record.position().map_or(0, csv::Position::line);
    out.check_cancelled()?;
    let frame = match frame_of(table, record, number) {
        Ok(frame) => frame,
        Err(why) => {
            out.reject(None, || format!("line {line}: {why}"));
            return Ok(());
        }
    };
    for animal in &table.animals {
        let id = match &animal.id {
            IdOf::None => FoundId::None,
            IdOf::Number(number) => FoundId::Number(*number),
            IdOf::Text(text) => FoundId::Text(text),
            IdOf::Column(column) => id_of(field(record, *column)),
        };
        for point in &animal.points {
            let (x, y) = (field(record, point.x), field(record, point.y));
            // A point that is out of sight has no place.
            if is_absent(x) && is_absent(y) {
                continue;
            }
            let place = [x, y].map(|side| number::parse(side).filter(|side| side.is_finite()));
            let [Some(left), Some(top)] = place else {
                out.reject(Some(frame), || format!("line {line}: bad point: x is {}, y is {}", excerpt(x), excerpt(y)));
                continue;
            };
            let confidence = point.score.and_then(|column| number::parse(field(record, column)));
            let name = point.name.as_deref().or_else(|| std::str::from_utf8(field(record, point.name_column?)).ok());
            let class = name.filter(|name| !name.is_empty()).map_or(FoundClass::None, FoundClass::Name);
            let found = FoundBox { frame, id, left, top, confidence, class, ..FoundBox::default() };
            out.push(&found, || format!("line {line}"))?;
        }
    }
    Ok(())
}

/// The frame of a row.
fn frame_of(table: &PointTable, record: &ByteRecord, number: u64) -> Result<u32, String> {
    let (text, frame) = match &table.frame {
        FrameOf::Row => (&[][..], u32::try_from(number).ok()),
        FrameOf::Column(column) => (field(record, *column), whole(field(record, *column))),
        // The name of a picture is in the last of these columns that has anything.
        FrameOf::Name(columns) => {
            let name = (0..*columns).rev().map(|column| field(record, column)).find(|name| !name.is_empty());
            let name = name.unwrap_or_default();
            (name, whole(name).or_else(|| number_in_name(name)))
        }
    };
    let frame = frame.filter(|frame| *frame <= MAX_FRAME);
    frame.ok_or_else(|| format!("bad frame: frame is {}", excerpt(text)))
}

/// An identity in a field. Pandas writes whole numbers with `.0` where some are missing.
fn id_of(text: &[u8]) -> FoundId<'_> {
    let Ok(text) = std::str::from_utf8(text) else { return FoundId::None };
    let text =
        text.strip_suffix(".0").filter(|whole| whole.bytes().all(|digit| digit.is_ascii_digit())).unwrap_or(text);
    if is_absent(text.as_bytes()) || text.starts_with('-') { FoundId::None } else { FoundId::Text(text) }
}
