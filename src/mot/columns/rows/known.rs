//! Rows without a header that other programs write, recognised by what is in them.

use std::collections::HashSet;

use super::{darklabel, inside, kitti, numbered};
use crate::mot::columns::header::unnamed::indexed_rows;
use crate::mot::columns::map::column_map::{BoxForm, ColumnMap, FrameSource};
use crate::mot::columns::map::values::is_note;
use crate::mot::columns::reading::Reading;
use crate::mot::columns::sample::{Cells, Sample};
use crate::mot::number;
use crate::mot::other_file::OtherFile;

/// Names of the kinds, as they are told.
const VIAME: &str = "VIAME";
const VATIC: &str = "VATIC";

/// What the rows are, if they are not those of `MOTChallenge`, KITTI or oriented boxes.
pub(in crate::mot::columns) fn recognise(sample: &Sample<'_>) -> Option<Reading> {
    if is_report(sample) {
        return Some(Reading::Other(OtherFile::Report));
    }
    if sample.rows.is_empty() {
        return None;
    }
    if let Some(other) = others(sample) {
        return Some(Reading::Other(other));
    }
    let map = viame(sample)
        .or_else(|| darklabel::recognise(sample))
        .or_else(|| vatic(sample))
        .or_else(|| track_rcnn(sample))
        .or_else(|| kitti::with_commas(sample))
        .or_else(|| inside::named_frames(sample))
        .or_else(|| inside::class_inside(sample))
        .or_else(|| inside::in_brackets(sample))
        .or_else(|| indexed_rows(sample))
        .or_else(|| numbered::recognise(sample));
    map.map(Reading::Table)
}

/// Files that are no boxes.
fn others(sample: &Sample<'_>) -> Option<OtherFile> {
    let all = |test: &dyn Fn(&Cells<'_>) -> bool| sample.all().all(test);
    let is_affine = |row: &Cells<'_>| {
        let near = |column: usize, value: f64| (row.number(column) - value).abs() < 0.5;
        let is_matrix = row.count() == 7 || row.count() == 10 && near(8, 0.0) && near(9, 0.0) && near(10, 1.0);
        is_matrix && row.is_whole(1) && near(2, 1.0) && near(3, 0.0) && near(5, 0.0) && near(6, 1.0)
    };
    if all(&is_affine) && sample.first_column_grows() {
        return Some(OtherFile::CameraMotion);
    }
    let is_group = |field: &[u8]| {
        let numbers: Vec<Option<f64>> = field.split(|byte| *byte == b',').map(number::parse).collect();
        numbers.len() == 5 && numbers.iter().all(Option::is_some)
    };
    let are_groups =
        |row: &Cells<'_>| row.line.split(|byte| *byte == b' ').filter(|group| !group.is_empty()).all(is_group);
    if all(&are_groups) && sample.all().any(|row| row.line.contains(&b' ')) {
        return Some(OtherFile::LinesWithoutFrames);
    }
    is_lineage(sample).then_some(OtherFile::Lineage)
}

/// Whether each line says what its numbers are: `Frame: 0, Track ID: 1, …`.
fn is_report(sample: &Sample<'_>) -> bool {
    let is_told = |row: &Cells<'_>| row.line.windows(2).filter(|pair| pair == b": ").count() >= 2;
    sample.header.is_some() && sample.all().all(is_told)
}

/// `label begin end parent` of the Cell Tracking Challenge: each label once, begin before end, parents among the labels.
fn is_lineage(sample: &Sample<'_>) -> bool {
    let labels: HashSet<u64> = sample.rows.iter().map(|row| row.number(1) as u64).collect();
    let is_row = |row: &Cells<'_>| {
        let is_whole = row.count() == 4 && (1..=4).all(|column| row.is_whole(column));
        let parent = row.number(4) as u64;
        is_whole && row.number(2) <= row.number(3) && (parent == 0 || labels.contains(&parent))
    };
    labels.len() == sample.rows.len() && sample.rows.iter().all(is_row)
}

/// VIAME: `id, picture or time, frame, left, top, right, bottom, confidence, length`, then pairs of a class and its confidence,
/// the likeliest first, and notes such as `(kp) head 10 20`. A box may have no class.
///
/// Source: the serializers of VIAME and DIVE.
fn viame(sample: &Sample<'_>) -> Option<ColumnMap> {
    let is_row = |row: &Cells<'_>| {
        let is_named = row.text(2).is_empty() || row.is_text(2);
        let has_corners = row.are_numbers(4..=8) && row.number(6) >= row.number(4) && row.number(7) >= row.number(5);
        row.count() >= 8 && number::is_whole(row.number(1)) && is_named && row.is_whole(3) && has_corners
    };
    if !sample.most(is_row) {
        return None;
    }
    let mut map = ColumnMap::one(sample.separator, FrameSource::Number(3), Some(1), [4, 5, 6, 7], BoxForm::Corners);
    map.confidence = Some(8);
    map.class = sample.rows.iter().any(|row| row.is_text(10) && !is_note(row.text(10))).then_some(10);
    map.has_notes = true;
    map.origin = VIAME;
    Some(map)
}

/// VATIC: `id left top right bottom frame lost occluded generated "label"`.
fn vatic(sample: &Sample<'_>) -> Option<ColumnMap> {
    let is_flag = |value: f64| value == 0.0 || value == 1.0;
    let is_row = |row: &Cells<'_>| {
        let has_corners = row.number(4) >= row.number(2) && row.number(5) >= row.number(3);
        row.count() >= 10
            && row.are_numbers(2..=5)
            && has_corners
            && row.is_whole(1)
            && row.is_whole(6)
            && (7..=9).all(|column| is_flag(row.number(column)))
            && row.is_text(10)
    };
    if !sample.most(is_row) {
        return None;
    }
    let mut map = ColumnMap::one(sample.separator, FrameSource::Number(6), Some(1), [2, 3, 4, 5], BoxForm::Corners);
    map.class = Some(10);
    map.lost = Some(7);
    map.origin = VATIC;
    map.note = Some("rows that are marked as lost have no box".to_owned());
    Some(map)
}

/// Detections of Track R-CNN: `frame left top width height score class height width mask feature …`.
fn track_rcnn(sample: &Sample<'_>) -> Option<ColumnMap> {
    let size = sample.rows.first().map(|row| (row.number(8), row.number(9)));
    let is_row = |row: &Cells<'_>| {
        let is_scored = row.are_numbers(2..=5) && (0.0..=1.0).contains(&row.number(6)) && row.is_whole(7);
        // The size of the picture, as whole numbers.
        let is_sized = size == Some((row.number(8), row.number(9))) && row.number(8) > 2.0 && row.number(9) > 2.0;
        row.count() >= 10 && row.is_whole(1) && is_scored && is_sized && row.is_text(10)
    };
    if !sample.most(is_row) {
        return None;
    }
    let mut map = ColumnMap::one(sample.separator, FrameSource::Number(1), None, [2, 3, 4, 5], BoxForm::Size);
    (map.confidence, map.class) = (Some(6), Some(7));
    map.origin = "Track R-CNN detections";
    map.note = Some("their masks (RLE) are not shown".to_owned());
    Some(map)
}
