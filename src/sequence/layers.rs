//! The layers of a sequence: which files are read, which of them are left out, and which frames were loaded without one.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use super::frame::{LayerBoxes, Unread};
use crate::mot::{Frame, MotFile};
use crate::provider::{DataProvider as _, KeySet};

/// The layers of a sequence, the main one first.
#[derive(Debug, Default)]
pub(super) struct Layers {
    slots: Vec<Mutex<Slot>>,
    /// The failed loads of files that were replaced.
    past_errors: AtomicU64,
    /// The bytes that were read from files that were replaced.
    past_bytes: AtomicU64,
}

/// Gives boxes of a frame that are known already, by the place and the file of their layer.
pub(super) type KnownBoxes<'a> = dyn FnMut(usize, &Arc<MotFile>) -> Option<Arc<Frame>> + 'a;

/// One layer.
#[derive(Clone, Debug)]
struct Slot {
    file: Arc<MotFile>,
    /// Whether its boxes are loaded.
    is_loaded: bool,
    /// The frames that were loaded without this layer, because it failed or was left out.
    lacking: BTreeSet<u64>,
    /// Whether a load of this file has failed since it was opened or repaired.
    has_failed: bool,
    /// Increases whenever the file is replaced or repaired, so that a load with the old file is noticed.
    version: u64,
}

impl Slot {
    fn new(file: Arc<MotFile>) -> Self {
        Self { file, is_loaded: true, lacking: BTreeSet::new(), has_failed: false, version: 0 }
    }

    /// Forgets and returns the frames that were loaded without this layer.
    fn take_lacking(&mut self) -> KeySet {
        KeySet::from_keys(std::mem::take(&mut self.lacking))
    }
}

impl Layers {
    pub(super) fn new(files: Vec<Arc<MotFile>>) -> Self {
        Self { slots: files.into_iter().map(|file| Mutex::new(Slot::new(file))).collect(), ..Self::default() }
    }

    /// A copy that later changes of this one do not change.
    pub(super) fn copy(&self) -> Self {
        Self { slots: self.slots.iter().map(|slot| Mutex::new(slot.lock().clone())).collect(), ..Self::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    /// The file of the main layer, if there is a layer.
    pub(super) fn main(&self) -> Option<Arc<MotFile>> {
        self.slots.first().map(|slot| Arc::clone(&slot.lock().file))
    }

    /// The files of all layers.
    pub(super) fn files(&self) -> Vec<Arc<MotFile>> {
        self.slots.iter().map(|slot| Arc::clone(&slot.lock().file)).collect()
    }

    /// The frames of each layer.
    pub(super) fn keys(&self) -> Vec<Arc<KeySet>> {
        self.slots.iter().map(|slot| slot.lock().file.keys()).collect()
    }

    /// The boxes of the layer at `place` in a frame. Without that frame, the layer counts as one without boxes there. Sets
    /// `is_known` if the layer has the frame. Boxes that `known` gives are not read.
    pub(super) fn read(&self, place: usize, frame: u64, is_known: &mut bool, known: &mut KnownBoxes<'_>) -> LayerBoxes {
        loop {
            let (file, version) = {
                let mut slot = self.slots[place].lock();
                if !slot.file.keys().contains(frame) {
                    return Ok(no_boxes(frame));
                }
                *is_known = true;
                if !slot.is_loaded {
                    slot.lacking.insert(frame);
                    return Err(Unread::LeftOut);
                }
                (Arc::clone(&slot.file), slot.version)
            };
            if let Some(boxes) = known(place, &file) {
                return Ok(boxes);
            }
            match file.load(frame) {
                Ok(boxes) => return Ok(Arc::new(boxes)),
                Err(error) => {
                    let mut slot = self.slots[place].lock();
                    if slot.version == version {
                        slot.lacking.insert(frame);
                        slot.has_failed = true;
                        return Err(Unread::Failed(error.to_string().into()));
                    }
                }
            }
            // The file was replaced or repaired during the load, so the frame is read again.
        }
    }

    /// Reads `file` as the layer at `place` from now on. Returns the frames whose boxes may differ.
    pub(super) fn replace(&self, place: usize, file: Arc<MotFile>) -> KeySet {
        let Some(slot) = self.slots.get(place) else { return KeySet::default() };
        let mut slot = slot.lock();
        let old = std::mem::replace(&mut slot.file, file);
        let before = old.stats();
        self.past_errors.fetch_add(before.errors, Ordering::Relaxed);
        self.past_bytes.fetch_add(before.bytes_read, Ordering::Relaxed);
        slot.version += 1;
        slot.has_failed = false;
        let lacking = if slot.is_loaded { slot.take_lacking() } else { KeySet::default() };
        let new = slot.file.keys();
        drop(slot);
        KeySet::from_runs(old.keys().runs().chain(new.runs()).chain(lacking.runs()))
    }

    /// Notes that the file of the layer at `place` can be read again. Returns the frames that were loaded without it.
    pub(super) fn repaired(&self, place: usize) -> KeySet {
        let Some(slot) = self.slots.get(place) else { return KeySet::default() };
        let mut slot = slot.lock();
        slot.version += 1;
        slot.has_failed = false;
        if slot.is_loaded { slot.take_lacking() } else { KeySet::default() }
    }

    /// Whether a load of the layer at `place` has failed since its file was opened, replaced or repaired.
    pub(super) fn has_failed(&self, place: usize) -> bool {
        self.slots.get(place).is_some_and(|slot| slot.lock().has_failed)
    }

    /// Sets whether the boxes of the layer at `place` are loaded. Returns the frames that were loaded without it.
    pub(super) fn set_loaded(&self, place: usize, is_loaded: bool) -> KeySet {
        let Some(slot) = self.slots.get(place) else { return KeySet::default() };
        let mut slot = slot.lock();
        let begins = is_loaded && !slot.is_loaded;
        slot.is_loaded = is_loaded;
        if begins { slot.take_lacking() } else { KeySet::default() }
    }

    /// The failed loads and the bytes read, of all files so far.
    pub(super) fn errors_and_bytes(&self) -> (u64, u64) {
        let past = (self.past_errors.load(Ordering::Relaxed), self.past_bytes.load(Ordering::Relaxed));
        let now = self.slots.iter().map(|slot| slot.lock().file.stats());
        now.fold(past, |sum, stats| (sum.0 + stats.errors, sum.1 + stats.bytes_read))
    }
}

/// A frame without boxes.
pub(super) fn no_boxes(number: u64) -> Arc<Frame> {
    Arc::new(Frame { number, detections: Vec::new(), rejected: 0 })
}
