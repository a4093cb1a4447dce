//! A header with names says what the columns mean.

use super::frame::{candidates, frame};
use super::names;
use super::neighbours;
use super::points;
use super::remarks;
use super::role::Role;
use super::roles::Roles;
use super::unnamed::{self, OneMore};
use super::wide;
use crate::mot::columns::map::column_map::{BoxForm, BoxPlace, ColumnMap, Shape};
use crate::mot::columns::map::values::numbers_in;
use crate::mot::columns::rows::decimal_commas;
use crate::mot::columns::sample::{Cells, Sample};
use crate::mot::columns::statistics::{BRACKETED, WAY_OUT, are_bracketed_corners};
use crate::mot::line::{self, Separator};
use crate::mot::number;
use crate::mot::other_file::OtherFile;

/// A longer header is cut: no more names are kept.
const MOST_NAMES: usize = 1024;
/// A longer name is cut.
const MOST_LETTERS: usize = 80;
/// A name of a column has this many words at most.
const WORDS: usize = 4;
/// A first line with so many names is a header, even if none of them is known.
const MANY: usize = 3;

/// What a header says.
#[derive(Debug)]
pub(in crate::mot::columns) enum Header {
    /// Which column means what.
    Map(ColumnMap),
    /// The text has no boxes that can be shown.
    Other(OtherFile),
    /// The line is no header with names.
    None,
}

/// Reads the names in `cells`, the header of a sample.
pub(in crate::mot::columns) fn read(cells: &Cells<'_>, sample: &Sample<'_>) -> Header {
    let mut names: Vec<String> = cells.fields.iter().take(MOST_NAMES).map(|field| short(field)).collect();
    if let Some(map) = unnamed::numbered(&names, sample) {
        return Header::Map(map);
    }
    let one_more = unnamed::one_more(&names, sample);
    if matches!(one_more, Some(OneMore::InFront | OneMore::Counted)) {
        names.insert(0, String::new());
    }
    let numbers = cells.numbers.iter().filter(|number| number.is_finite()).count();
    if names.len() < 2 || numbers * 2 > names.len() {
        return Header::None;
    }
    if let Some(other) = points::of_header(&names, sample) {
        return Header::Other(other);
    }
    let mut known: Vec<(Role, usize)> =
        names.iter().map(|name| names::role_of(name).unwrap_or((Role::Ignored, 0))).collect();
    neighbours::settle(&names, sample, &mut known);
    let known = known;
    let first_side = known.iter().position(|(role, _)| names::is_of_box(*role));
    if first_side.is_some_and(|first| decimal_commas::are_below(names.len(), first + 1, sample)) {
        return Header::Other(OtherFile::DecimalCommas);
    }
    let is_oriented = ["x3", "y3"].iter().all(|corner| names.iter().any(|name| names::plain(name) == *corner));
    if is_oriented && are_corners_in_order(&names) && sample.most(|row| row.count() == 13 && row.are_numbers(1..=13)) {
        return Header::None;
    }
    if neighbours::are_boxes_in_space(&names, &known) {
        return Header::Other(OtherFile::BoxesInSpace);
    }
    let map = if is_oriented {
        None
    } else {
        wide::numbered(&names, &known, sample)
            .or_else(|| wide::two_points(&names, &known, sample))
            .or_else(|| assign(&known, &names, sample))
            .or_else(|| wide::map(&names, &known, id(&known, &names, sample), sample))
    };
    if let Some(mut map) = map {
        remarks::add(&mut map, &names, &known, one_more, sample);
        map.names = names.into();
        map.origin = "by the header";
        return Header::Map(map);
    }
    if let Some(other) = table_of_others(&names) {
        return Header::Other(other);
    }
    let is_known = known.iter().filter(|(role, _)| *role != Role::Ignored).count() >= 2;
    // A title is a sentence or has values, and what follows it may be anything.
    let is_name = |name: &String| !name.contains(": ") && name.split_whitespace().count() <= WORDS;
    let are_names =
        cells.separator == sample.separator && cells.separator != Separator::Blank && names.iter().all(is_name);
    let is_as_long = names.len() == sample.usual_count() || are_names && sample.most(|row| row.is_whole(1));
    // A line of signs alone names nothing: it is a damaged line.
    let has_words = names.iter().any(|name| name.chars().any(char::is_alphanumeric));
    if is_known || names.len() >= MANY && numbers == 0 && is_as_long && has_words {
        let missing = missing(&known, &names, sample);
        return Header::Other(OtherFile::UnknownColumns { names, missing });
    }
    Header::None
}

/// Whether the names are those of oriented boxes, in the order in which their rows are read.
fn are_corners_in_order(names: &[String]) -> bool {
    const CORNERS: [&str; 8] = ["x1", "y1", "x2", "y2", "x3", "y3", "x4", "y4"];
    names.iter().skip(2).zip(CORNERS).filter(|(name, corner)| names::plain(name) == *corner).count() == CORNERS.len()
}

/// A map of columns that the user states.
pub(in crate::mot::columns) fn stated(roles: &Roles, sample: &Sample<'_>) -> Result<ColumnMap, OtherFile> {
    let known: Vec<(Role, usize)> = roles.0.iter().enumerate().map(|(rank, role)| (*role, rank)).collect();
    let names: Vec<String> = roles.0.iter().map(|role| role.name().to_owned()).collect();
    let found = sample.rows.iter().map(Cells::count).max().unwrap_or(0);
    let stated = roles.0.iter().rposition(|role| *role != Role::Ignored).map_or(0, |last| last + 1);
    if found > 0 && stated > found {
        return Err(OtherFile::FewerColumns { stated, found });
    }
    let mut map = assign(&known, &names, sample).ok_or_else(|| {
        let missing = missing(&known, &names, sample);
        OtherFile::UnknownColumns { names: names.clone(), missing }
    })?;
    map.origin = "as stated";
    Ok(map)
}

/// The text of a field, cut if it is long.
pub(super) fn short(field: &[u8]) -> String {
    let field = line::undoubled(&field[..field.len().min(MOST_LETTERS * 4)]);
    let text = String::from_utf8_lossy(&field);
    text.chars().take(MOST_LETTERS).collect()
}

/// What is missing for boxes, in words.
fn missing(known: &[(Role, usize)], names: &[String], sample: &Sample<'_>) -> &'static str {
    if frame(known, names, sample).is_some() { "the four sides of a box" } else { "a frame number" }
}

/// Tables that other programs write, told by their headers.
fn table_of_others(names: &[String]) -> Option<OtherFile> {
    const METRICS: [&str; 16] = [
        "mota",
        "motp",
        "idf1",
        "hota",
        "deta",
        "assa",
        "idsw",
        "idp",
        "idr",
        "rcll",
        "prcn",
        "numswitches",
        "map50",
        "moda",
        "idswitches",
        "loca",
    ];
    let plain: Vec<String> = names.iter().map(|name| names::plain(name)).collect();
    let has = |wanted: &str| plain.iter().any(|name| name == wanted);
    if has("regionshapeattributes") {
        return Some(OtherFile::ViaTable);
    }
    let metrics = plain
        .iter()
        .filter(|name| METRICS.iter().any(|metric| name.contains(metric)) && !name.contains("local"))
        .count();
    (metrics >= 2 || has("epoch")).then_some(OtherFile::Metrics)
}

/// Which column means what, if there are a frame and a box.
fn assign(known: &[(Role, usize)], names: &[String], sample: &Sample<'_>) -> Option<ColumnMap> {
    let frame = frame(known, names, sample)?;
    let best = |role: Role| candidates(known, role).next();
    let corner = best(Role::Left).zip(best(Role::Top));
    let center = best(Role::CenterX).zip(best(Role::CenterY));
    let size = best(Role::Width).zip(best(Role::Height));
    let far = best(Role::Right).zip(best(Role::Bottom));
    let four = |(a, b): (u32, u32), (c, d): (u32, u32)| BoxPlace::Columns([a, b, c, d]);
    let (place, form) = match (corner, center, size, far) {
        (Some(corner), _, _, Some(far)) => (four(corner, far), BoxForm::Corners),
        (Some(corner), _, Some(size), _) => (four(corner, size), BoxForm::Size),
        (_, Some(center), Some(size), _) => (four(center, size), BoxForm::Center),
        _ => {
            if let Some(found) = in_brackets(known, names, sample) {
                found
            } else {
                let point = center.or(corner)?;
                (four(point, point), BoxForm::Point)
            }
        }
    };
    let id = id(known, names, sample);
    let mut map = ColumnMap::one(sample.separator, frame, id, [0; 4], form);
    let name_of = |column: u32| names.get(column as usize - 1).map(|name| names::plain(name)).unwrap_or_default();
    if let (BoxPlace::Field(column), BoxForm::Corners) = (place, form)
        && form_of_name(&name_of(column)).is_none()
    {
        map.guess = Some(format!("{BRACKETED}; {WAY_OUT}"));
    }
    map.shape = Shape::One { id, place, form };
    map.confidence = best(Role::Confidence);
    map.class = best(Role::Class);
    map.visibility = best(Role::Visibility);
    Some(map)
}

/// The column of the identity. A column of words such as `object` is a class instead.
fn id(known: &[(Role, usize)], names: &[String], sample: &Sample<'_>) -> Option<u32> {
    let ids: Vec<u32> = candidates(known, Role::Id).collect();
    let is_word = |column: u32| sample.most(|row| row.is_text(column as usize));
    let is_vague = |column: u32| {
        let name = names.get(column as usize - 1).map(|name| names::plain(name)).unwrap_or_default();
        ["object", "target", "instance", "tracker"].contains(&name.as_str())
    };
    let numbered = ids.iter().copied().find(|column| !is_word(*column));
    numbered.or_else(|| ids.into_iter().find(|column| !is_vague(*column)))
}

/// What the name of a column says of the four numbers in it.
fn form_of_name(name: &str) -> Option<BoxForm> {
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    match name {
        _ if has(&["xyxy", "tlbr", "ltrb"]) => Some(BoxForm::Corners),
        _ if has(&["cxcywh"]) => Some(BoxForm::Center),
        _ if has(&["tlwh", "ltwh", "xywh"]) => Some(BoxForm::Size),
        _ => None,
    }
}

/// A box whose numbers are in one field.
fn in_brackets(known: &[(Role, usize)], names: &[String], sample: &Sample<'_>) -> Option<(BoxPlace, BoxForm)> {
    candidates(known, Role::Box).find_map(|column| {
        let numbers = |row: &Cells<'_>| {
            let texts = numbers_in(row.text(column as usize))?;
            let [a, b, c, d] = texts.map(number::parse);
            Some([a?, b?, c?, d?])
        };
        if !sample.rows.is_empty() && !sample.most(|row| numbers(row).is_some()) {
            return None;
        }
        let boxes: Vec<[f64; 4]> = sample.rows.iter().filter_map(numbers).collect();
        let name = names.get(column as usize - 1).map(|name| names::plain(name)).unwrap_or_default();
        let form = form_of_name(&name);
        let form = form.or_else(|| are_bracketed_corners(&boxes).then_some(BoxForm::Corners)).unwrap_or(BoxForm::Size);
        Some((BoxPlace::Field(column), form))
    })
}
