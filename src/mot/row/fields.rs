//! The rules for the fields that rows of all formats have: frame, id and coordinates.

use super::error::{RowError, RowReason};
use super::limits::{MAX_COORDINATE, MAX_FRAME};
use crate::mot::detection::TrackId;
use crate::mot::format::Format;
use crate::mot::number;

/// The largest id that may be written as a decimal number. An `f64` has one value for the next two whole numbers.
const MAX_FLOAT_ID: u64 = (1 << 53) - 1;

/// Column 1 as a frame number.
pub(in crate::mot) fn frame_number(field: &[u8]) -> Option<u32> {
    number::integral(number::parse(field)?, u64::from(MAX_FRAME)).map(|frame| frame as u32)
}

/// Column 2 as an identity. `Some(None)` means "no identity"; `None` means that the field is not an id.
#[allow(clippy::option_option)]
pub(in crate::mot) fn identity(field: &[u8]) -> Option<Option<TrackId>> {
    if let Some((negative, magnitude)) = number::exact_integer(field) {
        return match (negative && magnitude > 0, magnitude) {
            (false, id) => Some(Some(TrackId(id))),
            (true, id) => (id <= i64::MIN.unsigned_abs()).then_some(None),
        };
    }
    let value = number::parse(field)?;
    // Whole numbers that do not fit 64 bits are not accepted here either, because they exceed 2^53.
    number::integral(value.abs(), MAX_FLOAT_ID).map(|id| (value >= 0.0).then_some(TrackId(id)))
}

/// Whether a field is a negative number other than −1, which alone says that there is no identity.
pub(in crate::mot) fn is_other_negative(field: &[u8]) -> bool {
    field.first() == Some(&b'-') && number::parse(field).is_some_and(|id| id < 0.0 && id != -1.0)
}

/// Columns 1 and 2, frame and identity, which rows of all formats begin with. The line has `count` columns.
pub(super) fn identity_of<'a>(
    format: Format,
    count: usize,
    fields: &mut impl Iterator<Item = &'a [u8]>,
) -> Result<(u32, Option<TrackId>), RowError> {
    if count < format.required() {
        return Err(RowError { reason: RowReason::TooFewColumns, column: count as u32 });
    }
    let mut next = || fields.next().unwrap_or_default();
    let frame = frame_number(next()).ok_or(RowError { reason: RowReason::BadFrame, column: 1 })?;
    let id = identity(next()).ok_or(RowError { reason: RowReason::BadId, column: 2 })?;
    Ok((frame, id))
}

/// The next `N` fields as coordinates. The first of them is in column `first`.
pub(super) fn coordinates<'a, const N: usize>(
    mut fields: impl Iterator<Item = &'a [u8]>,
    first: u32,
) -> Result<[f64; N], RowError> {
    let fields: [&[u8]; N] = std::array::from_fn(|_| fields.next().unwrap_or_default());
    let values = fields.map(|field| number::parse(field).unwrap_or(f64::NAN));
    let none = |reason, bad: &dyn Fn(usize) -> bool| {
        (0..N).find(|&at| bad(at)).map_or(Ok(()), |at| Err(RowError { reason, column: first + at as u32 }))
    };
    none(RowReason::BadBox, &|at| values[at].is_nan() && !number::is_non_finite_word(fields[at]))?;
    none(RowReason::NonFiniteBox, &|at| !values[at].is_finite())?;
    none(RowReason::BoxOutOfRange, &|at| values[at].abs() > MAX_COORDINATE)?;
    Ok(values)
}

/// Whether a trimmed line is one line: some programs end lines with a carriage return alone.
#[inline]
pub(in crate::mot) fn is_one_line(line: &[u8]) -> Result<(), RowError> {
    match memchr::memchr(b'\r', line) {
        None => Ok(()),
        Some(_) => Err(RowError { reason: RowReason::InnerReturn, column: 1 }),
    }
}

/// The number in an optional column. `None` if the field is not a finite number.
pub(super) fn finite(field: &[u8]) -> Option<f64> {
    number::parse(field).filter(|value| value.is_finite())
}
