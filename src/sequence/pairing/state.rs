//! The pairing of an open sequence: what was chosen, and what follows from files that may grow.

use std::sync::Arc;

use parking_lot::Mutex;

use super::active::ActivePairing;
use super::automatic::{Automatic, Labels, automatic, contradiction};
use super::choice::PicturePairing;
use super::meeting::Meeting;
use crate::mot::{Format, MotFile, SourceKind};
use crate::provider::{DataProvider as _, KeySet};

/// The labels of the texts of a sequence other than the main layer.
#[derive(Clone, Debug, Default)]
pub(crate) struct OtherTexts {
    /// Those that are trusted more than the main layer, the most trusted first.
    pub(in crate::sequence) before: Vec<Labels>,
    /// Those that are trusted less.
    pub(in crate::sequence) after: Vec<Labels>,
    /// All of them, with their names.
    pub(in crate::sequence) named: Vec<(String, Labels)>,
}

/// The chosen pairing of a sequence, and what was computed from it and the main layer.
#[derive(Debug, Default)]
pub(in crate::sequence) struct PairingState {
    chosen: Mutex<PicturePairing>,
    others: OtherTexts,
    length: Option<u64>,
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
    pictures: Arc<KeySet>,
    pairing: ActivePairing,
    meeting: Option<Arc<Meeting>>,
}

impl PairingState {
    /// `length` is the number of frames, if it is stated.
    pub(in crate::sequence) fn new(chosen: PicturePairing, others: OtherTexts, length: Option<u64>) -> Self {
        Self { chosen: Mutex::new(chosen), others, length, ..Self::default() }
    }

    /// The texts of the sequence other than the main layer.
    pub(in crate::sequence) fn others(&self) -> &OtherTexts {
        &self.others
    }

    pub(in crate::sequence) fn chosen(&self) -> PicturePairing {
        *self.chosen.lock()
    }

    pub(in crate::sequence) fn choose(&self, pairing: PicturePairing) {
        *self.chosen.lock() = pairing;
    }

    /// The pairing in force. The main layer and the other texts of the sequence decide, whether they are shown or not: pictures
    /// must not shift when another layer is added.
    pub(in crate::sequence) fn active(&self, main: Option<&MotFile>, pictures: &KeySet) -> ActivePairing {
        match self.chosen() {
            PicturePairing::Offset(offset) => ActivePairing::Offset(offset),
            PicturePairing::Step(step) => ActivePairing::Step(step),
            PicturePairing::Automatic => {
                ActivePairing::Offset(self.automatic(main, pictures).map_or(0, |told| told.offset))
            }
            PicturePairing::Order => match main {
                None => ActivePairing::Offset(0),
                Some(main) if main.is_complete() => ActivePairing::Order(self.labelled(main)),
                Some(_) => ActivePairing::Order(Arc::default()),
            },
        }
    }

    /// What to say about the pairing that was found automatically; `None` if frames show the pictures of their numbers, and that
    /// is in no doubt.
    pub(in crate::sequence) fn remark(&self, main: Option<&MotFile>, pictures: &KeySet) -> Option<String> {
        let is_automatic = self.chosen() == PicturePairing::Automatic;
        let automatic = self.automatic(main, pictures).filter(|_| is_automatic)?;
        let name = |main: &MotFile| main.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        let own = main.filter(|main| main.is_complete()).and_then(|main| Some((name(main), labels_of(main)?)));
        let texts: Vec<_> = own.into_iter().chain(self.others.named.iter().cloned()).collect();
        let remarks = [automatic.remark, contradiction(pictures, &texts)];
        let remarks: Vec<String> = remarks.into_iter().flatten().collect();
        (!remarks.is_empty()).then(|| remarks.join(". "))
    }

    /// `None` if there is nothing to decide.
    fn automatic(&self, main: Option<&MotFile>, pictures: &KeySet) -> Option<Automatic> {
        // Only pictures that count from 0 or 1 can be shifted: for others the keys of the layer need not be looked at.
        pictures.first().filter(|first| *first <= 1)?;
        let complete = main.filter(|main| main.is_complete());
        let main = complete.and_then(labels_of);
        if complete.is_some() && main.is_none() {
            return None;
        }
        let OtherTexts { before, after, .. } = &self.others;
        let texts: Vec<Labels> = before.iter().copied().chain(main).chain(after.iter().copied()).collect();
        Some(automatic(pictures, &texts, self.length))
    }

    /// How the boxes of the main layer meet the pictures. `None` if all of its frames have a picture, or if it is not indexed
    /// completely yet.
    pub(in crate::sequence) fn meeting(&self, main: &MotFile, pictures: &Arc<KeySet>) -> Option<Arc<Meeting>> {
        if !main.is_complete() {
            return None;
        }
        let (labels, pairing) = (self.labelled(main), self.active(Some(main), pictures));
        if let Some(met) = &*self.met.lock()
            && Arc::ptr_eq(&met.labels, &labels)
            && Arc::ptr_eq(&met.pictures, pictures)
            && met.pairing == pairing
        {
            return met.meeting.clone();
        }
        let mut meeting = Meeting::of(&labels, pictures, &pairing);
        if main.source().is_some_and(|kind| SourceKind::A_TEXT_FOR_EACH_PICTURE.contains(&kind))
            && let Some(meeting) = &mut meeting
        {
            // Each text names its picture: no other pairing can be meant.
            meeting.offers.clear();
        }
        let meeting = meeting.map(Arc::new);
        *self.met.lock() = Some(Met { labels, pictures: Arc::clone(pictures), pairing, meeting: meeting.clone() });
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

/// The labels of a text that is indexed completely; `None` if it has none, or if its frames are told by the names of pictures.
pub(in crate::sequence) fn labels_of(text: &MotFile) -> Option<Labels> {
    let source = text.source();
    let is_told_by_names = source.is_some_and(|kind| SourceKind::A_TEXT_FOR_EACH_PICTURE.contains(&kind));
    let keys = text.keys();
    let (first, last) = (keys.first()?, keys.last()?);
    let is_mot = source.is_none() && matches!(text.format(), Format::Mot | Format::Obb);
    (!is_told_by_names).then_some(Labels { first, last, is_mot })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_pairs_frames_with_boxes_and_follows_a_file_that_grows() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "10,1,0,0,4,4,1\n15,1,0,0,4,4,1\n").unwrap();
        let file = MotFile::open(&path).unwrap();
        let (state, pictures) =
            (PairingState::new(PicturePairing::Order, OtherTexts::default(), None), KeySet::from_runs([1..=3]));
        let shown = |frame| state.active(Some(&file), &pictures).picture_of(frame, &pictures);
        assert_eq!([10, 12, 15, 16, 20].map(shown), [Some(1), None, Some(2), Some(3), None]);
        std::fs::write(&path, "10,1,0,0,4,4,1\n15,1,0,0,4,4,1\n20,1,0,0,4,4,1\n").unwrap();
        file.grow(&crate::mot::Progress::new(), &mut |_| ()).unwrap();
        assert_eq!([10, 12, 15, 16, 20].map(shown), [Some(1), None, Some(2), None, Some(3)]);
        assert_eq!(state.meeting(&file, &Arc::new(pictures.clone())), None);
        state.choose(PicturePairing::Automatic);
        let meeting = state.meeting(&file, &Arc::new(pictures.clone())).unwrap();
        assert_eq!((meeting.without_picture, meeting.labelled), (3, 3));
    }
}
