//! Events: where the tracker went wrong, what it cost, and how it would be repaired.
//!
//! | kind | what happened | repair |
//! |---|---|---|
//! | switch | a track of the ground truth is matched by another id than before | the two ids are exchanged from there until the next switch of that track |
//! | swap | two tracks exchange their ids within 30 frames | the two ids are exchanged from there to the end |
//! | transfer | an id moves from one track to another | the id is replaced by a new one from there to the end |
//! | fragmentation | a track is matched again after a gap | the gap before it is filled |
//! | missed stretch | a track is not matched from the first to the last frame | its true boxes are added |
//! | late start, early end | a missed stretch before the first match, after the last one | its true boxes are added |
//! | ghost stretch | boxes of one id without a match | they are removed |
//! | duplicate | such boxes on a track that is matched by another id | they are removed |
//! | loose box | boxes with a similarity from 0.3 on, too small for a match, on a track without a match | they are replaced by the true boxes |
//!
//! Boxes that are added get the id that the track has before the gap. If that id is elsewhere in the gap, they get the id behind
//! the gap, and else a new one.
//!
//! The cost of an event is what its repair alone would gain, all other matches of boxes held. Events may overlap: a loose box is
//! missed, too. So costs do not add up.

mod components;
mod csv;
mod event;
mod find;
mod gains;
mod history;
mod repair;
mod told;

pub use csv::{EventRow, write_csv};
pub use event::{Cost, Event, EventKind};
pub(super) use history::{History, ResultState as ResultRunState};
pub use repair::Repair;
pub(super) use told::told;
