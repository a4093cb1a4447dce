//! What a header says of single columns, even if they make no box.

use super::frame::candidates;
use super::names;
use super::neighbours;
use super::read::short;
use super::role::Role;
use super::unnamed::{self, OneMore};
use crate::mot::columns::sample::{Cells, Sample};

/// The first names in `cells`, the header of a sample, at most `most`, and what each of them seems to mean. Each role stands
/// once at most. `None` if the line is no header.
pub(in crate::mot::columns) fn suggested(
    cells: &Cells<'_>,
    sample: &Sample<'_>,
    most: usize,
) -> Option<Vec<(String, Role)>> {
    let mut names: Vec<String> = cells.fields.iter().map(|field| short(field)).collect();
    let numbers = cells.numbers.iter().filter(|number| number.is_finite()).count();
    if names.is_empty() || numbers * 2 > names.len() {
        return None;
    }
    if matches!(unnamed::one_more(&names, sample), Some(OneMore::InFront | OneMore::Counted)) {
        names.insert(0, String::new());
    }
    names.truncate(most);
    let mut known: Vec<(Role, usize)> =
        names.iter().map(|name| names::role_of(name).unwrap_or((Role::Ignored, 0))).collect();
    neighbours::settle(&names, sample, &mut known);
    let is_best = |column: u32, role: Role| candidates(&known, role).next() == Some(column);
    let roles = (1..).zip(&known).map(|(column, &(role, _))| if is_best(column, role) { role } else { Role::Ignored });
    let roles: Vec<Role> = roles.collect();
    Some(names.into_iter().zip(roles).collect())
}
