//! Texts with the boxes of one picture, which has no frame number in its rows: labels of YOLO, JDE and KITTI object.

use std::path::Path;

use crate::mot::columns::map::column_map::{BoxForm, ColumnMap, FrameSource};
use crate::mot::columns::map::values::number_in_name;
use crate::mot::columns::reading::{Question, Reading};
use crate::mot::columns::sample::{Cells, Sample};
use crate::mot::number;
use crate::mot::other_file::OtherFile;

/// Classes of detectors have numbers below this.
const CLASSES: f64 = 10_000.0;

/// What a text is, if it has the boxes of one picture.
pub(in crate::mot::columns) fn recognise(sample: &Sample<'_>, question: &Question<'_>) -> Option<Reading> {
    if sample.all().next().is_some() && sample.all().all(is_kitti_object) {
        return Some(Reading::Other(OtherFile::KittiObject));
    }
    if sample.header.is_some() {
        return None;
    }
    if is_jde(sample) {
        return Some(of_picture(sample, question, Some(2), 3, None, OtherFile::JdeLabels));
    }
    if !sample.rows.is_empty() && sample.rows.iter().all(is_yolo) {
        if sample.rows.iter().any(|row| row.count() > 7) {
            return Some(Reading::Other(OtherFile::YoloPolygons));
        }
        let is_id = |column: usize| sample.rows.iter().all(|row| row.is_whole(column) && row.count() == column);
        let (id, confidence) = match sample.usual_count() {
            6 if is_id(6) => (Some(6), None),
            6 => (None, Some(6)),
            7 => (Some(7), Some(6)),
            _ => (None, None),
        };
        return Some(of_picture(sample, question, id, 2, confidence, OtherFile::YoloLabels));
    }
    None
}

/// A text of shares of one picture: opened where its size and its number are at hand.
fn of_picture(
    sample: &Sample<'_>,
    question: &Question<'_>,
    id: Option<u32>,
    first: u32,
    confidence: Option<u32>,
    other: OtherFile,
) -> Reading {
    let (Some(frame), Some(size)) = (frame_of_name(question.path), question.size) else {
        return Reading::Other(other);
    };
    let columns = [first, first + 1, first + 2, first + 3];
    let mut map = ColumnMap::one(sample.separator, FrameSource::Fixed(frame), id, columns, BoxForm::Center);
    map.size = Some(size);
    map.class = Some(1);
    map.confidence = confidence;
    map.origin = other.short_name();
    Reading::Table(map)
}

/// The number of the picture, from the name of its text.
fn frame_of_name(path: &Path) -> Option<u32> {
    number_in_name(path.file_name()?.to_str()?.as_bytes())
}

/// `class cx cy w h`, then an id, a confidence, both, or the other points of a polygon.
fn is_yolo(row: &Cells<'_>) -> bool {
    let is_class = row.is_whole(1) && row.number(1) < CLASSES;
    let is_polygon = row.count() > 7 && row.count() % 2 == 1;
    let last = if is_polygon { row.count() } else { 5 };
    let are_within = (2..=last).all(|column| (0.0..=1.0).contains(&row.number(column)));
    let is_box = row.count() >= 5 && (row.count() <= 7 || is_polygon);
    is_class && is_box && are_within && (4..=5).any(|column| !number::is_whole(row.number(column)))
}

/// `class id cx cy w h`, as JDE and `FairMOT` have it. There, ids are not repeated. In rows that begin with a frame, they are.
fn is_jde(sample: &Sample<'_>) -> bool {
    let is_row = |row: &Cells<'_>| {
        let is_id = number::is_whole(row.number(2));
        row.count() == 6 && row.is_whole(1) && is_id && is_share(row.four(3))
    };
    let mut ids: Vec<u64> =
        sample.rows.iter().map(|row| row.number(2)).filter(|id| *id >= 0.0).map(|id| id as u64).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    let is_class = sample.rows.windows(2).all(|pair| pair[0].number(1) == pair[1].number(1));
    !sample.rows.is_empty() && sample.rows.iter().all(is_row) && (is_class || ids.len() == count && count > 1)
}

/// `type truncated occluded alpha left top right bottom height width length x y z rotation`, and perhaps a score.
fn is_kitti_object(row: &Cells<'_>) -> bool {
    (15..=16).contains(&row.count())
        && row.is_text(1)
        && row.are_numbers(2..=15)
        && row.number(7) >= row.number(5)
        && row.number(8) >= row.number(6)
}

/// Whether four numbers can be shares of a picture.
fn is_share(sides: [f64; 4]) -> bool {
    let [x, y, width, height] = sides;
    let is_near = |value: f64| (-1.0..=2.0).contains(&value);
    let is_size = |value: f64| value > 0.0 && value <= 1.5;
    is_near(x)
        && is_near(y)
        && is_size(width)
        && is_size(height)
        && (!number::is_whole(width) || !number::is_whole(height))
}

/// Whether boxes are shares of a picture, and not pixels: left, top, width, height.
pub(in crate::mot::columns) fn are_shares(boxes: &[[f64; 4]]) -> bool {
    !boxes.is_empty() && boxes.iter().all(|sides| is_share(*sides))
}
