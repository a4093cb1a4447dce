//! The threads of a cache, and how many of them prefetch.

mod count;
pub(super) mod demand;
pub(super) mod thread;

pub use count::Workers;
pub(super) use demand::DemandLane;
pub(crate) use demand::LANE_WIDTH;
