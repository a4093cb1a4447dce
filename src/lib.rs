//! motscope
#[cfg(feature = "gui")]
pub mod app;
pub mod cache;
#[cfg(feature = "cli")]
pub mod cli;
pub mod mot;
pub mod playback;
pub mod predict;
pub mod provider;
pub mod telemetry;

pub use cache::{
    CacheError, CacheStats, Capacity, Event, EventKind, Eviction, EvictionChoice, EvictionPolicy, PrefetchCache,
    Request,
};
pub use mot::MotFile;
pub use playback::Playback;
pub use predict::{AccessHistory, AccessPredictor, Predictions};
pub use provider::{BoxError, DataProvider, Delayed, KeySet, Latency, ProviderStats, Synthetic};
pub use telemetry::Telemetry;
