//! A wide table: each object has columns of its own, such as `Car1_X, Car1_Y, Car1_W, Car1_H`.

use std::sync::Arc;

use super::frame::frame;
use super::names;
use super::role::Role;
use crate::mot::columns::map::column_map::{BoxForm, ColumnMap, Shape, WideObject};
use crate::mot::columns::sample::Sample;

/// The sides of one object while its columns are collected.
struct Group {
    name: String,
    sides: Vec<(Role, u32)>,
}

/// The map of a wide table, if the names are those of one.
pub(super) fn map(names: &[String], known: &[(Role, usize)], sample: &Sample<'_>) -> Option<ColumnMap> {
    let frame = frame(known, names, sample)?;
    let mut groups: Vec<Group> = Vec::new();
    for (column, name) in (1..).zip(names) {
        let Some((object, side)) = split(name) else { continue };
        match groups.iter_mut().find(|group| group.name == object) {
            Some(group) => group.sides.push((side, column)),
            None => groups.push(Group { name: object.to_owned(), sides: vec![(side, column)] }),
        }
    }
    let boxes: Vec<(&str, [u32; 4], BoxForm)> = groups
        .iter()
        .filter_map(|group| sides(group).map(|(columns, form)| (group.name.as_str(), columns, form)))
        .collect();
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
    let mut map = ColumnMap::one(sample.delimiter, frame, None, [0; 4], BoxForm::Size);
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

/// The name of an object without its number.
fn class_of(name: &str) -> Option<Arc<str>> {
    let word = name.trim_end_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, '_' | ' ' | '-' | '#'));
    (!word.is_empty() && word != name).then(|| word.into())
}
