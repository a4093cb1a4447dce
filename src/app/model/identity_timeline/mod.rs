//! The timeline of identities: which ids of the results cover each track of the ground truth over time. Without ground truth,
//! the tracks of the main layer over time.
//!
//! Belongs here: the tracks as rows, their order, and where their pieces lie on columns of pixels. The time of a repaint must not
//! depend on the number of tracks. So what looks at all tracks is [`Rows`] and [`Listing`], which are made on a thread, and
//! all else looks at one row.

mod axis;
mod facts;
mod levels;
mod listing;
mod pieces;
mod rows;
mod search;
mod tell;

#[cfg(test)]
mod tests;

pub use axis::Axis;
pub use levels::{FULL, Levels};
pub use listing::{Listing, Order, SortBy};
pub use pieces::{heights, pieces, ticks};
pub use rows::{RowId, Rows, Strip, Subject};
pub use tell::{at_frame, counts, name};
