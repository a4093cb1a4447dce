//! A list of events.

use super::run::Run;
use crate::metrics::events::Event;

/// The most events of a list in memory.
pub const MAX_EVENTS: usize = 2_000_000;

/// Events of several trackers and sequences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventList {
    /// What was evaluated.
    pub runs: Vec<Run>,
    /// The events, in the order of the file. How an event would be repaired is not in a list.
    pub events: Vec<Event>,
    /// The place of the run of each event among `runs`.
    pub run_of: Vec<u32>,
    /// Whether the file has more events than a list can have, so that the last ones are missing.
    pub is_cut: bool,
}
