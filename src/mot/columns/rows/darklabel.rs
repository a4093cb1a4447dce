//! `DarkLabel` 1.x: a frame or a picture, a count, and so many boxes in one line.
//!
//! Source: the formats in `darklabel.yml`, which users change: a box has four numbers, and before or behind them an identity
//! and a label, or neither.

use std::collections::HashSet;

use super::inside::frame_and_rows;
use crate::mot::columns::map::column_map::{BoxForm, ColumnMap, FrameSource, Group, Shape};
use crate::mot::columns::sample::{Cells, Sample};
use crate::mot::columns::statistics::{are_corners, are_most, is_true_of_most, told};
use crate::mot::number;

/// The forms of a box, those with an identity first.
const GROUPS: [Group; 7] = [
    Group { fields: 6, id: Some(0), label: Some(5), sides: 1 },
    Group { fields: 6, id: Some(1), label: Some(0), sides: 2 },
    Group { fields: 6, id: Some(0), label: Some(1), sides: 2 },
    Group { fields: 5, id: Some(0), label: None, sides: 1 },
    Group { fields: 5, id: None, label: Some(4), sides: 0 },
    Group { fields: 5, id: None, label: Some(0), sides: 1 },
    Group { fields: 4, id: None, label: None, sides: 0 },
];

/// With fewer boxes than this, sizes are assumed, which it usually writes.
const MANY: usize = 20;

/// The map of such a text.
pub(super) fn recognise(sample: &Sample<'_>) -> Option<ColumnMap> {
    let (frame, rows) = frame_and_rows(sample);
    let is_named = frame == FrameSource::Name(1);
    let fits = |group: &Group| {
        is_true_of_most(&rows, |row| boxes_of(row, group, is_named).is_some())
            && has_labels(&rows, group) != Some(false)
    };
    let group = GROUPS.into_iter().find(fits)?;
    let group = if has_labels(&rows, &group).is_none() { with_numbers(&rows, group) } else { group };
    if !is_named && !sample.first_column_grows() || rows.iter().all(|row| row.count() == 2) {
        return None;
    }
    let boxes: Vec<[f64; 4]> = rows.iter().filter_map(|row| boxes_of(row, &group, is_named)).flatten().collect();
    // In rows of other programs, a value below 0 is where a size would be.
    let have_area = boxes.iter().filter(|sides| sides[2] > 0.0 && sides[3] > 0.0).count();
    if !boxes.is_empty() && !are_most(have_area, boxes.len()) {
        return None;
    }
    // If all lines have one number of boxes, it may be the id of the only track. Then several boxes a line, or labels, must
    // tell that it is not. Lines that do not have as many boxes as they say tell nothing.
    let mut counts = rows.iter().filter(|row| boxes_of(row, &group, is_named).is_some()).map(|row| row.number(2));
    let first = counts.next();
    let varies = counts.any(|count| Some(count) != first);
    let has_sizes = boxes.iter().all(|sides| sides[2] > 1.0 && sides[3] > 1.0);
    let is_labelled = group.label == Some(5) && rows.iter().all(|row| row.number(7) > 1.0 && row.is_text(8));
    let are_several = rows[0].number(2) > 1.0 && has_sizes && (group.label.is_some() || group.id.is_some());
    if !(varies || is_labelled || are_several) {
        return None;
    }
    let has_corners = boxes.len() >= MANY && are_corners(&boxes, None);
    let form = if has_corners { BoxForm::Corners } else { BoxForm::Size };
    let mut map = ColumnMap::one(sample.separator, frame, None, [0; 4], BoxForm::Size);
    map.shape = Shape::Repeated { group, form };
    map.guess = has_corners.then(|| told(&boxes, group.sides + 3));
    map.origin = "DarkLabel";
    Some(map)
}

/// The boxes of a row, if it has as many as it says.
fn boxes_of(row: &Cells<'_>, group: &Group, is_named: bool) -> Option<Vec<[f64; 4]>> {
    let count = row.number(2);
    // The last label may be empty.
    let may_be_open = group.label == Some(group.fields - 1) && (row.line.ends_with(b",") || row.line.ends_with(b";"));
    let columns = row.count() as f64 + if may_be_open && row.count() > 2 { 1.0 } else { 0.0 };
    let is_whole = (is_named || row.is_whole(1)) && row.is_whole(2) && columns == 2.0 + group.fields as f64 * count;
    let place = |at: usize| 3 + group.fields * at;
    let is_box = |at: usize| {
        let sides = place(at) + group.sides;
        let has_id = group.id.is_none_or(|id| number::is_whole(row.number(place(at) + id)));
        has_id && row.are_numbers(sides..=sides + 3)
    };
    let are_boxes = is_whole && (0..count as usize).all(is_box);
    are_boxes.then(|| (0..count as usize).map(|at| row.four(place(at) + group.sides)).collect())
}

/// The fields at one place of all boxes.
fn fields<'r>(rows: &'r [&Cells<'_>], group: &Group, at: usize) -> impl Iterator<Item = (&'r [u8], f64)> + 'r {
    let each = group.fields;
    rows.iter().flat_map(move |row| {
        let columns = (3 + at..=row.count()).step_by(each);
        columns.map(move |column| (row.text(column), row.number(column)))
    })
}

/// Whether the labels are text. `None` if they are numbers, or if there are none.
fn has_labels(rows: &[&Cells<'_>], group: &Group) -> Option<bool> {
    let label = group.label?;
    let (mut texts, mut numbers) = (0, 0);
    for (text, number) in fields(rows, group, label) {
        texts += usize::from(number.is_nan() && !text.is_empty());
        numbers += usize::from(number.is_finite());
    }
    match (texts, numbers) {
        (0, 1..) if group.fields == Group::MOST_FIELDS => None,
        (texts, numbers) => Some(texts > numbers),
    }
}

/// Which of six numbers is the label: the first or the second of a box, if the last has more values than a label has.
fn with_numbers(rows: &[&Cells<'_>], group: Group) -> Group {
    if group.fields != Group::MOST_FIELDS {
        return group;
    }
    let distinct =
        |at: usize| fields(rows, &group, at).map(|(_, number)| number.to_bits()).collect::<HashSet<_>>().len();
    let [first, second, last] = [0, 1, 5].map(distinct);
    let are_whole = |at: usize| fields(rows, &group, at).all(|(_, number)| number::is_whole(number) && number >= 0.0);
    if last <= first || last <= second || !are_whole(0) || !are_whole(1) {
        return GROUPS[0];
    }
    if first <= second { GROUPS[1] } else { GROUPS[2] }
}
