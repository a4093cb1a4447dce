//! What speaks against the way in which rows are read. It is told, and does not change how they are read.

use crate::mot::columns::sample::{Cells, Sample};
use crate::mot::columns::statistics::{are_corners, is_ordered};
use crate::mot::line::Separator;
use crate::mot::number;

/// With fewer rows, nothing is doubted.
const ROWS: usize = 3;
/// Numbers of classes are below this.
const CLASSES: f64 = 100.0;
/// Boxes of one track overlap by more than this share from row to row.
const OVERLAP: f64 = 0.5;

/// What speaks against rows that are read in the order of `MOTChallenge`.
pub(in crate::mot::columns) fn of_rows(sample: &Sample<'_>) -> Option<String> {
    if sample.rows.len() < ROWS {
        return of_table(sample, Some(7));
    }
    box_is_later(sample)
        .or_else(|| id_is_first(sample))
        .or_else(|| mostly_corners(sample))
        .or_else(|| of_table(sample, Some(7)))
}

/// What speaks against any rows.
pub(in crate::mot::columns) fn of_table(sample: &Sample<'_>, confidence: Option<u32>) -> Option<String> {
    let all = [
        cut_words(sample),
        other_letters(sample),
        confidence.and_then(|column| no_confidence(sample, column)),
        other_header(sample),
    ];
    all.into_iter().flatten().reduce(|one, other| format!("{one}; {other}"))
}

/// A class or a confidence between the identity and the box: what is read as confidence is a height.
fn box_is_later(sample: &Sample<'_>) -> Option<String> {
    let all = |test: &dyn Fn(&Cells<'_>) -> bool| sample.rows.iter().all(test);
    let is_class = all(&|row| row.is_whole(3) && row.number(3) < CLASSES);
    let is_share = all(&|row| (0.0..=1.0).contains(&row.number(3)));
    let is_box = all(&|row| row.are_numbers(4..=7) && row.number(6) > 1.0 && row.number(7) > 1.0);
    if !(is_class || is_share) || !is_box {
        return None;
    }
    let what = if is_class { "class" } else { "conf" };
    Some(format!(
        "column 3 is read as left, and column 7 as confidence, which is greater than 1 in all of the first {}; if column 3 is \
         a {} and the box comes behind it, say --columns frame,id,{what},left,top,width,height",
        rows(sample.rows.len()),
        if is_class { "class" } else { "confidence" }
    ))
}

/// Identity before frame: in rows with one number in column 1, column 2 counts up and the boxes hardly move.
fn id_is_first(sample: &Sample<'_>) -> Option<String> {
    let pairs = || sample.rows.windows(2).filter(|pair| pair[0].number(1) == pair[1].number(1));
    let count = pairs().count();
    let follows = |pair: &&[Cells<'_>]| {
        pair[1].number(2) - pair[0].number(2) == 1.0 && overlap(pair[0].four(3), pair[1].four(3)) > OVERLAP
    };
    if count < ROWS || pairs().filter(follows).count() * 10 < count * 9 {
        return None;
    }
    Some(
        "column 1 is read as the frame and column 2 as the id, but boxes of one frame follow each other like those of one \
         track; if the id comes first, say --columns id,frame,left,top,width,height"
            .to_owned(),
    )
}

/// The common share of two boxes.
fn overlap(one: [f64; 4], other: [f64; 4]) -> f64 {
    let common = |at: usize| (one[at] + one[at + 2]).min(other[at] + other[at + 2]) - one[at].max(other[at]);
    let inside = common(0).max(0.0) * common(1).max(0.0);
    let all = one[2] * one[3] + other[2] * other[3] - inside;
    if all > 0.0 { inside / all } else { 0.0 }
}

/// Nearly all boxes would be corners.
fn mostly_corners(sample: &Sample<'_>) -> Option<String> {
    let (boxes, ids) = sample.boxes_and_ids(3);
    let (ordered, ids): (Vec<[f64; 4]>, Vec<f64>) =
        boxes.iter().zip(&ids).filter(|(sides, _)| is_ordered(sides)).unzip();
    let is_flagged = sample.rows.iter().all(|row| row.count() == 9 && (row.number(7) == 0.0 || row.number(7) == 1.0));
    if is_flagged || ordered.len() < ROWS || ordered.len() * 10 < boxes.len() * 7 || !are_corners(&ordered, Some(&ids))
    {
        return None;
    }
    Some(format!(
        "columns 3 to 6 are read as left, top, width and height, but {} of the first {} look like corners; for corners, say \
         --columns frame,id,x1,y1,x2,y2,conf",
        ordered.len(),
        rows(boxes.len())
    ))
}

/// Words with a blank between them where blanks separate the fields.
fn cut_words(sample: &Sample<'_>) -> Option<String> {
    if sample.separator != Separator::Blank {
        return None;
    }
    let names = sample.header.as_ref().map_or(0, Cells::count);
    let is_cut = |row: &&Cells<'_>| {
        row.count() > names && (3..row.count()).any(|column| row.is_text(column) && row.is_text(column + 1))
    };
    let first = sample.rows.iter().find(is_cut)?;
    let column = (3..first.count()).find(|column| first.is_text(*column) && first.is_text(column + 1))?;
    let word = |column: usize| String::from_utf8_lossy(first.text(column)).escape_debug().to_string();
    Some(format!(
        "blanks separate the fields, so of \"{} {}\" only \"{}\" may be read; write such a text in double quotes",
        word(column),
        word(column + 1),
        word(column)
    ))
}

/// Letters that are not UTF-8.
fn other_letters(sample: &Sample<'_>) -> Option<String> {
    let is_other = |field: &&&[u8]| std::str::from_utf8(field).is_err();
    let field = sample.all().find_map(|row| row.fields.iter().find(is_other))?;
    Some(format!(
        "some letters are not UTF-8, such as in \"{}\", and are shown as \u{fffd}; save the file as UTF-8",
        String::from_utf8_lossy(field).escape_debug()
    ))
}

/// Confidences that are no numbers.
fn no_confidence(sample: &Sample<'_>, column: u32) -> Option<String> {
    let column = column as usize;
    let is_none = |row: &&Cells<'_>| {
        let is_infinite =
            number::is_non_finite_word(row.text(column)) && !row.text(column).eq_ignore_ascii_case(b"nan");
        row.is_text(column) && !row.text(column).eq_ignore_ascii_case(b"none") || is_infinite
    };
    let first = sample.rows.iter().find(is_none)?;
    let count = sample.rows.iter().filter(is_none).count();
    let have = if count == 1 { "has" } else { "have" };
    Some(format!(
        "{count} of the first {} {have} no number as confidence, such as \"{}\"; such a confidence is left out",
        rows(sample.rows.len()),
        String::from_utf8_lossy(first.text(column)).escape_debug()
    ))
}

/// A second header with other names, as in files that were put together.
fn other_header(sample: &Sample<'_>) -> Option<String> {
    let header = sample.header.as_ref()?;
    let is_header = |row: &&Cells<'_>| {
        row.count() >= 4 && row.count() * 2 >= header.count() && (1..=row.count()).all(|column| row.is_text(column))
    };
    let is_other = |row: &&Cells<'_>| row.fields != header.fields;
    sample.rows.iter().filter(is_header).find(is_other)?;
    Some("a later line looks like another header with other names; all rows are read by the first header".to_owned())
}

fn rows(count: usize) -> String {
    format!("{count} {}", if count == 1 { "row" } else { "rows" })
}
