//! The only code that changes the state: it carries out commands, takes in the results of threads, and plays.
//!
//! | file | what happens there |
//! |---|---|
//! | `apply` | a command is carried out |
//! | `poll` | what has arrived since the last pass is taken in: results, and that the open file has changed on disk |
//! | `open` | a sequence is opened or opened again, and takes the place of the one on screen; a workspace is saved and shown |
//! | `layers` | layers are added and removed, their looks change, and panes show them; tracks are selected, drawn alone and hidden |
//! | `judging` | results are compared with ground truth |
//! | `differences` | two trackers are compared, and the play head goes to where they differ |
//! | `play` | the play head moves |
//! | `display` | the frame to show is chosen; the cache is observed |
//! | `events` | the play head goes to where the tracker went wrong |
//! | `listed` | a data set is evaluated; scores and events of several sequences are shown and gone to |
//! | `undo` | changes of settings are kept, undone and done again |
//! | `hints` | the cache gets hints about the next moves |
//! | `clairvoyant_bound`, `follower` | the clairvoyant's stall is kept up to date |
//!
//! Nothing here draws. May import: `model`, `command`, `session`.

pub mod controller;

mod apply;
mod clairvoyant_bound;
mod differences;
mod display;
mod events;
mod follower;
mod hints;
mod judging;
mod judging_run;
mod layers;
mod listed;
mod open;
mod play;
mod poll;
mod undo;
