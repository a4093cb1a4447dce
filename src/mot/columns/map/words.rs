//! A column map in words.

use std::fmt::Write as _;

use super::column_map::{BoxForm, BoxPlace, ColumnMap, FrameSource, Shape};

/// How many objects of a wide table are named.
const NAMED: usize = 4;
/// How many columns that are not read are named.
const UNUSED: usize = 12;

impl ColumnMap {
    /// What is in which column, in words, such as `by the header: frame = Frame_no, id = object_ids, …`.
    pub fn describe(&self) -> String {
        describe(self)
    }
}

/// What is in which column.
fn describe(map: &ColumnMap) -> String {
    let mut text = format!("{}: ", map.origin);
    let column = |column: u32| name(map, column);
    match map.frame {
        FrameSource::Number(at) => _ = write!(text, "frame = {}", column(at)),
        FrameSource::Name(at) => _ = write!(text, "frame = the number in {}", column(at)),
        FrameSource::Time(at) => {
            _ = write!(text, "frame = the distinct moments of {}, in order, from 1 on", column(at));
        }
        FrameSource::Fixed(frame) => _ = write!(text, "all rows are of frame {frame}, the number in the file's name"),
    }
    match &map.shape {
        Shape::One { id, place, form } => {
            match id {
                Some(id) => _ = write!(text, ", id = {}", column(*id)),
                None => text.push_str(", no id"),
            }
            let _ = write!(text, ", {} = ", meaning(*form));
            match place {
                BoxPlace::Columns(columns) if *form == BoxForm::Point => {
                    _ = write!(text, "{}, {}", column(columns[0]), column(columns[1]));
                }
                BoxPlace::Columns(columns) => text.push_str(&columns.map(column).join(", ")),
                BoxPlace::Field(at) => _ = write!(text, "the numbers in {}", column(*at)),
            }
        }
        Shape::Wide(objects) => {
            let _ = write!(text, ", {} objects with columns of their own: ", objects.len());
            for (at, object) in objects.iter().take(NAMED).enumerate() {
                let comma = if at == 0 { "" } else { "; " };
                let columns = object.columns.map(column).join(", ");
                let _ = write!(text, "{comma}id {} = {columns} ({})", object.id, meaning(object.form));
            }
            if objects.len() > NAMED {
                text.push_str("; …");
            }
        }
        Shape::Repeated { group, form } => {
            let mut parts = vec![(group.sides, meaning(*form))];
            parts.extend(group.id.map(|at| (at, "id")));
            parts.extend(group.label.map(|at| (at, "label")));
            parts.sort_unstable();
            let parts: Vec<&str> = parts.into_iter().map(|(_, part)| part).collect();
            let _ = write!(text, ", then a count and {} for each box", parts.join(", "));
        }
    }
    for (role, at) in [("confidence", map.confidence), ("class", map.class), ("visibility", map.visibility)] {
        if let Some(at) = at {
            let _ = write!(text, ", {role} = {}", column(at));
        }
    }
    if let Some((width, height)) = map.size {
        let _ = write!(text, "; shares of a picture of {width} × {height} pixels");
    }
    let unused = map.unused(map.names.len() as u32);
    if !unused.is_empty() {
        let more = if unused.len() > UNUSED { ", …" } else { "" };
        let named: Vec<String> = unused.iter().take(UNUSED).map(|name| name.escape_debug().to_string()).collect();
        let _ = write!(text, "; not read: {}{more}", named.join(", "));
    }
    for more in map.guess.iter().chain(&map.note) {
        let _ = write!(text, "; {more}");
    }
    text
}

/// What the four numbers of a box are.
fn meaning(form: BoxForm) -> &'static str {
    match form {
        BoxForm::Size => "left, top, width, height",
        BoxForm::Corners => "corners (left, top, right, bottom)",
        BoxForm::Center => "centre x, centre y, width, height",
        BoxForm::Point => "points without size, x, y",
    }
}

/// The name of a column in the header, or its number.
fn name(map: &ColumnMap, column: u32) -> String {
    match map.names.get((column as usize).saturating_sub(1)) {
        Some(name) if !name.is_empty() => name.escape_debug().to_string(),
        _ => format!("column {column}"),
    }
}

/// The name of a column in messages about a line: that of the header, or what the column means.
pub(super) fn name_in_problem(map: &ColumnMap, column: u32) -> String {
    if map.names.get((column as usize).saturating_sub(1)).is_some_and(|name| !name.is_empty()) {
        return name(map, column);
    }
    let role = match &map.shape {
        _ if map.frame.column() == Some(column) => Some("frame"),
        Shape::One { id: Some(id), .. } if *id == column => Some("id"),
        Shape::One { place: BoxPlace::Columns(columns), form, .. } => {
            let names = match form {
                BoxForm::Size => ["left", "top", "width", "height"],
                BoxForm::Corners => ["left", "top", "right", "bottom"],
                BoxForm::Center => ["centre x", "centre y", "width", "height"],
                BoxForm::Point => ["x", "y", "x", "y"],
            };
            columns.iter().position(|other| *other == column).map(|at| names[at])
        }
        _ => None,
    };
    role.map_or_else(|| format!("column {column}"), str::to_owned)
}
