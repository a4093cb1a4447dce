//! Writes rows as text that reads back as equal rows.
//!
//! ```
//! use motscope::mot::{row, write};
//! let read = row::parse(b"1 7 10.0 2e1 30 40 high person 0.5", 0).unwrap();
//! let mut text = Vec::new();
//! write::row(&mut text, read.frame, &read.detection)?;
//! assert_eq!(text, b"1,7,10,20,30,40,nan,person,0.5\n");
//! # std::io::Result::Ok(())
//! ```

use std::borrow::Cow;
use std::io::{self, Write};

use super::detection::Detection;

/// Writes a row of a frame as one line, with its line end.
///
/// The line has as many columns as the row, or as its confidence, class and visibility need, with commas between them. Numbers have the shortest form that reads back as an
/// equal `f64`. Ids are exact, and −1 stands for "no identity". A column without a value is written as `nan`, and so are
/// columns beyond [`MAX_COLUMNS`](super::Columns::MAX_COLUMNS), whose values are not kept. Column 8 is the class: its number,
/// or else its name. A name with a separator or a quote in it is written in double quotes, as CSV has it: quotes in it are
/// written twice.
///
/// [`parse`](super::row::parse) reads the line as an equal row. There are three special cases:
///
/// - A row with an oriented box is written with its corners. It reads back in that [`Format`](super::Format), which must be
///   stated unless the row has 13 columns that are all numbers.
/// - A row of KITTI is written as `left, top, width, height, confidence, class`, with `nan` in all other columns. It reads
///   back as an equal row without its [`KittiFields`](super::KittiFields), unless the class is a number, or the box is wider or higher than
///   [`MAX_COORDINATE`](super::row::MAX_COORDINATE).
/// - A name from `labels.txt` is written as the number that it stands for.
///
/// # Errors
/// Those of `out`.
pub fn row(out: impl Write, frame: u32, detection: &Detection) -> io::Result<()> {
    named_row(out, frame, detection, None)
}

/// Writes a row as [`row`] does, with `class` as the name of its class in place of what it has there.
///
/// # Errors
/// Those of `out`.
pub fn named_row(mut out: impl Write, frame: u32, detection: &Detection, class: Option<&str>) -> io::Result<()> {
    let Detection { left, top, width, height, confidence, columns, .. } = detection;
    let corners = detection.corners().map(|corners| corners.map(|(x, y)| [x, y]));
    let sides = [*left, *top, *width, *height];
    let coordinates = corners.as_ref().map_or(&sides[..], |corners| corners.as_flattened());
    let confidence_column = 3 + coordinates.len() as u32;
    let class_column = confidence_column + 1;
    let own = || columns.class_name().filter(|_| columns.get(class_column).is_none()).map(|name| &**name);
    let name = class.or_else(own);
    // A row of a table can have fewer columns in its file than these: there, they may stand anywhere.
    let holds = [
        (confidence_column, confidence.is_some()),
        (class_column, name.is_some() || columns.get(class_column).is_some()),
        (class_column + 1, columns.get(class_column + 1).is_some()),
    ];
    let least = holds.into_iter().filter(|(_, has)| *has).map(|(column, _)| column).max().unwrap_or(0);
    let count = columns.count().max(least);

    write!(out, "{frame},")?;
    match detection.id {
        Some(id) => write!(out, "{id}")?,
        None => out.write_all(b"-1")?,
    }
    for &coordinate in coordinates {
        out.write_all(b",")?;
        number(&mut out, Some(coordinate))?;
    }
    for column in confidence_column..=count {
        out.write_all(b",")?;
        match name {
            _ if column == confidence_column => number(&mut out, *confidence)?,
            Some(name) if column == class_column => out.write_all(text(name).as_bytes())?,
            _ => number(&mut out, columns.get(column))?,
        }
    }
    out.write_all(b"\n")
}

/// Writes a number so that it reads back as an equal `f64`; `nan` for none.
fn number(out: &mut impl Write, value: Option<f64>) -> io::Result<()> {
    match value {
        // Without an exponent, very large and very small numbers would have hundreds of zeros.
        Some(value) if value != 0.0 && !(1e-5..1e16).contains(&value.abs()) => write!(out, "{value:e}"),
        Some(value) => write!(out, "{value}"),
        None => out.write_all(b"nan"),
    }
}

/// Powers of ten for numbers with few decimals.
const FEW_DECIMALS: [f64; 7] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];

/// Appends a whole number.
pub(super) fn whole(line: &mut Vec<u8>, value: u64) {
    decimal(line, value, 0);
}

/// Appends a finite number in the shortest form that reads back as an equal `f64`.
pub(super) fn short(line: &mut Vec<u8>, value: f64) {
    // Nearly all coordinates have few decimals. They are the quotient of two numbers that an `f64` has exactly, as a reader
    // finds them, so there is no need to search for the shortest form.
    if value.abs() < 1e9 && (value != 0.0 || value.is_sign_positive()) {
        for (decimals, power) in FEW_DECIMALS.into_iter().enumerate() {
            let scaled = (value * power).round();
            if scaled / power == value {
                if value < 0.0 {
                    line.push(b'-');
                }
                decimal(line, scaled.abs() as u64, decimals);
                return;
            }
        }
    }
    let _ = number(line, Some(value));
}

/// Appends digits with a dot before the last `decimals` of them.
fn decimal(line: &mut Vec<u8>, mut digits: u64, decimals: usize) {
    let (mut text, mut at) = ([b'0'; 24], 24);
    let mut count = 0;
    while digits > 0 || count <= decimals {
        if count == decimals && decimals > 0 {
            at -= 1;
            text[at] = b'.';
        }
        at -= 1;
        text[at] = b'0' + (digits % 10) as u8;
        digits /= 10;
        count += 1;
    }
    line.extend_from_slice(&text[at..]);
}

/// Appends a number as [`short`] does; `nan` for none.
pub(super) fn short_or_nan(line: &mut Vec<u8>, value: Option<f64>) {
    match value {
        Some(value) => short(line, value),
        None => line.extend_from_slice(b"nan"),
    }
}

/// A class name as a field: in double quotes if it would not read back without them.
pub(crate) fn text(name: &str) -> Cow<'_, str> {
    if name.contains(['"', ',', ';']) || name.starts_with('\'') {
        Cow::Owned(format!("\"{}\"", name.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::row::{self, MAX_FRAME, Row};
    use crate::mot::{Columns, Format, MotFile, TrackId};
    use proptest::prelude::*;

    /// The line of a row, without its line end.
    fn line(row: &Row) -> Vec<u8> {
        let mut line = Vec::new();
        super::row(&mut line, row.frame, &row.detection).unwrap();
        assert_eq!(line.pop(), Some(b'\n'));
        assert!(!line.contains(&b'\n'));
        line
    }

    /// Reads what is written of a row, and compares all of it to the bit.
    fn reads_back(row: &Row) {
        let line = line(row);
        let again = row::parse(&line, row.detection.offset).unwrap();
        assert_eq!(&again, row, "{}", line.escape_ascii());
        assert_eq!(format!("{again:?}"), format!("{row:?}"), "{}", line.escape_ascii());
    }

    fn any_finite() -> impl Strategy<Value = f64> {
        prop_oneof![any::<f64>(), (0..=u64::MAX).prop_map(f64::from_bits)]
            .prop_filter("finite", |value| value.is_finite())
    }

    fn any_name() -> impl Strategy<Value = String> {
        prop_oneof!["[a-z,; '\"#\t\r]{1,6}", "[0-9,.eE]{1,200}", "\\PC{1,80}", Just("\"\"a\"\"".to_owned())]
    }

    fn any_row() -> impl Strategy<Value = Row> {
        let place = (0..=MAX_FRAME, any::<Option<u64>>(), any::<u64>());
        let side = prop_oneof![3 => -1e9..=1e9, 1 => any_finite().prop_filter("small", |side| side.abs() <= 1e9)];
        let columns = prop::collection::vec(prop::option::of(any_finite()), 0..40);
        (place, prop::array::uniform4(side), columns).prop_map(|((frame, id, offset), sides, values)| {
            let mut columns = Columns::new();
            columns.set_count(6 + values.len() as u32);
            for (value, column) in values.iter().skip(1).zip(8..) {
                value.iter().for_each(|&value| columns.set(column, value));
            }
            let [left, top, width, height] = sides;
            let confidence = values.first().copied().flatten();
            let id = id.map(TrackId);
            Row { frame, detection: Detection { id, left, top, width, height, confidence, columns, offset } }
        })
    }

    proptest! {
        #[test]
        fn any_row_reads_back_as_it_was(row in any_row()) {
            reads_back(&row);
        }

        #[test]
        fn any_class_name_that_can_be_read_reads_back(
            name in any_name(), quote in prop::sample::select(vec!["", "\"", "'"]),
            separator in prop::sample::select(vec![",", ";", " "]),
        ) {
            let field = format!("{quote}{name}{quote}");
            if let Ok(row) = row::parse(["1", "2", "3", "4", "5", "6", "7", &field, "9"].join(separator).as_bytes(), 0) {
                reads_back(&row);
            }
        }

        #[test]
        fn whatever_reads_as_a_row_reads_back(
            head in "[0-9]{1,3}([,;]| {1,2})[0-9]{1,3}(\\.0)?",
            fields in prop::collection::vec(
                prop_oneof![3 => "[-+]?[0-9]{1,3}(\\.[0-9]{0,3})?(e[-+]?[0-9]{1,2})?", 1 => "[\u{1}-\u{9}\u{b}-\u{7f}]{0,9}"], 4..36,
            ),
            separator in prop::sample::select(vec![",", ";", " "]),
        ) {
            if let Ok(row) = row::parse((head + separator + &fields.join(separator)).as_bytes(), 7) {
                reads_back(&row);
            }
        }

        #[test]
        fn arbitrary_bytes_that_are_a_row_read_back(name in prop::collection::vec(any::<u8>(), 0..200)) {
            let name: Vec<u8> = name.into_iter().filter(|&byte| byte != b'\n').collect();
            for head in [b"1,2,3,4,5,6,7,".as_slice(), b"1;2;3;4;5;6;7;", b"1 2 3 4 5 6 7 "] {
                if let Ok(row) = row::parse(&[head, &name].concat(), 0) {
                    reads_back(&row);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn a_short_number_reads_back_as_it_is(
            value in prop_oneof![any_finite(), -1e9..1e9_f64, (-99_999_999..99_999_999_i64, 0..8).prop_map(|(digits, decimals)| {
                digits as f64 / 10_f64.powi(decimals)
            })],
            number in any::<u64>(),
        ) {
            let mut text = Vec::new();
            short(&mut text, value);
            let read = crate::mot::number::parse(&text).map(f64::to_bits);
            prop_assert_eq!(read, Some(value.to_bits()), "{}", text.escape_ascii());
            prop_assert!(value.abs() > 1e9 || text.len() <= value.to_string().len());
            text.clear();
            whole(&mut text, number);
            prop_assert_eq!(text, number.to_string().into_bytes());
        }
    }

    #[test]
    fn a_line_is_short_and_plain() {
        for (read, written) in [
            ("1 7 1.50 2e1 -0 4.", "1,7,1.5,20,-0,4"),
            ("0,-3.0,0.1,2,3,4,,,", "0,-1,0.1,2,3,4"),
            ("2,18446744073709551615,1,2,3,4,,a b,5,inf,1e-300", "2,18446744073709551615,1,2,3,4,nan,a b,5,nan,1e-300"),
            ("1;1;1;1;1;1;1;a,b", "1,1,1,1,1,1,1,\"a,b\""),
            ("1,1,1,1,1,1,1,'\"a\"'", "1,1,1,1,1,1,1,\"\"\"a\"\"\""),
            ("1,1,1,1,1,1,1,\"a \"\"b\"\"\",5", "1,1,1,1,1,1,1,\"a \"\"b\"\"\",5"),
        ] {
            let row = row::parse(read.as_bytes(), 0).unwrap();
            assert_eq!(String::from_utf8(line(&row)).unwrap(), written);
        }
    }

    /// The row of a file of one line.
    fn only_row(format: Format, line: &[u8]) -> Row {
        let file = MotFile::from_bytes_as("one.txt", line.to_vec(), Some(format)).unwrap();
        let frame = file.frames()[0];
        Row { frame, detection: file.frame(u64::from(frame)).detections.remove(0) }
    }

    #[test]
    fn oriented_boxes_read_back_as_such() {
        for text in
            ["1,2,100,100,150.5,110,145,140,95,130,0.5,4,1", "1,2,1,1,2,1,2,2,1,2", "1;2;1;1;2;1;2;2;1;2;nan;a,b;7;;9"]
        {
            let row = only_row(Format::Obb, text.as_bytes());
            assert_eq!(only_row(Format::Obb, &line(&row)), row, "{text}");
        }
    }

    #[test]
    fn kitti_reads_back_from_the_usual_form() {
        let row = only_row(Format::Kitti, b"0 -1 DontCare -1 -1 -10 219.5 188.5 245.5 218.5 1 2 3 4 5 6 7 0.25");
        assert_eq!(line(&row), b"0,-1,219.5,188.5,26,30,0.25,DontCare,nan,nan,nan,nan,nan,nan,nan,nan,nan,nan");
        // Equal, though what only KITTI has is lost.
        assert_eq!(row::parse(&line(&row), row.detection.offset).unwrap(), row);
    }

    #[test]
    fn numbers_are_written_rather_than_the_names_that_labels_give_them() {
        let mut row = row::parse(b"1,1,1,1,1,1,1,3", 0).unwrap();
        row.detection.columns.share_name(&"a;b".into());
        assert_eq!(line(&row), b"1,1,1,1,1,1,1,3");
    }
}
