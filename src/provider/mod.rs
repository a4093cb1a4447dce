//! Where values come from: the [`DataProvider`] trait, the [`KeySet`] it offers, and two providers for trying things
//! out: [`Synthetic`] (made-up values, with failures and a gate) and [`Delayed`] (any provider, slowed down).

mod data_provider;
mod delayed;
mod keys;
mod synthetic;

pub use data_provider::{BoxError, DataProvider, ProviderStats};
pub use delayed::{Delayed, Latency};
pub use keys::KeySet;
pub use synthetic::{Gate, Synthetic};
