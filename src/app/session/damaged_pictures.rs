//! Which pictures could not be read, wherever that was noticed: by the play head, ahead of it, or while small pictures are made.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use eframe::egui;
use parking_lot::Mutex;

use super::background::Newest;
use crate::provider::{KeySet, Neighbours};
use crate::sequence::{ActivePairing, Backdrop, Picture, PictureSource, PictureView, Pool};

/// The most pictures whose reasons are kept. All are counted.
pub const MAX_REASONS: usize = 1000;

/// The pictures that could not be read when they were loaded last.
#[derive(Debug, Default)]
pub struct DamagedPictures {
    known: Mutex<Known>,
    /// Increases with every change.
    version: AtomicU64,
    /// The window that is asked for a repaint after a change.
    window: OnceLock<egui::Context>,
}

#[derive(Debug, Default)]
struct Known {
    /// The numbers of the pictures.
    numbers: BTreeSet<u64>,
    /// The names of some of them, with the reasons.
    reasons: BTreeMap<u64, Arc<str>>,
}

impl DamagedPictures {
    /// Asks this window for a repaint after every change.
    pub fn show_in(&self, ctx: &egui::Context) {
        // It is the same window for all sequences.
        let _ = self.window.set(ctx.clone());
    }

    /// Increases with every change.
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// The numbers of all pictures that could not be read, in rising order.
    pub fn numbers(&self) -> Vec<u64> {
        self.known.lock().numbers.iter().copied().collect()
    }

    /// Pictures that could not be read, with their names and the reasons: at most [`MAX_REASONS`].
    pub fn listed(&self) -> Vec<(u64, Arc<str>)> {
        self.known.lock().reasons.iter().map(|(&number, reason)| (number, Arc::clone(reason))).collect()
    }

    /// Forgets what is known of these pictures, because their files have changed.
    pub fn forget(&self, changed: &KeySet) {
        self.change(|known| {
            known.reasons.retain(|number, _| !changed.contains(*number));
            let before = known.numbers.len();
            known.numbers.retain(|number| !changed.contains(*number));
            known.numbers.len() != before
        });
    }

    /// Forgets everything, because all pictures are read in another way now.
    fn clear(&self) {
        self.change(|known| !std::mem::take(known).numbers.is_empty());
    }

    /// Notes the outcome of a load: the name and the reason if the picture could not be read.
    fn note(&self, number: u64, damage: Option<&str>) {
        self.change(|known| match damage {
            None => {
                known.reasons.remove(&number);
                known.numbers.remove(&number)
            }
            Some(reason) => {
                let is_new = known.numbers.insert(number);
                let is_told = known.reasons.get(&number).is_some_and(|told| **told == *reason);
                if is_told || known.reasons.len() >= MAX_REASONS && !known.reasons.contains_key(&number) {
                    return is_new;
                }
                known.reasons.insert(number, reason.into());
                true
            }
        });
    }

    /// Applies a change, and tells the window if it says that something has changed.
    fn change(&self, change: impl FnOnce(&mut Known) -> bool) {
        if change(&mut self.known.lock()) {
            self.version.fetch_add(1, Ordering::Release);
            if let Some(ctx) = self.window.get() {
                ctx.request_repaint();
            }
        }
    }
}

/// A frame whose picture could not be read, and the name of the picture with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DamagedFrame {
    /// The number of the frame. `None` if no frame shows the picture.
    pub frame: Option<u64>,
    /// The name of the picture, and why it could not be read.
    pub reason: Arc<str>,
}

/// What is known of pictures that could not be read.
#[derive(Debug, Default)]
pub struct DamagedFrames {
    /// Increases with every change that the window has taken in.
    pub version: u64,
    /// The frames, in rising order.
    pub frames: Vec<u64>,
    /// The frames with reasons. If there are very many, only some.
    pub listed: Vec<DamagedFrame>,
    /// How many pictures could not be read.
    pub count: u64,
}

impl DamagedFrames {
    /// The frames that show these pictures. There may be very many, so the window's thread must not call this.
    fn of(damaged: &DamagedPictures, pairing: &ActivePairing, pictures: &KeySet) -> Self {
        let frame_of = |number: u64| pairing.frame_of(number, pictures);
        let numbers = damaged.numbers();
        let mut frames: Vec<u64> = numbers.iter().filter_map(|&number| frame_of(number)).collect();
        frames.sort_unstable();
        let listed = damaged.listed().into_iter();
        let listed = listed.map(|(number, reason)| DamagedFrame { frame: frame_of(number), reason }).collect();
        Self { version: 0, frames, listed, count: numbers.len() as u64 }
    }

    /// Why the picture of a frame could not be read.
    pub fn reason(&self, frame: u64) -> Option<&str> {
        self.listed.iter().find(|damaged| damaged.frame == Some(frame)).map(|damaged| &*damaged.reason)
    }
}

/// What the frames are found from.
type Question = (Arc<DamagedPictures>, ActivePairing, Arc<KeySet>);

/// The frames whose pictures could not be read, and the thread that finds them.
pub struct DamagedFinder {
    frames: DamagedFrames,
    /// The version of the pictures that was asked about last.
    asked: u64,
    worker: Newest<Question, DamagedFrames>,
}

impl DamagedFinder {
    /// Starts the thread. It asks for a repaint with each answer.
    pub fn start(ctx: &egui::Context) -> Self {
        let find = |(damaged, pairing, pictures): Question, _: &dyn Fn() -> bool| {
            Some(DamagedFrames::of(&damaged, &pairing, &pictures))
        };
        Self { frames: DamagedFrames::default(), asked: 0, worker: Newest::start("motscope-damaged", ctx, find) }
    }

    /// The frames as far as they are found.
    pub fn frames(&self) -> &DamagedFrames {
        &self.frames
    }

    /// Asks again if other pictures could not be read, or if frames may show other pictures. Takes in the last answer.
    pub fn follow(
        &mut self,
        damaged: &Arc<DamagedPictures>,
        is_paired_anew: bool,
        now: impl FnOnce() -> (ActivePairing, Arc<KeySet>),
    ) {
        let version = damaged.version();
        if version != self.asked || is_paired_anew && version > 0 {
            self.asked = version;
            let (pairing, pictures) = now();
            self.worker.ask((Arc::clone(damaged), pairing, pictures));
        }
        if let Some(found) = self.worker.answers().last() {
            self.frames = DamagedFrames { version: self.frames.version + 1, ..found };
        }
    }
}

/// Pictures that note which of them cannot be read. Everything that loads pictures loads them from here.
pub struct WatchedPictures {
    source: Arc<dyn PictureSource>,
    damaged: Arc<DamagedPictures>,
}

impl WatchedPictures {
    /// The pictures of `source`, whose failures are noted in `damaged`.
    pub fn new(source: Arc<dyn PictureSource>, damaged: Arc<DamagedPictures>) -> Self {
        Self { source, damaged }
    }

    fn note(&self, number: u64, loaded: &Backdrop<Picture>) {
        match loaded {
            Backdrop::Damaged(reason) => self.damaged.note(number, Some(reason)),
            Backdrop::Ready(_) | Backdrop::Missing | Backdrop::None => self.damaged.note(number, None),
        }
    }
}

impl PictureSource for WatchedPictures {
    fn numbers(&self) -> Arc<KeySet> {
        self.source.numbers()
    }

    fn load(&self, number: u64, pool: &Pool) -> Backdrop<Picture> {
        let loaded = self.source.load(number, pool);
        self.note(number, &loaded);
        loaded
    }

    fn load_with(&self, number: u64, pool: &Pool, neighbours: &dyn Neighbours<Picture>) -> Backdrop<Picture> {
        let loaded = self.source.load_with(number, pool, neighbours);
        self.note(number, &loaded);
        loaded
    }

    fn has_groups(&self) -> bool {
        self.source.has_groups()
    }

    fn together(&self, number: u64) -> RangeInclusive<u64> {
        self.source.together(number)
    }

    fn wait_more(&self, known: u64, limit: Duration) -> bool {
        self.source.wait_more(known, limit)
    }

    fn sparse_numbers(&self) -> Arc<KeySet> {
        self.source.sparse_numbers()
    }

    fn size(&self) -> Option<(u32, u32)> {
        self.source.size()
    }

    fn frame_rate(&self) -> Option<f64> {
        self.source.frame_rate()
    }

    fn refusal(&self) -> Option<String> {
        self.source.refusal()
    }

    fn reread(&self) -> Option<Arc<KeySet>> {
        self.source.reread()
    }

    fn held_bytes(&self) -> u64 {
        self.source.held_bytes()
    }

    fn name(&self, number: u64) -> Option<String> {
        self.source.name(number)
    }

    fn numbers_in(&self, name: &str) -> Arc<KeySet> {
        self.source.numbers_in(name)
    }

    fn set_view(&self, view: PictureView) {
        self.source.set_view(view);
        self.damaged.clear();
    }

    fn bytes_read(&self) -> u64 {
        self.source.bytes_read()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sequence::Pictures;

    #[test]
    fn a_picture_is_noted_as_long_as_it_cannot_be_read() {
        let folder = tempfile::tempdir().unwrap();
        for number in 1..=3_u8 {
            let picture = image::RgbImage::from_pixel(8, 8, image::Rgb([number; 3]));
            picture.save(folder.path().join(format!("{number:06}.png"))).unwrap();
        }
        let second = folder.path().join("000002.png");
        let whole = std::fs::read(&second).unwrap();
        std::fs::write(&second, &whole[..20]).unwrap();
        let damaged = Arc::new(DamagedPictures::default());
        let source = Arc::new(Pictures::open(folder.path(), None).unwrap());
        let pictures = WatchedPictures::new(source, Arc::clone(&damaged));
        let pool = Pool::default();
        (1..=3).for_each(|number| _ = pictures.load(number, &pool));
        let version = damaged.version();
        assert_eq!((damaged.numbers(), version), (vec![2], 1));
        let listed = damaged.listed();
        assert!(listed[0].0 == 2 && listed[0].1.contains("000002.png"), "{listed:?}");
        pictures.load(2, &pool);
        assert_eq!(damaged.version(), version, "nothing is new");
        std::fs::write(&second, whole).unwrap();
        pictures.load(2, &pool);
        assert!(damaged.numbers().is_empty() && damaged.listed().is_empty() && damaged.version() > version);
    }

    #[test]
    fn of_very_many_damaged_pictures_all_are_counted_and_some_told() {
        let damaged = DamagedPictures::default();
        (0..5000).for_each(|number| damaged.note(number, Some("gone")));
        assert_eq!((damaged.numbers().len(), damaged.listed().len()), (5000, MAX_REASONS));
        damaged.forget(&KeySet::from_keys(0..4990));
        assert_eq!(damaged.numbers(), (4990..5000).collect::<Vec<_>>());
        damaged.clear();
        assert!(damaged.numbers().is_empty());
    }
}
