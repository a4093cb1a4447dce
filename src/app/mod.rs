//! The window. The only tree that names egui.

pub mod engine;
pub mod theme;
