//! The pairing of an open sequence: what was chosen, and what follows from files that may grow.

use std::ops::RangeInclusive;
use std::sync::Arc;

use parking_lot::Mutex;

use super::active::ActivePairing;
use super::choice::PicturePairing;
use super::meeting::Meeting;
use crate::mot::MotFile;
use crate::provider::{DataProvider as _, KeySet};

/// The chosen pairing of a sequence, and what was computed from it and the main layer.
#[derive(Debug, Default)]
pub(in crate::sequence) struct PairingState {
    chosen: Mutex<PicturePairing>,
    labelled: Mutex<Option<Labelled>>,
    met: Mutex<Option<Met>>,
}

/// The frames with boxes, and the keys of the main layer that they were computed from.
#[derive(Debug)]
struct Labelled {
    keys: Arc<KeySet>,
    frames: Arc<KeySet>,
}

/// How labels and pictures meet, and what it was computed from.
#[derive(Debug)]
struct Met {
    labels: Arc<KeySet>,
    pairing: ActivePairing,
    meeting: Option<Arc<Meeting>>,
}

impl PairingState {
    pub(in crate::sequence) fn new(chosen: PicturePairing) -> Self {
        Self { chosen: Mutex::new(chosen), ..Self::default() }
    }

    pub(in crate::sequence) fn chosen(&self) -> PicturePairing {
        *self.chosen.lock()
    }

    pub(in crate::sequence) fn choose(&self, pairing: PicturePairing) {
        *self.chosen.lock() = pairing;
    }

    /// The pairing in force. Only the main layer decides: pictures must not shift when another layer is added.
    pub(in crate::sequence) fn active(&self, main: Option<&MotFile>, pictures: &KeySet) -> ActivePairing {
        match self.chosen() {
            PicturePairing::Offset(offset) => ActivePairing::Offset(offset),
            PicturePairing::Step(step) => ActivePairing::Step(step),
            PicturePairing::Automatic => ActivePairing::Offset(match main.filter(|main| main.is_complete()) {
                // Only pictures that count from 0 can be shifted: for others the keys of the layer need not be looked at.
                Some(main) if pictures.first() == Some(0) => automatic(range(pictures), range(&main.keys())),
                _ => 0,
            }),
            PicturePairing::Order => match main {
                None => ActivePairing::Offset(0),
                Some(main) if main.is_complete() => ActivePairing::Order(self.labelled(main)),
                Some(_) => ActivePairing::Order(Arc::default()),
            },
        }
    }

    /// How the boxes of the main layer meet the pictures. `None` if all of its frames have a picture, or if it is not indexed
    /// completely yet.
    pub(in crate::sequence) fn meeting(&self, main: &MotFile, pictures: &KeySet) -> Option<Arc<Meeting>> {
        if !main.is_complete() {
            return None;
        }
        let (labels, pairing) = (self.labelled(main), self.active(Some(main), pictures));
        if let Some(met) = &*self.met.lock()
            && Arc::ptr_eq(&met.labels, &labels)
            && met.pairing == pairing
        {
            return met.meeting.clone();
        }
        let meeting = Meeting::of(&labels, pictures, &pairing).map(Arc::new);
        *self.met.lock() = Some(Met { labels, pairing, meeting: meeting.clone() });
        meeting
    }

    /// The frames with boxes of a file that is indexed completely.
    fn labelled(&self, main: &MotFile) -> Arc<KeySet> {
        let keys = main.keys();
        if let Some(labelled) = &*self.labelled.lock()
            && Arc::ptr_eq(&labelled.keys, &keys)
        {
            return Arc::clone(&labelled.frames);
        }
        // A line that is no row may begin with a number far away from all frames.
        let numbers = main.frames().into_iter().map(u64::from).filter(|&frame| keys.contains(frame));
        let frames = Arc::new(KeySet::from_keys(numbers));
        *self.labelled.lock() = Some(Labelled { keys, frames: Arc::clone(&frames) });
        frames
    }
}

/// From the smallest to the largest key; `None` without keys.
fn range(keys: &KeySet) -> Option<RangeInclusive<u64>> {
    Some(keys.first()?..=keys.last()?)
}

/// The automatic offset for the range of picture numbers and the range of frames with boxes.
fn automatic(pictures: Option<RangeInclusive<u64>>, labels: Option<RangeInclusive<u64>>) -> i64 {
    match (pictures, labels) {
        (Some(pictures), Some(labels))
            if *pictures.start() == 0
                && *labels.start() == 1
                && pictures.end().checked_add(1) == Some(*labels.end()) =>
        {
            -1
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_shows_the_picture_before_its_number_only_if_counts_agree() {
        assert_eq!(automatic(Some(0..=5), Some(1..=6)), -1);
        assert_eq!(automatic(Some(0..=0), Some(1..=1)), -1);
        for (pictures, labels) in [
            (Some(0..=5), Some(0..=5)),
            (Some(1..=6), Some(1..=6)),
            (Some(0..=5), Some(1..=5)),
            (Some(0..=5), Some(1..=7)),
            (Some(0..=5), Some(0..=6)),
            (Some(0..=5), Some(2..=6)),
            (Some(1..=5), Some(1..=6)),
            (Some(0..=5), None),
            (None, Some(1..=6)),
            (Some(0..=u64::MAX), Some(1..=u64::MAX)),
        ] {
            assert_eq!(automatic(pictures.clone(), labels.clone()), 0, "{pictures:?} {labels:?}");
        }
    }

    #[test]
    fn order_pairs_frames_with_boxes_and_follows_a_file_that_grows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "10,1,0,0,4,4,1\n15,1,0,0,4,4,1\n").unwrap();
        let file = MotFile::open(&path).unwrap();
        let (state, pictures) = (PairingState::new(PicturePairing::Order), KeySet::from_runs([1..=3]));
        let shown = |frame| state.active(Some(&file), &pictures).picture_of(frame, &pictures);
        assert_eq!([10, 12, 15, 16, 20].map(shown), [Some(1), None, Some(2), Some(3), None]);
        std::fs::write(&path, "10,1,0,0,4,4,1\n15,1,0,0,4,4,1\n20,1,0,0,4,4,1\n").unwrap();
        file.grow(&crate::mot::Progress::new(), &mut |_| ()).unwrap();
        assert_eq!([10, 12, 15, 16, 20].map(shown), [Some(1), None, Some(2), None, Some(3)]);
        assert_eq!(state.meeting(&file, &pictures), None);
        state.choose(PicturePairing::Automatic);
        let meeting = state.meeting(&file, &pictures).unwrap();
        assert_eq!((meeting.without_picture, meeting.labelled), (3, 3));
    }
}
