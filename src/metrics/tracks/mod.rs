//! How each track fared in each of its frames.
//!
//! Belongs here: what a viewer needs to draw boxes by what became of them, and tracks over time. Stretches of frames stand for
//! single boxes, so that memory grows with the number of changes. May import `events`.

mod made;
mod track;

pub(super) use made::made;
pub use track::{ResultState, Stretch, Track, Tracks, TruthState};
