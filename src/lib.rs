//! motscope
#[cfg(feature = "cli")]
pub mod cli;
pub mod mot;
pub mod provider;

pub use mot::MotFile;
pub use provider::{BoxError, DataProvider, Delayed, KeySet, Latency, ProviderStats, Synthetic};
