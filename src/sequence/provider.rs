//! A sequence as a data provider: one value holds the boxes and the picture of a frame.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use parking_lot::Mutex;

use super::frame::SequenceFrame;
use super::keys;
use super::offset::{self, PictureOffset};
use super::pictures::{Backdrop, PictureSource, Pool, Pooled};
use super::stats::{Counters, PictureStats};
use crate::mot::{Frame, MotFile};
use crate::provider::{BoxError, DataProvider, KeySet, ProviderStats};

/// Layers of boxes over pictures, frame by frame.
///
/// The keys are the frames of all layers, the frames that show a picture, and the frames 1 … `length`. A layer that does not
/// have a frame counts as one without boxes there. While a layer is indexed or its file grows, the keys grow, too. A picture
/// that cannot be shown never makes a load fail: the [`Backdrop`] has the reason.
///
/// Without pictures, loading a frame costs hardly more than loading it from its layers directly.
pub struct Sequence {
    layers: Vec<Arc<MotFile>>,
    pictures: Option<Arc<dyn PictureSource>>,
    numbers: Arc<KeySet>,
    length: Option<u64>,
    offset: Mutex<PictureOffset>,
    merged: Mutex<Option<MergedKeys>>,
    pool: Arc<Pool>,
    counters: Counters,
    loads: AtomicU64,
    busy_nanos: AtomicU64,
}

/// The keys as they were computed last, and what they were computed from.
struct MergedKeys {
    layers: Vec<Arc<KeySet>>,
    offset: i64,
    union: Arc<KeySet>,
}

impl Sequence {
    /// A sequence of layers over pictures. The first layer is the main one. `length` is the number of frames if it is known
    /// from elsewhere, for example as `seqLength` of `seqinfo.ini`.
    pub fn new(
        layers: Vec<Arc<MotFile>>,
        pictures: Option<Arc<dyn PictureSource>>,
        length: Option<u64>,
        offset: PictureOffset,
    ) -> Self {
        Self {
            layers,
            numbers: pictures.as_ref().map(|pictures| pictures.numbers()).unwrap_or_default(),
            pictures,
            length,
            offset: Mutex::new(offset),
            merged: Mutex::default(),
            pool: Arc::default(),
            counters: Counters::default(),
            loads: AtomicU64::new(0),
            busy_nanos: AtomicU64::new(0),
        }
    }

    /// The layers, the main one first.
    pub fn layers(&self) -> &[Arc<MotFile>] {
        &self.layers
    }

    /// The pictures, if there are any.
    pub fn pictures(&self) -> Option<&Arc<dyn PictureSource>> {
        self.pictures.as_ref()
    }

    /// The number of frames that was passed to [`new`](Self::new).
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The pool from which the buffers of pictures are taken, and to which they return.
    pub fn pool(&self) -> &Arc<Pool> {
        &self.pool
    }

    /// The current offset: frame f shows picture f + this number.
    pub fn offset(&self) -> i64 {
        match *self.offset.lock() {
            PictureOffset::Fixed(offset) => return offset,
            PictureOffset::Automatic => {}
        }
        // Only the main layer decides: pictures must not shift when another layer is added. And only pictures that count
        // from 0 can be shifted: for others the keys of the layer need not be looked at.
        let Some(main) = self.layers.first().filter(|main| main.is_complete()) else { return 0 };
        if self.numbers.first() != Some(0) {
            return 0;
        }
        offset::automatic(keys::range(&self.numbers), keys::range(&main.keys()))
    }

    /// Whether the offset is [`PictureOffset::Automatic`].
    pub fn offset_is_automatic(&self) -> bool {
        *self.offset.lock() == PictureOffset::Automatic
    }

    /// Changes which picture a frame shows, for loads that begin from now on. A cache of this sequence must be told that the
    /// keys and all values have changed.
    pub fn set_offset(&self, offset: PictureOffset) {
        *self.offset.lock() = offset;
    }

    /// The number of the picture that `frame` shows, if there is such a picture.
    pub fn picture_of(&self, frame: u64) -> Option<u64> {
        offset::picture_of(frame, self.offset()).filter(|&number| self.numbers.contains(number))
    }

    /// The number of the frame that shows the picture of this number.
    pub fn frame_of(&self, picture: u64) -> Option<u64> {
        offset::frame_of(picture, self.offset())
    }

    /// The boxes of a frame, without loading its picture. [`Backdrop::Ready`] means that there is a picture to load.
    ///
    /// # Errors
    /// If there is no such frame, or a layer cannot be read.
    pub fn boxes_of(&self, frame: u64) -> Result<SequenceFrame<()>, BoxError> {
        // Asking each layer is faster than merging the keys of all layers.
        let mut is_known = false;
        let mut read = |layer: &Arc<MotFile>| -> Result<Arc<Frame>, BoxError> {
            if !layer.keys().contains(frame) {
                return Ok(no_boxes(frame));
            }
            is_known = true;
            layer.load(frame).map(Arc::new)
        };
        let mut layers = self.layers.iter();
        let boxes = layers.next().map_or_else(|| Ok(no_boxes(frame)), &mut read)?;
        let overlays = layers.map(&mut read).collect::<Result<_, _>>()?;
        if !is_known && !self.keys().contains(frame) {
            return Err(format!("there is no frame {frame}").into());
        }
        let backdrop = match &self.pictures {
            None => Backdrop::None,
            Some(_) if self.picture_of(frame).is_some() => Backdrop::Ready(()),
            Some(_) => Backdrop::Missing,
        };
        Ok(SequenceFrame { boxes, overlays, backdrop })
    }

    /// Counters of the pictures loaded so far.
    pub fn picture_stats(&self) -> PictureStats {
        self.counters.read(self.pictures.as_ref().map_or(0, |pictures| pictures.bytes_read()))
    }

    /// Loads the picture of a frame.
    fn picture(&self, frame: u64) -> Backdrop<Pooled> {
        let Some(pictures) = &self.pictures else { return Backdrop::None };
        let began = Instant::now();
        let backdrop = match self.picture_of(frame) {
            Some(number) => pictures.load(number, &self.pool),
            None => Backdrop::Missing,
        };
        self.counters.count(&backdrop, began.elapsed());
        backdrop.map(|picture| Pooled::new(picture, Arc::clone(&self.pool)))
    }
}

/// A frame without boxes.
fn no_boxes(number: u64) -> Arc<Frame> {
    Arc::new(Frame { number, detections: Vec::new(), rejected: 0 })
}

impl DataProvider for Sequence {
    type Value = SequenceFrame;

    fn keys(&self) -> Arc<KeySet> {
        if let [only] = self.layers.as_slice()
            && self.pictures.is_none()
            && self.length.is_none()
        {
            return only.keys();
        }
        let layers: Vec<Arc<KeySet>> = self.layers.iter().map(DataProvider::keys).collect();
        let offset = self.offset();
        let is_current = |merged: &MergedKeys| {
            let both = merged.layers.iter().zip(&layers);
            merged.offset == offset && both.into_iter().all(|(old, now)| Arc::ptr_eq(old, now))
        };
        if let Some(merged) = &*self.merged.lock()
            && is_current(merged)
        {
            return Arc::clone(&merged.union);
        }
        let union = Arc::new(keys::union(layers.iter().map(|keys| &**keys), &self.numbers, offset, self.length));
        let merged = MergedKeys { layers, offset, union: Arc::clone(&union) };
        // Dropped after the lock is released.
        let replaced = self.merged.lock().replace(merged);
        drop(replaced);
        union
    }

    fn load(&self, key: u64) -> Result<SequenceFrame, BoxError> {
        let began = Instant::now();
        self.loads.fetch_add(1, Ordering::Relaxed);
        let loaded = self.boxes_of(key).map(|SequenceFrame { boxes, overlays, .. }| SequenceFrame {
            boxes,
            overlays,
            backdrop: self.picture(key),
        });
        self.busy_nanos.fetch_add(began.elapsed().as_nanos() as u64, Ordering::Relaxed);
        loaded
    }

    fn weight(&self, value: &SequenceFrame) -> u64 {
        value.box_bytes() + value.backdrop.ready().map_or(0, |picture| picture.bytes())
    }

    /// Loads and time are counted here; errors and bytes are those of the layers and pictures.
    fn stats(&self) -> ProviderStats {
        let layers = self.layers.iter().map(DataProvider::stats);
        let (errors, bytes) = layers.fold((0, 0), |sum, stats| (sum.0 + stats.errors, sum.1 + stats.bytes_read));
        ProviderStats {
            loads: self.loads.load(Ordering::Relaxed),
            errors,
            bytes_read: bytes + self.picture_stats().bytes_read,
            busy: std::time::Duration::from_nanos(self.busy_nanos.load(Ordering::Relaxed)),
        }
    }
}
