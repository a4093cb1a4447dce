//! Settings of a cache, and their defaults.

use std::sync::Arc;

use crossbeam_channel::Sender;

use super::event::{Emitter, Event, EventCallback};
use super::eviction::{Eviction, EvictionChoice, EvictionPolicy};
use super::prefetch_cache::PrefetchCache;
use super::shared::{CacheState, Shared};
use super::store::{Capacity, Store};
use super::workers::{Workers, thread};
use crate::predict::{AccessPredictor, Adaptive, AdaptivePredictor, SharedHabits};
use crate::provider::DataProvider;

/// Events that may wait for a callback.
const CALLBACK_BACKLOG: usize = 4096;

impl<P: DataProvider> PrefetchCache<P> {
    /// A cache in front of `provider`; see [`Builder`] for the settings and their defaults.
    pub fn builder(provider: P) -> Builder<P> {
        Builder::new(provider)
    }
}

/// Builds a [`PrefetchCache`]; see [`PrefetchCache::builder`].
#[must_use]
pub struct Builder<P> {
    provider: P,
    predictor: Box<dyn AccessPredictor>,
    capacity: Capacity,
    eviction: EvictionChoice,
    workers: Workers,
    degree: usize,
    history: usize,
    sinks: Vec<Sender<Event>>,
    callback: Option<EventCallback>,
}

impl<P: DataProvider> Builder<P> {
    fn new(provider: P) -> Self {
        Self {
            provider,
            predictor: Box::new(AdaptivePredictor::new(Adaptive::default(), SharedHabits::default())),
            capacity: Capacity::entries(100),
            eviction: Eviction::default().into(),
            workers: Workers::Automatic,
            degree: 20,
            history: 30,
            sinks: Vec::new(),
            callback: None,
        }
    }

    /// Who guesses what is asked for next. Default: [`AdaptivePredictor`].
    pub fn predictor(mut self, predictor: impl AccessPredictor) -> Self {
        self.predictor = Box::new(predictor);
        self
    }

    /// How much may be resident: a number of keys, or a [`Capacity`]. Default: 100 keys.
    pub fn capacity(mut self, capacity: impl Into<Capacity>) -> Self {
        self.capacity = capacity.into();
        self
    }

    /// Which of equally unlikely values leaves first. Default: [`Eviction::LeastRecent`].
    pub fn eviction(mut self, eviction: impl Into<EvictionChoice>) -> Self {
        self.eviction = eviction.into();
        self
    }

    /// An own [`EvictionPolicy`]; a closure will do.
    pub fn eviction_policy(mut self, policy: impl EvictionPolicy) -> Self {
        self.eviction = EvictionChoice::custom(policy);
        self
    }

    /// How many threads prefetch: a number, at most 256, or [`Workers::Automatic`], the default. With 0 nothing is
    /// prefetched.
    pub fn workers(mut self, workers: impl Into<Workers>) -> Self {
        self.workers = workers.into();
        self
    }

    /// How many prefetches are asked for at once, queued and in flight. Default: 20.
    pub fn degree(mut self, degree: usize) -> Self {
        self.degree = degree;
        self
    }

    /// How many past moves the predictor sees, at most 65,536. Default: 30.
    pub fn history(mut self, history: usize) -> Self {
        self.history = history;
        self
    }

    /// A channel that events go to. Bound it: an event that finds it full is dropped and counted, never waited for.
    pub fn events(mut self, sink: Sender<Event>) -> Self {
        self.sinks.push(sink);
        self
    }

    /// A function that is told every event, on a thread of its own. It may use the cache (hold it as a `Weak`, or it is
    /// never dropped), close it, or panic. Up to 4,096 events wait for it; it is told those even after the cache was
    /// closed.
    pub fn on_event(mut self, callback: impl FnMut(&Event) + Send + 'static) -> Self {
        self.callback = Some(Box::new(callback));
        self
    }

    /// Starts the threads. If the system refuses one, the cache works without it and reports a worker error; without the
    /// demand thread, what [`request`](PrefetchCache::request) misses stays pending.
    pub fn build(self) -> PrefetchCache<P> {
        let Self { provider, predictor, capacity, eviction, workers, degree, history, mut sinks, callback } = self;
        let told = callback.map(|callback| {
            let (sink, events) = crossbeam_channel::bounded(CALLBACK_BACKLOG);
            sinks.push(sink);
            (callback, events)
        });
        let store = Store::new(capacity, eviction.0, degree, history, Emitter::new(sinks));
        let state = CacheState::new(store, Arc::default(), predictor, 0);
        let shared = Arc::new(Shared::new(provider, state));
        shared.refresh_keys();
        if let Some((callback, events)) = told {
            thread::start_events(&shared, events, callback);
        }
        thread::start_demand(&shared);
        // Without a thread that plans, workers would have nothing to do.
        thread::set_workers(&shared, if thread::start_planner(&shared) { workers } else { Workers::Fixed(0) });
        PrefetchCache { shared }
    }
}

impl<P> std::fmt::Debug for Builder<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Builder")
            .field("capacity", &self.capacity)
            .field("eviction", &self.eviction)
            .field("workers", &self.workers)
            .field("degree", &self.degree)
            .field("history", &self.history)
            .finish_non_exhaustive()
    }
}
