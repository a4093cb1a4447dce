//! The trait of all providers: [`DataProvider`].

use std::sync::Arc;
use std::time::Duration;

use super::keys::KeySet;

/// Any error a provider may answer with.
pub type BoxError = Box<dyn std::error::Error + Send + Sync + 'static>;

/// A source of values by key that is too large, too slow or too far away to be held in memory.
///
/// All methods may be called from several threads at once. `load` is called without any lock held, so it may take its
/// time, use the cache itself (for other keys), fail, or panic: the cache contains all of that.
pub trait DataProvider: Send + Sync + 'static {
    /// What a key stands for.
    type Value: Send + Sync + 'static;

    /// The keys there are. Called often, so answer with a kept `Arc`. The set may change while the cache runs, which
    /// looks again before each plan and when it is asked for a key that it does not know; tell it with
    /// [`keys_changed`](crate::PrefetchCache::keys_changed) if it should look at once.
    fn keys(&self) -> Arc<KeySet>;

    /// Loads one value. What it stands for may change while the cache runs: tell it with
    /// [`invalidate`](crate::PrefetchCache::invalidate). Called on worker threads, on the demand thread and on the threads of `get`'s callers.
    ///
    /// # Errors
    /// Whatever went wrong; it is passed on to every caller that waits for this key.
    fn load(&self, key: u64) -> Result<Self::Value, BoxError>;

    /// Bytes that `value` keeps alive, what is behind its pointers included.
    fn weight(&self, value: &Self::Value) -> u64 {
        size_of_val(value) as u64
    }

    /// What the provider counted so far. The default counts nothing.
    fn stats(&self) -> ProviderStats {
        ProviderStats::default()
    }
}

/// Counters of a provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProviderStats {
    /// Loads begun.
    pub loads: u64,
    /// Loads that answered with an error.
    pub errors: u64,
    /// Bytes read from the source.
    pub bytes_read: u64,
    /// Time spent inside `load`, summed over threads.
    pub busy: Duration,
}

impl<P: DataProvider> DataProvider for Arc<P> {
    type Value = P::Value;

    fn keys(&self) -> Arc<KeySet> {
        P::keys(self)
    }

    fn load(&self, key: u64) -> Result<Self::Value, BoxError> {
        P::load(self, key)
    }

    fn weight(&self, value: &Self::Value) -> u64 {
        P::weight(self, value)
    }

    fn stats(&self) -> ProviderStats {
        P::stats(self)
    }
}
