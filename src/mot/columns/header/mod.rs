//! Headers with names.

pub(super) mod read;
pub(super) mod role;
pub(super) mod roles;

mod frame;
mod names;
mod points;
mod wide;
