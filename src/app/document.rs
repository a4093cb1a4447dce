//! An opened sequence: the file, the cache in front of it, and what a second pass finds out about it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crossbeam_channel::{Receiver, bounded};
use eframe::egui;

use super::canvas::Area;
use super::engine::{self, EngineSettings};
use super::reading::{Reading, Told};
use super::{background, demo};
use crate::cache::{Event, EventKind, PrefetchCache, Request};
use crate::mot::{Format, Frame, MotFile, OpenError, OpenOptions, Progress, Summary};
use crate::playback::Playback;
use crate::predict::Memory;
use crate::provider::{DataProvider, Delayed, KeySet, Latency};

/// What the window's cache loads frames from.
pub type Frames = Delayed<Arc<MotFile>>;

/// Events that may wait for the next repaint; a hidden window drains them later, what finds no room is counted.
const EVENT_BACKLOG: usize = 8192;
/// How soon an event that only changes a chart or the strip is shown: several share a repaint.
const SOON: Duration = Duration::from_millis(25);

/// What is asked to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The built-in sequence.
    Demo,
    /// A file, and what is known of it.
    File(PathBuf, OpenOptions),
}

impl Source {
    /// A short name for people.
    pub fn name(&self) -> String {
        match self {
            Self::Demo => "demo".to_owned(),
            Self::File(path, options) => match &options.member {
                None => short_name(path),
                Some(member) => format!("{} / {}", short_name(path), short_name(Path::new(member))),
            },
        }
    }
}

/// The last parts of a path that tell it apart: MOT files are called `gt.txt` all over.
pub fn short_name(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    let is_common = |part: &str| matches!(part, "gt" | "det") || part.starts_with("gt.") || part.starts_with("det.");
    let from = parts.iter().rposition(|part| !is_common(part)).unwrap_or(0).max(parts.len().saturating_sub(3));
    let named: Vec<&str> = parts[from.min(parts.len().saturating_sub(1))..].iter().map(AsRef::as_ref).collect();
    named.join(" / ")
}

/// An opened sequence.
pub struct Document {
    /// What it was opened from.
    pub source: Source,
    /// A short name for people.
    pub name: String,
    /// The file behind the cache.
    pub file: Arc<MotFile>,
    /// The form its lines look like, which it may have been told not to have.
    pub guessed: Format,
    /// Its frames.
    pub keys: Arc<KeySet>,
    /// The cache; the window calls only what never blocks.
    pub cache: Arc<PrefetchCache<Frames>>,
    latency: Arc<Latency>,
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
    memory: Memory,
    wanted: Arc<AtomicU64>,
    reading: Reading,
    /// A frame that is gone to once it is indexed.
    pub awaited: Option<u64>,
    /// Why what is in memory is all there is.
    pub trouble: Option<String>,
}

impl Document {
    /// Opens and indexes `source`, builds its cache and asks for the first frame. Takes long for a large file: never
    /// call it on the window's thread.
    pub fn open(
        mut source: Source,
        start: Option<u64>,
        settings: &EngineSettings,
        habits: &Memory,
        progress: &Progress,
        ctx: &egui::Context,
    ) -> Result<Self, OpenError> {
        let file = Arc::new(match &source {
            Source::Demo => MotFile::from_bytes("demo", demo::bytes())?,
            // Its first frames are enough to begin with.
            Source::File(path, options) => MotFile::begin(path, options, progress)?,
        });
        if let Source::File(_, options) = &mut source {
            // The only one of an archive is taken without being named.
            options.member = file.member().map(str::to_owned);
        }
        let keys = file.keys();
        let mut playback = Playback::new(Arc::clone(&keys));
        start.and_then(|frame| playback.seek(frame));
        let awaited = start.filter(|&frame| !file.is_complete() && keys.last().is_none_or(|last| frame > last));
        let latency = Arc::new(Latency::default());
        let wanted = Arc::new(AtomicU64::new(0));
        settings.apply_latency(&latency);
        let memory = habits.for_another_sequence();
        let (sink, events) = bounded(EVENT_BACKLOG);
        let cache = settings
            .configure(PrefetchCache::builder(Delayed::new(Arc::clone(&file), Arc::clone(&latency))), &memory)
            .events(sink)
            .on_event(repaint_on(Arc::clone(&wanted), ctx.clone()))
            .build();
        let cache = Arc::new(cache);
        let reading = Reading::begin(&file, &cache, matches!(source, Source::File(..)), ctx);
        let picture = matches!(source, Source::Demo).then(|| {
            let (width, height) = demo::SIZE;
            Area { left: 0.0, top: 0.0, right: width.into(), bottom: height.into() }
        });
        let document = Self {
            name: source.name(),
            source,
            picture,
            guessed: file.guessed_format(),
            file,
            keys,
            cache,
            latency,
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
    pub fn ask(&self) -> Option<Request<Frame>> {
        let key = self.playback.frame()?;
        self.wanted.store(key, Ordering::Relaxed);
        Some(self.cache.request(key))
    }

    /// Changes the settings of the cache and of the simulated latency, as far as they differ from those in force.
    pub fn tune(&mut self, settings: &EngineSettings) {
        engine::apply_changes(&self.engine, settings, &self.cache, &self.latency, &self.memory);
        self.engine.clone_from(settings);
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
                    self.keys = Arc::clone(&growth.keys);
                    self.playback.set_keys(growth.keys);
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

/// Asks for a repaint when something came that is to be seen: at once for a frame somebody waits for.
pub fn repaint_on(wanted: Arc<AtomicU64>, ctx: egui::Context) -> impl FnMut(&Event) + Send + 'static {
    move |event| {
        let arrives = match event.kind {
            EventKind::LoadComplete | EventKind::LoadError => true,
            EventKind::PrefetchSuccess | EventKind::PrefetchError | EventKind::Invalidated => {
                event.key == wanted.load(Ordering::Relaxed)
            }
            _ => false,
        };
        if arrives {
            ctx.request_repaint();
        } else {
            ctx.request_repaint_after(SOON);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_with_common_names_are_told_apart_by_their_folders() {
        let name = |path: &str| short_name(Path::new(path));
        assert_eq!(name("/data/MOT17/train/MOT17-02/gt/gt.txt"), "MOT17-02 / gt / gt.txt");
        assert_eq!(name("results/MOT17-02.txt"), "MOT17-02.txt");
        assert_eq!(name("gt.txt"), "gt.txt");
        assert_eq!(name("gt/gt.txt"), "gt / gt.txt");
        let member = Some("MOT17/MOT17-02/gt/gt.txt".to_owned());
        let source = Source::File("/data/all.zip".into(), OpenOptions { member, ..OpenOptions::default() });
        assert_eq!(source.name(), "all.zip / MOT17-02 / gt / gt.txt");
    }
}
