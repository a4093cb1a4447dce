//! Reusable controls and drawing helpers. They take values and return changes, and know nothing of the program.
//!
//! May import: nothing else of the window but plain values of `model`; never the state, never a command.

pub mod theme;

pub(super) mod chart;
pub(super) mod class_names;
pub(super) mod column_role;
pub(super) mod counter;
pub(super) mod focus;
pub(super) mod icons;
pub(super) mod knob;
pub(super) mod long_list;
pub(super) mod picture_controls;
pub(super) mod rate;
pub(super) mod recent_button;
pub(super) mod summary_progress;
pub(super) mod text;
