//! What the cache did lately, in bounded memory: the last events, and samples of its counters for charts. No window.
//!
//! Counters come from the cache's own statistics, which are exact however many events are dropped; only the times of
//! single loads are taken from events. The clock is that of the events, and it stands still when nothing happens.

mod limits;
mod points;
mod recorder;
mod series;
mod stall;
mod unused;

pub use limits::MAX_WINDOW;
pub use points::{BUCKETS, Point, steps, thin};
pub use recorder::{MAX_EVENTS, ROLLING_LOADS, ROLLING_MOVES, Sample, Telemetry};
pub use stall::STALL_WINDOW;
pub use unused::MAX_UNUSED;
