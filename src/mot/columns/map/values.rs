//! What the fields of a table stand for: a frame, an identity, a box, a note.

use super::column_map::{BoxForm, ColumnMap};
use crate::mot::detection::TrackId;
use crate::mot::line::Separator;
use crate::mot::number;
use crate::mot::row::{self, MAX_COORDINATE, MAX_FRAME, RowError, RowReason};

/// A field as the number of a frame, which may have a comma in place of its dot.
#[inline]
pub(in crate::mot::columns) fn whole_frame(separator: Separator, field: &[u8]) -> Option<u32> {
    row::frame_number(field).or_else(|| {
        let number = number::integral(separator.number(field)?, u64::from(MAX_FRAME))?;
        u32::try_from(number).ok()
    })
}

/// The last number in the name of a picture, without its ending.
pub(in crate::mot) fn number_in_name(name: &[u8]) -> Option<u32> {
    let start = name.iter().rposition(|byte| matches!(byte, b'/' | b'\\')).map_or(0, |at| at + 1);
    let name = &name[start..];
    let stem = name.iter().rposition(|byte| *byte == b'.').filter(|at| *at > 0).map_or(name, |dot| &name[..dot]);
    let end = stem.iter().rposition(u8::is_ascii_digit)? + 1;
    let start = stem[..end].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |before| before + 1);
    row::frame_number(&stem[start..end])
}

/// Whether a field is a note of VIAME in place of a class: a point, a polygon, an attribute of the box or of its track.
pub(in crate::mot::columns) fn is_note(field: &[u8]) -> bool {
    const NOTES: [&[u8]; 8] = [b"(kp)", b"(+kp)", b"(poly)", b"(hole)", b"(mask)", b"(atr)", b"(trk-atr)", b"(note)"];
    NOTES.iter().any(|note| field.starts_with(note))
}

/// Whether a field stands for "no value".
pub(super) fn is_missing(field: &[u8]) -> bool {
    field.is_empty()
        || field.eq_ignore_ascii_case(b"none")
        || field.eq_ignore_ascii_case(b"null")
        || number::is_non_finite_word(field)
}

/// An identity. A missing one is "no identity".
#[allow(clippy::option_option)]
pub(super) fn identity(separator: Separator, field: &[u8]) -> Option<Option<TrackId>> {
    if is_missing(field) {
        return Some(None);
    }
    row::identity(field).or_else(|| {
        // With a comma in place of its dot, it is written as ids are that were numbers with decimals.
        let value = separator.number(field).filter(|_| field.contains(&b','))?;
        row::identity(value.to_string().as_bytes())
    })
}

/// Four fields as numbers.
pub(super) fn coordinates(map: &ColumnMap, fields: [&[u8]; 4], columns: [u32; 4]) -> Result<[f64; 4], RowError> {
    let values = fields.map(|field| map.separator.number(field).unwrap_or(f64::NAN));
    for ((value, field), column) in values.into_iter().zip(fields).zip(columns) {
        let reason = if value.is_nan() && !number::is_non_finite_word(field) {
            RowReason::BadBox
        } else if !value.is_finite() {
            RowReason::NonFiniteBox
        } else if value.abs() > MAX_COORDINATE {
            RowReason::BoxOutOfRange
        } else {
            continue;
        };
        return Err(RowError { reason, column });
    }
    Ok(values)
}

/// The four numbers in one field, whatever is around and between them.
pub(super) fn bracketed(map: &ColumnMap, field: &[u8], column: u32) -> Result<[f64; 4], RowError> {
    let numbers = numbers_in(field).ok_or(RowError { reason: RowReason::BadBox, column })?;
    coordinates(map, numbers, [column; 4])
}

/// The four texts in a field with brackets.
pub(in crate::mot::columns) fn numbers_in(field: &[u8]) -> Option<[&[u8]; 4]> {
    let is_between =
        |byte: &u8| matches!(byte, b'[' | b']' | b'(' | b')' | b'{' | b'}' | b',' | b';' | b' ' | b'\t' | b'"' | b'\'');
    let mut texts = field.split(is_between).filter(|text| !text.is_empty());
    let numbers = [texts.next()?, texts.next()?, texts.next()?, texts.next()?];
    texts.next().is_none().then_some(numbers)
}

/// Left, top, width and height in pixels.
#[inline]
pub(super) fn sides(map: &ColumnMap, [a, b, c, d]: [f64; 4], form: BoxForm) -> [f64; 4] {
    let [left, top, width, height] = match form {
        BoxForm::Size => [a, b, c, d],
        BoxForm::Corners => [a, b, c - a, d - b],
        BoxForm::Center => [a - c / 2.0, b - d / 2.0, c, d],
        BoxForm::Point => [a, b, 0.0, 0.0],
    };
    match map.size {
        Some((across, down)) => {
            let (across, down) = (f64::from(across), f64::from(down));
            [left * across, top * down, width * across, height * down]
        }
        None => [left, top, width, height],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_picture_is_the_last_one_in_its_name() {
        for (name, number) in [
            ("frame_000001.jpg", Some(1)),
            ("a/b2/img 17 (left).png", Some(17)),
            ("C:\\x9\\00", Some(0)),
            ("12", Some(12)),
            ("clip.v2/7", Some(7)),
            ("ä9.png", Some(9)),
            ("none.jpg", None),
            ("99999999999.jpg", None),
            ("", None),
        ] {
            assert_eq!(number_in_name(name.as_bytes()), number, "{name}");
        }
    }
}
