//! A simulator: replays recorded navigation through a cache, with a virtual clock instead of real loads.
//!
//! A [`Trace`] is the navigation of one person. A [`Machine`] tells how long loads take and how many may run at once.
//! An implementation of [`Simulated`] decides what is loaded and what is kept; [`Engine`] is the cache of this library.
//! [`run`] returns an [`Outcome`] with hit rate, stalls and loads. [`tune`] searches for settings that do better.
//!
//! While a trace goes from pixel to pixel of a scrubber, the cache gets the hints that the window would give about a drag.
//!
//! Nothing here has a thread, a clock or I/O, so equal inputs give exactly equal outcomes.

mod algorithm;
mod engine;
mod hints;
mod machine;
mod navigation;
mod outcome;
mod persons;
mod pointer;
mod reference;
mod run;
mod trace;
mod trace_text;
pub mod tune;
mod video;

pub use algorithm::{Algorithm, Setup, UnknownAlgorithm};
pub use engine::{Engine, Tuning};
pub use hints::PersonHints;
pub use machine::{Availability, Machine, Simulated, User};
pub use navigation::{MAX_MOVES, Navigation};
pub use outcome::{Loads, Outcome, Row};
pub use persons::{Person, UnknownPerson};
pub use reference::{DEFAULT_JUMPS, Formula, Reference, ReplayResult, run_reference};
pub use run::run;
pub use trace::{Move, Trace};
pub use trace_text::{TraceError, TraceFault};
pub use video::Video;
