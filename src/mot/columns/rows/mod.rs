//! Rows without a header, recognised by what is in them.

pub(super) mod known;
pub(super) mod one_picture;

mod inside;
mod numbered;
