//! What a text is, by its header and its first rows.

use super::delimiter::Delimiter;
use super::header::read::{self, Header};
use super::map::column_map::{BoxForm, BoxPlace, ColumnMap, FrameSource, Shape};
use super::map::table_row::rows_of_line;
use super::reading::{Question, Reading};
use super::rows::{known, one_picture};
use super::sample::{Cells, Sample};
use crate::mot::format::Format;
use crate::mot::line::Separator;
use crate::mot::other_file::{self, OtherFile};
use crate::mot::row;

/// Finds out how a text is read. The text begins at the start of its first line.
pub(in crate::mot) fn recognise(text: &[u8], question: &Question<'_>) -> Reading {
    let sample = Sample::of(text);
    if let Some(roles) = question.roles {
        return match read::stated(roles, &sample) {
            Ok(map) => sized(map, &sample, question),
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
    if format == Format::Kitti && sample.most(known::is_kitti) {
        return Reading::Rows(format);
    }
    if let Some(cells) = &sample.header {
        match read::read(cells, &sample) {
            Header::Map(map) => return of_map(map, &sample, question),
            Header::Other(other) => return Reading::Other(other),
            Header::None => {}
        }
    } else if let Some(comment) = sample.comment {
        // Some programs write the header as a comment.
        let cells = Cells::of(comment, Delimiter::of(comment));
        if cells.count() == sample.usual_count()
            && let Header::Map(map) = read::read(&cells, &sample)
            && !map.has_points()
        {
            return of_map(map, &sample, question);
        }
    }
    if let Some(reading) = one_picture::recognise(&sample, question) {
        return reading;
    }
    if format == Format::Obb {
        return Reading::Rows(format);
    }
    match known::recognise(&sample) {
        Some(Reading::Table(map)) => sized(map, &sample, question),
        Some(other) => other,
        None => of_plain(&sample, question, format),
    }
}

/// Rows in the order of `MOTChallenge`.
fn of_plain(sample: &Sample<'_>, question: &Question<'_>, format: Format) -> Reading {
    if one_picture::are_shares(&sample.boxes(3)) && sample.most(|row| row.are_numbers(1..=6)) {
        return sized(in_order(sample), sample, question);
    }
    let has_decimal_comma = |cells: &Cells<'_>| (3..=6).any(|column| cells.text(column).contains(&b','));
    let has_decimal_commas = sample.delimiter == Delimiter::Semicolon && sample.rows.iter().any(has_decimal_comma);
    if has_decimal_commas && format == Format::Mot && sample.most(|cells| cells.are_numbers(1..=6)) {
        return Reading::Table(in_order(sample));
    }
    Reading::Rows(format)
}

/// The order of `MOTChallenge` as a map.
fn in_order(sample: &Sample<'_>) -> ColumnMap {
    let map = ColumnMap::one(sample.delimiter, FrameSource::Number(1), Some(2), [3, 4, 5, 6], BoxForm::Size);
    ColumnMap { confidence: Some(7), ..map }
}

/// A map, or the plain format if the map says nothing else.
fn of_map(map: ColumnMap, sample: &Sample<'_>, question: &Question<'_>) -> Reading {
    if is_plain(&map, sample) && !are_shares(&map, sample) {
        Reading::Rows(Format::Mot)
    } else {
        sized(map, sample, question)
    }
}

/// Whether a map is the order of `MOTChallenge`.
fn is_plain(map: &ColumnMap, sample: &Sample<'_>) -> bool {
    let first = Shape::One { id: Some(2), place: BoxPlace::Columns([3, 4, 5, 6]), form: BoxForm::Size };
    let is_first = map.frame == FrameSource::Number(1) && map.shape == first;
    let is_usual = |column: Option<u32>, usual: u32| column.is_none_or(|column| column == usual);
    let count = map.names.len();
    // Behind the confidence, rows of that order have a class and a visibility, or a position in the world.
    let has_no_others = match count {
        0..=7 => true,
        8 => map.class == Some(8),
        9 => map.class == Some(8) && map.visibility == Some(9),
        10 => map.class.is_none() && map.visibility.is_none(),
        _ => false,
    };
    // Two tabs are one separator in rows of that order, and have an empty field between them here.
    let has_gaps = map.delimiter == Delimiter::Tab
        && sample.rows.iter().any(|row| row.line.windows(2).any(|pair| pair == b"\t\t"));
    let is_cut_alike = |row: &Cells<'_>| {
        let has_decimal_commas = map.delimiter == Delimiter::Semicolon && row.line.contains(&b',');
        Separator::of(row.line) == map.separator() && !has_decimal_commas
    };
    // A header alone is a table, so that it is not mistaken for a title. The first row decides anew.
    let is_cut_alike = !sample.rows.is_empty() && sample.rows.iter().all(is_cut_alike);
    let is_seventh = count < 7 || map.confidence == Some(7);
    is_first
        && is_usual(map.confidence, 7)
        && is_usual(map.class, 8)
        && is_usual(map.visibility, 9)
        && has_no_others
        && is_seventh
        && !has_gaps
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
