//! Places in the text of a document, and lines of fields with blanks between them.

use super::stated_size::StatedSize;
use crate::mot::line::{self, LineKind, Separator};
use crate::mot::number;
use crate::mot::row::excerpt;

/// The line and the column of a place, both counted from 1; the column in bytes.
pub(super) fn line_and_column(text: &[u8], place: usize) -> (u64, u64) {
    let before = &text[..place.min(text.len())];
    let start = memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
    (memchr::memchr_iter(b'\n', before).count() as u64 + 1, (before.len() - start) as u64 + 1)
}

/// The lines of a text that are neither blank nor comments, each with its number from 1.
pub(super) fn rows(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    line::lines(text)
        .enumerate()
        .map(|(at, (_, line))| (at + 1, line::trim(line)))
        .filter(|(_, line)| line::kind(line) == LineKind::Data)
}

/// A field of a line whose fields have blanks between them. Fields are counted from 0.
pub(super) fn field(line: &[u8], at: usize) -> Option<&[u8]> {
    line::fields(line, Separator::Blank).nth(at).filter(|field| !field.is_empty())
}

/// A field as a finite number.
pub(super) fn number_at(line: &[u8], at: usize) -> Option<f64> {
    number::parse(field(line, at)?).filter(|value| value.is_finite())
}

/// A field as a whole number that is not negative. Otherwise why it is none; `name` is that of the field.
pub(super) fn whole_at(line: &[u8], at: usize, name: &str) -> Result<u64, String> {
    let Some(field) = field(line, at) else { return Err(format!("too few columns: it has no {name}")) };
    match number::exact_integer(field) {
        Some((false, value)) => Ok(value),
        _ => Err(format!("bad {name}: {name} is {}", excerpt(field))),
    }
}

/// Adds the size that a line states of its picture: the fields of its width and its height.
pub(super) fn tell_size(line: &[u8], (width, height): (usize, usize), size: &mut StatedSize) {
    if let (Some(width), Some(height)) = (number_at(line, width), number_at(line, height)) {
        size.add(width, height);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_are_counted_from_one() {
        for (place, expected) in [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (4, (2, 2)), (99, (2, 3))] {
            assert_eq!(line_and_column(b"ab\ncd", place), expected, "{place}");
        }
    }
}
