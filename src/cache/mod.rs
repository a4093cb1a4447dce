//! The prefetching cache: [`PrefetchCache`] and everything it is made of.
//!
//! The modules `store` and `plan` make all decisions. They have no thread, clock or I/O, so that a simulator can drive
//! them. [`PrefetchCache`] and its threads only carry the decisions out. While the lock is held, no user code runs, no
//! I/O happens and no value is dropped.

mod ask;
mod builder;
mod error;
pub(crate) mod event;
pub(crate) mod eviction;
mod flight;
mod invalidate;
mod load;
pub(crate) mod plan;
pub(crate) mod planner;
mod planning;
mod prefetch_cache;
mod refresh;
mod settings;
mod shared;
mod stats;
pub(crate) mod store;
mod sync;
mod workers;

pub use ask::Request;
pub use builder::Builder;
pub use error::CacheError;
pub use event::{Event, EventKind};
pub use eviction::{EntryInfo, Eviction, EvictionChoice, EvictionPolicy};
pub use plan::Candidate;
pub use prefetch_cache::PrefetchCache;
pub use stats::{CacheStats, Histogram};
pub use store::{Capacity, FlightInfo, Lane, LastMove, ResidentInfo, Snapshot, Verdict};
pub(crate) use workers::LANE_WIDTH;
pub use workers::Workers;
