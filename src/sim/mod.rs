//! What a cache would have done: recorded navigation replayed against a virtual clock.
//!
//! Pure and deterministic: no thread, no clock, no I/O. A [`Trace`] is the navigation of one person, a [`Machine`] says
//! how long loads take and how many may run at once, and whatever is [`Simulated`] decides what is loaded and kept.
//! [`run`] answers with an [`Outcome`]; two runs are equal to the bit.

mod algorithm;
mod engine;
mod hints;
mod machine;
mod navigation;
mod outcome;
mod persons;
mod reference;
mod run;
mod trace;
mod trace_text;
pub mod tune;

pub use algorithm::{Algorithm, Setup};
pub use engine::{Engine, Tuning};
pub use hints::PersonHints;
pub use machine::{Found, Machine, Simulated, User};
pub use navigation::{MAX_MOVES, Navigation};
pub use outcome::{Loads, Outcome, Row};
pub use persons::Person;
pub use reference::{DEFAULT_JUMPS, Formula, Reached, Reference, run_reference};
pub use run::run;
pub use trace::{Move, Trace};
pub use trace_text::{TraceError, TraceFault};
