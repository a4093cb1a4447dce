//! Values and failures: in the store, on their way in, and on their way out.

use std::sync::Arc;
use std::time::Duration;

use super::in_flight::Ticket;
use super::worth::LastUse;
use crate::cache::error::CacheError;
use crate::cache::eviction::{EntryInfo, EvictionPolicy, Policy};

/// A resident value.
#[derive(Debug)]
pub(super) struct Entry<V> {
    pub(super) value: Arc<V>,
    /// The number of the load that it comes from. Of two loads of a key, the one with the higher number began later.
    pub(super) load: u64,
    /// Bytes.
    pub(super) weight: u64,
    /// The tick when it was admitted.
    pub(super) inserted: u64,
    /// The tick when it was last asked for or admitted.
    pub(super) accessed: u64,
    /// When it was last asked for and when it was admitted.
    pub(super) last_use: LastUse,
    /// The likelihood by the newest plan.
    pub(super) likelihood: f64,
    /// The likelihood, plus what a recent use adds.
    pub(super) worth: f64,
    /// The number of the eviction policy. A custom one gives it at each plan; a built-in one at each change.
    pub(super) retention: f64,
    pub(super) load_time: Duration,
    /// Whether it is in the wanted set.
    pub(super) wanted: bool,
    pub(super) prefetched: bool,
    /// Whether it was asked for since its load began.
    pub(super) used: bool,
    /// The name of the predictor's term that had it prefetched.
    pub(super) asked_by: Option<&'static str>,
    /// Whether it has to be loaded again, and is.
    pub(super) renewal: Renewal,
}

/// Whether a resident value has to be loaded again, and is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Renewal {
    /// Whether its data has changed since its load began.
    pub(super) due: bool,
    /// The load in flight that will replace the value, if there is one.
    pub(super) load: Option<Ticket>,
}

impl<V> Entry<V> {
    /// The number of the eviction policy. NaN counts as the lowest number, whatever its sign bit is.
    pub(super) fn retention(&self) -> f64 {
        if self.retention.is_nan() { f64::NEG_INFINITY } else { self.retention }
    }

    /// Updates the number of a built-in policy after a change of the entry.
    pub(super) fn rate(&mut self, key: u64, policy: &Policy) {
        if let Policy::BuiltIn(eviction) = policy {
            self.retention = eviction.retention(&self.info(key));
        }
    }

    /// The entry as an eviction policy sees it.
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

/// The newest requested value that has arrived.
#[derive(Debug)]
pub(super) struct Latest<V> {
    /// The number of the request.
    pub(super) number: u64,
    pub(super) key: u64,
    pub(super) value: Arc<V>,
    /// The number of the load that the value comes from.
    pub(super) load: u64,
    /// Whether its key was invalidated since its load began. It is shown until a newer one arrives.
    pub(super) outdated: bool,
}

/// A loaded value, with what user code tells about it.
#[derive(Debug)]
pub struct Loaded<V> {
    /// The value.
    pub value: Arc<V>,
    /// Its weight in bytes.
    pub weight: u64,
    /// What a custom eviction policy gives it; none with a built-in one.
    pub retention: Option<Retention>,
}

/// A number that a custom eviction policy gave a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retention {
    /// The number: the value with the lowest goes first.
    pub number: f64,
    /// The [version](super::Store::policy_version) of the policy.
    pub version: u64,
}

/// The numbers that a custom eviction policy gave the resident values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Retentions {
    /// The number of each key.
    pub by_key: Vec<(u64, f64)>,
    /// The [version](super::Store::policy_version) of the policy.
    pub version: u64,
}

/// A load that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The error.
    pub error: CacheError,
    /// The text of the error. An error's `Display` is user code, which the store must not call.
    pub message: Arc<str>,
}

/// Something whose destructor may be user code. It is dropped once the lock is released.
#[derive(Debug)]
#[allow(dead_code, reason = "only held in order to be dropped")]
pub enum Leaving<V> {
    /// A value.
    Value(Arc<V>),
    /// The failure of a load.
    Failure(Failure),
}

/// Everything that leaves the store in one step.
pub type Dropped<V> = Vec<Leaving<V>>;
