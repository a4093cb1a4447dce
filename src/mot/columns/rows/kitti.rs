//! Rows of KITTI tracking: `frame id type truncated occluded alpha left top right bottom …`, with a score in column 18.

use crate::mot::columns::map::column_map::{BoxForm, ColumnMap, FrameSource};
use crate::mot::columns::sample::{Cells, Sample};
use crate::mot::number;

/// Whether a row is one of KITTI tracking.
pub(in crate::mot::columns) fn is_row(row: &Cells<'_>) -> bool {
    row.count() >= 10 && row.is_whole(1) && number::is_whole(row.number(2)) && row.are_numbers(7..=10)
}

/// Rows with other separators than blanks.
pub(super) fn with_commas(sample: &Sample<'_>) -> Option<ColumnMap> {
    let is_named = |row: &Cells<'_>| {
        let has_corners = row.number(9) >= row.number(7) && row.number(10) >= row.number(8);
        is_row(row) && row.is_text(3) && row.are_numbers(4..=10) && has_corners
    };
    sample.most(is_named).then(|| map(sample, "KITTI tracking"))
}

/// Rows with a number as class.
pub(super) fn with_numbers(sample: &Sample<'_>) -> Option<ColumnMap> {
    let is_numbered = |row: &Cells<'_>| {
        let is_grade = |column: usize| (-1..=3).any(|grade| row.number(column) == f64::from(grade));
        let is_angle = row.number(6) == -10.0 || row.number(6).abs() <= 3.5;
        (17..=18).contains(&row.count())
            && row.are_numbers(3..=17)
            && (is_grade(4) || (0.0..=1.0).contains(&row.number(4)))
            && is_grade(5)
            && is_angle
            && row.number(9) > row.number(7)
            && row.number(10) > row.number(8)
    };
    sample.most(is_numbered).then(|| map(sample, "KITTI tracking with a number as class"))
}

fn map(sample: &Sample<'_>, origin: &'static str) -> ColumnMap {
    let mut map = ColumnMap::one(sample.separator, FrameSource::Number(1), Some(2), [7, 8, 9, 10], BoxForm::Corners);
    map.class = Some(3);
    map.confidence = (sample.usual_count() == 18).then_some(18);
    map.origin = origin;
    map
}
