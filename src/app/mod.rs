//! The window. The only tree that names egui.

mod cache_charts;
pub mod cache_panel;
mod chart;
mod counter;
pub mod engine;
pub mod events_panel;
pub mod export;
pub mod figures;
pub mod jumps;
mod knob;
pub mod theme;
pub mod tuning;
