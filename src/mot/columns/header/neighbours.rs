//! Names whose meaning depends on what stands beside them.

use super::names;
use super::role::Role;
use crate::mot::columns::sample::Sample;

/// The roles of columns after a look at all names.
pub(super) fn settle(names: &[String], sample: &Sample<'_>, known: &mut [(Role, usize)]) {
    let plain: Vec<String> = names.iter().map(|name| names::plain(name)).collect();
    let place = |wanted: &str| plain.iter().position(|name| name == wanted);
    let has = |wanted: &[&str]| wanted.iter().any(|name| place(name).is_some());
    // With a second corner or a size, the first corner needs no other.
    let has_far = known.iter().any(|(role, _)| matches!(role, Role::Right | Role::Bottom | Role::Width | Role::Height));
    if let (Some(x1), Some(y1)) = (place("x1"), place("y1"))
        && !has_far
    {
        let is_from_zero = has(&["x0"]) && has(&["y0"]);
        // pandas numbers a name that stands twice: `x, y, x.1, y.1`.
        let first = place("x").zip(place("y")).filter(|(x, y)| {
            !sample.rows.is_empty()
                && sample.most(|row| row.number(x1 + 1) >= row.number(x + 1) && row.number(y1 + 1) >= row.number(y + 1))
        });
        if is_from_zero || first.is_some() {
            known[x1].0 = Role::Right;
            known[y1].0 = Role::Bottom;
        }
    }
    // `l` is a length beside a width if another column has the place, and the left side beside t, r and b.
    if let Some(length) = place("l")
        && has(&["w", "width"])
        && known.iter().enumerate().any(|(at, (role, _))| at != length && matches!(role, Role::Left | Role::CenterX))
    {
        known[length] = (Role::Ignored, 0);
    }
}

/// Whether the only box is one in space: it has three places and three sizes.
pub(super) fn are_boxes_in_space(names: &[String], known: &[(Role, usize)]) -> bool {
    let plain: Vec<String> = names.iter().map(|name| names::plain(name)).collect();
    let has = |wanted: &[&str]| plain.iter().any(|name| wanted.contains(&name.as_str()));
    let is_solid = has(&["l", "length", "len", "dz", "depth"])
        && (has(&["z", "cz", "zcenter", "centerz", "posz", "positionz", "tz"])
            || has(&["yaw", "rotationy", "ry", "heading", "roty"]));
    let is_sized = has(&["w", "width"]) && has(&["h", "height"]);
    let has_corners = known.iter().any(|(role, _)| *role == Role::Right);
    let has_left = has(&["left", "bbleft", "bboxleft", "bboxx", "bbx", "xmin", "x1"]);
    is_solid && is_sized && !has_corners && !has_left
}
