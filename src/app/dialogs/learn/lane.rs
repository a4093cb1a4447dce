//! One of the two caches of the demonstration.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crossbeam_channel::{Receiver, bounded};
use eframe::egui;

use crate::app::model::settings::cache_settings::CacheSettings;
use crate::app::session::background;
use crate::app::session::background::repaint_on;
use crate::cache::{Event, PrefetchCache, Request, Snapshot};
use crate::mot::{Frame, MotFile};
use crate::predict::{Hints, SharedHabits};
use crate::provider::{DataProvider as _, Delayed, KeySet, Latency};
use crate::telemetry::{MAX_WINDOW, Telemetry};

/// Maximum number of events that wait for the next repaint.
const EVENT_BACKLOG: usize = 8192;

/// A running cache and its recorded behaviour.
pub struct Lane {
    /// All frames of the sequence.
    pub keys: Arc<KeySet>,
    /// Its recent telemetry.
    pub telemetry: Telemetry,
    /// The last snapshot of the cache.
    pub snapshot: Snapshot,
    /// The newest loaded frame, with its number.
    pub shown: Option<(u64, Arc<Frame>)>,
    cache: Option<PrefetchCache<Delayed<Arc<MotFile>>>>,
    events: Receiver<Event>,
    wanted: Arc<AtomicU64>,
    /// The last requested frame.
    asked: Option<u64>,
}

impl Lane {
    /// Starts the cache. It ends when this value is dropped.
    pub fn start(
        file: &Arc<MotFile>,
        latency: &Arc<Latency>,
        settings: &CacheSettings,
        hints: &Hints,
        ctx: &egui::Context,
    ) -> Self {
        let (sink, events) = bounded(EVENT_BACKLOG);
        let wanted = Arc::new(AtomicU64::new(0));
        let cache = settings
            // It starts without learned habits, so that the user can watch it learn.
            .configure(
                PrefetchCache::builder(Delayed::new(Arc::clone(file), Arc::clone(latency))),
                None,
                &SharedHabits::default(),
            )
            .events(sink)
            .on_event(repaint_on(Arc::clone(&wanted), ctx.clone()))
            .build();
        hints.each().into_iter().for_each(|hint| cache.hint(hint));
        let keys = file.keys();
        let (telemetry, snapshot) = (Telemetry::new(), Snapshot::default());
        Self { keys, telemetry, snapshot, shown: None, cache: Some(cache), events, wanted, asked: None }
    }

    /// Requests a frame, as a move of the play head.
    pub fn ask(&mut self, frame: u64) {
        self.wanted.store(frame, Ordering::Relaxed);
        self.asked = Some(frame);
        if let Some(cache) = &self.cache {
            let _: Request<Frame> = cache.request(frame);
        }
    }

    /// The requested frame while it is loading.
    pub fn waits_for(&self) -> Option<u64> {
        self.asked.filter(|&asked| self.shown.as_ref().is_none_or(|(number, _)| *number != asked))
    }

    /// Collects loaded frames, events and the snapshot.
    pub fn update(&mut self) {
        let Some(cache) = &self.cache else { return };
        let mut stirred = false;
        for event in self.events.try_iter() {
            stirred = true;
            self.telemetry.push(&event);
        }
        if stirred {
            self.shown = cache.latest();
            cache.snapshot_into(&mut self.snapshot);
            self.telemetry.sample(cache.uptime(), &self.snapshot.stats);
        }
    }

    /// Mean wait of all finished moves in the telemetry, in milliseconds.
    pub fn stall_ms(&self) -> Option<f64> {
        let stalls = self.telemetry.stalls(MAX_WINDOW);
        let sum: f64 = stalls.iter().map(|stall| stall[1] * 1000.0).sum();
        (!stalls.is_empty()).then(|| sum / stalls.len() as f64)
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        let (cache, shown) = (self.cache.take(), self.shown.take());
        // Dropping the cache waits for a load to end, so do it on a thread.
        background::spawn("motscope-close", move || drop((cache, shown)));
    }
}
