//! What survives a restart, and what follows from it.

pub mod cache_settings;

pub(in crate::app) mod jumps;
pub(in crate::app) mod memory_budget;
pub(in crate::app) mod picture_style;

mod window_settings;

pub(in crate::app) use window_settings::{Boxes, FpsSource, MAX_TRAIL, Play, Settings, Tab, Theme};
