//! A sequence as a data provider: one value holds the boxes and the picture of a frame.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Instant;

use parking_lot::Mutex;

use super::frame::SequenceFrame;
use super::keys;
use super::layers::{KnownBoxes, Layers, no_boxes};
use super::pairing::{ActivePairing, Meeting, OtherTexts, PairingState, PicturePairing};
use super::picture_reader::PictureReader;
use super::pictures::{Backdrop, PictureSource, Pool, Pooled};
use super::stats::PictureStats;
use crate::mot::MotFile;
use crate::provider::{BoxError, DataProvider, KeySet, Neighbours, NoNeighbours, ProviderStats};

/// Layers of boxes over pictures, frame by frame.
///
/// The keys are the frames of all layers, the frames that show a picture, and the frames 1 … `length`. A layer that does not
/// have a frame counts as one without boxes there. While a layer is indexed or its file grows, the keys grow, too. Only the
/// main layer can make a load fail. Another layer that cannot be read, or a picture that cannot be shown, has the reason in
/// its place (see [`SequenceFrame::overlays`] and [`Backdrop`]).
///
/// While the sequence is in use, the file of a layer can be [replaced](Self::replace_layer), and a layer can be
/// [left out](Self::set_layer_loaded). The methods for that return frames that a cache of this sequence must
/// [invalidate](crate::PrefetchCache::invalidate).
///
/// Without pictures, loading a frame costs hardly more than loading it from its layers directly.
pub struct Sequence {
    layers: Layers,
    pictures: Arc<PictureReader>,
    length: Option<u64>,
    pairing: PairingState,
    merged: Mutex<Option<MergedKeys>>,
}

/// The keys as they were computed last, and what they were computed from.
struct MergedKeys {
    layers: Vec<Arc<KeySet>>,
    pictures: Arc<KeySet>,
    pairing: ActivePairing,
    union: Arc<KeySet>,
}

impl Sequence {
    /// A sequence of layers over pictures. The first layer is the main one. `length` is the number of frames if it is known
    /// from elsewhere, for example as `seqLength` of `seqinfo.ini`.
    pub fn new(
        layers: Vec<Arc<MotFile>>,
        pictures: Option<Arc<dyn PictureSource>>,
        length: Option<u64>,
        pairing: PicturePairing,
    ) -> Self {
        let pairing = PairingState::new(pairing, OtherTexts::default(), length);
        Self::of(Layers::new(layers), Arc::new(PictureReader::new(pictures)), length, pairing)
    }

    /// The sequence, with its pictures read by `reader`, which other sequences may share.
    #[cfg(feature = "gui")]
    #[must_use]
    pub(crate) fn with_picture_reader(self, reader: Arc<PictureReader>) -> Self {
        Self { pictures: reader, ..self }
    }

    /// The sequence, with the labels of texts that belong to it and need not be layers. Together with the main layer they say
    /// from which number frames are counted.
    #[must_use]
    pub(crate) fn with_other_texts(self, others: OtherTexts) -> Self {
        let pairing = PairingState::new(self.pairing.chosen(), others, self.length);
        Self { pairing, ..self }
    }

    fn of(layers: Layers, pictures: Arc<PictureReader>, length: Option<u64>, pairing: PairingState) -> Self {
        Self { layers, pictures, length, pairing, merged: Mutex::default() }
    }

    /// A sequence of the same files and pictures that later changes of this one do not change.
    #[must_use]
    pub fn copy(&self) -> Self {
        let pairing = PairingState::new(self.pairing.chosen(), self.pairing.others().clone(), self.length);
        let pictures = PictureReader::new(self.pictures.source().cloned());
        Self::of(self.layers.copy(), Arc::new(pictures), self.length, pairing)
    }

    /// The files of the layers at this moment, the main one first.
    pub fn layers(&self) -> Vec<Arc<MotFile>> {
        self.layers.files()
    }

    /// Reads `file` as the layer at `place` from now on, for instance because the old file was written anew. Returns the
    /// frames whose boxes may differ. The keys of the sequence may differ, too.
    pub fn replace_layer(&self, place: usize, file: Arc<MotFile>) -> KeySet {
        self.layers.replace(place, file)
    }

    /// Notes that the file of the layer at `place` can be read again after loads from it had failed. Returns the frames that
    /// were loaded without the layer.
    pub fn layer_repaired(&self, place: usize) -> KeySet {
        self.layers.repaired(place)
    }

    /// Whether a load from the layer at `place` has failed since its file was opened, replaced or repaired.
    pub fn layer_has_failed(&self, place: usize) -> bool {
        self.layers.has_failed(place)
    }

    /// Sets whether the boxes of the layer at `place` are loaded. A layer that is left out counts as one without boxes, but
    /// its frames stay frames of the sequence: it is told as [`LeftOut`](super::Unread::LeftOut). The main layer, at place 0, is always loaded. Returns the frames that were
    /// loaded without the layer and now need it.
    pub fn set_layer_loaded(&self, place: usize, is_loaded: bool) -> KeySet {
        if place == 0 { KeySet::default() } else { self.layers.set_loaded(place, is_loaded) }
    }

    /// The pictures, if there are any.
    pub fn pictures(&self) -> Option<&Arc<dyn PictureSource>> {
        self.pictures.source()
    }

    /// The number of frames that was passed to [`new`](Self::new).
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The pool from which the buffers of pictures are taken, and to which they return.
    pub fn pool(&self) -> &Arc<Pool> {
        self.pictures.pool()
    }

    /// Which picture a frame shows at this moment.
    pub fn pairing(&self) -> ActivePairing {
        self.pairing.active(self.layers.main().as_deref(), &self.pictures.numbers())
    }

    /// The pairing that was chosen.
    pub fn chosen_pairing(&self) -> PicturePairing {
        self.pairing.chosen()
    }

    /// Changes which picture a frame shows, for loads that begin from now on. A cache of this sequence must be told that the
    /// keys and all values have changed.
    pub fn set_pairing(&self, pairing: PicturePairing) {
        self.pairing.choose(pairing);
    }

    /// How the boxes of the main layer meet the pictures: `None` if each of its frames has a picture, if there are no pictures,
    /// or while it is being indexed.
    pub fn meeting(&self) -> Option<Arc<Meeting>> {
        self.pictures.source()?;
        self.pairing.meeting(&*self.layers.main()?, &self.pictures.numbers())
    }

    /// What a person should know about the pairing that was found automatically: why a frame shows another picture than that of
    /// its number, or that this is in doubt.
    pub fn pairing_remark(&self) -> Option<String> {
        self.pictures.source()?;
        self.pairing.remark(self.layers.main().as_deref(), &self.pictures.numbers())
    }

    /// The number of the picture that `frame` shows, if there is such a picture.
    pub fn picture_of(&self, frame: u64) -> Option<u64> {
        self.pairing().picture_of(frame, &self.pictures.numbers())
    }

    /// The number of the frame that shows the picture of this number.
    pub fn frame_of(&self, picture: u64) -> Option<u64> {
        self.pairing().frame_of(picture, &self.pictures.numbers())
    }

    /// The frames that show pictures of these numbers, whether such pictures are known or not.
    #[cfg(feature = "gui")]
    pub(crate) fn frames_of(&self, pictures: &KeySet) -> Arc<KeySet> {
        Arc::new(self.pairing().frames_of(pictures))
    }

    /// The boxes of a frame, without loading its picture. [`Backdrop::Ready`] means that there is a picture to load.
    ///
    /// # Errors
    /// If there is no such frame, or the main layer cannot be read.
    pub fn boxes_of(&self, frame: u64) -> Result<SequenceFrame<()>, BoxError> {
        self.boxes_beside(frame, &mut |_, _| None)
    }

    /// The boxes of a frame, as by [`boxes_of`](Self::boxes_of). Boxes that `known` gives for the place and the file of a
    /// layer are not read.
    pub(crate) fn boxes_beside(&self, frame: u64, known: &mut KnownBoxes<'_>) -> Result<SequenceFrame<()>, BoxError> {
        // Asking each layer is faster than merging the keys of all layers.
        let mut is_known = false;
        let boxes = match self.layers.main() {
            Some(main) if main.keys().contains(frame) => {
                is_known = true;
                match known(0, &main) {
                    Some(boxes) => boxes,
                    None => Arc::new(main.load(frame)?),
                }
            }
            _ => no_boxes(frame),
        };
        let overlays =
            (1..self.layers.len()).map(|place| self.layers.read(place, frame, &mut is_known, known)).collect();
        if !is_known && !self.keys().contains(frame) {
            return Err(format!("there is no frame {frame}").into());
        }
        let backdrop = match self.pictures.source() {
            None => Backdrop::None,
            Some(_) if self.picture_of(frame).is_some() => Backdrop::Ready(()),
            Some(_) => Backdrop::Missing,
        };
        Ok(SequenceFrame { boxes, overlays, backdrop })
    }

    /// Loads the picture of this number, without boxes, and may hand over others, named by their numbers. `None` is the number of
    /// a frame that has no picture.
    #[cfg(feature = "gui")]
    pub(crate) fn picture(&self, number: Option<u64>, neighbours: &dyn Neighbours<Pooled>) -> Backdrop<Pooled> {
        self.pictures.load(number, neighbours)
    }

    /// The frames whose pictures are decoded together with that of `frame`.
    pub(crate) fn frames_together(&self, frame: u64) -> RangeInclusive<u64> {
        let alone = frame..=frame;
        // Asked for each frame of a plan: the pairing is not looked at for nothing.
        let Some(source) = self.pictures.source().filter(|source| source.has_groups()) else { return alone };
        let Some(number) = self.picture_of(frame) else { return alone };
        let numbers = source.together(number);
        // Frames and pictures that are paired in another way do not run together.
        let is_shifted = matches!(self.pairing(), ActivePairing::Offset(_));
        let (before, after) = (number.saturating_sub(*numbers.start()), numbers.end().saturating_sub(number));
        if is_shifted { frame.saturating_sub(before)..=frame.saturating_add(after) } else { alone }
    }

    /// Counts a load that was made of [`boxes_beside`](Self::boxes_beside) and [`picture`](Self::picture).
    #[cfg(feature = "gui")]
    pub(crate) fn count_load(&self, took: std::time::Duration) {
        self.pictures.count_frame(took);
    }

    /// Counters of the pictures loaded so far.
    pub fn picture_stats(&self) -> PictureStats {
        self.pictures.stats()
    }
}

impl DataProvider for Sequence {
    type Value = SequenceFrame;

    fn keys(&self) -> Arc<KeySet> {
        if self.layers.len() == 1
            && self.pictures.source().is_none()
            && self.length.is_none()
            && let Some(only) = self.layers.main()
        {
            return only.keys();
        }
        let (layers, pictures) = (self.layers.keys(), self.pictures.numbers());
        let pairing = self.pairing();
        let is_current = |merged: &MergedKeys| {
            let both = merged.layers.iter().zip(&layers);
            merged.pairing == pairing
                && Arc::ptr_eq(&merged.pictures, &pictures)
                && both.into_iter().all(|(old, now)| Arc::ptr_eq(old, now))
        };
        if let Some(merged) = &*self.merged.lock()
            && is_current(merged)
        {
            return Arc::clone(&merged.union);
        }
        let union = Arc::new(keys::union(layers.iter().map(|keys| &**keys), &pictures, &pairing, self.length));
        let merged = MergedKeys { layers, pictures, pairing, union: Arc::clone(&union) };
        // Dropped after the lock is released.
        let replaced = self.merged.lock().replace(merged);
        drop(replaced);
        union
    }

    fn load(&self, key: u64) -> Result<SequenceFrame, BoxError> {
        self.load_with(key, &NoNeighbours)
    }

    fn together(&self, key: u64) -> RangeInclusive<u64> {
        self.frames_together(key)
    }

    fn load_with(&self, key: u64, neighbours: &dyn Neighbours<SequenceFrame>) -> Result<SequenceFrame, BoxError> {
        let began = Instant::now();
        let others = FramesOf { sequence: self, neighbours };
        let loaded = self.boxes_of(key).map(|SequenceFrame { boxes, overlays, .. }| SequenceFrame {
            boxes,
            overlays,
            backdrop: self.pictures.load(self.picture_of(key), &others),
        });
        self.pictures.count_frame(began.elapsed());
        loaded
    }

    fn weight(&self, value: &SequenceFrame) -> u64 {
        value.box_bytes() + value.backdrop.ready().map_or(0, |picture| picture.bytes())
    }

    /// Loads and time are counted here; errors and bytes are those of the layers and pictures.
    fn stats(&self) -> ProviderStats {
        let (errors, bytes) = self.layers.errors_and_bytes();
        let (loads, busy) = self.pictures.frames();
        ProviderStats { loads, errors, bytes_read: bytes + self.picture_stats().bytes_read, busy }
    }
}

/// Makes whole frames of pictures that are handed over.
struct FramesOf<'a> {
    sequence: &'a Sequence,
    neighbours: &'a dyn Neighbours<SequenceFrame>,
}

impl Neighbours<Pooled> for FramesOf<'_> {
    fn wants(&self, number: u64) -> bool {
        self.sequence.frame_of(number).is_some_and(|frame| self.neighbours.wants(frame))
    }

    fn offer(&self, number: u64, picture: Pooled) {
        // A frame whose boxes cannot be read says so when it is loaded.
        if let Some(frame) = self.sequence.frame_of(number)
            && let Ok(SequenceFrame { boxes, overlays, .. }) = self.sequence.boxes_of(frame)
        {
            self.neighbours.offer(frame, SequenceFrame { boxes, overlays, backdrop: Backdrop::Ready(picture) });
        }
    }
}
