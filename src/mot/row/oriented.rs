//! Rows with oriented boxes.

use super::error::RowError;
use super::fields::{coordinates, finite, identity_of, is_one_line};
use crate::mot::detection::{Columns, Detection};
use crate::mot::format::Format;
use crate::mot::line::{self, Separator};
use crate::mot::number;

/// Reads a row with an oriented box. The bounding box is the one around its corners.
pub(in crate::mot) fn oriented(line: &[u8], offset: u64) -> Result<(u32, Detection), RowError> {
    is_one_line(line)?;
    let (count, mut fields) = line::columns(line, Separator::of(line));
    let (frame, id) = identity_of(Format::Obb, count, &mut fields)?;
    let [x1, y1, x2, y2, x3, y3, x4, y4] = coordinates(fields.by_ref(), 3)?;
    let bounds = |values: [f64; 4]| {
        let [first, rest @ ..] = values;
        let (least, greatest) = (rest.into_iter().fold(first, f64::min), rest.into_iter().fold(first, f64::max));
        (least, greatest - least)
    };
    let ((left, width), (top, height)) = (bounds([x1, x2, x3, x4]), bounds([y1, y2, y3, y4]));
    let mut columns = Columns::new();
    columns.set_count(u32::try_from(count).unwrap_or(u32::MAX));
    columns.set_corners([(x1, y1), (x2, y2), (x3, y3), (x4, y4)]);
    let confidence = fields.next().and_then(finite);
    for (column, field) in (12..=Columns::MAX_COLUMNS).zip(fields) {
        match finite(field) {
            Some(value) => columns.set(column, value),
            None if column == 12 && number::is_text(field) => columns.set_name(field),
            None => {}
        }
    }
    Ok((frame, Detection { id, left, top, width, height, confidence, columns, offset }))
}
