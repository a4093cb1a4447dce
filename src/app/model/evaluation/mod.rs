//! The evaluation of all sequences of a data set: what is asked for, and what came out as a table.

mod choice;
mod proposal;
mod score_rows;

pub use choice::EvaluationChoice;
pub use proposal::proposal;
pub use score_rows::{ScoreOrder, ScoreRowView, ShownTrackers, columns, gain, rows, text, trackers};
