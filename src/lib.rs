//! motscope
#[cfg(feature = "gui")]
pub mod app;
pub mod cache;
#[cfg(feature = "cli")]
pub mod cli;
pub mod mot;
pub mod predict;
pub mod provider;

pub use cache::{
    CacheError, CacheStats, Capacity, Event, EventKind, Eviction, EvictionChoice, EvictionPolicy, PrefetchCache,
    Request,
};
pub use mot::MotFile;
pub use predict::{AccessHistory, AccessPredictor, Predictions};
pub use provider::{BoxError, DataProvider, Delayed, KeySet, Latency, ProviderStats, Synthetic};
