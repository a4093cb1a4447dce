//! Evaluates all sequences of a data set: finds ground truth and the results of trackers, and compares them.
//!
//! Belongs here: in which layouts data sets and evaluators keep ground truth, results and lists of sequences, and the table of
//! what came out. May import `mot`, `sequence` and `metrics`.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod columns;
mod error;
mod evaluate;
mod event_room;
mod names;
mod opening;
mod outcome;
mod question;
mod score_table;
mod seqmap;
mod sequence;
mod sequences;
mod tracker;
mod watch;
mod zipped;

pub use columns::{COLUMNS, shown, title};
pub use error::DataSetError;
pub use evaluate::evaluate;
pub use opening::open;
pub use outcome::{COMBINED, Evaluated, Line, Outcome, TrackerOutcome};
pub use question::Question;
pub use score_table::{Metric, ScoreRow, ScoreTable, ScoreTableError, event_list};
pub use sequence::Sequence;
pub use sequences::sequences;
pub use tracker::{Tracker, trackers};
pub use watch::Watch;
