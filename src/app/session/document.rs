//! An opened sequence: the file, the cache in front of it, and what a second pass finds out about it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, bounded};
use eframe::egui;

use super::background;
use super::caches::{Caches, Frames};
use super::error::NotOpened;
use super::frame_providers::{PreviewFrames, WholeFrames};
use super::opened_files::{ImageTrack, OpenedFiles};
use super::reading::{Reading, Told};
use crate::app::model::camera::viewport::Area;
use crate::app::model::frame::displayed_frame::DisplayedFrame;
use crate::app::model::frame::texture_image::TextureImage;
use crate::app::model::layers::Layer;
use crate::app::model::opening::source::Source;
use crate::app::model::settings::cache_settings::{self, EngineSettings};
use crate::app::model::settings::memory_budget::{self, Room};
use crate::cache::{Event, PrefetchCache, Request};
use crate::mot::{Format, MotFile, Progress, Summary};
use crate::playback::Playback;
use crate::predict::{DistanceDecay, SharedHabits};
use crate::provider::{DataProvider as _, Delayed, KeySet, Latency};
use crate::sequence::{LayerFile, Sequence, SequenceFrame};

/// Events that may wait for the next repaint; a hidden window drains them later, what finds no room is counted.
const EVENT_BACKLOG: usize = 8192;
/// PreviewFrames that are kept: few, because they cost little, and small pictures get nearer while more of them are made.
const PREVIEWS: usize = 8;

/// An opened sequence.
pub struct Document {
    /// What it was opened from.
    pub source: Source,
    /// A short name for people.
    pub name: String,
    /// The file of the main layer.
    pub file: Arc<MotFile>,
    /// All layers shown, the main one first.
    pub layers: Vec<Layer>,
    /// Text files found beside it that could be shown, too.
    pub offered: Vec<LayerFile>,
    /// The pictures, if there are any.
    pub images: Option<ImageTrack>,
    /// What the caches load from.
    pub sequence: Arc<Sequence>,
    /// Frames a second, if the sequence tells.
    pub fps: Option<f64>,
    /// Frames a second, once somebody has chosen.
    pub chosen_fps: Option<f64>,
    /// What is worth telling about how it was opened.
    pub remarks: Vec<String>,
    /// The form its lines look like, which it may have been told not to have.
    pub guessed: Format,
    /// Its frames.
    pub keys: Arc<KeySet>,
    /// The cache; the window calls only what never blocks.
    pub cache: Arc<PrefetchCache<Frames>>,
    /// What is shown until a picture is there, where there are pictures.
    previews: Option<Arc<PrefetchCache<PreviewFrames>>>,
    latency: Arc<Latency>,
    /// Memory for frames with pictures.
    room: Option<Room>,
    /// The settings in force.
    engine: EngineSettings,
    /// What the cache tells, in order.
    pub events: Receiver<Event>,
    /// What the whole file holds, once it is known.
    pub summary: Option<Arc<Summary>>,
    /// The picture's area, where it is known.
    pub picture: Option<Area>,
    /// The play head. Move it through the methods here, which tell the cache.
    playback: Playback,
    /// What the adaptive predictor knows of the person and of this sequence.
    memory: SharedHabits,
    wanted: Arc<AtomicU64>,
    reading: Reading,
    /// A frame that is gone to once it is indexed.
    pub awaited: Option<u64>,
    /// Why what is in memory is all there is.
    pub trouble: Option<String>,
}

impl Document {
    /// Opens and indexes `source`, builds its caches and asks for the first frame. Takes long for a large file: never
    /// call it on the window's thread. `kept` are the pictures of what is open.
    pub fn open(
        mut source: Source,
        start: Option<u64>,
        kept: Option<ImageTrack>,
        settings: &EngineSettings,
        habits: &SharedHabits,
        progress: &Progress,
        ctx: &egui::Context,
    ) -> Result<Self, NotOpened> {
        let opened = OpenedFiles::open(&source, kept, progress)?;
        let OpenedFiles { name, layers, offered, images, sequence, fps, remarks } = opened;
        let Some(file) = layers.first().map(|layer| Arc::clone(&layer.file)) else {
            return Err(NotOpened::Failed("there is nothing to show".to_owned()));
        };
        if let Source::File(_, how) = &mut source {
            // The only one of an archive is taken without being named.
            how.text.member = file.member().map(str::to_owned);
        }
        let keys = sequence.keys();
        let mut playback = Playback::new(Arc::clone(&keys));
        start.and_then(|frame| playback.seek(frame));
        let awaited = start.filter(|&frame| !file.is_complete() && keys.last().is_none_or(|last| frame > last));
        let latency = Arc::new(Latency::default());
        let wanted = Arc::new(AtomicU64::new(0));
        settings.apply_latency(&latency);
        let memory = habits.for_another_sequence();
        let (sink, events) = bounded(EVENT_BACKLOG);
        let proxies = images.as_ref().map(|images| Arc::clone(&images.proxies));
        let whole_frames = WholeFrames::new(Arc::clone(&sequence), proxies.clone());
        let room = images.is_some().then(|| {
            let mut room = Room::new();
            room.keep(settings.keep_free(), 0, memory_budget::free);
            room
        });
        let bytes = room.map(|room| room.bytes());
        let cache = settings
            .configure(PrefetchCache::builder(Delayed::new(whole_frames, Arc::clone(&latency))), bytes, &memory)
            .events(sink)
            .on_event(background::repaint_on(Arc::clone(&wanted), ctx.clone()))
            .build();
        let cache = Arc::new(cache);
        if let Some(images) = &images {
            images.idle.turn_to(&cache);
        }
        let previews = images.is_some().then(|| {
            let previews = PrefetchCache::builder(PreviewFrames::new(Arc::clone(&sequence), proxies))
                .predictor(DistanceDecay::default())
                .workers(0)
                .capacity(PREVIEWS)
                .on_event(background::repaint_on(Arc::clone(&wanted), ctx.clone()));
            Arc::new(previews.build())
        });
        let caches = Caches::new(&sequence, &cache, previews.as_ref());
        let is_watched = matches!(source, Source::File(..)) && !file.path().is_dir();
        let reading = Reading::begin(&file, &caches, is_watched, ctx);
        let picture = images.as_ref().and_then(|images| images.size).map(Area::of_picture);
        let document = Self {
            name: name.unwrap_or_else(|| source.name()),
            source,
            picture,
            guessed: file.guessed_format(),
            file,
            layers,
            offered,
            images,
            sequence,
            fps,
            chosen_fps: None,
            remarks,
            keys,
            cache,
            previews,
            latency,
            room,
            engine: settings.clone(),
            events,
            summary: None,
            playback,
            memory,
            wanted,
            reading,
            awaited,
            trouble: None,
        };
        document.ask();
        Ok(document)
    }

    /// The play head, to be read.
    pub fn playback(&self) -> &Playback {
        &self.playback
    }

    /// The frame that is wanted; 0 if there are none.
    pub fn position(&self) -> u64 {
        self.playback.frame().unwrap_or(0)
    }

    /// Its rank among the frames there are.
    pub fn rank(&self) -> u64 {
        self.keys.rank_of(self.position()).unwrap_or(0)
    }

    /// Changes the play head, and asks for the frame it then stands on.
    pub fn play<T>(&mut self, change: impl FnOnce(&mut Playback) -> T) -> T {
        let answer = change(&mut self.playback);
        self.ask();
        answer
    }

    /// Asks the cache for the frame under the play head. Asking again is free, and tells what has become of it.
    pub fn ask(&self) -> Option<Request<SequenceFrame<TextureImage>>> {
        let key = self.playback.frame()?;
        self.wanted.store(key, Ordering::Relaxed);
        Some(self.cache.request(key))
    }

    /// What there is of a frame whose picture is on its way. Asks for it, and answers it once it is there.
    pub fn preview(&self, frame: u64) -> Option<DisplayedFrame> {
        match self.previews.as_ref()?.request(frame) {
            Request::Ready(preview) => Some(DisplayedFrame::preview(frame, preview)),
            Request::Pending | Request::Failed(_) => None,
        }
    }

    /// Whether texts can be shown over it: over anything but the demo.
    pub fn takes_layers(&self) -> bool {
        self.source != Source::Demo
    }

    /// Whether frames have pictures, which take their time.
    pub fn has_pictures(&self) -> bool {
        self.images.is_some()
    }

    /// Loads a frame again, as after its picture could not be shown.
    pub fn retry(&self, frame: u64) {
        self.cache.invalidate(&KeySet::from_keys([frame]));
        self.cache.retry(frame);
    }

    /// Changes the settings of the cache and of the simulated latency, as far as they differ from those in force.
    pub fn tune(&mut self, settings: &EngineSettings) {
        if let Some(room) = &mut self.room
            && settings.keep_free_mb != self.engine.keep_free_mb
        {
            room.keep(settings.keep_free(), self.cache.stats().bytes, memory_budget::free);
        }
        cache_settings::apply_changes(&self.engine, settings, self.room(), &self.cache, &self.latency, &self.memory);
        self.engine.clone_from(settings);
    }

    /// Bytes that frames with pictures may take where no number is chosen; none for frames without.
    pub fn room(&self) -> Option<u64> {
        self.room.map(|room| room.bytes())
    }

    /// Follows the free memory, where some of it is to be left. `now` is the window's clock.
    pub fn follow_memory(&mut self, now: Duration) {
        let (Some(room), Some(keep)) = (&mut self.room, self.engine.keep_free()) else { return };
        if room.follow(keep, || self.cache.stats().bytes, now, memory_budget::free) {
            self.cache.set_capacity(self.engine.capacity(Some(room.bytes())));
        }
    }

    /// Frames a second in force, where this many are assumed if nobody tells.
    pub fn fps_in_force(&self, assumed: f64) -> f64 {
        self.chosen_fps.or(self.fps).unwrap_or(assumed)
    }

    /// Whether nobody told how many frames a second.
    pub fn assumes_fps(&self) -> bool {
        self.chosen_fps.or(self.fps).is_none()
    }

    /// Forgets what the adaptive predictor has learned, of the person and of this sequence.
    pub fn forget(&self) {
        self.memory.clear();
        // What is planned was learned, too.
        self.cache.set_predictor(self.engine.predictor.build_with(&self.memory));
    }

    /// Takes in what has become known of the file. `follow` keeps a play head at the end there while it is written.
    pub fn receive(&mut self, follow: bool) -> Received {
        let mut received = Received::default();
        while let Some(told) = self.reading.next() {
            match told {
                Told::Growth(growth, is_written) => {
                    if is_written && (!follow || self.playback.frame() == self.keys.last()) {
                        self.playback.set_follow(follow);
                    }
                    // Where rows come in any order, the first frame may be indexed late.
                    let is_at_start = !is_written && self.playback.frame() == self.keys.first();
                    // Pictures and further layers may go on where this file ends.
                    self.keys = self.sequence.keys();
                    self.playback.set_keys(Arc::clone(&self.keys));
                    let (first, last) = (self.keys.first(), self.keys.last());
                    if is_at_start && let Some(first) = first {
                        self.playback.seek(first);
                    }
                    if let Some(frame) = self.awaited
                        && (growth.is_complete || last.is_some_and(|last| frame <= last))
                    {
                        self.awaited = None;
                        self.playback.seek(frame);
                    }
                    received.has_grown = true;
                }
                Told::Summary(summary) => {
                    self.summary = Some(Arc::new(*summary));
                    received.has_summary = true;
                }
                Told::Trouble(reason) => self.trouble = Some(reason),
                Told::Sound => self.trouble = None,
                Told::Replaced => received.is_replaced = true,
            }
        }
        received
    }

    /// Goes to a frame once it is indexed; false if it is, or will never be.
    pub fn awaits(&mut self, frame: u64) -> bool {
        let is_beyond = !self.file.is_complete() && self.keys.last().is_none_or(|last| frame > last);
        self.awaited = is_beyond.then_some(frame);
        is_beyond
    }

    /// The share of the file that is indexed, while it is not all of it and reading goes on.
    pub fn indexed_fraction(&self) -> Option<f32> {
        (!self.file.is_complete() && self.trouble.is_none()).then(|| self.reading.indexed())
    }

    /// How far the second pass is, while it runs.
    pub fn summary_fraction(&self) -> Option<f32> {
        self.summary.is_none().then(|| self.reading.summed())
    }

    /// Lets go of everything on a thread of its own: closing a cache may wait for a load.
    pub fn discard(self) {
        self.reading.cancel();
        background::spawn("motscope-close", move || drop(self));
    }
}

/// What [`Document::receive`] has found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Received {
    /// There are more frames, or other rows in them.
    pub has_grown: bool,
    /// There is a new summary.
    pub has_summary: bool,
    /// The file has to be opened again.
    pub is_replaced: bool,
}
