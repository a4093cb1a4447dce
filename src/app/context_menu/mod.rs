//! The menus of what is under the pointer, or has the focus: one list of commands for each kind of thing, and one way to open it.
//!
//! What is here reads a view and pushes commands; it changes nothing itself. May import: `model`, `command`, `session`,
//! `widgets`.

mod asked;
mod lines;
mod popup;
mod target;

use eframe::egui::Context;

pub use asked::ask;
pub use popup::{Opens, attach};
pub use target::{FramePlace, Target};

/// Ends what a pass does with menus. It is called once all that has a menu has been drawn.
pub fn end_pass(ctx: &Context) {
    asked::pass_on(ctx);
    popup::forget_closed(ctx);
}
