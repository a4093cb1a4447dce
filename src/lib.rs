//! motscope
pub mod provider;

pub use provider::{BoxError, DataProvider, Delayed, KeySet, Latency, ProviderStats, Synthetic};
