//! Which of the first lines of a text is its header.

use super::header::names;
use super::header::role::Role;
use super::separator;
use crate::mot::line::{self, Separator};

/// So many lines may stand before a header: titles, and facts about the table.
const LINES: usize = 20;
/// A line with fewer fields is no row of boxes.
const LEAST: usize = 4;
/// The least number of columns of a table that has numbers as names.
pub(super) const NUMBERED: usize = 6;

/// How many lines stand before the header, or before the first row. They are not part of the table.
pub(super) fn before_table(lines: &[&[u8]]) -> usize {
    let stated = usize::from(lines.first().is_some_and(|line| line::states_separator(line)));
    let lines = &lines[stated..];
    let lead = lines.iter().take(LINES).take_while(|line| !begins_a_row(line)).count();
    let names: Vec<Vec<&[u8]>> = lines[..lead].iter().map(|line| fields(line)).collect();
    let Some(first) = names.first() else { return stated };
    if let Some(found) = names.iter().position(|names| name_boxes(names)) {
        return stated + found;
    }
    // A title is shorter than what it stands above.
    let rows = lines.get(lead).map_or(0, |line| fields(line).len());
    let are_words = |names: &Vec<&[u8]>| names.len() == rows && names.iter().all(|name| !name.is_empty());
    let header = names.iter().rposition(are_words).filter(|_| first.len() < rows && rows >= LEAST);
    stated + header.unwrap_or(0)
}

/// Whether fields are the numbers from 0 on, which stand for the names of columns.
pub(super) fn are_numbers_in_order<'a>(fields: impl Iterator<Item = &'a [u8]>) -> bool {
    let mut count = 0;
    for field in fields {
        if std::str::from_utf8(field).ok().and_then(|field| field.parse::<usize>().ok()) != Some(count) {
            return false;
        }
        count += 1;
    }
    count >= NUMBERED
}

/// Whether a line begins with a number and is long enough for a box.
fn begins_a_row(line: &[u8]) -> bool {
    let separator = separator::of_line(line);
    let mut fields = separator.fields(separator.trimmed(line));
    fields.next().and_then(|field| separator.number(field)).is_some() && fields.nth(LEAST - 2).is_some()
}

fn fields(line: &[u8]) -> Vec<&[u8]> {
    let separator: Separator = separator::of_line(line);
    separator.fields(separator.trimmed(line)).take(NAMES).collect()
}

/// So many names of a line are looked at.
const NAMES: usize = 256;

/// Whether names are those of a frame and of two sides of a box, or of a box.
fn name_boxes(names: &[&[u8]]) -> bool {
    let roles =
        || names.iter().filter_map(|name| names::role_of(std::str::from_utf8(name).ok()?)).map(|(role, _)| role);
    let has_frame = roles().any(|role| matches!(role, Role::Frame | Role::Time));
    let sides = roles().filter(|role| names::is_of_box(*role)).count();
    has_frame && (sides >= 2 || roles().any(|role| role == Role::Box))
}
