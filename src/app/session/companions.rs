//! Follows the files beside the main one while they are open: the further layers and the pictures. A thread of its own takes
//! in their changes.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use eframe::egui;
use parking_lot::Mutex;

use super::background;
use super::caching::caches::Caches;
use super::opening::image_track::ImageTrack;
use super::opening::row_sample::sampled;
use super::video_growth::VideoGrowth;
use super::watch::{self, Watch};
use crate::app::model::layers::{Layer, RowSample};
use crate::mot::{Change, MotFile, OpenOptions, OpenReason, Progress};
use crate::provider::KeySet;
use crate::sequence::{Sequence, open_text};

/// News about the files beside the main one.
pub enum CompanionNews {
    /// Frames have other boxes or another picture now.
    Changed,
    /// The layer at this place was opened again: its file, and a sample of its rows.
    Reopened(usize, Arc<MotFile>, RowSample),
    /// The layer at this place cannot be read, for this reason.
    Trouble(usize, String),
    /// The layer at this place can be read again.
    NoTrouble(usize),
    /// A layer that could not be opened can be opened now, so the sequence has to be opened again.
    Appeared,
}

/// The thread that follows the files, and the news from it.
pub struct Companions {
    news: Receiver<CompanionNews>,
    /// Wakes the thread.
    changes: Sender<()>,
    /// Whether layers that failed have to be opened again, even if their files seem unchanged.
    again: Arc<AtomicBool>,
    progress: Arc<Progress>,
    /// The thread ends when this sender is dropped.
    _open: Sender<()>,
}

/// What is followed.
pub struct Followed<'a> {
    /// All layers, the main one first.
    pub layers: &'a [Layer],
    /// The version of each layer's file that the document has been made of.
    pub known: &'a [u64],
    /// The layers that could not be opened, and how they are opened.
    pub lost: Vec<(PathBuf, OpenOptions)>,
    /// The pictures, if there are any.
    pub images: Option<&'a ImageTrack>,
    /// The provider that reads the layers and the pictures.
    pub sequence: &'a Arc<Sequence>,
    /// The caches that changed frames are removed from.
    pub caches: &'a Caches,
}

impl Companions {
    /// Starts the thread. It asks for a repaint with all news.
    pub fn begin(followed: Followed<'_>, ctx: &egui::Context) -> Self {
        let (sender, news) = unbounded();
        let (open, closed) = bounded(0);
        let (changes, woken) = bounded(1);
        let (again, progress) = (Arc::new(AtomicBool::new(false)), Arc::new(Progress::new()));
        let layer = |(place, layer): (usize, &Layer)| FurtherLayer {
            place,
            file: Arc::clone(&layer.file),
            known: followed.known.get(place).copied().unwrap_or(0),
            text: layer.text.clone(),
            shortest: None,
            is_troubled: false,
        };
        let reader = Reader {
            layers: followed.layers.iter().enumerate().skip(1).map(layer).collect(),
            lost: followed.lost,
            pictures: followed.images.filter(|images| images.folder.is_some()).cloned(),
            changed_pictures: Arc::default(),
            sequence: Arc::clone(followed.sequence),
            caches: followed.caches.clone(),
            progress: Arc::clone(&progress),
            again: Arc::clone(&again),
            news: sender,
            ctx: ctx.clone(),
        };
        if let Some(images) = followed.images {
            let growth = VideoGrowth {
                images: images.clone(),
                sequence: Arc::clone(followed.sequence),
                caches: followed.caches.clone(),
                progress: Arc::clone(&progress),
                tell: {
                    let (news, ctx) = (reader.news.clone(), ctx.clone());
                    Box::new(move || {
                        let _ = news.send(CompanionNews::Changed);
                        ctx.request_repaint();
                    })
                },
            };
            growth.follow();
        }
        if reader.has_work() {
            let wake = changes.clone();
            background::spawn("motscope-layers", move || reader.run(&wake, &woken, &closed));
        }
        Self { news, changes, again, progress, _open: open }
    }

    /// The next news, if there is any.
    pub fn next(&self) -> Option<CompanionNews> {
        self.news.try_recv().ok()
    }

    /// Opens the layers that failed again.
    pub fn retry(&self) {
        self.again.store(true, Ordering::Relaxed);
        // A full channel wakes the thread, too.
        let _ = self.changes.try_send(());
    }

    /// Asks the thread to end. It ends soon, but this call does not wait.
    pub fn cancel(&self) {
        self.progress.cancel();
    }
}

/// A further layer as the thread knows it.
struct FurtherLayer {
    place: usize,
    file: Arc<MotFile>,
    /// The version of the file that the caches and the window know. While a sequence is opened again, two of these threads
    /// follow one file, and either may read first what it has grown by.
    known: u64,
    /// How it was opened.
    text: OpenOptions,
    /// The last length in bytes of a file that is shorter than when it was opened.
    shortest: Option<u64>,
    /// Whether the last news about it was a trouble.
    is_troubled: bool,
}

/// The state of the thread.
struct Reader {
    layers: Vec<FurtherLayer>,
    lost: Vec<(PathBuf, OpenOptions)>,
    pictures: Option<ImageTrack>,
    /// The pictures that have changed since the last check.
    changed_pictures: Arc<Mutex<ChangedPictures>>,
    sequence: Arc<Sequence>,
    caches: Caches,
    progress: Arc<Progress>,
    again: Arc<AtomicBool>,
    news: Sender<CompanionNews>,
    ctx: egui::Context,
}

/// The pictures that have changed.
#[derive(Default)]
struct ChangedPictures {
    numbers: BTreeSet<u64>,
    /// Whether any picture may have changed, because the system has lost track.
    all: bool,
}

impl Reader {
    /// Whether there is anything to follow. The layers of the demo are in memory.
    fn has_work(&self) -> bool {
        !self.lost.is_empty() || self.pictures.is_some() || self.layers.iter().any(|layer| layer.file.path().is_file())
    }

    fn run(mut self, wake: &Sender<()>, woken: &Receiver<()>, closed: &Receiver<()>) {
        let layers = self.layers.iter().map(|layer| layer.file.path());
        let _layers = Watch::files(layers.chain(self.lost.iter().map(|(path, _)| path.as_path())), wake);
        let _pictures = self.watch_pictures(wake);
        // A change before the watch began is found here. Without a watch, this is the only check.
        self.check_layers();
        while watch::rests(woken, closed) {
            self.check_layers();
            self.check_pictures();
        }
    }

    /// Watches the folder of the pictures. The thread is woken only if a file of the sequence has changed.
    fn watch_pictures(&self, wake: &Sender<()>) -> Option<Watch> {
        let images = self.pictures.as_ref()?;
        let (source, changed, wake) = (Arc::clone(&images.source), Arc::clone(&self.changed_pictures), wake.clone());
        Watch::folder(images.folder.as_ref()?, move |paths| {
            let names = paths.iter().filter_map(|path| path.file_name()?.to_str());
            let numbers: Vec<u64> =
                names.flat_map(|name| source.numbers_in(name).runs().flatten().collect::<Vec<_>>()).collect();
            if numbers.is_empty() && !paths.is_empty() {
                return;
            }
            let mut changed = changed.lock();
            changed.all |= paths.is_empty();
            changed.numbers.extend(numbers);
            drop(changed);
            let _ = wake.try_send(());
        })
    }

    /// Removes the frames of changed pictures from the caches, and makes their small pictures again.
    fn check_pictures(&self) {
        let Some(images) = &self.pictures else { return };
        let changed = std::mem::take(&mut *self.changed_pictures.lock());
        if !changed.all && changed.numbers.is_empty() {
            return;
        }
        let reread = images.source.reread();
        let (all, numbers) = match reread {
            Some(numbers) if numbers.is_empty() => return,
            Some(numbers) => (false, numbers),
            None if changed.all => (true, images.source.numbers()),
            None => (false, Arc::new(KeySet::from_keys(changed.numbers))),
        };
        images.told.store(images.source.numbers().len(), Ordering::Relaxed);
        images.renew(&numbers);
        let frames = if all { self.caches.all() } else { self.sequence.frames_of(&numbers) };
        self.caches.replaced(&frames);
        self.send(CompanionNews::Changed);
    }

    /// Checks whether layers have changed, and reads what is new.
    fn check_layers(&mut self) {
        let again = self.again.swap(false, Ordering::Relaxed);
        let mut layers = std::mem::take(&mut self.layers);
        for layer in &mut layers {
            if again && (layer.is_troubled || self.sequence.layer_has_failed(layer.place)) {
                self.reopen(layer);
            } else {
                self.check(layer);
            }
        }
        self.layers = layers;
        let opens = |(path, text): &(PathBuf, OpenOptions)| open_text(path, text, &self.progress).is_ok();
        if self.lost.iter().any(opens) {
            self.lost.clear();
            self.send(CompanionNews::Appeared);
        }
    }

    fn check(&self, layer: &mut FurtherLayer) {
        let grown = layer.file.grow_since(&mut layer.known, &self.progress, &mut |growth| {
            self.caches.changed(&growth.changed);
            self.send(CompanionNews::Changed);
        });
        let shortest = layer.shortest.take();
        match grown {
            Ok(Change::None | Change::Grown) => self.repaired(layer),
            Ok(Change::Replaced) => self.reopen(layer),
            // A file that is written again from the start is short first, and grows afterwards.
            Ok(Change::Shortened(length)) if shortest.is_some_and(|shortest| length > shortest) => self.reopen(layer),
            Ok(Change::Shortened(length)) => {
                layer.shortest = Some(length);
                let before = layer.file.bytes();
                self.trouble(layer, format!("The file was shortened from {before} to {length} bytes."));
            }
            Ok(Change::Unreadable(reason)) => self.trouble(layer, format!("Reading failed: {reason}.")),
            Err(error) if matches!(error.reason, OpenReason::Cancelled) => {}
            Err(error) => self.trouble(layer, error.to_string()),
        }
    }

    /// Opens a layer again, and shows it in place of the old one.
    fn reopen(&self, layer: &mut FurtherLayer) {
        match open_text(layer.file.path(), &layer.text, &self.progress) {
            Ok(file) => {
                layer.known = file.version();
                layer.file = Arc::new(file);
                (layer.shortest, layer.is_troubled) = (None, false);
                let sample = sampled(&layer.file);
                self.caches.changed(&self.sequence.replace_layer(layer.place, Arc::clone(&layer.file)));
                self.send(CompanionNews::Reopened(layer.place, Arc::clone(&layer.file), sample));
            }
            Err(error) if matches!(error.reason, OpenReason::Cancelled) => {}
            Err(error) => self.trouble(layer, error.to_string()),
        }
    }

    /// Notes that a layer can be read, and has the frames loaded again that were loaded without it.
    fn repaired(&self, layer: &mut FurtherLayer) {
        let is_repaired = std::mem::take(&mut layer.is_troubled);
        let lacking = self.sequence.layer_repaired(layer.place);
        if !lacking.is_empty() {
            self.caches.changed(&lacking);
        }
        if is_repaired || !lacking.is_empty() {
            self.send(CompanionNews::NoTrouble(layer.place));
        }
    }

    fn trouble(&self, layer: &mut FurtherLayer, reason: String) {
        layer.is_troubled = true;
        self.send(CompanionNews::Trouble(layer.place, reason));
    }

    /// Sends news and asks for a repaint. If the document is gone, nobody needs the news.
    fn send(&self, news: CompanionNews) {
        let _ = self.news.send(news);
        self.ctx.request_repaint();
    }
}
