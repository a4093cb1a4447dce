//! Which of two equally unlikely values leaves first.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What a policy knows of a resident value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EntryInfo {
    /// Its key.
    pub key: u64,
    /// Its weight in bytes.
    pub weight: u64,
    /// How likely the newest plan holds it to be wanted; 0 if the plan does not mention it.
    pub likelihood: f64,
    /// When it was let in, as a count that rises with every insertion and access.
    pub inserted: u64,
    /// When it was last asked for, on the same count; when it was let in, if it never was.
    pub accessed: u64,
    /// How long its load took.
    pub load_time: Duration,
    /// It was loaded ahead of demand.
    pub prefetched: bool,
    /// It was asked for since it was let in.
    pub used: bool,
}

/// Decides among values of equal likelihood; likelihood itself always comes first.
///
/// Called on the cache's threads and on those of `get`'s callers, never under a lock, once for every resident value
/// in every plan and once when a value is let in; the cache keeps the number until the next plan. A closure will do.
pub trait EvictionPolicy: Send + Sync + 'static {
    /// How much a value is worth keeping: the lowest leaves first. What is no number counts as the lowest.
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

/// The built-in policies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Eviction {
    /// What was let in first leaves first.
    Oldest,
    /// The heaviest leaves first.
    Largest,
    /// The lightest leaves first.
    Smallest,
    /// What was never asked for leaves first, then what was not asked for longest.
    #[default]
    LeastRecent,
}

impl Eviction {
    /// All built-in policies.
    pub const ALL: [Self; 4] = [Self::Oldest, Self::Largest, Self::Smallest, Self::LeastRecent];

    /// Name for people.
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
            // Far below what was asked for; both counts stay exact.
            Self::LeastRecent if !entry.used => entry.inserted as f64 - (1_u64 << 52) as f64,
            Self::LeastRecent => entry.accessed as f64,
        }
    }
}

/// A policy as the store holds it: ours are asked at the moment of eviction, a user's number is kept from the plan.
#[derive(Clone)]
pub(crate) enum Policy {
    BuiltIn(Eviction),
    Custom(Arc<dyn EvictionPolicy>),
}

/// Anything that [`set_eviction`](crate::PrefetchCache::set_eviction) takes: an [`Eviction`], or an own policy.
#[derive(Clone)]
pub struct EvictionChoice(pub(crate) Policy);

impl EvictionChoice {
    /// An own policy.
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
            Policy::Custom(_) => f.write_str("own policy"),
        }
    }
}
