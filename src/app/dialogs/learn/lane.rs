//! One of the two caches that the same navigation is played against.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crossbeam_channel::{Receiver, bounded};
use eframe::egui;

use crate::app::model::settings::cache_settings::EngineSettings;
use crate::app::session::background;
use crate::app::session::background::repaint_on;
use crate::cache::{Event, PrefetchCache, Request, Snapshot};
use crate::mot::{Frame, MotFile};
use crate::predict::{Hints, SharedHabits};
use crate::provider::{DataProvider as _, Delayed, KeySet, Latency};
use crate::telemetry::{MAX_WINDOW, Telemetry};

/// Events that may wait for the next repaint.
const EVENT_BACKLOG: usize = 8192;

/// A running cache, and what it did.
pub struct Lane {
    /// The frames there are.
    pub keys: Arc<KeySet>,
    /// What it did lately.
    pub telemetry: Telemetry,
    /// What is in it.
    pub snapshot: Snapshot,
    /// The newest frame that has arrived.
    pub shown: Option<(u64, Arc<Frame>)>,
    cache: Option<PrefetchCache<Delayed<Arc<MotFile>>>>,
    events: Receiver<Event>,
    wanted: Arc<AtomicU64>,
    /// The frame asked for last.
    asked: Option<u64>,
}

impl Lane {
    /// Starts it. It ends with this value.
    pub fn start(
        file: &Arc<MotFile>,
        latency: &Arc<Latency>,
        settings: &EngineSettings,
        hints: &Hints,
        ctx: &egui::Context,
    ) -> Self {
        let (sink, events) = bounded(EVENT_BACKLOG);
        let wanted = Arc::new(AtomicU64::new(0));
        let cache = settings
            // It begins with nothing, to be watched.
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

    /// Moves on to a frame.
    pub fn ask(&mut self, frame: u64) {
        self.wanted.store(frame, Ordering::Relaxed);
        self.asked = Some(frame);
        if let Some(cache) = &self.cache {
            let _: Request<Frame> = cache.request(frame);
        }
    }

    /// The frame asked for, while it is waited for.
    pub fn waits_for(&self) -> Option<u64> {
        self.asked.filter(|&asked| self.shown.as_ref().is_none_or(|(number, _)| *number != asked))
    }

    /// Takes in what has happened.
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

    /// Mean wait of all moves that are over, as far as they are remembered, in milliseconds.
    pub fn stall_ms(&self) -> Option<f64> {
        let stalls = self.telemetry.stalls(MAX_WINDOW);
        let sum: f64 = stalls.iter().map(|stall| stall[1] * 1000.0).sum();
        (!stalls.is_empty()).then(|| sum / stalls.len() as f64)
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        let (cache, shown) = (self.cache.take(), self.shown.take());
        // Closing waits for a load to end.
        background::spawn("motscope-close", move || drop((cache, shown)));
    }
}
