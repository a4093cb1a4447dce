//! The only code that changes the state: it carries out commands, takes in what threads have finished, and plays.
//!
//! Nothing here draws. May import: `model`, `command`, `session`.

pub mod clairvoyant_bound;
pub mod display;
pub mod hints;
pub mod replay_setup;
