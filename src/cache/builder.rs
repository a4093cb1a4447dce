//! The settings of a new cache and their defaults: [`Builder`].

use std::sync::Arc;

use crossbeam_channel::Sender;

use super::event::{Emitter, Event, EventCallback};
use super::eviction::{Eviction, EvictionChoice, EvictionPolicy};
use super::prefetch_cache::PrefetchCache;
use super::shared::{CacheState, Shared};
use super::store::{Capacity, Store};
use super::workers::{Workers, demand, thread};
use crate::predict::{AccessPredictor, Adaptive, AdaptivePredictor, SharedHabits};
use crate::provider::DataProvider;

/// How many events may wait for a callback.
const CALLBACK_BACKLOG: usize = 4096;

impl<P: DataProvider> PrefetchCache<P> {
    /// Begins to build a cache in front of `provider`; see [`Builder`] for the settings and their defaults.
    pub fn builder(provider: P) -> Builder<P> {
        Builder::new(provider)
    }
}

/// Builds a [`PrefetchCache`]. Made by [`PrefetchCache::builder`].
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

    /// Sets the predictor of the next keys. Default: [`AdaptivePredictor`].
    pub fn predictor(mut self, predictor: impl AccessPredictor) -> Self {
        self.predictor = Box::new(predictor);
        self
    }

    /// Sets how much may be resident: a number of keys, or a [`Capacity`] in keys or bytes. Default: 100 keys.
    pub fn capacity(mut self, capacity: impl Into<Capacity>) -> Self {
        self.capacity = capacity.into();
        self
    }

    /// Sets which of equally unlikely values is evicted first. Default: [`Eviction::LeastRecent`].
    pub fn eviction(mut self, eviction: impl Into<EvictionChoice>) -> Self {
        self.eviction = eviction.into();
        self
    }

    /// Sets an [`EvictionPolicy`] of your own, for instance a closure.
    pub fn eviction_policy(mut self, policy: impl EvictionPolicy) -> Self {
        self.eviction = EvictionChoice::custom(policy);
        self
    }

    /// Sets how many threads prefetch: a number up to 256, or [`Workers::Automatic`]. With 0, nothing is prefetched.
    /// Default: automatic.
    pub fn workers(mut self, workers: impl Into<Workers>) -> Self {
        self.workers = workers.into();
        self
    }

    /// Sets how many prefetches are asked for at once, queued and in flight. Default: 20.
    pub fn degree(mut self, degree: usize) -> Self {
        self.degree = degree;
        self
    }

    /// Sets how many past moves the predictor sees, up to 65,536. Default: 30.
    pub fn history(mut self, history: usize) -> Self {
        self.history = history;
        self
    }

    /// Adds a channel that receives all events. Give it a bound: an event that finds it full is dropped and counted in
    /// [`CacheStats::dropped_events`](super::CacheStats::dropped_events).
    pub fn events(mut self, sink: Sender<Event>) -> Self {
        self.sinks.push(sink);
        self
    }

    /// Sets a function that is called with every event, on a thread of its own. Up to 4,096 events wait for it, and it
    /// is called with those even after the cache is closed. It may use the cache, close it, or panic. To use the cache,
    /// let it hold a `Weak`: with an `Arc` the cache would never be dropped.
    pub fn on_event(mut self, callback: impl FnMut(&Event) + Send + 'static) -> Self {
        self.callback = Some(Box::new(callback));
        self
    }

    /// Builds the cache and starts its threads. If the system refuses a thread, the cache works without it and reports
    /// a worker error. Without a thread for it and without workers, a [`request`](PrefetchCache::request) that misses stays
    /// pending.
    pub fn build(self) -> PrefetchCache<P> {
        let Self { provider, predictor, capacity, eviction, workers, degree, history, mut sinks, callback } = self;
        let listener = callback.map(|callback| {
            let (sink, events) = crossbeam_channel::bounded(CALLBACK_BACKLOG);
            sinks.push(sink);
            (callback, events)
        });
        let store = Store::new(capacity, eviction.0, degree, history, Emitter::new(sinks));
        let state = CacheState::new(store, Arc::default(), predictor, 0);
        let shared = Arc::new(Shared::new(provider, state));
        shared.refresh_keys();
        if let Some((callback, events)) = listener {
            thread::start_events(&shared, events, callback);
        }
        demand::start_lane(&shared);
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
