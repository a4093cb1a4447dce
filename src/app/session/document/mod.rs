//! An opened sequence: its files, its caches, its play head, and the summary of its file.

mod damaged;
mod receive;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crossbeam_channel::Receiver;
use eframe::egui;

use crate::app::model::camera::viewport::Area;
use crate::app::model::frame::displayed_frame::DisplayedFrame;
use crate::app::model::frame::whole_frame::WholeFrame;
use crate::app::model::layers::Layer;
use crate::app::model::opening::source::Source;
use crate::app::model::settings::cache_settings::{self, CacheSettings};
use crate::app::model::settings::memory_budget::{self, Room};
use crate::app::session::background;
use crate::app::session::caching::caches::Frames;
use crate::app::session::caching::frame_providers::FrameSource;
use crate::app::session::caching::running::Running;
use crate::app::session::companions::{Companions, Followed};
use crate::app::session::damaged_pictures::DamagedFinder;
use crate::app::session::opening::error::NotOpened;
use crate::app::session::opening::image_track::ImageTrack;
use crate::app::session::opening::kept::Kept;
use crate::app::session::opening::opened_files::OpenedFiles;
use crate::app::session::opening::workspace::{self, OpenedWorkspace};
use crate::app::session::reading::Reading;
use crate::cache::{Event, PrefetchCache, Request};
use crate::mot::{ColumnSample, Format, MotFile, OpenOptions, Progress, Summary};
use crate::playback::Playback;
use crate::predict::SharedHabits;
use crate::provider::{DataProvider as _, KeySet};
use crate::sequence::{LayerFile, Sequence};

/// An opened sequence.
pub struct Document {
    /// What it was opened from.
    pub source: Source,
    /// The workspace that it was opened from just now, until it is shown.
    pub workspace: Option<Box<OpenedWorkspace>>,
    /// A short name to show to the user.
    pub name: String,
    /// The file of the main layer.
    pub file: Arc<MotFile>,
    /// All layers shown, the main one first.
    pub layers: Vec<Layer>,
    /// Text files found beside it that could be shown as layers.
    pub offered: Vec<LayerFile>,
    /// The pictures, if there are any.
    pub images: Option<ImageTrack>,
    /// The provider of frames, from which the caches load.
    pub sequence: Arc<Sequence>,
    /// Width and height of the pictures in pixels, as a text states them.
    pub stated_size: Option<(u32, u32)>,
    /// Frames a second, if the sequence says it.
    pub fps: Option<f64>,
    /// Frames a second, if the user has chosen it.
    pub chosen_fps: Option<f64>,
    /// Remarks for the user on how it was opened.
    pub remarks: Vec<String>,
    /// The format that was recognised. The user may have chosen another one.
    pub guessed: Format,
    /// The columns of the main text, if no rows could be read when it was opened.
    pub columns: Vec<ColumnSample>,
    /// The numbers of its frames.
    pub keys: Arc<KeySet>,
    /// The cache of whole frames. The window calls only methods that never block.
    pub cache: Arc<PrefetchCache<Frames>>,
    /// The caches, with all that runs beside them.
    running: Running,
    /// Whether these are those of the sequence that was open before.
    is_continued: bool,
    /// The memory budget of frames with pictures. `None` without pictures.
    room: Option<Room>,
    /// The settings of the cache in effect.
    settings: CacheSettings,
    /// The events of the cache, in order.
    pub events: Receiver<Event>,
    /// The summary of the whole file, once it is known.
    pub summary: Option<Arc<Summary>>,
    /// The version of the main file that the summary has all rows of.
    summed: u64,
    /// The area of the first picture, if it is known.
    pub picture: Option<Area>,
    /// The play head. Only methods of this type move it, because they also ask the cache for the frame.
    playback: Playback,
    reading: Reading,
    companions: Companions,
    damaged: DamagedFinder,
    /// The frame that the play head goes to once it is indexed.
    pub awaited: Option<u64>,
    /// Why the rest of the file, or its changes, cannot be read.
    pub trouble: Option<String>,
    /// Whether its files have other contents than those it was opened from, so that it has to be opened again.
    pub is_outdated: bool,
}

impl Document {
    /// Opens and indexes `source`, builds its caches and asks for the first frame. This takes long for a large file, so
    /// it must not run on the window's thread. `kept` is what it may take over from the open sequence.
    pub fn open(
        source: Source,
        start: Option<u64>,
        kept: &Kept,
        settings: &CacheSettings,
        habits: &SharedHabits,
        progress: &Progress,
        ctx: &egui::Context,
    ) -> Result<Self, NotOpened> {
        let (mut source, start, workspace) = workspace::resolved(source, start)?;
        let opened = OpenedFiles::open(&source, kept, progress)?;
        let OpenedFiles { name, layers, offered, images, sequence, stated_size, fps, remarks } = opened;
        let Some(file) = layers.first().map(|layer| Arc::clone(&layer.file)) else {
            return Err(NotOpened::Failed("it contains nothing that can be shown".to_owned()));
        };
        if let Source::File(_, how) = &mut source {
            // If an archive has only one file, it is opened without being named.
            how.text.member = file.member().map(str::to_owned);
        }
        // Noted before anything is read, so that nothing is missed that a thread of the open document reads meanwhile.
        let known: Vec<u64> = layers.iter().map(|layer| layer.file.version()).collect();
        let keys = sequence.keys();
        let mut playback = Playback::new(Arc::clone(&keys));
        start.and_then(|frame| playback.seek(frame));
        let is_growing = !file.is_complete() || images.as_ref().is_some_and(|images| images.found().is_some());
        let awaited = start.filter(|&frame| is_growing && keys.last().is_none_or(|last| frame > last));
        let room = images.is_some().then(|| {
            let mut room = Room::new();
            room.keep(settings.keep_free(), 0, memory_budget::free);
            room
        });
        let frames = FrameSource { sequence: Arc::clone(&sequence), layers: layers.iter().map(Layer::id).collect() };
        // Without pictures, the caches stay if the frames are those of the main layer that is open already.
        let is_kept = match (&images, kept.images()) {
            (Some(new), Some(old)) => Arc::ptr_eq(&new.proxies, &old.proxies),
            (None, None) => kept.layers().first().is_some_and(|main| Arc::ptr_eq(&main.file, &file)),
            _ => false,
        };
        let kept = kept.running().filter(|_| is_kept);
        if progress.is_cancelled() {
            // What could be taken over is forgotten then: new caches would load the first frame once more, for nobody.
            return Err(NotOpened::Cancelled);
        }
        let is_continued = kept.is_some();
        let running = match kept {
            Some(running) => running.with_source(frames),
            None => Running::start(frames, images.as_ref(), settings, room.map(|room| room.bytes()), habits, ctx),
        };
        let caches = &running.caches;
        let is_watched = matches!(source, Source::File(..)) && !file.path().is_dir();
        let reading = Reading::begin(&file, known.first().copied().unwrap_or(0), caches, is_watched, ctx);
        let followed = Followed {
            layers: &layers,
            known: &known,
            lost: lost_texts(&source, &layers),
            images: images.as_ref(),
            sequence: &sequence,
            caches,
        };
        let companions = Companions::begin(followed, ctx);
        let picture = images.as_ref().and_then(|images| images.size).map(Area::of_picture);
        let document = Self {
            workspace,
            name: name.unwrap_or_else(|| source.name()),
            source,
            picture,
            guessed: file.guessed_format(),
            columns: if keys.is_empty() { file.column_samples() } else { Vec::new() },
            file,
            layers,
            offered,
            images,
            sequence,
            stated_size,
            fps,
            chosen_fps: None,
            remarks,
            keys,
            cache: Arc::clone(&caches.frames),
            events: running.events.clone(),
            running,
            is_continued,
            room,
            settings: settings.clone(),
            summary: None,
            summed: 0,
            playback,
            reading,
            companions,
            damaged: DamagedFinder::start(ctx),
            awaited,
            trouble: None,
            is_outdated: false,
        };
        if !is_continued {
            document.ask();
        }
        Ok(document)
    }

    /// What a sequence that is opened instead may take over: the pictures; with `all`, also the texts and the caches.
    pub fn kept(&self, all: bool) -> Kept {
        let images = self.images.clone();
        if !all {
            return Kept::new(images, Vec::new(), None);
        }
        Kept::new(images, self.layers.clone(), Some(self.running.clone()))
    }

    /// Takes the place of `old`. If it continues with the caches of `old`, these load from its files from now on, and the
    /// play head stays where it is. Returns whether it does.
    pub fn take_over(&mut self, old: &Self) -> bool {
        if !self.is_continued {
            return false;
        }
        self.settings.clone_from(&old.settings);
        self.room = old.room;
        self.playback = old.playback.clone();
        if Arc::ptr_eq(&self.file, &old.file) {
            (self.summary, self.summed) = (old.summary.clone(), old.summed);
        }
        self.running.caches.turn();
        self.take_keys();
        true
    }

    /// The newest frame that has arrived, as it is to be shown.
    pub fn latest(&self) -> Option<DisplayedFrame> {
        let (number, frame) = self.cache.latest()?;
        Some(DisplayedFrame::whole(number, frame, &self.running.caches.source().layers))
    }

    /// The play head.
    pub fn playback(&self) -> &Playback {
        &self.playback
    }

    /// The number of the frame under the play head. 0 if there are no frames.
    pub fn position(&self) -> u64 {
        self.playback.frame().unwrap_or(0)
    }

    /// The rank of the frame under the play head among all frames, from 0 on.
    pub fn rank(&self) -> u64 {
        self.keys.rank_of(self.position()).unwrap_or(0)
    }

    /// Changes the play head, and asks the cache for the frame that is then under it.
    pub fn play<T>(&mut self, change: impl FnOnce(&mut Playback) -> T) -> T {
        let result = change(&mut self.playback);
        self.ask();
        result
    }

    /// Asks the cache for the frame under the play head, and returns its progress. Asking again costs nothing.
    pub fn ask(&self) -> Option<Request<WholeFrame>> {
        let key = self.playback.frame()?;
        self.running.wanted.store(key, Ordering::Relaxed);
        Some(self.cache.request(key))
    }

    /// The preview of a frame whose picture is being loaded. Asks for it, and returns it once it is loaded.
    pub fn preview(&self, frame: u64) -> Option<DisplayedFrame> {
        match self.running.caches.previews.as_ref()?.request(frame) {
            Request::Ready(preview) => Some(DisplayedFrame::preview(frame, preview)),
            Request::Pending | Request::Failed(_) => None,
        }
    }

    /// Whether layers can be added. That is possible for every sequence except the demo.
    pub fn takes_layers(&self) -> bool {
        self.source != Source::Demo
    }

    /// The layers that the user asked for and that could not be opened.
    pub fn lost_layers(&self) -> Vec<PathBuf> {
        lost(&self.source, &self.layers)
    }

    /// Whether the sequence has pictures.
    pub fn has_pictures(&self) -> bool {
        self.images.is_some()
    }

    /// Loads a frame again, for example after its picture could not be shown, and opens layers again that failed.
    pub fn retry(&self, frame: u64) {
        self.companions.retry();
        self.cache.invalidate(&KeySet::from_keys([frame]));
        self.cache.retry(frame);
    }

    /// Sets whether the boxes of the layer at `place` are loaded. Frames that were loaded without them get them in the
    /// background.
    pub fn set_layer_loaded(&self, place: usize, is_loaded: bool) {
        let lacking = self.sequence.set_layer_loaded(place, is_loaded);
        if !lacking.is_empty() {
            self.running.caches.changed(&lacking);
        }
    }

    /// Applies new settings of the cache and of the simulated latency. Only what differs is changed.
    pub fn tune(&mut self, settings: &CacheSettings) {
        if let Some(room) = &mut self.room
            && settings.keep_free_mb != self.settings.keep_free_mb
        {
            room.keep(settings.keep_free(), self.cache.stats().bytes, memory_budget::free);
        }
        cache_settings::apply_changes(
            &self.settings,
            settings,
            self.room(),
            &self.cache,
            &self.running.latency,
            &self.running.habits,
        );
        self.settings.clone_from(settings);
    }

    /// The bytes that frames with pictures may take if the user chose no limit. `None` for frames without pictures.
    pub fn room(&self) -> Option<u64> {
        self.room.map(|room| room.bytes())
    }

    /// Adapts the capacity to the free memory, if the user chose how much stays free. `now` is the window's clock.
    pub fn follow_memory(&mut self, now: Duration) {
        let (Some(room), Some(keep)) = (&mut self.room, self.settings.keep_free()) else { return };
        if room.follow(keep, || self.cache.stats().bytes, now, memory_budget::free) {
            self.cache.set_capacity(self.settings.capacity(Some(room.bytes())));
        }
    }

    /// Frames a second in effect. `assumed` is used if neither the user nor the sequence says it.
    pub fn fps_in_force(&self, assumed: f64) -> f64 {
        self.chosen_fps.or(self.fps).unwrap_or(assumed)
    }

    /// Whether neither the user nor the sequence says how many frames a second to play.
    pub fn assumes_fps(&self) -> bool {
        self.chosen_fps.or(self.fps).is_none()
    }

    /// Forgets what the adaptive predictor has learned about the user and about this sequence.
    pub fn forget(&self) {
        self.running.habits.clear();
        // The current plan also comes from what was learned, so the predictor is replaced.
        self.cache.set_predictor(self.settings.predictor.build_with(&self.running.habits));
    }

    /// Goes to `frame` once it is indexed. Returns false if there is nothing to wait for: it is indexed, or all frames are
    /// known.
    pub fn awaits(&mut self, frame: u64) -> bool {
        let is_growing = !self.file.is_complete() || self.frames_found().is_some();
        let is_beyond = is_growing && self.keys.last().is_none_or(|last| frame > last);
        self.awaited = is_beyond.then_some(frame);
        is_beyond
    }

    /// How many frames of the video that is shown are known. `None` once all are known, and for other pictures.
    pub fn frames_found(&self) -> Option<u64> {
        self.images.as_ref().and_then(ImageTrack::found)
    }

    /// The share of the file that is indexed, from 0 to 1. `None` if indexing has ended.
    pub fn indexed_fraction(&self) -> Option<f32> {
        (!self.file.is_complete() && self.trouble.is_none()).then(|| self.reading.indexed())
    }

    /// The progress of the summary, from 0 to 1. `None` once there is a summary, and if the file cannot be read to its end.
    pub fn summary_fraction(&self) -> Option<f32> {
        (self.summary.is_none() && self.trouble.is_none()).then(|| self.reading.summed())
    }

    /// Drops everything on another thread, because closing a cache may have to wait for a load.
    pub fn discard(self) {
        self.reading.cancel();
        self.companions.cancel();
        background::spawn("motscope-close", move || drop(self));
    }
}

/// The layers that the user asked for and that are not among the opened `layers`, and how they are opened.
fn lost_texts(source: &Source, layers: &[Layer]) -> Vec<(PathBuf, OpenOptions)> {
    let Source::File(_, how) = source else { return Vec::new() };
    let options =
        |path: &Path| OpenOptions { member: how.layer_member(path).map(str::to_owned), ..OpenOptions::default() };
    lost(source, layers).into_iter().map(|path| (path.clone(), options(&path))).collect()
}

/// The layers that the user asked for and that are not among the opened `layers`.
fn lost(source: &Source, layers: &[Layer]) -> Vec<PathBuf> {
    let Source::File(_, how) = source else { return Vec::new() };
    let is_open = |path: &Path| layers.iter().any(|layer| layer.file.path() == path);
    how.layers.iter().filter(|path| !is_open(path)).cloned().collect()
}
