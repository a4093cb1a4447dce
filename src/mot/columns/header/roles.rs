//! What each column of a text means, as a list that people can write.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::names;
use super::role::Role;

/// What each column of a text means, from the first to the last.
///
/// Reads a list such as `frame,id,x1,y1,x2,y2,-,conf`. It takes the names that are known in headers, and `-` for a column
/// that is not used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Roles(pub Vec<Role>);

/// An error: a column has a name that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "the column name {0} is not known; use names such as frame, id, left, top, width, height, x1, y1, x2, y2, cx, cy, box, conf, class, visibility, time, or - for a column that is not used"
)]
pub struct UnknownColumn(String);

impl Roles {
    /// The order of `MOTChallenge` in a file of so many columns.
    pub(in crate::mot) fn of_motchallenge(count: u32, has_class: bool, has_visibility: bool) -> Self {
        let first = [Role::Frame, Role::Id, Role::Left, Role::Top, Role::Width, Role::Height, Role::Confidence];
        let class = if has_class { Role::Class } else { Role::Ignored };
        let visibility = if has_visibility { Role::Visibility } else { Role::Ignored };
        let rest = [class, visibility].into_iter().chain(std::iter::repeat(Role::Ignored));
        Self(first.into_iter().chain(rest).take(count as usize).collect())
    }

    /// Why boxes cannot be read by these roles: one of them stands twice, or half a box is missing.
    pub fn problem(&self) -> Option<String> {
        let has = |role: Role| self.0.contains(&role);
        let twice =
            self.0.iter().enumerate().find(|(at, role)| **role != Role::Ignored && self.0[..*at].contains(role));
        if let Some((_, role)) = twice {
            return Some(format!("{} stands twice", role.name()));
        }
        if !has(Role::Frame) && !has(Role::Time) {
            return Some("no column has the frame: use frame or time".to_owned());
        }
        let pairs = [
            [Role::Left, Role::Top],
            [Role::Width, Role::Height],
            [Role::Right, Role::Bottom],
            [Role::CenterX, Role::CenterY],
        ];
        for [one, other] in pairs {
            if has(one) != has(other) {
                let (there, missing) = if has(one) { (one, other) } else { (other, one) };
                return Some(format!("{} needs {} beside it", there.name(), missing.name()));
            }
        }
        let has_place = has(Role::Left) || has(Role::CenterX) || has(Role::Box);
        (!has_place).then(|| "no columns have the place of the box: use left and top, cx and cy, or box".to_owned())
    }
}

impl FromStr for Roles {
    type Err = UnknownColumn;

    fn from_str(list: &str) -> Result<Self, UnknownColumn> {
        let role = |name: &str| {
            let name = name.trim();
            if name == "-" || name.is_empty() {
                return Ok(Role::Ignored);
            }
            let known = names::role_of(name).map(|(role, _)| role);
            known.ok_or_else(|| UnknownColumn(format!("\"{}\"", name.escape_debug())))
        };
        list.split(',').map(role).collect::<Result<_, _>>().map(Self)
    }
}

impl TryFrom<String> for Roles {
    type Error = UnknownColumn;

    fn try_from(list: String) -> Result<Self, UnknownColumn> {
        list.parse()
    }
}

impl From<Roles> for String {
    fn from(roles: Roles) -> Self {
        roles.to_string()
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, role) in self.0.iter().enumerate() {
            write!(f, "{}{}", if at == 0 { "" } else { "," }, role.name())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_that_make_no_box_are_told() {
        for list in
            ["frame,frame,x,y,w,h", "frame,id,x,y,w", "frame,id,x1,y1,x2", "id,x,y,w,h", "frame,id,w,h", "frame,id"]
        {
            assert!(list.parse::<Roles>().is_ok_and(|roles| roles.problem().is_some()), "{list}");
        }
        for list in ["frame,id,x,y,w,h,-,-", "time,x,y", "frame,box", "frame,cx,cy,w,h", "frame,x1,y1,x2,y2"] {
            assert_eq!(list.parse::<Roles>().map(|roles| roles.problem()), Ok(None), "{list}");
        }
    }

    #[test]
    fn roles_are_read_as_they_are_written() {
        let all = Roles(Role::ALL.to_vec());
        assert_eq!(all.to_string().parse(), Ok(all));
        assert_eq!("frame, x1".parse(), Ok(Roles(vec![Role::Frame, Role::Left])));
        assert!("frame,colour".parse::<Roles>().is_err_and(|error| error.to_string().contains("\"colour\"")));
    }
}
