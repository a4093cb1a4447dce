//! The trait of all providers: [`DataProvider`].

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use super::keys::KeySet;
use super::neighbours::Neighbours;

/// Any error that a provider may return.
pub type BoxError = Box<dyn std::error::Error + Send + Sync + 'static>;

/// A source of values by key, which is too large, too slow or too far away to be held in memory.
///
/// The cache calls all methods from several threads at once, and never holds a lock meanwhile. A load may take long,
/// fail, panic, or ask the cache for other keys.
pub trait DataProvider: Send + Sync + 'static {
    /// The value of a key.
    type Value: Send + Sync + 'static;

    /// The existing keys. This is called often, so keep the set and return a clone of its `Arc`.
    ///
    /// The set may change while the cache runs. The cache calls this method before each plan, when it is asked for an
    /// unknown key, and after [`keys_changed`](crate::PrefetchCache::keys_changed).
    fn keys(&self) -> Arc<KeySet>;

    /// Loads one value. Called on worker threads, on those of the demand lane and on threads that call `get`. If the data of a
    /// key changes while the cache runs, call [`invalidate`](crate::PrefetchCache::invalidate) or
    /// [`refresh`](crate::PrefetchCache::refresh).
    ///
    /// # Errors
    /// Any error. It is passed on to every caller that waits for this key.
    fn load(&self, key: u64) -> Result<Self::Value, BoxError>;

    /// Loads one value, and may hand over values of other keys that it has at hand. The cache calls this method wherever a
    /// value is loaded for the first time. By default it is a [`load`](Self::load), which hands over nothing.
    ///
    /// # Errors
    /// As for [`load`](Self::load). Values that were handed over before stay.
    fn load_with(&self, key: u64, neighbours: &dyn Neighbours<Self::Value>) -> Result<Self::Value, BoxError> {
        let _ = neighbours;
        self.load(key)
    }

    /// The group of keys that `key` belongs to, such as the frames of a video from one key frame to the next. A load of one
    /// of them is expected to hand over those before it. So the cache lets one worker load for a group at a time. It weighs
    /// the effort of a load against what all keys of the group are worth together. By default each key is alone.
    ///
    /// Groups must not overlap. This is called often: for each key of a plan.
    fn together(&self, key: u64) -> RangeInclusive<u64> {
        key..=key
    }

    /// Loads one value again, for [`refresh`](crate::PrefetchCache::refresh). `old` is the value that it will replace. What
    /// has not changed can be taken from it, for instance an `Arc` of a part that is expensive to load. By default this
    /// is a [`load`](Self::load) like any other.
    ///
    /// # Errors
    /// As for [`load`](Self::load).
    fn reload(&self, key: u64, old: &Self::Value) -> Result<Self::Value, BoxError> {
        let _ = old;
        self.load(key)
    }

    /// The bytes of memory that `value` keeps alive, including what its pointers lead to. By default its own size.
    fn weight(&self, value: &Self::Value) -> u64 {
        size_of_val(value) as u64
    }

    /// The counters of the provider. By default all are 0.
    fn stats(&self) -> ProviderStats {
        ProviderStats::default()
    }
}

/// Counters of a provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProviderStats {
    /// Loads begun.
    pub loads: u64,
    /// Loads that returned an error.
    pub errors: u64,
    /// Bytes read from the source.
    pub bytes_read: u64,
    /// Time spent in `load`, summed over all threads.
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

    fn load_with(&self, key: u64, neighbours: &dyn Neighbours<Self::Value>) -> Result<Self::Value, BoxError> {
        P::load_with(self, key, neighbours)
    }

    fn together(&self, key: u64) -> RangeInclusive<u64> {
        P::together(self, key)
    }

    fn reload(&self, key: u64, old: &Self::Value) -> Result<Self::Value, BoxError> {
        P::reload(self, key, old)
    }

    fn weight(&self, value: &Self::Value) -> u64 {
        P::weight(self, value)
    }

    fn stats(&self) -> ProviderStats {
        P::stats(self)
    }
}
