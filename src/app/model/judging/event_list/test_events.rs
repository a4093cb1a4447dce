//! Events for tests.

use crate::metrics::events::{Cost, Repair};
use crate::metrics::{Event, EventKind};

/// An event of one frame, which costs nothing.
pub fn event(kind: EventKind, frame: u32, truth: Option<u64>, from: Option<u64>) -> Event {
    Event {
        kind,
        first: frame,
        last: frame,
        boxes: 1,
        truth,
        other_truth: None,
        from,
        to: None,
        lost: 0,
        place: [0.0; 4],
        cost: Cost::default(),
        repair: Repair::Nothing,
    }
}
