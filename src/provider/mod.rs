//! Where values come from: the [`DataProvider`] trait and the [`KeySet`] of its keys.
//!
//! Two providers are for experiments and tests: [`Synthetic`] makes values up, and can fail or wait at a [`Gate`];
//! [`Delayed`] slows another provider down.

mod data_provider;
mod delayed;
mod keys;
mod neighbours;
mod synthetic;

pub use data_provider::{BoxError, DataProvider, ProviderStats};
pub use delayed::{Delayed, Latency};
pub use keys::KeySet;
pub use neighbours::{Neighbours, NoNeighbours};
pub use synthetic::{Gate, Synthetic};
