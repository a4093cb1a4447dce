//! Telemetry: the last events of a cache and samples of its counters over time, for charts. Its memory is bounded.
//!
//! The counters are those of the cache, which are exact even if events are dropped. Only the times of loads and the
//! waits of moves are taken from events. The clock is that of the events, so the charts rest while nothing happens.

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
