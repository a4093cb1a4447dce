//! What the window knows: plain data and pure functions.
//!
//! Nothing here starts a thread, draws a widget or does I/O. May import: the library, nothing else of the window.

pub mod cache_settings;

pub(super) mod bookmarks;
pub(super) mod camera;
pub(super) mod displayed_frame;
pub(super) mod extent;
pub(super) mod jumps;
pub(super) mod latency_stats;
pub(super) mod layers;
pub(super) mod memory_budget;
pub(super) mod path_request;
pub(super) mod picture_style;
pub(super) mod settings;
pub(super) mod source;
pub(super) mod state;
pub(super) mod strip;
