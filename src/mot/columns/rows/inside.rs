//! Rows with words or brackets in them: a picture as frame, a class before the box, a box in one field.

use crate::mot::columns::map::column_map::{BoxForm, BoxPlace, ColumnMap, FrameSource, Shape};
use crate::mot::columns::map::values::{number_in_name, numbers_in};
use crate::mot::columns::sample::{Cells, Sample};
use crate::mot::columns::statistics::{BRACKETED, WAY_OUT, are_bracketed_corners, are_corners, is_true_of_most, told};
use crate::mot::number;

/// Whether a field is the name of a picture with a number in it.
fn is_picture(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    [&b".jpg"[..], b".jpeg", b".png", b".bmp", b".webp", b".tif", b".tiff"].iter().any(|ending| name.ends_with(ending))
        && number_in_name(&name).is_some()
}

/// Where the frame of rows is that begin with it, and the rows. If each begins with the name of a picture, there is no header.
pub(super) fn frame_and_rows<'s, 'a>(sample: &'s Sample<'a>) -> (FrameSource, Vec<&'s Cells<'a>>) {
    if sample.all().all(|row| is_picture(row.text(1))) {
        (FrameSource::Name(1), sample.all().collect())
    } else {
        (FrameSource::Number(1), sample.rows.iter().collect())
    }
}

/// The form of boxes without identities that begin in column `first`, and what it was concluded from if they are corners.
pub(super) fn form(boxes: &[[f64; 4]], first: usize) -> (BoxForm, Option<String>) {
    if are_corners(boxes, None) {
        (BoxForm::Corners, Some(format!("{}; {WAY_OUT}", told(boxes, first))))
    } else {
        (BoxForm::Size, None)
    }
}

/// `picture, id, left, top, width, height, …`: the frame is the number in the name of a picture.
pub(super) fn named_frames(sample: &Sample<'_>) -> Option<ColumnMap> {
    let is_row = |row: &Cells<'_>| is_picture(row.text(1)) && number::is_whole(row.number(2)) && row.are_numbers(3..=6);
    let all: Vec<&Cells<'_>> = sample.all().collect();
    if all.len() < 2 || !all.iter().all(|row| is_row(row)) {
        return None;
    }
    let boxes: Vec<[f64; 4]> = all.iter().map(|row| row.four(3)).collect();
    let (form, guess) = form(&boxes, 3);
    let mut map = ColumnMap::one(sample.separator, FrameSource::Name(1), Some(2), [3, 4, 5, 6], form);
    map.confidence = all.iter().all(|row| (0.0..=1.0).contains(&row.number(7))).then_some(7);
    map.class =
        (7..=sample.usual_count()).find(|column| all.iter().any(|row| row.is_text(*column))).map(|at| at as u32);
    map.guess = guess;
    Some(map)
}

/// A class or nothing between frame and box: `frame, class, box`, `frame, id, class, box` or `frame, class, id, box`. Then a
/// confidence. The frame may be the name of a picture.
pub(super) fn class_inside(sample: &Sample<'_>) -> Option<ColumnMap> {
    let (frame, rows) = frame_and_rows(sample);
    let is_named = frame == FrameSource::Name(1);
    let most = |test: &dyn Fn(&Cells<'_>) -> bool| is_true_of_most(&rows, |row| test(row));
    let is_share = |column: usize| most(&|row| (0.0..=1.0).contains(&row.number(column)));
    let are_numbers =
        |first: usize, last: usize| most(&|row| (is_named || row.is_whole(1)) && row.are_numbers(first..=last));
    let is_text = |column: usize| most(&|row| row.is_text(column));
    let is_whole = |column: usize| most(&|row| number::is_whole(row.number(column)));
    let is_gap = |column: usize| most(&|row| row.text(column).is_empty());
    let (id, class, first) = if is_text(3) && is_whole(2) && are_numbers(4, 7) {
        (Some(2), Some(3), 4)
    } else if is_gap(3) && is_whole(2) && are_numbers(4, 7) {
        (Some(2), None, 4)
    } else if is_text(2) && is_whole(3) && are_numbers(4, 7) && !is_share(7) {
        (Some(3), Some(2), 4)
    // Without an id, damaged rows of MOTChallenge must not be among them.
    } else if rows.iter().all(|row| row.is_text(2)) && are_numbers(3, 6) {
        (None, Some(2), 3)
    } else {
        return None;
    };
    let boxes: Vec<[f64; 4]> =
        rows.iter().map(|row| row.four(first)).filter(|sides| sides.iter().all(|side| side.is_finite())).collect();
    let (form, guess) = form(&boxes, first);
    let columns = std::array::from_fn(|at| (first + at) as u32);
    let mut map = ColumnMap::one(sample.separator, frame, id, columns, form);
    map.class = class;
    map.confidence = is_share(first + 4).then_some(first as u32 + 4);
    map.guess = guess;
    Some(map)
}

/// `frame, id, [box]`.
pub(super) fn in_brackets(sample: &Sample<'_>) -> Option<ColumnMap> {
    let numbers = |row: &Cells<'_>| {
        let [a, b, c, d] =
            numbers_in(row.text(3)).filter(|_| row.is_whole(1) && number::is_whole(row.number(2)))?.map(number::parse);
        Some([a?, b?, c?, d?])
    };
    if !sample.most(|row| numbers(row).is_some()) {
        return None;
    }
    let boxes: Vec<[f64; 4]> = sample.rows.iter().filter_map(numbers).collect();
    let form = if are_bracketed_corners(&boxes) { BoxForm::Corners } else { BoxForm::Size };
    let mut map = ColumnMap::one(sample.separator, FrameSource::Number(1), Some(2), [0; 4], form);
    map.guess = (form == BoxForm::Corners).then(|| format!("{BRACKETED}; {WAY_OUT}"));
    map.shape = Shape::One { id: Some(2), place: BoxPlace::Field(3), form };
    Some(map)
}
