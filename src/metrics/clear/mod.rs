//! CLEAR: matches frame by frame, and what is counted of them.
//!
//! Source: K. Bernardin and R. Stiefelhagen, "Evaluating Multiple Object Tracking Performance: The CLEAR MOT Metrics", EURASIP
//! Journal on Image and Video Processing 2008; details as in `TrackEval` 1.3.0.

mod matching;
mod scores;

pub(super) use matching::{ClearRun, Match};
pub use scores::Clear;
