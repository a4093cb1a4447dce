//! Rows without a header, recognised by what is in them.

pub(super) mod decimal_commas;
pub(super) mod doubts;
pub(super) mod in_order;
pub(super) mod kitti;
pub(super) mod known;
pub(super) mod one_picture;

mod darklabel;
mod inside;
mod numbered;
