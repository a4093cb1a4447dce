//! The frames of two files as the metrics see them: boxes that are judged, their tracks, and which of them overlap.
//!
//! Belongs here: reading both files side by side, and what a benchmark takes away from a frame. May import `mot`, `rules`,
//! `similarity` and `assignment`.

mod ids;
mod judged;
mod kept;
mod numbers;
mod prepare;
mod regions;
mod remark;
mod remarks;
mod rows;
mod seen;
mod track_pairs;

pub(super) use ids::Ids;
pub(super) use judged::Judged;
pub(super) use kept::{Kept, KeptFrame};
pub(super) use numbers::{Span, frame_numbers};
pub(super) use prepare::{Preparer, Sources};
pub use remark::{Remark, RemarkKind};
pub(super) use remarks::{Remarks, Side};
pub(super) use rows::{KeptRows, Rows};
pub(super) use track_pairs::{SlotCache, TrackPairs};
