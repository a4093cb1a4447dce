//! The only code that changes the state: it carries out commands, takes in what threads have finished, and plays.
//!
//! | file | what happens there |
//! |---|---|
//! | `apply` | a command is carried out |
//! | `poll` | what has arrived since the last pass is taken in |
//! | `open` | a sequence is opened, opened again, or replaced by another |
//! | `layers` | layers are added, removed, and change how they look |
//! | `play` | the play head moves |
//! | `display` | the frame to show is chosen; the cache is observed |
//! | `hints` | the cache is told what is known of the moves to come |
//! | `clairvoyant_bound`, `follower` | the clairvoyant's stall is kept up to date |
//!
//! Nothing here draws. May import: `model`, `command`, `session`.

pub mod controller;

mod apply;
mod clairvoyant_bound;
mod display;
mod follower;
mod hints;
mod layers;
mod open;
mod play;
mod poll;
