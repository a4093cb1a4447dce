//! One plain line in, one row out, or the reason why not; and what rows of all formats have in common.
//!
//! [`parse`] tries a fast path for lines of plain numbers and falls back to the rules spelt out, which are the
//! reference: both agree on every line.

mod error;
mod fast;
mod stops;

use super::detection::{Columns, Detection, TrackId};
use super::format::Format;
use super::line::{self, Separator};
use super::number;
pub(super) use error::excerpt;
pub use error::{Reason, RowError};
pub(super) use fast::{Brief, brief, row as fast};

/// The largest frame number there is.
pub const MAX_FRAME: u32 = i32::MAX as u32;
/// The largest magnitude of a box's left, top, width and height.
pub const MAX_COORDINATE: f64 = 1e9;
/// The largest id that may be written as a float: above it an `f64` skips whole numbers.
const MAX_FLOAT_ID: u64 = 1 << 53;

/// A line that is a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Column 1.
    pub frame: u32,
    /// All the rest.
    pub detection: Detection,
}

/// Reads the first line of `line`, with or without its line end; `offset` is where it begins in the file.
///
/// # Errors
/// The first reason that applies, in the order of [`Reason`]'s variants.
pub fn parse(line: &[u8], offset: u64) -> Result<Row, RowError> {
    match fast::row(line, offset) {
        Some((frame, detection, _)) => Ok(Row { frame, detection }),
        None => by_the_rules(line::trim(line::first(line)), offset),
    }
}

/// The frame number a line begins with, whether or not the rest of it is a row.
pub fn frame_of(line: &[u8]) -> Option<u32> {
    frame_number(line::first_field(line::trim(line)))
}

fn frame_number(field: &[u8]) -> Option<u32> {
    number::integral(number::parse(field)?, u64::from(MAX_FRAME)).map(|frame| frame as u32)
}

/// Column 2: `Some(None)` is "no identity", `None` is no id at all.
#[allow(clippy::option_option)]
fn identity(field: &[u8]) -> Option<Option<TrackId>> {
    if let Some((negative, magnitude)) = number::exact_integer(field) {
        return match (negative && magnitude > 0, magnitude) {
            (false, id) => Some(Some(TrackId(id))),
            (true, id) => (id <= i64::MIN.unsigned_abs()).then_some(None),
        };
    }
    let value = number::parse(field)?;
    // Digits alone that did not fit 64 bits do not become an id by being read as a float: they exceed 2^53 anyway.
    number::integral(value.abs(), MAX_FLOAT_ID).map(|id| (value >= 0.0).then_some(TrackId(id)))
}

fn by_the_rules(line: &[u8], offset: u64) -> Result<Row, RowError> {
    let (count, mut fields) = line::columns(line, Separator::of(line));
    let (frame, id) = identity_of(Format::Mot, count, &mut fields)?;
    let [left, top, width, height] = coordinates(fields.by_ref(), 3)?;
    let mut detection = Detection { id, left, top, width, height, confidence: None, columns: Columns::new(), offset };
    detection.columns.set_count(u32::try_from(count).unwrap_or(u32::MAX));
    for (column, field) in (7..=Columns::MAX_COLUMNS).zip(fields) {
        match finite(field) {
            Some(value) if column == 7 => detection.confidence = Some(value),
            Some(value) => detection.columns.set(column, value),
            None if column == 8 && number::is_text(field) => detection.columns.set_name(field),
            None => {}
        }
    }
    Ok(Row { frame, detection })
}

/// Columns 1 and 2 of a line of `count` columns, with which a row of any format begins.
pub(super) fn identity_of<'a>(
    format: Format,
    count: usize,
    fields: &mut impl Iterator<Item = &'a [u8]>,
) -> Result<(u32, Option<TrackId>), RowError> {
    if count < format.required() {
        return Err(RowError { reason: Reason::TooFewColumns, column: count as u32 });
    }
    let mut next = || fields.next().unwrap_or_default();
    let frame = frame_number(next()).ok_or(RowError { reason: Reason::BadFrame, column: 1 })?;
    let id = identity(next()).ok_or(RowError { reason: Reason::BadId, column: 2 })?;
    Ok((frame, id))
}

/// The next `N` fields, the first of which is in column `first`, as coordinates.
pub(super) fn coordinates<'a, const N: usize>(
    mut fields: impl Iterator<Item = &'a [u8]>,
    first: u32,
) -> Result<[f64; N], RowError> {
    let fields: [&[u8]; N] = std::array::from_fn(|_| fields.next().unwrap_or_default());
    let values = fields.map(|field| number::parse(field).unwrap_or(f64::NAN));
    let none = |reason, bad: &dyn Fn(usize) -> bool| {
        (0..N).find(|&at| bad(at)).map_or(Ok(()), |at| Err(RowError { reason, column: first + at as u32 }))
    };
    none(Reason::BadBox, &|at| values[at].is_nan() && !number::is_non_finite_word(fields[at]))?;
    none(Reason::NonFiniteBox, &|at| !values[at].is_finite())?;
    none(Reason::BoxOutOfRange, &|at| values[at].abs() > MAX_COORDINATE)?;
    Ok(values)
}

/// What an optional column holds; anything but a finite number is nothing.
pub(super) fn finite(field: &[u8]) -> Option<f64> {
    number::parse(field).filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn reason(line: &str) -> Option<String> {
        parse(line.as_bytes(), 0).err().map(|error| error.describe(line.as_bytes(), Format::Mot))
    }

    proptest! {
        #[test]
        fn the_fast_path_agrees_with_the_rules(
            line in "[ \t\r]{0,1}[0-9]{1,3}(([,; \t]{1,2}-?[0-9e.+a]{1,6}){4,9}|(, ?-?[0-9.]{1,6}){4,9})[,; \r]{0,2}", next in "\n[-0-9,.;e\n]{0,12}",
            is_last in any::<bool>(),
        ) {
            let alone = format!("{:?}", by_the_rules(line::trim(line.as_bytes()), 7));
            prop_assert_eq!(&format!("{:?}", parse(line.as_bytes(), 7)), &alone);
            // What follows in memory has no say.
            let text = if is_last { line.clone() } else { format!("{line}{next}") };
            if let Some((frame, detection, length)) = fast::row(text.as_bytes(), 7) {
                prop_assert_eq!(format!("{:?}", Ok::<_, RowError>(Row { frame, detection })), alone);
                prop_assert_eq!(length, line.len() + usize::from(!is_last));
            }
        }

        #[test]
        fn the_fast_path_takes_the_lines_of_real_files(
            frame in 0..=MAX_FRAME, id in -1_i64.., sides in prop::array::uniform4(-1e9..1e9), confidence in 0.0_f64..1.0,
            separator in prop::sample::select(vec![",", ", ", ";", " ", "\t"]),
        ) {
            let [left, top, width, height] = sides.map(|side: f64| side.to_string());
            let line = [&frame.to_string(), &id.to_string(), &left, &top, &width, &height, &confidence.to_string(), "-1"]
                .join(separator);
            prop_assert!(fast::row(line.as_bytes(), 0).is_some(), "{}", line);
        }
    }

    #[test]
    fn a_line_end_is_no_part_of_the_line() {
        assert_eq!(parse(b"1.0,1,1,1,1,7\n", 0).unwrap().detection.height, 7.0);
        let row = parse(b"1,1,1,1,1,1,1,person\r\n2,2", 0).unwrap().detection;
        assert_eq!(row.columns.class_name().map(|name| &**name), Some("person"));
    }

    #[test]
    fn a_rejected_line_names_its_reason_and_what_it_has_there() {
        for (line, expected) in [
            ("1,2,3", "too few columns: 3 of 6"),
            ("1,2,3,4,5,,,", "too few columns: 5 of 6"),
            ("x,1,2,3,4,5", "bad frame: frame is \"x\""),
            ("1.5,1,2,3,4,5", "bad frame: frame is \"1.5\""),
            ("-1,1,2,3,4,5", "bad frame: frame is \"-1\""),
            ("2147483648,1,2,3,4,5", "bad frame: frame is \"2147483648\""),
            ("1,5.5,2,3,4,5", "bad id: id is \"5.5\""),
            ("1,18446744073709551616,2,3,4,5", "bad id: id is \"18446744073709551616\""),
            ("1,1e17,2,3,4,5", "bad id: id is \"1e17\""),
            ("1,1,,3,4,5", "bad box: left is \"\""),
            ("1,1,2,nan,abc,5", "bad box: width is \"abc\""),
            ("1,1,2,3,-Infinity,5", "non-finite box: width is \"-Infinity\""),
            ("1,1,2,3,4,1e400", "non-finite box: height is \"1e400\""),
            ("1,1,2,1000000000.5,4,5", "box out of range: top is \"1000000000.5\""),
        ] {
            assert_eq!(reason(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn ids_are_exact_and_negative_ones_are_none() {
        for (id, expected) in [
            ("18446744073709551615", Some(u64::MAX)),
            ("9007199254740993", Some(9_007_199_254_740_993)),
            ("3.0", Some(3)),
            ("9007199254740992.0", Some(1 << 53)),
            ("0", Some(0)),
            ("-0", Some(0)),
            ("+4", Some(4)),
            ("1e2", Some(100)),
            ("-1", None),
            ("-2.0", None),
            ("-9223372036854775808", None),
        ] {
            let row = parse(format!("1,{id},2,3,4,5").as_bytes(), 0).unwrap();
            assert_eq!(row.detection.id, expected.map(TrackId), "{id}");
        }
        assert!(parse(b"1,-9223372036854775809,2,3,4,5", 0).is_err());
    }

    #[test]
    fn optional_columns_never_reject() {
        let row = parse(b"1,4,10,20,30,40,high,person,nan,-1,inf,9", 3).unwrap().detection;
        assert_eq!((row.confidence, row.columns.count(), row.offset), (None, 12, 3));
        assert_eq!(row.columns.class_name().map(|name| &**name), Some("person"));
        let columns: Vec<Option<f64>> = (8..=13).map(|column| row.columns.get(column)).collect();
        assert_eq!(columns, [None, None, Some(-1.0), None, Some(9.0), None]);
    }

    #[test]
    fn a_frame_number_may_be_spelt_in_any_way_a_number_can() {
        for line in ["7,1", "7", " 7 1 ", "\"7\";1,2", "7.0,1", "70e-1,1", "+007 x"] {
            assert_eq!(frame_of(line.as_bytes()), Some(7), "{line}");
        }
        for line in ["", "7,1;2", "seven", "7.5,1", "-7,1", "2147483648"] {
            assert_eq!(frame_of(line.as_bytes()), None, "{line}");
        }
    }
}
