//! What the store holds, what it is given, and what leaves it.

use std::sync::Arc;
use std::time::Duration;

use crate::cache::error::CacheError;
use crate::cache::eviction::{EntryInfo, EvictionPolicy, Policy};

/// A resident value.
#[derive(Debug)]
pub(super) struct Entry<V> {
    pub(super) value: Arc<V>,
    pub(super) weight: u64,
    pub(super) inserted: u64,
    pub(super) accessed: u64,
    /// Number of moves when it was last asked for, if it was.
    pub(super) asked: Option<u64>,
    pub(super) likelihood: f64,
    /// Likelihood, and what having been asked for lately adds to it.
    pub(super) worth: f64,
    /// The policy's number: a custom one's as of the newest plan, a built-in one's kept up with every change.
    pub(super) retention: f64,
    pub(super) load_time: Duration,
    pub(super) wanted: bool,
    pub(super) prefetched: bool,
    pub(super) used: bool,
    pub(super) asked_by: Option<&'static str>,
}

impl<V> Entry<V> {
    /// The policy's number; what is none counts as the lowest, whatever its sign bit.
    pub(super) fn retention(&self) -> f64 {
        if self.retention.is_nan() { f64::NEG_INFINITY } else { self.retention }
    }

    /// Keeps a built-in policy's number up, after what it looks at has changed.
    pub(super) fn rate(&mut self, key: u64, policy: &Policy) {
        if let Policy::BuiltIn(eviction) = policy {
            self.retention = eviction.retention(&self.info(key));
        }
    }

    pub(super) fn info(&self, key: u64) -> EntryInfo {
        EntryInfo {
            key,
            weight: self.weight,
            likelihood: self.likelihood,
            inserted: self.inserted,
            accessed: self.accessed,
            load_time: self.load_time,
            prefetched: self.prefetched,
            used: self.used,
        }
    }
}

/// The newest requested value that arrived.
#[derive(Debug)]
pub(super) struct Latest<V> {
    /// The number of its request.
    pub(super) number: u64,
    pub(super) key: u64,
    pub(super) value: Arc<V>,
    /// Its key was invalidated since its load began: it is shown until a newer one lands.
    pub(super) outdated: bool,
}

/// A value that was loaded, with what user code said of it.
#[derive(Debug)]
pub struct Loaded<V> {
    /// The value.
    pub value: Arc<V>,
    /// Its weight in bytes.
    pub weight: u64,
    /// The custom policy's number for it, where there is one.
    pub retention: f64,
}

/// A load that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Why.
    pub error: CacheError,
    /// The same in words: asking an error for them is user code, which the store never calls.
    pub message: Arc<str>,
}

/// What user code may have written the destructor of, to be dropped once no lock is held.
#[derive(Debug)]
#[allow(dead_code, reason = "held to be dropped, not to be read")]
pub enum Leaving<V> {
    /// A value.
    Value(Arc<V>),
    /// Why a load failed.
    Failure(Failure),
}

/// All that leaves the store in one step.
pub type Dropped<V> = Vec<Leaving<V>>;
