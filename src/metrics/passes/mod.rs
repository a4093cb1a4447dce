//! The two passes over the frames of one class.
//!
//! Frames are read, and their boxes compared, on several threads. What depends on the frames before is done on one thread, in
//! the order of frames, so that results do not depend on the number of threads.

mod class;
mod failure;
mod first;
mod second;

pub use class::ClassEvaluation;
pub(super) use class::evaluate_class;
