//! Eviction policies: which of two equally unlikely values is evicted first.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A resident value, as an eviction policy sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EntryInfo {
    /// The key of the value.
    pub key: u64,
    /// The weight in bytes.
    pub weight: u64,
    /// The likelihood by the newest plan; 0 if the plan does not mention the key.
    pub likelihood: f64,
    /// When the value was admitted: the value of a counter that every admission and access increases.
    pub inserted: u64,
    /// When the value was last asked for, by the counter of `inserted`; equal to `inserted` if it never was.
    pub accessed: u64,
    /// How long the load took.
    pub load_time: Duration,
    /// Whether the value was prefetched.
    pub prefetched: bool,
    /// Whether the value was asked for since its load began.
    pub used: bool,
}

/// Decides which of several equally unlikely values is evicted first. A closure can be a policy.
///
/// The cache calls it once for every resident value at every plan, and once when a value is admitted, and uses the
/// number until the next plan. The calls come from threads of the cache and from callers of `get`, never under a lock.
/// Values that the newest plan holds more likely stay in any case.
pub trait EvictionPolicy: Send + Sync + 'static {
    /// How much the value is worth keeping, on any scale: the lowest is evicted first. NaN counts as the lowest.
    fn retention(&self, entry: &EntryInfo) -> f64;
}

impl<F> EvictionPolicy for F
where
    F: Fn(&EntryInfo) -> f64 + Send + Sync + 'static,
{
    fn retention(&self, entry: &EntryInfo) -> f64 {
        self(entry)
    }
}

/// The built-in eviction policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Eviction {
    /// The value that was admitted first.
    Oldest,
    /// The heaviest value.
    Largest,
    /// The lightest value.
    Smallest,
    /// A value that was never asked for; among others, the least recently used one.
    #[default]
    LeastRecent,
}

impl Eviction {
    /// All built-in policies.
    pub const ALL: [Self; 4] = [Self::Oldest, Self::Largest, Self::Smallest, Self::LeastRecent];

    /// The name of the policy, for display.
    pub fn name(self) -> &'static str {
        match self {
            Self::Oldest => "oldest",
            Self::Largest => "largest",
            Self::Smallest => "smallest",
            Self::LeastRecent => "least recent",
        }
    }
}

impl EvictionPolicy for Eviction {
    fn retention(&self, entry: &EntryInfo) -> f64 {
        match self {
            Self::Oldest => entry.inserted as f64,
            Self::Largest => -(entry.weight as f64),
            Self::Smallest => entry.weight as f64,
            // 2^52 below the values that were asked for; an f64 still holds both counters exactly.
            Self::LeastRecent if !entry.used => entry.inserted as f64 - (1_u64 << 52) as f64,
            Self::LeastRecent => entry.accessed as f64,
        }
    }
}

/// A policy in the store. A built-in one is kept up to date with each change; a custom one is called at each plan.
#[derive(Clone)]
pub(crate) enum Policy {
    BuiltIn(Eviction),
    Custom(Arc<dyn EvictionPolicy>),
}

/// A built-in or custom eviction policy, for [`set_eviction`](crate::PrefetchCache::set_eviction) and the builder.
#[derive(Clone)]
pub struct EvictionChoice(pub(crate) Policy);

impl EvictionChoice {
    /// A policy of your own, for instance a closure.
    pub fn custom(policy: impl EvictionPolicy) -> Self {
        Self(Policy::Custom(Arc::new(policy)))
    }
}

impl From<Eviction> for EvictionChoice {
    fn from(eviction: Eviction) -> Self {
        Self(Policy::BuiltIn(eviction))
    }
}

impl From<Arc<dyn EvictionPolicy>> for EvictionChoice {
    fn from(policy: Arc<dyn EvictionPolicy>) -> Self {
        Self(Policy::Custom(policy))
    }
}

impl std::fmt::Debug for EvictionChoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            Policy::BuiltIn(eviction) => eviction.fmt(f),
            Policy::Custom(_) => f.write_str("custom policy"),
        }
    }
}
