//! The threads of a cache, and how many of them prefetch.

mod count;
pub(super) mod demand;
mod lane;
mod spawn;
pub(super) mod thread;

pub use count::Workers;
pub(super) use lane::DemandLane;
pub(crate) use lane::LANE_WIDTH;
pub(super) use spawn::{is_own_thread, let_go_elsewhere};
