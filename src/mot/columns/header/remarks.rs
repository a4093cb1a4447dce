//! What people should know of a table that is read by its header.

use super::frame::candidates;
use super::names;
use super::role::Role;
use super::unnamed::OneMore;
use super::wide;
use crate::mot::columns::map::column_map::{BoxForm, BoxPlace, ColumnMap, Shape};
use crate::mot::columns::sample::Sample;

/// Adds the remarks to a map.
pub(super) fn add(
    map: &mut ColumnMap,
    names: &[String],
    known: &[(Role, usize)],
    one_more: Option<OneMore>,
    sample: &Sample<'_>,
) {
    let more = match one_more {
        Some(OneMore::InFront) => Some("the first field of each row has no name in the header".to_owned()),
        Some(OneMore::AtEnd) => {
            Some("the rows have one field more than the header has names; the last one is not read".to_owned())
        }
        Some(OneMore::Counted) | None => None,
    };
    let counted = (one_more == Some(OneMore::Counted)).then(|| {
        "the rows have one field more than the header has names; the first one counts the rows and is read as row names, as R \
         writes them"
            .to_owned()
    });
    let before = (sample.before > 0)
        .then(|| "lines stand before the header, such as a title; they and the header count as rejected".to_owned());
    let found = [map.note.take(), before, several(names, sample), ids(map, names, known), more];
    let found: Vec<String> = found.into_iter().flatten().collect();
    map.note = (!found.is_empty()).then(|| found.join("; "));
    map.guess = map
        .guess
        .take()
        .or(counted)
        .or_else(|| centres(map, names))
        .or_else(|| one_box(map, names, sample))
        .or_else(|| quads(map, names));
}

/// A doubt about a box with four corners, of which two are read.
fn quads(map: &ColumnMap, names: &[String]) -> Option<String> {
    let Shape::One { form: BoxForm::Corners, .. } = map.shape else { return None };
    let plain: Vec<String> = names.iter().map(|name| names::plain(name)).collect();
    let has = |wanted: [&str; 3]| plain.iter().any(|name| wanted.contains(&name.as_str()));
    let are_four = has(["trx", "toprightx", "xtr"]) && has(["blx", "bottomleftx", "xbl"]);
    are_four.then(|| {
        "each box has four corners, of which the first and the opposite one are read; of a turned box, that is not the box \
         around it"
            .to_owned()
    })
}

/// A doubt about one box a frame without an id: its names are those of the points of two animals, too.
fn one_box(map: &ColumnMap, names: &[String], sample: &Sample<'_>) -> Option<String> {
    let Shape::One { id: None, form: BoxForm::Corners, place: BoxPlace::Columns(_) } = map.shape else { return None };
    let are_numbered = names.iter().skip(1).map(|name| names::plain(name)).eq(["x1", "y1", "x2", "y2"]);
    (are_numbered && sample.rows.len() > 1 && !wide::is_repeated(map.frame, sample)).then(|| {
        "x1, y1 and x2, y2 are read as corners of one box a frame; idtracker.ai writes two animals with these names: then \
         name the columns a_x, a_y, b_x and b_y"
            .to_owned()
    })
}

/// A remark if rows of several cameras or videos are in the file.
fn several(names: &[String], sample: &Sample<'_>) -> Option<String> {
    let (what, at) = [("camera", is_camera as fn(&str) -> bool), ("video", is_video)]
        .into_iter()
        .find_map(|(what, is_one)| names.iter().position(|name| is_one(name)).map(|at| (what, at)))?;
    let column = at + 1;
    let first = sample.rows.first()?.text(column);
    let has_others = sample.rows.iter().any(|row| row.text(column) != first);
    has_others.then(|| format!("column {column} is a {what}, and the boxes of all {what}s are shown together"))
}

/// A remark if there are several identities.
fn ids(map: &ColumnMap, names: &[String], known: &[(Role, usize)]) -> Option<String> {
    let Shape::One { id: Some(id), .. } = map.shape else { return None };
    let name = |column: u32| names.get(column as usize - 1).map(|name| name.escape_debug().to_string());
    let other = candidates(known, Role::Id).find(|column| *column != id && map.class != Some(*column))?;
    Some(format!("{} is an id, too, and is not used", name(other)?))
}

/// A doubt about what x and y are the place of.
fn centres(map: &ColumnMap, names: &[String]) -> Option<String> {
    let Shape::One { place, form: BoxForm::Size, .. } = &map.shape else { return None };
    let plain: Vec<String> = names.iter().map(|name| names::plain(name)).collect();
    match place {
        BoxPlace::Field(column) => {
            let name = plain.get(*column as usize - 1)?;
            name.contains("xywh").then(|| {
                "xywh is read as left, top, width and height; ultralytics writes the centre in it: then name the column \
                 cxcywh"
                    .to_owned()
            })
        }
        BoxPlace::Columns(columns) => {
            let is_x = columns[0].checked_sub(1).and_then(|at| plain.get(at as usize)).is_some_and(|name| name == "x");
            let has = |wanted: &str| plain.iter().any(|name| name == wanted);
            // The columns that the predictions of Roboflow have besides.
            let is_roboflow = has("width")
                && has("confidence")
                && (has("classid") || has("class"))
                && (has("detectionid") || has("trackerid") || has("predictiontype"));
            (is_x && is_roboflow).then(|| {
                "x and y are read as left and top; Roboflow writes the centre there: then say --columns with cx and cy"
                    .to_owned()
            })
        }
    }
}

/// Whether a column of this name is a camera.
fn is_camera(name: &str) -> bool {
    matches!(names::plain(name).as_str(), "camera" | "cameraid" | "cam" | "camid" | "cameranumber" | "view" | "viewid")
}

/// Whether a column of this name is a video.
fn is_video(name: &str) -> bool {
    matches!(
        names::plain(name).as_str(),
        "video"
            | "videoid"
            | "videoname"
            | "sequence"
            | "seq"
            | "sequenceid"
            | "seqid"
            | "clip"
            | "videofile"
            | "scene"
    )
}
