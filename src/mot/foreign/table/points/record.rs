//! Fields of a row.

use csv::ByteRecord;

use crate::mot::number;
use crate::mot::row::MAX_FRAME;

/// Whether a field stands for nothing.
pub(super) fn is_absent(text: &[u8]) -> bool {
    text.is_empty() || text.eq_ignore_ascii_case(b"nan") || text.eq_ignore_ascii_case(b"none")
}

/// A field without blanks around it; empty if the row is shorter.
pub(super) fn field(record: &ByteRecord, column: usize) -> &[u8] {
    record.get(column).unwrap_or_default().trim_ascii()
}

/// A field as a whole number, as `12` or `12.0`.
pub(super) fn whole(text: &[u8]) -> Option<u32> {
    let number = number::parse(text).filter(|number| (0.0..=f64::from(MAX_FRAME)).contains(number))?;
    (number::is_whole(number)).then_some(number as u32)
}
