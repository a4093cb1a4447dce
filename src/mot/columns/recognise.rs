//! What a text is, by its header and its first rows.

use super::header::names;
use super::header::read::{self, Header};
use super::map::column_map::{ColumnMap, FrameSource};
use super::map::table_row::rows_of_line;
use super::reading::{Question, Reading, Recognised};
use super::rows::{decimal_commas, doubts, in_order, kitti, known, one_picture};
use super::sample::{Cells, Sample};
use crate::mot::format::Format;
use crate::mot::line::{self, Separator};
use crate::mot::other_file::{self, OtherFile};
use crate::mot::row;

/// Finds out how a text is read. The text begins at the start of its first line.
pub(in crate::mot) fn recognise(text: &[u8], question: &Question<'_>) -> Recognised {
    let sample = Sample::of(text);
    let reading = reading_of(text, &sample, question);
    let doubt = match &reading {
        Reading::Rows(Format::Mot) | Reading::Tabs => doubts::of_rows(&sample),
        Reading::Table(map) => doubts::of_table(&sample, map.confidence),
        _ => None,
    };
    Recognised { reading, doubt }
}

/// How a text is read that has this sample.
fn reading_of(text: &[u8], sample: &Sample<'_>, question: &Question<'_>) -> Reading {
    if let Some(roles) = question.roles {
        return match read::stated(roles, sample) {
            Ok(map) => sized(map, sample, question),
            Err(other) => Reading::Other(other),
        };
    }
    let format = Format::guess(text);
    if format == Format::Mots {
        return Reading::Rows(format);
    }
    if let Some(other) = other_file::of_first_bytes(text) {
        return Reading::Other(other);
    }
    if format == Format::Kitti && !sample.cut_matters && sample.most(kitti::is_row) {
        return Reading::Rows(format);
    }
    if let Some(cells) = &sample.header {
        match read::read(cells, sample) {
            Header::Map(map) => return of_map(map, sample, question),
            Header::Other(other) => return Reading::Other(other),
            Header::None => {}
        }
    } else if let Some(comment) = sample.comment {
        // Some programs write the header as a comment. A row that was made a comment has no names.
        let cells = Cells::of(comment, Separator::of_table_line(comment));
        let names = (1..=cells.count()).filter(|&column| cells.is_text(column)).count();
        if names > 1
            && cells.count() == sample.usual_count()
            && let Header::Map(map) = read::read(&cells, sample)
            && !map.has_points()
        {
            return of_map(map, sample, question);
        }
    }
    if let Some(reading) = one_picture::recognise(sample, question) {
        return reading;
    }
    if format == Format::Obb {
        return Reading::Rows(format);
    }
    match known::recognise(sample) {
        Some(Reading::Table(map)) => sized(map, sample, question),
        Some(other) => other,
        None => of_plain(sample, question, format),
    }
}

/// Rows in the order of `MOTChallenge`.
fn of_plain(sample: &Sample<'_>, question: &Question<'_>, format: Format) -> Reading {
    let are_rows = format == Format::Mot && sample.most(|row| row.is_whole(1) && row.are_numbers(3..=6));
    if one_picture::are_shares(&sample.boxes(3)) && sample.most(|row| row.are_numbers(1..=6)) {
        return sized(in_order::map(sample), sample, question);
    }
    if are_rows && decimal_commas::are_between_fields(sample) {
        return Reading::Other(OtherFile::DecimalCommas);
    }
    // What the rules for lines cannot read, a map can.
    let has_own_cut = format == Format::Mot && sample.cut_matters && sample.most(is_row);
    if are_rows && decimal_commas::are_in(sample) || has_own_cut {
        return Reading::Table(in_order::map(sample));
    }
    if format == Format::Mot && sample.has_tabs() && !sample.cut_matters && sample.header.is_none() {
        return Reading::Tabs;
    }
    Reading::Rows(format)
}

/// Whether a row has numbers, or nothing, where rows of `MOTChallenge` have a frame and a box.
fn is_row(row: &Cells<'_>) -> bool {
    let is_number = |column: usize| row.text(column).is_empty() || row.number(column).is_finite();
    row.count() >= 6 && [1, 3, 4, 5, 6].into_iter().all(is_number)
}

/// How a text is read that is said to have rows of `MOTChallenge`: one tab is between two fields, or any separator.
pub(in crate::mot) fn in_order_of_motchallenge(text: &[u8]) -> Reading {
    let sample = Sample::of(text);
    if sample.has_tabs() && sample.most(is_row) { Reading::Tabs } else { Reading::Rows(Format::Mot) }
}

/// A map, or the plain format if the map says nothing else.
fn of_map(map: ColumnMap, sample: &Sample<'_>, question: &Question<'_>) -> Reading {
    if is_plain(&map, sample) && !are_shares(&map, sample) {
        if sample.has_tabs() { Reading::Tabs } else { Reading::Rows(Format::Mot) }
    } else {
        sized(map, sample, question)
    }
}

/// Whether the last three of ten names are those of a position in the world.
fn is_place(names: &[String]) -> bool {
    names.iter().zip(["x", "y", "z"]).all(|(name, axis)| {
        let name = names::plain(name);
        name == axis || name == format!("{axis}world") || name == format!("world{axis}") || name == format!("{axis}3d")
    })
}

/// Whether a map is the order of `MOTChallenge`.
fn is_plain(map: &ColumnMap, sample: &Sample<'_>) -> bool {
    let is_usual = |column: Option<u32>, usual: u32| column.is_none_or(|column| column == usual);
    let count = map.names.len();
    // Behind the confidence, rows of that order have a class and a visibility, or a position in the world.
    let has_no_others = match count {
        0..=7 => true,
        8 => map.class == Some(8),
        9 => map.class == Some(8) && map.visibility == Some(9),
        10 => map.class.is_none() && map.visibility.is_none() && is_place(&map.names[7..10]),
        _ => false,
    };
    let is_cut_alike = |row: &Cells<'_>| line::cut(row.line, map.separator == Separator::Tab).1 == map.separator();
    // A header alone is a table, so that it is not mistaken for a title. The first row decides anew.
    let is_cut_alike = !sample.rows.is_empty() && sample.rows.iter().all(is_cut_alike);
    let is_seventh = count < 7 || map.confidence == Some(7);
    map.begins_as_motchallenge()
        && !map.has_numbers_as_names()
        && is_usual(map.confidence, 7)
        && is_usual(map.class, 8)
        && is_usual(map.visibility, 9)
        && has_no_others
        && is_seventh
        && !sample.cut_matters
        && !decimal_commas::are_in(sample)
        && is_cut_alike
}

/// The sides that a map gives for the first rows.
fn sides(map: &ColumnMap, sample: &Sample<'_>) -> Vec<[f64; 4]> {
    // Moments need all of the file. The boxes do not depend on them.
    let mut map = map.clone();
    if let FrameSource::Time(_) = map.frame {
        map.frame = FrameSource::Fixed(1);
    }
    let mut sides = Vec::new();
    for cells in &sample.rows {
        let _ = rows_of_line(&map, None, cells.line, 0, &mut |row: row::Row| {
            let row = row.detection;
            sides.push([row.left, row.top, row.width, row.height]);
        });
    }
    sides
}

fn are_shares(map: &ColumnMap, sample: &Sample<'_>) -> bool {
    !map.has_points() && one_picture::are_shares(&sides(map, sample))
}

/// The map with the size of the picture, if its boxes are shares of it. Without a size, such a text cannot be shown.
fn sized(map: ColumnMap, sample: &Sample<'_>, question: &Question<'_>) -> Reading {
    if !are_shares(&map, sample) {
        return Reading::Table(map);
    }
    match question.size {
        Some(size) => Reading::Table(ColumnMap { size: Some(size), ..map }),
        None => Reading::Other(OtherFile::Shares),
    }
}
