//! Columns without names of their own: the index of a data frame, row names, numbers in place of names.

use super::names;
use super::role::Role;
use crate::mot::columns::first_lines::NUMBERED;
use crate::mot::columns::map::column_map::{BoxForm, ColumnMap, FrameSource};
use crate::mot::columns::sample::{Cells, Sample};
use crate::mot::columns::statistics::{are_corners, told};
use crate::mot::line::Separator;
use crate::mot::number;

/// Which field of the rows has no name, if they have one more than the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OneMore {
    /// The first: row names, as R and printed tables of pandas have them.
    InFront,
    /// The first, as it counts the rows: row names of R without quotes.
    Counted,
    /// The last.
    AtEnd,
}

/// Where the field without a name is.
pub(super) fn one_more(names: &[String], sample: &Sample<'_>) -> Option<OneMore> {
    if sample.usual_count() != names.len() + 1 {
        return None;
    }
    let is_quoted = sample.most(|row| row.line.starts_with(b"\""));
    let is_printed = sample.is_indented && sample.separator == Separator::Blank;
    // R numbers the rows from 1 on.
    let is_counted = (1..).zip(&sample.rows).all(|(number, row)| row.number(1) == f64::from(number));
    // Frames of one track count up, too. Its id stays.
    let begins_with_frame =
        names.first().and_then(|name| names::role_of(name)).is_some_and(|(role, _)| role == Role::Frame);
    let stays = sample.rows.windows(2).all(|pair| pair[0].number(2) == pair[1].number(2));
    let is_counted = is_counted && !(begins_with_frame && stays);
    Some(if is_quoted || is_printed {
        OneMore::InFront
    } else if is_counted {
        OneMore::Counted
    } else {
        OneMore::AtEnd
    })
}

/// The map of a data frame whose columns have numbers as names: the order of `MOTChallenge`, behind the index if it is written.
pub(super) fn numbered(names: &[String], sample: &Sample<'_>) -> Option<ColumnMap> {
    let are_numbered = |names: &[String]| names.iter().enumerate().all(|(number, name)| *name == number.to_string());
    let (first, rest) = names.split_first()?;
    if first.is_empty() && rest.len() >= NUMBERED && are_numbered(rest) {
        let mut map = behind_names(sample, 2, rest.len());
        map.has_index = true;
        map.note = Some("the columns have no names; the first one is the index of a data frame".to_owned());
        return Some(map);
    }
    let is_number = |name: &String| number::parse(name.as_bytes()).is_some();
    if first.is_empty() && rest.len() >= NUMBERED && rest.iter().all(is_number) {
        let mut map = behind_names(sample, 2, rest.len());
        map.has_index = true;
        let swallowed = "the first line has a row in place of names, which a data frame took for its header; this row is not \
                         read, and column 1 is read as the index";
        map.guess = Some(map.guess.map_or_else(|| swallowed.to_owned(), |guess| format!("{swallowed}; {guess}")));
        return Some(map);
    }
    if names.len() >= NUMBERED && are_numbered(names) {
        let mut map = behind_names(sample, 1, names.len());
        map.has_numbers_as_names = true;
        map.note = Some("the columns have numbers as names".to_owned());
        return Some(map);
    }
    None
}

/// Rows in the order of `MOTChallenge` that begin in column `first`, with so many columns.
fn behind_names(sample: &Sample<'_>, first: u32, count: usize) -> ColumnMap {
    let boxes = sample.boxes(first as usize + 2);
    let has_corners = are_corners(&boxes, None);
    let form = if has_corners { BoxForm::Corners } else { BoxForm::Size };
    let columns = std::array::from_fn(|at| first + 2 + at as u32);
    let mut map = ColumnMap::one(sample.separator, FrameSource::Number(first), Some(first + 1), columns, form);
    map.confidence = (count > 6).then_some(first + 6);
    map.guess = has_corners.then(|| told(&boxes, first as usize + 2));
    map
}

/// Rows that a data frame wrote with its index and without a header: column 1 counts the rows from 0 on, and the order of
/// `MOTChallenge` begins in column 2. Read from column 1 on, the height would be a confidence.
pub(in crate::mot::columns) fn indexed_rows(sample: &Sample<'_>) -> Option<ColumnMap> {
    let is_counted = (0..).zip(&sample.rows).all(|(number, row)| row.number(1) == f64::from(number));
    let is_row = |row: &Cells<'_>| {
        row.is_whole(2) && number::is_whole(row.number(3)) && row.are_numbers(4..=7) && row.number(7) > 1.0
    };
    let is_scored = |row: &Cells<'_>| row.count() == 7 || row.number(8) <= 1.0;
    let is_sorted = sample.rows.windows(2).all(|pair| pair[1].number(2) >= pair[0].number(2));
    let is_constant = sample.rows.windows(2).all(|pair| pair[1].number(2) == pair[0].number(2));
    let count = sample.usual_count();
    let is_one_more = count == 7 || count == 8 || count == 10 || count == 11;
    if sample.rows.len() < 3 || !is_counted || !is_sorted || is_constant || !is_one_more {
        return None;
    }
    if !sample.rows.iter().all(|row| is_row(row) && is_scored(row)) {
        return None;
    }
    let mut map = behind_names(sample, 2, count - 1);
    let counted = "column 1 counts the rows from 0 on, so it is read as the index of a data frame; --format mot reads it as \
                   the frame";
    map.guess = Some(map.guess.map_or_else(|| counted.to_owned(), |guess| format!("{counted}; {guess}")));
    Some(map)
}
