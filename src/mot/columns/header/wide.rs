//! A wide table: each object has columns of its own, such as `Car1_X, Car1_Y, Car1_W, Car1_H`.

use std::collections::HashSet;
use std::sync::Arc;

use super::frame::{candidates, frame};
use super::names;
use super::role::Role;
use crate::mot::columns::map::column_map::{BoxForm, ColumnMap, FrameSource, Shape, WideObject};
use crate::mot::columns::sample::Sample;

/// The sides of one object while its columns are collected.
struct Group {
    name: String,
    sides: Vec<(Role, u32)>,
}

/// Words before x and y that are no place.
const MOTIONS: [&str; 12] =
    ["vel", "velocity", "v", "acc", "acceleration", "speed", "dir", "direction", "delta", "d", "grad", "flow"];

/// The map of a table whose sides have a word before them, if the names are those of one. With an id, the word says what is
/// measured, such as `foot_x`: it is read if there is one box or point. Without an id, the words are the objects.
pub(super) fn map(
    names: &[String],
    known: &[(Role, usize)],
    id: Option<u32>,
    sample: &Sample<'_>,
) -> Option<ColumnMap> {
    let frame = frame(known, names, sample)?;
    let groups = groups(names, split);
    let boxes = boxes(&groups);
    if candidates(known, Role::Id).next().is_some() {
        return with_id(frame, id, known, &boxes, sample);
    }
    // Several rows of a frame cannot be those of one object.
    if let [(name, columns, form)] = boxes[..]
        && number_of(name).is_none()
        && is_repeated(frame, sample)
    {
        return Some(ColumnMap::one(sample.separator, frame, None, columns, form));
    }
    of_objects(frame, &boxes, sample)
}

/// The map of a table whose objects are numbered: `x1, y1, w1, h1, x2, y2, w2, h2`. Without sizes, these are corners.
pub(super) fn numbered(names: &[String], known: &[(Role, usize)], sample: &Sample<'_>) -> Option<ColumnMap> {
    let groups = groups(names, split_number);
    let sized = boxes(&groups).into_iter().filter(|(.., form)| *form != BoxForm::Point).collect::<Vec<_>>();
    if sized.len() < 2 || candidates(known, Role::Id).next().is_some() {
        return None;
    }
    of_objects(frame(known, names, sample)?, &sized, sample)
}

/// Two points without an id: `time, x1, y1, x2, y2`, as idtracker.ai writes of two animals. Four numbers with these names may
/// be the corners of a box, too. A second corner left of the first says that they are none.
pub(super) fn two_points(names: &[String], known: &[(Role, usize)], sample: &Sample<'_>) -> Option<ColumnMap> {
    const WORDS: [&str; 4] = ["x1", "y1", "x2", "y2"];
    let (_, rest) = names.split_first()?;
    if rest.len() != 4 || !rest.iter().zip(WORDS).all(|(name, word)| names::plain(name) == word) {
        return None;
    }
    let frame = frame(known, names, sample)?;
    let is_time = known.first().is_some_and(|(role, _)| *role == Role::Time);
    let reversed = sample.boxes(2).iter().filter(|[x1, y1, x2, y2]| x2 < x1 || y2 < y1).count();
    let are_points = reversed * 10 > sample.rows.len() || is_time && !is_repeated(frame, sample);
    if !are_points || is_repeated(frame, sample) {
        return None;
    }
    let boxes = [("1", [2, 3, 2, 3], BoxForm::Point), ("2", [4, 5, 4, 5], BoxForm::Point)];
    let mut map = of_objects(frame, &boxes, sample)?;
    map.guess = Some(format!(
        "no two rows are of one frame, and there is no id, so x1, y1 and x2, y2 are read as points of two objects, as \
         idtracker.ai writes them; for corners of boxes, say --columns {},x1,y1,x2,y2",
        if is_time { "time" } else { "frame" }
    ));
    Some(map)
}

/// Whether some rows are of one frame.
pub(super) fn is_repeated(frame: FrameSource, sample: &Sample<'_>) -> bool {
    let Some(column) = frame.column() else { return true };
    let mut seen = HashSet::new();
    sample.rows.iter().any(|row| !seen.insert(row.text(column as usize)))
}

/// A table with an id and one box, or one point, that has a word before its sides.
fn with_id(
    frame: FrameSource,
    id: Option<u32>,
    known: &[(Role, usize)],
    boxes: &[(&str, [u32; 4], BoxForm)],
    sample: &Sample<'_>,
) -> Option<ColumnMap> {
    let only = |is_point: bool| {
        let mut found = boxes.iter().filter(|(name, _, form)| {
            (*form == BoxForm::Point) == is_point && !(is_point && MOTIONS.contains(&names::plain(name).as_str()))
        });
        found.next().filter(|_| found.next().is_none())
    };
    let best = |role: Role| candidates(known, role).next();
    // A width belongs to the point, which may be the foot of the box as well as its centre.
    let has_size = best(Role::Width).is_some() || best(Role::Height).is_some();
    let has_box = boxes.iter().any(|(.., form)| *form != BoxForm::Point);
    let (_, columns, form) = only(!has_box).filter(|_| has_box || !has_size)?;
    let mut map = ColumnMap::one(sample.separator, frame, id, *columns, *form);
    (map.confidence, map.class, map.visibility) = (best(Role::Confidence), best(Role::Class), best(Role::Visibility));
    Some(map)
}

/// The columns by object.
fn groups(names: &[String], split: impl Fn(&str) -> Option<(&str, Role)>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (column, name) in (1..).zip(names) {
        let Some((object, side)) = split(name) else { continue };
        match groups.iter_mut().find(|group| group.name == object) {
            Some(group) => group.sides.push((side, column)),
            None => groups.push(Group { name: object.to_owned(), sides: vec![(side, column)] }),
        }
    }
    groups
}

/// The objects that have a whole box or a point.
fn boxes(groups: &[Group]) -> Vec<(&str, [u32; 4], BoxForm)> {
    groups.iter().filter_map(|group| sides(group).map(|(columns, form)| (group.name.as_str(), columns, form))).collect()
}

/// The map of objects with columns of their own.
fn of_objects(frame: FrameSource, boxes: &[(&str, [u32; 4], BoxForm)], sample: &Sample<'_>) -> Option<ColumnMap> {
    if boxes.is_empty() {
        return None;
    }
    let mut ids: Vec<Option<u64>> = boxes.iter().map(|(name, ..)| number_of(name)).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    if sorted.len() < ids.len() || sorted.contains(&None) {
        // Without a number of its own, an object has its place as id.
        ids = (1..).map(Some).take(boxes.len()).collect();
    }
    let objects: Vec<WideObject> = boxes
        .iter()
        .zip(ids)
        .map(|((name, columns, form), id)| WideObject {
            id: id.unwrap_or(0),
            class: class_of(name),
            columns: *columns,
            form: *form,
        })
        .collect();
    let mut map = ColumnMap::one(sample.separator, frame, None, [0; 4], BoxForm::Size);
    map.shape = Shape::Wide(objects.into());
    Some(map)
}

/// The object and the side in the name of a column.
fn split(name: &str) -> Option<(&str, Role)> {
    let at = name.rfind(['_', '.', ' ', '-'])?;
    let (object, side) = (name[..at].trim(), &name[at + 1..]);
    let (role, _) = names::role_of(side).filter(|(role, _)| names::is_of_box(*role) && *role != Role::Box)?;
    (!object.is_empty()).then_some((object, role))
}

/// The number and the side in the name of a column, such as `w2`.
fn split_number(name: &str) -> Option<(&str, Role)> {
    let at = name.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
    let (side, number) = (name.get(..at)?, name.get(at..)?);
    let (role, _) = names::role_of(side).filter(|(role, _)| names::is_of_box(*role) && *role != Role::Box)?;
    (!number.is_empty()).then_some((number, role))
}

/// The four columns of an object, if it has a whole box.
fn sides(group: &Group) -> Option<([u32; 4], BoxForm)> {
    let of = |role: Role| group.sides.iter().find(|(other, _)| *other == role).map(|(_, column)| *column);
    let four = |roles: [Role; 4]| {
        let [a, b, c, d] = roles.map(of);
        Some([a?, b?, c?, d?])
    };
    four([Role::Left, Role::Top, Role::Right, Role::Bottom])
        .map(|columns| (columns, BoxForm::Corners))
        .or_else(|| four([Role::Left, Role::Top, Role::Width, Role::Height]).map(|columns| (columns, BoxForm::Size)))
        .or_else(|| {
            four([Role::CenterX, Role::CenterY, Role::Width, Role::Height]).map(|columns| (columns, BoxForm::Center))
        })
        .or_else(|| four([Role::Left, Role::Top, Role::Left, Role::Top]).map(|columns| (columns, BoxForm::Point)))
}

/// The last number in the name of an object.
fn number_of(name: &str) -> Option<u64> {
    let end = name.rfind(|letter: char| letter.is_ascii_digit())? + 1;
    let start = name[..end].rfind(|letter: char| !letter.is_ascii_digit()).map_or(0, |at| at + 1);
    name.get(start..end)?.parse().ok()
}

/// The name of an object without its number. A name without a number is its class, so that it is not lost.
fn class_of(name: &str) -> Option<Arc<str>> {
    let word = name.trim_end_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '_' | ' ' | '-' | '#'));
    (!word.is_empty()).then(|| word.into())
}
