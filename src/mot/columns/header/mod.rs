//! Headers with names.

pub(super) mod names;
pub(super) mod read;
pub(super) mod role;
pub(super) mod roles;
pub(super) mod suggest;
pub(super) mod unnamed;

mod frame;
mod neighbours;
mod points;
mod remarks;
mod wide;
