//! Numbers with a comma in place of their dot, as spreadsheets of many countries write them.

use crate::mot::columns::sample::{Cells, Sample};
use crate::mot::line::Separator;

/// Whether a row has such a number.
pub(in crate::mot::columns) fn are_in(sample: &Sample<'_>) -> bool {
    let is_decimal = |(field, number): (&&[u8], &f64)| number.is_finite() && field.contains(&b',');
    sample.rows.iter().any(|row| row.fields.iter().zip(&row.numbers).any(is_decimal))
}

/// Whether a field has digits only.
fn is_digits(field: &[u8]) -> bool {
    !field.is_empty() && field.iter().all(u8::is_ascii_digit)
}

/// Whether all fields of all rows are whole numbers, with commas between them.
fn are_whole(sample: &Sample<'_>) -> bool {
    let is_whole = |field: &&[u8]| is_digits(field.strip_prefix(b"-").unwrap_or(field));
    sample.separator == Separator::Comma
        && !sample.rows.is_empty()
        && sample.rows.iter().all(|row| row.fields.iter().all(is_whole))
}

/// Whether rows with a header have commas between their fields and in their numbers: the four sides of a box, and perhaps a
/// confidence, have two fields each, and no number has a dot. `first` is the column of the first side in the header, which has
/// so many names.
pub(in crate::mot::columns) fn are_below(names: usize, first: usize, sample: &Sample<'_>) -> bool {
    let is_row = |row: &Cells<'_>| {
        let more = row.count().saturating_sub(names);
        let has_size = row.number(first + 4) > 1.0 && row.number(first + 6) > 1.0;
        (4..=5).contains(&more) && has_size && [1, 3, 5, 7].iter().all(|at| is_digits(row.text(first + at)))
    };
    are_whole(sample) && sample.rows.iter().all(is_row)
}

/// Whether rows without a header have commas between their fields and in their numbers: a frame and an id, then four numbers
/// or five in two fields each. In rows of `MOTChallenge`, columns 7 and 9 are no sizes.
pub(in crate::mot::columns) fn are_between_fields(sample: &Sample<'_>) -> bool {
    let is_row = |row: &Cells<'_>| {
        let has_parts = (4..=row.count()).step_by(2).all(|column| is_digits(row.text(column)));
        let has_size = row.number(7) > 1.0 && row.number(9) > 1.0;
        let has_share = row.count() < 12 || row.number(11) <= 1.0;
        matches!(row.count(), 10 | 12) && has_parts && has_size && has_share && row.number(2) >= 0.0
    };
    are_whole(sample) && sample.header.is_none() && sample.rows.iter().all(is_row)
}
