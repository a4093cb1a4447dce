//! Rows that begin with six numbers, in another order than that of `MOTChallenge`.

use std::collections::{HashMap, HashSet};

use crate::mot::columns::map::column_map::{BoxForm, BoxPlace, ColumnMap, FrameSource, Shape};
use crate::mot::columns::rows::{in_order, inside, kitti};
use crate::mot::columns::sample::{Cells, Sample};
use crate::mot::columns::statistics::{are_corners, are_most, told};
use crate::mot::detection::Columns;
use crate::mot::number;

/// The way back.
const BY_POSITION: &str = "--format mot, or File > Format, reads columns 3 to 6 as left, top, width and height";

/// Rows of numbers only.
pub(super) fn recognise(sample: &Sample<'_>) -> Option<ColumnMap> {
    if let Some(map) = without_ids(sample) {
        return Some(map);
    }
    if !sample.most(|row| row.is_whole(1) && number::is_whole(row.number(2)) && row.are_numbers(3..=6)) {
        return None;
    }
    cameras(sample)
        .or_else(|| kitti::with_numbers(sample))
        .or_else(|| number_before_corners(sample))
        .or_else(|| corners(sample))
        .or_else(|| text_elsewhere(sample))
}

/// Detections without identities: `frame, box, confidence, …`. Read as `MOTChallenge`, they would have a confidence as height,
/// or an identity that is no whole number.
fn without_ids(sample: &Sample<'_>) -> Option<ColumnMap> {
    let is_row =
        |row: &Cells<'_>| row.is_whole(1) && row.are_numbers(2..=5) && row.number(4) > 1.0 && row.number(5) > 1.0;
    let has_confidence = sample.most(|row| (0.0..=1.0).contains(&row.number(6)))
        && sample.rows.iter().any(|row| !number::is_whole(row.number(6)));
    let is_broken = sample.rows.iter().any(|row| !number::is_whole(row.number(2)));
    let columns = sample.usual_count();
    if !sample.most(is_row) || !(has_confidence || is_broken && columns == 5) {
        return None;
    }
    let (form, guess) = inside::form(&sample.boxes(2), 2);
    let mut map = ColumnMap::one(sample.separator, FrameSource::Number(1), None, [2, 3, 4, 5], form);
    map.confidence = has_confidence.then_some(6);
    map.guess = guess;
    map.class = (columns == 7 && sample.most(|row| row.is_whole(7) || row.is_text(7))).then_some(7);
    Some(map)
}

/// A class or a confidence between the identity and corners: `frame, id, class, left, top, right, bottom`.
fn number_before_corners(sample: &Sample<'_>) -> Option<ColumnMap> {
    if sample.usual_count() < 7 || !are_corners(&sample.boxes(4), None) || !sample.most(|row| row.are_numbers(4..=7)) {
        return None;
    }
    let mut map = ColumnMap::one(sample.separator, FrameSource::Number(1), Some(2), [4, 5, 6, 7], BoxForm::Corners);
    let is_share = sample.rows.iter().all(|row| (0.0..=1.0).contains(&row.number(3)));
    let is_whole = sample.rows.iter().all(|row| row.is_whole(3));
    map.class = is_whole.then_some(3);
    map.confidence = (is_share && !is_whole).then_some(3);
    map.guess = Some(format!("{}; {BY_POSITION}", told(&sample.boxes(4), 4)));
    Some(map)
}

/// Whether columns 8 and 9 are degrees of latitude and longitude.
fn is_on_earth(row: &Cells<'_>) -> bool {
    let is_within =
        |column: usize, most: f64| row.number(column).abs() <= most && !number::is_whole(row.number(column));
    row.count() == 9 && is_within(8, 90.0) && is_within(9, 180.0)
}

/// AI City: `camera id frame left top width height`, then twice −1 or the place on earth. Camera and id are repeated, and the third column counts up.
fn cameras(sample: &Sample<'_>) -> Option<ColumnMap> {
    let is_row = |row: &Cells<'_>| {
        (7..=9).contains(&row.count())
            && (1..=3).all(|column| row.is_whole(column))
            && row.number(6) > 0.0
            && row.number(7) > 1.0
            && ((8..=row.count()).all(|column| row.number(column) == -1.0) || is_on_earth(row))
    };
    if sample.rows.len() < 3 || !sample.most(is_row) {
        return None;
    }
    let key = |row: &Cells<'_>, columns: &[usize]| {
        columns.iter().map(|column| row.number(*column) as u64).collect::<Vec<_>>()
    };
    let distinct = |columns: &[usize]| sample.rows.iter().map(|row| key(row, columns)).collect::<HashSet<_>>().len();
    let mut before: HashMap<Vec<u64>, f64> = HashMap::new();
    let counts_up = sample.rows.iter().all(|row| {
        let last = before.insert(key(row, &[1, 2]), row.number(3));
        last.is_none_or(|last| row.number(3) > last)
    });
    // In rows of MOTChallenge, a frame has each id once.
    if !counts_up || distinct(&[1, 2]) * 2 > sample.rows.len() {
        return None;
    }
    let mut cameras: Vec<u64> = sample.rows.iter().map(|row| row.number(1) as u64).collect();
    cameras.sort_unstable();
    cameras.dedup();
    let mut map = ColumnMap::one(sample.separator, FrameSource::Number(3), Some(2), [4, 5, 6, 7], BoxForm::Size);
    map.origin = "AI City";
    map.note = Some("column 1 is a camera number, and the boxes of all cameras are shown together".to_owned());
    Some(map)
}

/// Corners where `MOTChallenge` has a size.
fn corners(sample: &Sample<'_>) -> Option<ColumnMap> {
    let (boxes, ids) = sample.boxes_and_ids(3);
    if is_ground_truth(sample) || !are_corners(&boxes, Some(&ids)) {
        return None;
    }
    let columns = sample.usual_count();
    let mut map = ColumnMap::one(sample.separator, FrameSource::Number(1), Some(2), [3, 4, 5, 6], BoxForm::Corners);
    map.confidence = (columns >= 7).then_some(7);
    let is_class = |row: &Cells<'_>| row.is_text(8) || row.is_whole(8);
    map.class = (columns >= 8 && columns != 10 && sample.most(is_class)).then_some(8);
    map.guess = Some(format!("{}; {BY_POSITION}", told(&boxes, 3)));
    // PointRCNN has a class in column 2, and no identities.
    let pairs: HashSet<(u64, u64)> =
        sample.rows.iter().map(|row| (row.number(1) as u64, row.number(2) as u64)).collect();
    if columns == 15
        && pairs.len() < sample.rows.len()
        && sample.rows.iter().all(|row| (1.0..=3.0).contains(&row.number(2)))
    {
        map.shape = Shape::One { id: None, place: BoxPlace::Columns([3, 4, 5, 6]), form: BoxForm::Corners };
        map.class = Some(2);
    }
    Some(map)
}

/// Whether all rows have the flag, class and visibility of ground truth of `MOTChallenge`, which has sizes.
fn is_ground_truth(sample: &Sample<'_>) -> bool {
    let is_row = |row: &Cells<'_>| {
        let is_flag = row.number(7) == 0.0 || row.number(7) == 1.0;
        row.count() == 9 && is_flag && row.is_whole(8) && row.number(8) > 0.0 && (0.0..=1.0).contains(&row.number(9))
    };
    sample.rows.iter().all(is_row)
}

/// Rows of `MOTChallenge` with text in another column than 8: the first such column with names has the class.
fn text_elsewhere(sample: &Sample<'_>) -> Option<ColumnMap> {
    if sample.rows.iter().any(|row| row.is_text(8)) {
        return None;
    }
    let is_path = |field: &[u8]| field.iter().any(|byte| matches!(byte, b'/' | b'\\' | b'.' | b':'));
    let columns = || (7..=sample.usual_count().min(Columns::MAX_COLUMNS as usize)).filter(|column| *column != 8);
    // A carriage return in a field is damage, too.
    let is_word = |row: &Cells<'_>, column: usize| row.is_text(column) && !row.text(column).contains(&b'\r');
    let texts = |column: usize| sample.rows.iter().filter(|row| is_word(row, column)).count();
    let filled = |column: usize| sample.rows.iter().filter(|row| !row.text(column).is_empty()).count();
    let is_name = |column: &usize| {
        let is_named = |row: &Cells<'_>| is_word(row, *column) && !is_path(row.text(*column));
        let count = sample.rows.iter().filter(|row| is_named(row)).count();
        are_most(count, filled(*column))
    };
    let class = columns().find(is_name);
    // A word here and there is damage.
    let unused: Vec<String> = columns()
        .filter(|column| Some(*column) != class && texts(*column) * 10 >= sample.rows.len())
        .map(|column| column.to_string())
        .collect();
    if class.is_none() && unused.is_empty() {
        return None;
    }
    let mut map = in_order::map(sample);
    map.class = class.map(|column| column as u32).or(map.class);
    if class == Some(7) {
        let is_share = sample.most(|row| (0.0..=1.0).contains(&row.number(8)));
        map.confidence = is_share.then_some(8);
        map.visibility = None;
    } else if class.is_some() {
        map.visibility = None;
    }
    if let Some((last, others)) = unused.split_last() {
        let others = others.join(", ");
        map.note = Some(if others.is_empty() {
            format!("column {last} has text that is not used")
        } else {
            format!("columns {others} and {last} have text that is not used")
        });
    }
    Some(map)
}
