//! Rows in the order of `MOTChallenge` as a map, where the rules for lines cannot read them.

use crate::mot::columns::map::column_map::{BoxForm, ColumnMap, FrameSource};
use crate::mot::columns::sample::{Cells, Sample};

/// Frame, id, box and confidence, and a class and a visibility if columns 8 and 9 are such.
pub(in crate::mot::columns) fn map(sample: &Sample<'_>) -> ColumnMap {
    let mut map = ColumnMap::one(sample.separator, FrameSource::Number(1), Some(2), [3, 4, 5, 6], BoxForm::Size);
    let count = sample.usual_count();
    let all = |test: &dyn Fn(&Cells<'_>) -> bool| {
        let mut filled = sample.rows.iter().filter(|row| row.count() >= count).peekable();
        filled.peek().is_some() && filled.all(test)
    };
    let is_missing = |row: &Cells<'_>, column: usize| row.text(column).is_empty();
    let is_minus_one = |row: &Cells<'_>, column: usize| row.number(column) == -1.0;
    let is_named = sample.rows.iter().any(|row| row.is_text(8));
    let is_numbered =
        all(&|row| row.is_whole(8) || is_missing(row, 8)) && sample.rows.iter().any(|row| row.is_whole(8));
    // With ten columns, columns 8 to 10 are a position in the world.
    let has_no_position = count < 10 || all(&|row| is_minus_one(row, 9) && is_minus_one(row, 10));
    let is_share = |row: &Cells<'_>| (0.0..=1.0).contains(&row.number(9)) || is_missing(row, 9);
    map.confidence = (count >= 7).then_some(7);
    map.class = (is_named || count >= 8 && is_numbered && has_no_position).then_some(8);
    map.visibility = (count == 9 && all(&is_share)).then_some(9);
    map
}
