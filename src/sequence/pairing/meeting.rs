//! How labels and pictures meet, and which pairings would fit better.

use std::num::NonZeroU64;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::active::{ActivePairing, ordinal};
use super::choice::{PicturePairing, PictureStep};
use crate::provider::KeySet;

/// Labelled frames that have no picture, and pairings under which labels and pictures would meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The number of frames with boxes in the main layer.
    pub labelled: u64,
    /// How many of these have no picture.
    pub without_picture: u64,
    /// Pairings that fit: with each, all labelled frames or all pictures are paired, and more than now. The best comes first.
    pub offers: Vec<PicturePairing>,
    labels: RangeInclusive<u64>,
    pictures: RangeInclusive<u64>,
}

impl Meeting {
    /// How the labelled frames meet the pictures under the pairing in force. `None` if each of them has a picture, or if there
    /// are no labels or no pictures.
    pub fn of(labels: &KeySet, pictures: &KeySet, active: &ActivePairing) -> Option<Self> {
        let ends = |keys: &KeySet| Some(keys.first()?..=keys.last()?);
        let (label_ends, picture_ends) = (ends(labels)?, ends(pictures)?);
        let met = met(labels, pictures, active);
        let without_picture = labels.len() - met;
        if without_picture == 0 {
            return None;
        }
        let most = labels.len().min(pictures.len());
        let mut offers = Vec::new();
        for choice in candidates(labels, pictures) {
            let pairing = match choice {
                PicturePairing::Automatic => continue,
                PicturePairing::Offset(offset) => ActivePairing::Offset(offset),
                PicturePairing::Step(step) => ActivePairing::Step(step),
                PicturePairing::Order => ActivePairing::Order(Arc::new(labels.clone())),
            };
            let would_meet = self::met(labels, pictures, &pairing);
            if would_meet == most && would_meet > met && pairing != *active && !offers.contains(&choice) {
                offers.push(choice);
            }
        }
        Some(Self { labelled: labels.len(), without_picture, offers, labels: label_ends, pictures: picture_ends })
    }

    /// One sentence: how many labelled frames have no picture.
    pub fn remark(&self) -> String {
        let (frames, have) = if self.labelled == 1 { ("frame", "has") } else { ("frames", "have") };
        format!(
            "{} of {} labelled {frames} {have} no picture: labels are at frames {} to {}, pictures are numbered {} to {}",
            self.without_picture,
            self.labelled,
            self.labels.start(),
            self.labels.end(),
            self.pictures.start(),
            self.pictures.end(),
        )
    }

    /// The offer in words, for a person: what it pairs.
    pub fn offer(&self, offer: PicturePairing) -> String {
        match offer {
            PicturePairing::Automatic => "automatic".to_owned(),
            PicturePairing::Offset(offset) => ActivePairing::Offset(offset).to_string(),
            PicturePairing::Step(PictureStep { frame, picture, step }) => {
                let step = step.get();
                let (second, next) = (frame.saturating_add(step), picture.saturating_add(1));
                format!("every {}: frames {frame}, {second} … show pictures {picture}, {next} …", ordinal(step))
            }
            PicturePairing::Order => {
                let (label, picture) = (self.labels.start(), self.pictures.start());
                format!("by order: frame {label} shows picture {picture}, the next labelled frame the next picture")
            }
        }
    }
}

/// Pairings worth trying, those first that explain the numbers best.
fn candidates(labels: &KeySet, pictures: &KeySet) -> Vec<PicturePairing> {
    let mut candidates = Vec::new();
    let (Some(label), Some(picture)) = (labels.first(), pictures.first()) else { return candidates };
    if let Some(step) = step(labels).filter(|step| step.get() > 1) {
        // Frame 5 k shows picture k, if the numbers are such; otherwise the first frame shows the first picture.
        if label % step.get() == 0 {
            candidates.push(PicturePairing::Step(PictureStep { frame: label, picture: label / step.get(), step }));
        }
        candidates.push(PicturePairing::Step(PictureStep { frame: label, picture, step }));
    }
    if labels.len() == pictures.len() {
        candidates.push(PicturePairing::Order);
    }
    for (label, picture) in [(labels.first(), pictures.first()), (labels.last(), pictures.last())] {
        let offset = label.zip(picture).map(|(label, picture)| i128::from(picture) - i128::from(label));
        candidates.extend(offset.and_then(|offset| i64::try_from(offset).ok()).map(PicturePairing::Offset));
    }
    candidates
}

/// The greatest number that divides all differences between the labels; `None` if there is only one label.
fn step(labels: &KeySet) -> Option<NonZeroU64> {
    let (mut step, mut before) = (0, labels.first()?);
    for run in labels.runs() {
        step = gcd(step, run.start() - before);
        if run.start() < run.end() {
            step = 1;
        }
        if step == 1 {
            break;
        }
        before = *run.end();
    }
    NonZeroU64::new(step)
}

fn gcd(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// How many labelled frames can have a picture, if pictures are numbered as frames are, or by one more or less.
pub(in crate::sequence) fn most_met(labels: &KeySet, pictures: &KeySet) -> u64 {
    (-1..=1).map(|offset| met(labels, pictures, &ActivePairing::Offset(offset))).max().unwrap_or(0)
}

/// How many labelled frames have a picture.
fn met(labels: &KeySet, pictures: &KeySet, pairing: &ActivePairing) -> u64 {
    let shown = pairing.frames_of(pictures);
    let (mut met, mut runs) = (0_u64, shown.runs().peekable());
    for label in labels.runs() {
        while let Some(shown) = runs.peek() {
            let (begin, end) = (*label.start().max(shown.start()), *label.end().min(shown.end()));
            if begin <= end {
                met = met.saturating_add((end - begin).saturating_add(1));
            }
            if shown.end() > label.end() {
                break;
            }
            runs.next();
        }
    }
    met
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn offers(labels: &[u64], pictures: &[u64]) -> Vec<String> {
        let set = |keys: &[u64]| KeySet::from_keys(keys.iter().copied());
        let meeting = Meeting::of(&set(labels), &set(pictures), &ActivePairing::Offset(0));
        meeting.map(|meeting| meeting.offers.iter().map(ToString::to_string).collect()).unwrap_or_default()
    }

    #[test]
    fn the_offer_is_the_one_that_explains_the_numbers() {
        for (labels, pictures, expected) in [
            (&[0, 5, 10, 15][..], &[0, 1, 2, 3][..], &["step=5,0,0", "order"][..]),
            (&[5, 10, 15], &[0, 1, 2, 3], &["step=5,5,1", "step=5,5,0"]),
            (&[0, 5, 15], &[0, 1, 2, 3], &["step=5,0,0"]),
            (&[372, 373, 374], &[1, 2, 3], &["order", "offset=-371"]),
            (&[372, 374, 375], &[1, 2, 3, 4], &["offset=-371"]),
            (&[10, 11, 13], &[0, 1, 2], &["order"]),
            (&[10, 11, 12, 13], &[0, 1], &["offset=-10", "offset=-12"]),
            // Nothing would fit better.
            (&[1, 2, 3, 4], &[1, 2, 3], &[]),
            (&[1, 2, 3], &[2, 3], &[]),
            (&[1, 2, 3], &[1, 2, 3], &[]),
            (&[1, 2, 3, 4, 5], &[1, 2, 4, 5], &[]),
            (&[], &[1, 2], &[]),
            (&[1], &[], &[]),
        ] {
            assert_eq!(offers(labels, pictures), expected, "{labels:?} {pictures:?}");
        }
    }

    #[test]
    fn the_remark_counts_and_the_offer_names_frames_and_pictures() {
        let (labels, pictures) = (KeySet::from_keys((0..6).map(|n| n * 5)), KeySet::from_runs([0..=5]));
        let meeting = Meeting::of(&labels, &pictures, &ActivePairing::Offset(0)).unwrap();
        let remark =
            "4 of 6 labelled frames have no picture: labels are at frames 0 to 25, pictures are numbered 0 to 5";
        assert_eq!(meeting.remark(), remark);
        assert_eq!(meeting.offer(meeting.offers[0]), "every 5th: frames 0, 5 … show pictures 0, 1 …");
        let order = "by order: frame 0 shows picture 0, the next labelled frame the next picture";
        assert_eq!(meeting.offer(PicturePairing::Order), order);
    }

    proptest! {
        #[test]
        fn met_labels_and_offers_are_those_of_a_count_one_by_one(
            labels in prop::collection::btree_set(0_u64..40, 0..10), pictures in prop::collection::btree_set(0_u64..20, 0..10),
            offset in -9_i64..9,
        ) {
            let sets = [&labels, &pictures].map(|keys| KeySet::from_keys(keys.iter().copied()));
            let count = |pairing: &ActivePairing| {
                labels.iter().filter(|frame| pairing.picture_of(**frame, &sets[1]).is_some()).count() as u64
            };
            let active = ActivePairing::Offset(offset);
            let meeting = Meeting::of(&sets[0], &sets[1], &active);
            let missing = labels.len() as u64 - count(&active);
            prop_assert_eq!(meeting.is_some(), missing > 0 && !pictures.is_empty());
            if let Some(meeting) = meeting {
                prop_assert_eq!((meeting.labelled, meeting.without_picture), (labels.len() as u64, missing));
                for offer in meeting.offers {
                    let pairing = match offer {
                        PicturePairing::Offset(offset) => ActivePairing::Offset(offset),
                        PicturePairing::Step(step) => ActivePairing::Step(step),
                        PicturePairing::Order => ActivePairing::Order(Arc::new(sets[0].clone())),
                        PicturePairing::Automatic => unreachable!(),
                    };
                    prop_assert_eq!(count(&pairing), labels.len().min(pictures.len()) as u64);
                    prop_assert!(count(&pairing) > count(&active));
                }
            }
        }

        #[test]
        fn the_step_divides_all_differences(labels in prop::collection::btree_set(0_u64..1000, 2..8)) {
            let labels: Vec<u64> = labels.into_iter().collect();
            let step = step(&KeySet::from_keys(labels.iter().copied())).unwrap().get();
            let divides = |by: u64| labels.windows(2).all(|pair| (pair[1] - pair[0]) % by == 0);
            prop_assert!(divides(step));
            prop_assert!((step + 1..=1000).all(|larger| !divides(larger)));
        }
    }
}
