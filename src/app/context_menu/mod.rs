//! The menus of what is under the pointer, or has the focus: one list of commands for each kind of thing, and one way to open it.
//!
//! What is here reads a view and pushes commands; it changes nothing itself. May import: `model`, `command`, `session`,
//! `widgets`.

mod asked;
mod lines;
mod popup;
mod target;

pub use asked::{ask, pass_on};
pub use popup::{Opens, attach};
pub use target::{FramePlace, Target};
