//! The caches of an opened sequence, with all that runs beside them: [`Running`].

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crossbeam_channel::{Receiver, bounded};
use eframe::egui;

use super::caches::Caches;
use super::frame_providers::{FrameSource, PreviewFrames, SharedSource, WholeFrames};
use crate::app::model::settings::cache_settings::CacheSettings;
use crate::app::session::background;
use crate::app::session::opening::image_track::ImageTrack;
use crate::cache::{Event, PrefetchCache};
use crate::predict::{DistanceDecay, SharedHabits};
use crate::provider::{Delayed, Latency};

/// The most events that wait for the next repaint. Events beyond that are dropped and counted.
const EVENT_BACKLOG: usize = 8192;
/// How many previews are kept. Few, because they load fast, and a new one may have a small picture of a nearer frame.
const PREVIEWS: usize = 8;

/// The caches of an opened sequence, with all that runs beside them. It stays when the sequence is opened again with other
/// layers, so that nothing is loaded again that has not changed.
#[derive(Clone)]
pub struct Running {
    /// The caches, and what they load from.
    pub caches: Caches,
    /// The simulated latency.
    pub latency: Arc<Latency>,
    /// The events of the cache of frames, in order.
    pub events: Receiver<Event>,
    /// What the adaptive predictor has learned about the user and about this sequence.
    pub habits: SharedHabits,
    /// The frame under the play head, for the callback that asks for repaints.
    pub wanted: Arc<AtomicU64>,
}

impl Running {
    /// Builds the caches. `bytes` is what frames with pictures may take if the user chose no limit.
    pub fn start(
        source: FrameSource,
        images: Option<&ImageTrack>,
        settings: &CacheSettings,
        bytes: Option<u64>,
        habits: &SharedHabits,
        ctx: &egui::Context,
    ) -> Self {
        let (latency, wanted) = (Arc::new(Latency::default()), Arc::new(AtomicU64::new(0)));
        settings.apply_latency(&latency);
        let habits = habits.for_another_sequence();
        let (sink, events) = bounded(EVENT_BACKLOG);
        let shared = Arc::new(SharedSource::new(source));
        let proxies = images.map(|images| Arc::clone(&images.proxies));
        let whole_frames = WholeFrames::new(Arc::clone(&shared), proxies.clone());
        let cache = settings
            .configure(PrefetchCache::builder(Delayed::new(whole_frames, Arc::clone(&latency))), bytes, &habits)
            .events(sink)
            .on_event(background::repaint_on(Arc::clone(&wanted), ctx.clone()))
            .build();
        let cache = Arc::new(cache);
        if let Some(images) = images {
            images.idle.turn_to(&cache);
            images.damaged.show_in(ctx);
        }
        let previews = images.is_some().then(|| {
            let previews = PrefetchCache::builder(PreviewFrames::new(Arc::clone(&shared), proxies))
                .predictor(DistanceDecay::default())
                .workers(0)
                .capacity(PREVIEWS)
                .on_event(background::repaint_on(Arc::clone(&wanted), ctx.clone()));
            Arc::new(previews.build())
        });
        Self { caches: Caches::new(&shared, &cache, previews.as_ref()), latency, events, habits, wanted }
    }

    /// The caches, to load from another source with the same pictures once they are told to [turn](Caches::turn) to it.
    #[must_use]
    pub fn with_source(self, source: FrameSource) -> Self {
        Self { caches: self.caches.with_source(source), ..self }
    }
}
