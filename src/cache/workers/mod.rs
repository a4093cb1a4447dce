//! The threads of a cache, and how many of them prefetch.

mod count;
pub(super) mod thread;

pub use count::Workers;
