//! The settings, which are kept across restarts, and what follows from them.

pub mod cache_settings;

pub(in crate::app) mod choice_by_path;
pub(in crate::app) mod jumps;
pub(in crate::app) mod memory_budget;
pub(in crate::app) mod picture_style;

mod judged_only;
mod layout;
pub(in crate::app) mod lenient;
mod window_settings;

pub(in crate::app) use judged_only::JudgedOnly;
pub(in crate::app) use layout::Layout;
pub use window_settings::Settings;
pub(in crate::app) use window_settings::{Boxes, FpsSource, MAX_TRAIL, Play, Tab, Theme};
