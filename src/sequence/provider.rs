//! A sequence as a provider: the boxes of a frame and its picture together.

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
/// The keys are the frames of all layers, those that show a picture, and those up to the length told. A frame that a layer
/// does not have is empty there. A layer that is still being indexed, or grows, makes the keys grow. A picture that cannot
/// be shown never fails a load: the [`Backdrop`] tells the reason.
///
/// Without pictures the frames are exactly those of the layers (and of the length, if told), at hardly more than the cost of
/// the files themselves.
pub struct Sequence {
    layers: Vec<Arc<MotFile>>,
    pictures: Option<Arc<dyn PictureSource>>,
    numbers: Arc<KeySet>,
    length: Option<u64>,
    offset: Mutex<PictureOffset>,
    known: Mutex<Option<Known>>,
    pool: Arc<Pool>,
    counters: Counters,
    loads: AtomicU64,
    busy_nanos: AtomicU64,
}

/// The frames as they were found last, and from what.
struct Known {
    layers: Vec<Arc<KeySet>>,
    offset: i64,
    union: Arc<KeySet>,
}

impl Sequence {
    /// A sequence of layers, the first of which is the main one, over pictures. `length` is a number of frames known from
    /// elsewhere: `seqLength`.
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
            known: Mutex::default(),
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

    /// The pictures.
    pub fn pictures(&self) -> Option<&Arc<dyn PictureSource>> {
        self.pictures.as_ref()
    }

    /// The number of frames told.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Where the buffers of pictures come from and go to.
    pub fn pool(&self) -> &Arc<Pool> {
        &self.pool
    }

    /// Frame f shows picture f + this, at this moment.
    pub fn offset(&self) -> i64 {
        match *self.offset.lock() {
            PictureOffset::Fixed(offset) => return offset,
            PictureOffset::Automatic => {}
        }
        // Only pictures from 0 on can be shifted, which spares others the question. The main layer alone decides: pictures
        // must not shift because another one is looked at, too.
        let Some(main) = self.layers.first().filter(|main| main.is_complete()) else { return 0 };
        if self.numbers.first() != Some(0) {
            return 0;
        }
        offset::automatic(keys::range(&self.numbers), keys::range(&main.keys()))
    }

    /// Whether the offset was found out, not told.
    pub fn offset_is_automatic(&self) -> bool {
        *self.offset.lock() == PictureOffset::Automatic
    }

    /// Changes which picture a frame shows, for loads begun from now on. A cache in front has to be told, of the keys and of
    /// all values.
    pub fn set_offset(&self, offset: PictureOffset) {
        *self.offset.lock() = offset;
    }

    /// The number of the picture that `frame` shows, if there is one.
    pub fn picture_of(&self, frame: u64) -> Option<u64> {
        offset::picture_of(frame, self.offset()).filter(|&number| self.numbers.contains(number))
    }

    /// The frame that shows the picture of this number.
    pub fn frame_of(&self, picture: u64) -> Option<u64> {
        offset::frame_of(picture, self.offset())
    }

    /// The boxes of a frame, without waiting for its picture: `Ready` says that there is one to come.
    ///
    /// # Errors
    /// As a load: if there is no such frame, or a layer cannot be read.
    pub fn boxes_of(&self, frame: u64) -> Result<SequenceFrame<()>, BoxError> {
        // Each layer alone tells in less time than all together whether it has the frame.
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

    /// What loading pictures took so far.
    pub fn picture_stats(&self) -> PictureStats {
        self.counters.read(self.pictures.as_ref().map_or(0, |pictures| pictures.bytes_read()))
    }

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
        let is_same = |known: &Known| {
            let both = known.layers.iter().zip(&layers);
            known.offset == offset && both.into_iter().all(|(known, now)| Arc::ptr_eq(known, now))
        };
        if let Some(known) = &*self.known.lock()
            && is_same(known)
        {
            return Arc::clone(&known.union);
        }
        let union = Arc::new(keys::union(layers.iter().map(|keys| &**keys), &self.numbers, offset, self.length));
        let known = Known { layers, offset, union: Arc::clone(&union) };
        let replaced = self.known.lock().replace(known);
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

    /// Loads and time are the sequence's; bytes are those of layers and pictures.
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
