//! Reads a line of a table by its column map.

use super::column_map::{BoxForm, BoxPlace, ColumnMap, FrameSource, Group, Shape, WideObject};
use super::time_table::{TimeTable, moment};
use super::values::{bracketed, coordinates, identity, is_missing, is_note, number_in_name, sides, whole_frame};
use super::words;
use crate::mot::columns::fields::Fields;
use crate::mot::columns::first_lines::are_numbers_in_order;
use crate::mot::detection::{Columns, Detection, TrackId};
use crate::mot::line::{self, LineKind, Separator};
use crate::mot::number;
use crate::mot::row::{self, Row, RowError, RowReason};

/// The fields of a line that a map asks for.
const SLOTS: usize = 10;
/// Places in the slots.
const FRAME: usize = 0;
const ID: usize = 1;
const BOX: usize = 2;
const CONFIDENCE: usize = 6;
const CLASS: usize = 7;
const VISIBILITY: usize = 8;
const LOST: usize = 9;

/// The columns that Columns keeps a class and a visibility in.
const KEPT: [u32; 2] = [8, 9];

/// What a line is, whatever number of boxes it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mot) struct LineFacts {
    pub(in crate::mot) frame: u32,
    /// How many columns it has. Empty columns at its end do not count.
    pub(in crate::mot) columns: u32,
}

/// Reads a line, with or without its line end, that begins at `offset` in the file. `take` gets its rows: one, or any number if
/// the map has several boxes a line.
pub(in crate::mot) fn rows_of_line(
    map: &ColumnMap,
    times: Option<&TimeTable>,
    line: &[u8],
    offset: u64,
    take: &mut dyn FnMut(Row),
) -> Result<LineFacts, RowError> {
    let first = line::first(line);
    let trimmed = map.separator.trimmed(first);
    row::is_one_line(trimmed)?;
    // The frame may be in a later column, so its own text does not tell a comment.
    if line::kind(line::trim(first)) == LineKind::Comment {
        return Err(RowError { reason: RowReason::BadFrame, column: 1 });
    }
    let offset = offset + (trimmed.as_ptr() as usize - first.as_ptr() as usize) as u64;
    match &map.shape {
        Shape::One { id, place, form } => one(map, times, trimmed, (*id, *place, *form), offset, take),
        Shape::Wide(objects) => wide(map, times, trimmed, objects, offset, take),
        Shape::Repeated { group, form } => repeated(map, trimmed, (*group, *form), offset, take),
    }
}

/// The frame number of a line, even if the line is not a row.
pub(in crate::mot) fn frame_of_line(map: &ColumnMap, times: Option<&TimeTable>, line: &[u8]) -> Option<u32> {
    let FrameSource::Fixed(frame) = map.frame else {
        let column = map.frame.column()? as usize;
        let field = fields_of(map.separator, map.separator.trimmed(line)).nth(column - 1)?;
        return frame_number(map, times, field);
    };
    Some(frame)
}

/// The first field of a line.
pub(in crate::mot) fn first_field<'a>(map: &ColumnMap, line: &'a [u8]) -> &'a [u8] {
    fields_of(map.separator, map.separator.trimmed(line)).next().unwrap_or_default()
}

/// How many negative ids other than −1 a line has.
pub(in crate::mot) fn other_negative_ids(map: &ColumnMap, line: &[u8]) -> usize {
    let mut fields = fields_of(map.separator, map.separator.trimmed(line));
    match &map.shape {
        Shape::One { id: Some(id), .. } => {
            usize::from(fields.nth(*id as usize - 1).is_some_and(row::is_other_negative))
        }
        Shape::Repeated { group, .. } => match group.id {
            Some(id) => fields.skip(2 + id).step_by(group.fields).filter(|id| row::is_other_negative(id)).count(),
            None => 0,
        },
        Shape::One { id: None, .. } | Shape::Wide(_) => 0,
    }
}

/// The moment of a line, if the frames of the file come from moments.
pub(in crate::mot) fn moment_of_line(map: &ColumnMap, line: &[u8]) -> Option<f64> {
    let FrameSource::Time(column) = map.frame else { return None };
    moment(fields_of(map.separator, map.separator.trimmed(line)).nth(column as usize - 1)?)
}

/// The reason why a line is no row together with the text in the column.
pub(in crate::mot) fn describe(map: &ColumnMap, error: RowError, text: &[u8]) -> String {
    if error.reason == RowReason::TooFewColumns {
        let count = fields_of(map.separator, map.separator.trimmed(text)).count();
        let empty = if count > error.column as usize { ", as the fields behind it are empty" } else { "" };
        return format!("{}: {} of {}{empty}", error.reason, error.column, map.required());
    }
    let line = map.separator.trimmed(text);
    if error.reason == RowReason::InnerReturn {
        return format!("{}: {}", error.reason, row::excerpt(line));
    }
    let field = fields_of(map.separator, line).nth((error.column as usize).saturating_sub(1)).unwrap_or_default();
    let limit = row::limit_of(error.reason, field);
    format!("{}: {} is {}{limit}", error.reason, words::name_in_problem(map, error.column), row::excerpt(field))
}

/// The fields of a line. A line without the separator of the file is cut by its own.
fn fields_of(separator: Separator, line: &[u8]) -> Fields<'_> {
    let mut all = separator.fields(line);
    let fields = all.clone();
    all.next();
    if all.next().is_some() || separator == Separator::Blank {
        fields
    } else {
        Separator::of_table_line(line).fields(line)
    }
}

fn frame_number(map: &ColumnMap, times: Option<&TimeTable>, field: &[u8]) -> Option<u32> {
    match map.frame {
        FrameSource::Fixed(frame) => Some(frame),
        FrameSource::Number(_) => whole_frame(map.separator, field),
        FrameSource::Name(_) => row::frame_number(field).or_else(|| number_in_name(field)),
        FrameSource::Time(_) => times?.frame(moment(field)?),
    }
}

fn too_few(count: u32) -> RowError {
    RowError { reason: RowReason::TooFewColumns, column: count }
}

/// One box a line.
fn one(
    map: &ColumnMap,
    times: Option<&TimeTable>,
    line: &[u8],
    (id_column, place, form): (Option<u32>, BoxPlace, BoxForm),
    offset: u64,
    take: &mut dyn FnMut(Row),
) -> Result<LineFacts, RowError> {
    let mut wanted = [map.frame.column().unwrap_or(0), id_column.unwrap_or(0), 0, 0, 0, 0, 0, 0, 0, 0];
    match place {
        BoxPlace::Columns(columns) => wanted[BOX..CONFIDENCE].copy_from_slice(&columns),
        BoxPlace::Field(column) => wanted[BOX] = column,
    }
    for (slot, column) in
        [(CONFIDENCE, map.confidence), (CLASS, map.class), (VISIBILITY, map.visibility), (LOST, map.lost)]
    {
        wanted[slot] = column.unwrap_or(0);
    }
    let mut slots: [&[u8]; SLOTS] = [&[]; SLOTS];
    let mut count = 0;
    for (column, field) in (1..=u32::MAX).zip(fields_of(map.separator, line)) {
        for (slot, _) in wanted.iter().enumerate().filter(|(_, wanted)| **wanted == column) {
            slots[slot] = field;
        }
        count = if field.is_empty() { count } else { column };
    }
    if map.has_numbers_as_names && are_numbers_in_order(fields_of(map.separator, line)) {
        return Err(RowError { reason: RowReason::BadFrame, column: 1 });
    }
    if map.has_index && fields_of(map.separator, line).next().is_none_or(<[u8]>::is_empty) {
        return Err(RowError { reason: RowReason::BadFrame, column: 1 });
    }
    if count < map.required() {
        return Err(too_few(count));
    }
    let frame = frame_number(map, times, slots[FRAME])
        .ok_or(RowError { reason: RowReason::BadFrame, column: wanted[FRAME] })?;
    let id = identity(map.separator, slots[ID]).ok_or(RowError { reason: RowReason::BadId, column: wanted[ID] })?;
    let numbers = match place {
        BoxPlace::Columns(columns) => coordinates(map, [slots[2], slots[3], slots[4], slots[5]], columns)?,
        BoxPlace::Field(column) => bracketed(map, slots[BOX], column)?,
    };
    let facts = LineFacts { frame, columns: count };
    if map.lost.is_some() && number::parse(slots[LOST]) == Some(1.0) {
        return Ok(facts);
    }
    let mut columns = Columns::new();
    columns.set_count(count);
    set_class(map, &mut columns, slots[CLASS]);
    if let Some(value) = map.separator.number(slots[VISIBILITY]).filter(|value| value.is_finite()) {
        columns.set(KEPT[1], value);
    }
    let [left, top, width, height] = sides(map, numbers, form);
    let confidence = map.separator.number(slots[CONFIDENCE]).filter(|value| value.is_finite());
    take(Row { frame, detection: Detection { id, left, top, width, height, confidence, columns, offset } });
    Ok(facts)
}

/// The boxes of several objects, each in columns of its own. An object whose first column is empty is not there.
fn wide(
    map: &ColumnMap,
    times: Option<&TimeTable>,
    line: &[u8],
    objects: &[WideObject],
    offset: u64,
    take: &mut dyn FnMut(Row),
) -> Result<LineFacts, RowError> {
    let mut fields = Vec::new();
    let mut rest = fields_of(map.separator, line);
    loop {
        let at = rest.at();
        let Some(field) = rest.next() else { break };
        fields.push((at, field));
    }
    let field = |column: u32| fields.get((column as usize).saturating_sub(1)).map_or(&[][..], |(_, field)| *field);
    let count = fields.iter().rposition(|(_, field)| !field.is_empty()).map_or(0, |last| last as u32 + 1);
    if count < map.required() {
        return Err(too_few(count));
    }
    let frame_column = map.frame.column().unwrap_or(0);
    let frame = frame_number(map, times, field(frame_column))
        .ok_or(RowError { reason: RowReason::BadFrame, column: frame_column })?;
    // All boxes are read before the first is given away, so that a line is a row as a whole or not at all.
    let mut rows = Vec::new();
    for object in objects {
        let texts = object.columns.map(field);
        if texts.iter().all(|text| is_missing(text)) {
            continue;
        }
        let [left, top, width, height] = sides(map, coordinates(map, texts, object.columns)?, object.form);
        let mut columns = Columns::new();
        columns.set_count(count);
        if let Some(class) = &object.class {
            columns.share_name(class);
        }
        let place = fields.get(object.columns[0] as usize - 1).map_or(0, |(at, _)| *at as u64);
        let id = Some(TrackId(object.id));
        let offset = offset + place;
        rows.push(Row {
            frame,
            detection: Detection { id, left, top, width, height, confidence: None, columns, offset },
        });
    }
    rows.into_iter().for_each(take);
    Ok(LineFacts { frame, columns: count })
}

/// `frame, n`, then n times the fields of a box.
fn repeated(
    map: &ColumnMap,
    line: &[u8],
    (group, form): (Group, BoxForm),
    offset: u64,
    take: &mut dyn FnMut(Row),
) -> Result<LineFacts, RowError> {
    let count = columns_of(map.separator.fields(line));
    let mut fields = map.separator.fields(line);
    let first = fields.next().and_then(|field| frame_number(map, None, field));
    let frame = first.ok_or(RowError { reason: RowReason::BadFrame, column: 1 })?;
    let boxes = fields.next().and_then(number::parse).and_then(|boxes| number::integral(boxes, u64::from(u32::MAX)));
    let each = group.fields;
    let is_whole = boxes.is_some_and(|boxes| boxes as usize == count.saturating_sub(2).div_ceil(each));
    let rest = count.saturating_sub(2) % each;
    // The label of the last box may be empty.
    let may_be_open = group.label.is_some_and(|label| label + 1 == each);
    if !is_whole || count < 2 || rest != 0 && !(may_be_open && rest + 1 == each) {
        return Err(too_few(count as u32));
    }
    let mut rows = Vec::new();
    let mut column = 3;
    for _ in 0..boxes.unwrap_or(0) {
        let place = fields.at() as u64;
        let mut texts: [&[u8]; Group::MOST_FIELDS] = [&[]; Group::MOST_FIELDS];
        texts.iter_mut().take(each).for_each(|text| *text = fields.next().unwrap_or_default());
        let of = |at: usize| texts.get(at).copied().unwrap_or_default();
        let id = match group.id {
            Some(at) => {
                let id = identity(map.separator, of(at));
                id.ok_or(RowError { reason: RowReason::BadId, column: column + at as u32 })?
            }
            None => None,
        };
        let sides = std::array::from_fn(|side| of(group.sides + side));
        let numbers = coordinates(map, sides, std::array::from_fn(|side| column + (group.sides + side) as u32))?;
        let mut columns = Columns::new();
        columns.set_count(count as u32);
        set_class(map, &mut columns, group.label.map(of).unwrap_or_default());
        let [left, top, width, height] = self::sides(map, numbers, form);
        let offset = offset + place;
        rows.push(Row {
            frame,
            detection: Detection { id, left, top, width, height, confidence: None, columns, offset },
        });
        column += each as u32;
    }
    rows.into_iter().for_each(take);
    Ok(LineFacts { frame, columns: count as u32 })
}

/// Stores the class that a field has: a number or a name.
fn set_class(map: &ColumnMap, columns: &mut Columns, field: &[u8]) {
    match map.separator.number(field).filter(|value| value.is_finite()) {
        Some(value) => columns.set(KEPT[0], value),
        None if number::is_text(field) && !(map.has_notes && is_note(field)) => columns.set_name(field),
        None => {}
    }
}

/// How many fields there are. Empty ones at the end do not count.
fn columns_of(fields: Fields<'_>) -> usize {
    fields.enumerate().filter(|(_, field)| !field.is_empty()).last().map_or(0, |(last, _)| last + 1)
}
