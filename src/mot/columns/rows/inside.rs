//! Rows with words or brackets in them: a picture as frame, a class before the box, a box in one field.

use crate::mot::columns::map::column_map::{BoxForm, BoxPlace, ColumnMap, FrameSource, Shape};
use crate::mot::columns::map::table_row::{number_in_name, numbers_in};
use crate::mot::columns::sample::{Cells, Sample};
use crate::mot::columns::statistics::{are_bracketed_corners, are_corners};
use crate::mot::number;

/// `picture, id, left, top, width, height, …`: the frame is the number in the name of a picture.
pub(super) fn named_frames(sample: &Sample<'_>) -> Option<ColumnMap> {
    let is_picture = |name: &[u8]| {
        let name = name.to_ascii_lowercase();
        [&b".jpg"[..], b".jpeg", b".png", b".bmp", b".webp", b".tif", b".tiff"]
            .iter()
            .any(|ending| name.ends_with(ending))
            && number_in_name(&name).is_some()
    };
    let is_row = |row: &Cells<'_>| is_picture(row.text(1)) && row.number(2) % 1.0 == 0.0 && row.are_numbers(3..=6);
    let all: Vec<&Cells<'_>> = sample.all().collect();
    if all.len() < 2 || !all.iter().all(|row| is_row(row)) {
        return None;
    }
    let boxes: Vec<[f64; 4]> = all.iter().map(|row| row.four(3)).collect();
    let form = if are_corners(&boxes, None) { BoxForm::Corners } else { BoxForm::Size };
    let mut map = ColumnMap::one(sample.delimiter, FrameSource::Name(1), Some(2), [3, 4, 5, 6], form);
    map.confidence = all.iter().all(|row| (0.0..=1.0).contains(&row.number(7))).then_some(7);
    Some(map)
}

/// A class or nothing between frame and box: `frame, class, box`, `frame, id, class, box` or `frame, class, id, box`. Then a confidence.
pub(super) fn class_inside(sample: &Sample<'_>) -> Option<ColumnMap> {
    let is_share = |column: usize| sample.most(|row| (0.0..=1.0).contains(&row.number(column)));
    let are_numbers = |first: usize, last: usize| sample.most(|row| row.is_whole(1) && row.are_numbers(first..=last));
    let is_text = |column: usize| sample.most(|row| row.is_text(column));
    let is_whole = |column: usize| sample.most(|row| row.number(column) % 1.0 == 0.0);
    let is_gap = |column: usize| sample.most(|row| row.text(column).is_empty());
    let (id, class, first) = if is_text(3) && is_whole(2) && are_numbers(4, 7) {
        (Some(2), Some(3), 4)
    } else if is_gap(3) && is_whole(2) && are_numbers(4, 7) {
        (Some(2), None, 4)
    } else if is_text(2) && is_whole(3) && are_numbers(4, 7) && !is_share(7) {
        (Some(3), Some(2), 4)
    // Without an id, damaged rows of MOTChallenge must not be among them.
    } else if sample.rows.iter().all(|row| row.is_text(2)) && are_numbers(3, 6) {
        (None, Some(2), 3)
    } else {
        return None;
    };
    let boxes = sample.boxes(first);
    let form = if are_corners(&boxes, None) { BoxForm::Corners } else { BoxForm::Size };
    let columns = std::array::from_fn(|at| (first + at) as u32);
    let mut map = ColumnMap::one(sample.delimiter, FrameSource::Number(1), id, columns, form);
    map.class = class;
    map.confidence = is_share(first + 4).then_some(first as u32 + 4);
    Some(map)
}

/// `frame, id, [box]`.
pub(super) fn in_brackets(sample: &Sample<'_>) -> Option<ColumnMap> {
    let numbers = |row: &Cells<'_>| {
        let [a, b, c, d] =
            numbers_in(row.text(3)).filter(|_| row.is_whole(1) && row.number(2) % 1.0 == 0.0)?.map(number::parse);
        Some([a?, b?, c?, d?])
    };
    if !sample.most(|row| numbers(row).is_some()) {
        return None;
    }
    let boxes: Vec<[f64; 4]> = sample.rows.iter().filter_map(numbers).collect();
    let form = if are_bracketed_corners(&boxes) { BoxForm::Corners } else { BoxForm::Size };
    let mut map = ColumnMap::one(sample.delimiter, FrameSource::Number(1), Some(2), [0; 4], form);
    map.shape = Shape::One { id: Some(2), place: BoxPlace::Field(3), form };
    Some(map)
}
