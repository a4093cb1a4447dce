//! Reads one line of the MOT format as a row.
//!
//! [`parse`] tries a fast path for lines of plain numbers. All other lines are read by the full rules. On lines that both
//! can read, both give equal rows.

mod error;
mod fast;
mod fields;
mod kitti;
mod limits;
mod oriented;
mod stops;

use super::detection::{Columns, Detection};
use super::format::Format;
use super::line;
use super::number;
pub use error::{RowError, RowReason};
pub(super) use error::{excerpt, limit_of};
pub(super) use fast::{BriefRow, ColumnOrder, brief, brief_in_order, row as fast, row_to_class};
use fields::{coordinates, finite, identity_of};
pub(super) use fields::{frame_number, identity, is_one_line, is_other_negative};
pub(super) use kitti::kitti;
pub use limits::{MAX_COORDINATE, MAX_FRAME};
pub(super) use oriented::oriented;

/// A line that is a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Column 1: the number of the frame.
    pub frame: u32,
    /// All other columns.
    pub detection: Detection,
}

/// Reads the first line of `line`, with or without its line end. The line begins at `offset` in the file, in bytes.
///
/// # Errors
/// If the line is not a row: the first reason that applies, in the order of the variants of [`RowReason`].
pub fn parse(line: &[u8], offset: u64) -> Result<Row, RowError> {
    parse_cut(line, offset, false)
}

/// Reads a line as [`parse`] does. In a file with tabs (`has_tabs`), two tabs have an empty field between them.
pub(super) fn parse_cut(line: &[u8], offset: u64, has_tabs: bool) -> Result<Row, RowError> {
    match fast::row(line, offset) {
        Some((frame, detection, _)) => Ok(Row { frame, detection }),
        None => by_the_rules(line::first(line), offset, has_tabs),
    }
}

/// The frame number at the start of a line, even if the line is not a row.
pub fn frame_of(line: &[u8]) -> Option<u32> {
    frame_of_cut(line, false)
}

/// The frame number at the start of a line. In a file with tabs (`has_tabs`), a tab at the start has an empty field before it.
pub(super) fn frame_of_cut(line: &[u8], has_tabs: bool) -> Option<u32> {
    let (line, separator) = line::cut(line, has_tabs);
    frame_number(line::fields(line, separator).next().unwrap_or_default())
}

/// Reads a line by the full rules.
fn by_the_rules(line: &[u8], offset: u64, has_tabs: bool) -> Result<Row, RowError> {
    let (line, separator) = line::cut(line, has_tabs);
    is_one_line(line)?;
    let (count, mut fields) = line::columns(line, separator);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::detection::TrackId;
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
            let alone = format!("{:?}", by_the_rules(line.as_bytes(), 7, false));
            prop_assert_eq!(&format!("{:?}", parse(line.as_bytes(), 7)), &alone);
            // What follows in memory must not matter.
            let text = if is_last { line.clone() } else { format!("{line}{next}") };
            if let Some((frame, detection, length)) = fast::row(text.as_bytes(), 7) {
                prop_assert_eq!(format!("{:?}", Ok::<_, RowError>(Row { frame, detection })), alone);
                prop_assert_eq!(length, line.len() + usize::from(!is_last));
            }
        }

        #[test]
        fn a_line_is_read_alike_whatever_follows_it(
            line in "[0-9]{1,3}([,; \t]{1,2}-?[0-9.]{1,3}){0,11}[,; \r]{0,2}|[0-9]{1,3}(, -?[0-9.]{1,4}){4,10}[ \r]{0,1}", next in "\n[-0-9,.; \t\n]{64}",
        ) {
            let alone = format!("{:?}", by_the_rules(line.as_bytes(), 7, false));
            let text = format!("{line}{next}");
            if let Some((frame, detection, length)) = fast::row(text.as_bytes(), 7) {
                prop_assert_eq!(format!("{:?}", Ok::<_, RowError>(Row { frame, detection })), alone);
                prop_assert_eq!(length, line.len() + 1);
            }
            // Near the end of the text, the line is split in another way.
            let near = fast::row(format!("{line}\n").as_bytes(), 7);
            prop_assert_eq!(format!("{:?}", fast::row(text.as_bytes(), 7)), format!("{near:?}"));
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
    fn in_a_file_with_tabs_two_tabs_have_an_empty_field_between_them() {
        let row = |line: &str| parse_cut(line.as_bytes(), 0, true).map(|row| row.detection);
        let without_confidence = row("1\t7\t10\t20\t30\t40\t\t3").unwrap();
        assert_eq!((without_confidence.confidence, without_confidence.columns.get(8)), (None, Some(3.0)));
        assert_eq!(row("1\t\t10\t20\t30\t40\t1").unwrap_err().reason, RowReason::BadId);
        assert_eq!(row("\t7\t10\t20\t30\t40\t1").unwrap_err().reason, RowReason::BadFrame);
        assert_eq!(row("1 7  10 20 30 40").unwrap().height, 40.0);
        assert_eq!(frame_of_cut(b"\t7\t10", true), None);
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
            ("1,2,3,4,5,,,", "too few columns: 5 of 6, as the fields behind it are empty"),
            ("1,1,2,3,4,5\r2,1,2,3,4,5", "a carriage return (CR) inside the line: \"1,1,2,3,4,5\\r2,1,2,3,4,5\""),
            ("x,1,2,3,4,5", "bad frame: frame is \"x\""),
            ("1.5,1,2,3,4,5", "bad frame: frame is \"1.5\""),
            ("-1,1,2,3,4,5", "bad frame: frame is \"-1\"; the least frame number is 0"),
            ("2147483648,1,2,3,4,5", "bad frame: frame is \"2147483648\"; the greatest frame number is 2147483647"),
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
            ("9007199254740991.0", Some((1 << 53) - 1)),
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
