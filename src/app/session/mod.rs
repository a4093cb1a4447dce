//! An opened sequence, its caches and its threads.
//!
//! A change of an open file on disk is noticed in `watch`, judged in `reading` (the main file) or `companions` (further
//! layers and pictures), and passed on by `document`.
//!
//! May import: `model`, and of egui only what asks for a repaint.

pub mod background;
pub mod caching;
pub mod copying;
pub mod current;
pub mod damaged_pictures;
pub mod describe;
pub mod document;
pub mod evaluating;
pub mod habits;
pub mod judging;
pub mod opening;
pub mod path_listing;
pub mod recent;
pub mod saving;
pub mod view;

mod companions;
mod reading;
mod video_growth;
mod watch;
