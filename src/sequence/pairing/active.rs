//! The pairing that is in force: pure, from numbers of frames and pictures.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::choice::PictureStep;
use crate::provider::KeySet;

/// Which picture a frame shows at this moment. Displays in words: `frame f shows picture f − 1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ActivePairing {
    /// Frame f shows picture f + this number.
    Offset(i64),
    /// Every n-th frame shows a picture.
    Step(PictureStep),
    /// The n-th of these frames shows the n-th picture. Pictures that are left belong to the frames after them.
    Order(Arc<KeySet>),
}

impl ActivePairing {
    /// Whether frame f shows picture f.
    pub fn is_by_number(&self) -> bool {
        *self == Self::Offset(0)
    }

    /// The number of the picture that `frame` shows, if it is one of `pictures`.
    pub fn picture_of(&self, frame: u64, pictures: &KeySet) -> Option<u64> {
        match self {
            Self::Offset(offset) => frame.checked_add_signed(*offset).filter(|&number| pictures.contains(number)),
            Self::Step(step) => step.picture_of(frame).filter(|&number| pictures.contains(number)),
            Self::Order(labels) => {
                if let Some(rank) = labels.rank_of(frame) {
                    return pictures.key_at(rank);
                }
                let after = frame.checked_sub(labels.last()?)?;
                pictures.key_at((labels.len() - 1).checked_add(after)?)
            }
        }
    }

    /// The frame that shows the picture of this number, which is one of `pictures`.
    pub fn frame_of(&self, picture: u64, pictures: &KeySet) -> Option<u64> {
        match self {
            Self::Offset(offset) => u64::try_from(i128::from(picture) - i128::from(*offset)).ok(),
            Self::Step(step) => step.frame_of(picture),
            Self::Order(labels) => {
                let rank = pictures.rank_of(picture)?;
                labels.key_at(rank).or_else(|| labels.last()?.checked_add(rank - (labels.len() - 1)))
            }
        }
    }

    /// The frames that show one of `pictures`.
    pub(in crate::sequence) fn frames_of(&self, pictures: &KeySet) -> KeySet {
        match self {
            Self::Offset(offset) => KeySet::from_runs(pictures.runs().filter_map(|run| shifted(&run, *offset))),
            Self::Step(step) => KeySet::from_keys(pictures.runs().flatten().filter_map(|number| step.frame_of(number))),
            Self::Order(labels) => {
                let mut left = pictures.len();
                let paired = labels.runs().map_while(|run| {
                    let count = (run.end() - run.start()).saturating_add(1).min(left);
                    left -= count;
                    count.checked_sub(1).map(|more| *run.start()..=run.start() + more)
                });
                let mut runs: Vec<_> = paired.collect();
                if let Some(begin) = labels.last().and_then(|last| last.checked_add(1)).filter(|_| left > 0) {
                    runs.push(begin..=begin.saturating_add(left - 1));
                }
                KeySet::from_runs(runs)
            }
        }
    }
}

impl PictureStep {
    fn picture_of(self, frame: u64) -> Option<u64> {
        let ahead = i128::from(frame) - i128::from(self.frame);
        let step = i128::from(self.step.get());
        u64::try_from(i128::from(self.picture) + ahead / step).ok().filter(|_| ahead % step == 0)
    }

    fn frame_of(self, picture: u64) -> Option<u64> {
        let ahead = i128::from(picture) - i128::from(self.picture);
        let frames = ahead.checked_mul(i128::from(self.step.get()))?;
        u64::try_from(frames.checked_add(i128::from(self.frame))?).ok()
    }
}

/// The frames that show the pictures of a run at this offset; `None` if no frame can.
fn shifted(pictures: &RangeInclusive<u64>, offset: i64) -> Option<RangeInclusive<u64>> {
    let frame = |picture: u64| i128::from(picture) - i128::from(offset);
    let (first, last) = (frame(*pictures.start()).max(0), frame(*pictures.end()).min(u64::MAX.into()));
    Some(u64::try_from(first).ok()?..=u64::try_from(last).ok()?).filter(|frames| !frames.is_empty())
}

impl fmt::Display for ActivePairing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Offset(0) => f.write_str("frame f shows picture f"),
            Self::Offset(offset) => {
                let sign = if *offset < 0 { '−' } else { '+' };
                write!(f, "frame f shows picture f {sign} {}", offset.unsigned_abs())
            }
            Self::Step(PictureStep { frame, picture, step }) => {
                write!(f, "every {} frame shows a picture, frame {frame} picture {picture}", ordinal(step.get()))
            }
            Self::Order(_) => f.write_str("by order: the n-th frame with boxes shows the n-th picture"),
        }
    }
}

/// 1st, 2nd, 3rd, 4th …
pub(super) fn ordinal(number: u64) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::num::NonZeroU64;

    use proptest::prelude::*;

    use super::*;

    /// The picture of each frame, written down one by one.
    fn naive(pairing: &ActivePairing, pictures: &BTreeSet<u64>) -> BTreeMap<u64, u64> {
        let mut pairs = BTreeMap::new();
        match pairing {
            ActivePairing::Offset(offset) => {
                let frames = (0..200).map(|frame| (frame, i64::try_from(frame).unwrap() + offset));
                pairs.extend(frames.filter_map(|(frame, picture)| Some((frame, u64::try_from(picture).ok()?))));
            }
            ActivePairing::Step(PictureStep { frame, picture, step }) => {
                pairs.extend((0..100).map(|more| (frame + more * step.get(), picture + more)));
                let mut at = (*frame, *picture);
                while let (Some(frame), Some(picture)) = (at.0.checked_sub(step.get()), at.1.checked_sub(1)) {
                    at = (frame, picture);
                    pairs.insert(frame, picture);
                }
            }
            ActivePairing::Order(labels) => {
                let last = labels.last().unwrap_or(0);
                let after = (last + 1..last + 200).filter(|_| !labels.is_empty());
                pairs.extend(labels.runs().flatten().chain(after).zip(pictures.iter().copied()));
            }
        }
        pairs.retain(|_, picture| pictures.contains(picture));
        pairs
    }

    fn pairing() -> impl Strategy<Value = ActivePairing> {
        let labels = prop::collection::btree_set(0_u64..40, 0..12);
        prop_oneof![
            (-30_i64..30).prop_map(ActivePairing::Offset),
            (0_u64..20, 0_u64..20, 1_u64..7).prop_map(|(frame, picture, step)| {
                ActivePairing::Step(PictureStep { frame, picture, step: NonZeroU64::new(step).unwrap() })
            }),
            labels.prop_map(|labels| ActivePairing::Order(Arc::new(KeySet::from_keys(labels)))),
        ]
    }

    proptest! {
        #[test]
        fn every_way_to_pair_is_what_is_written_down_one_by_one(
            pairing in pairing(), pictures in prop::collection::btree_set(0_u64..30, 0..12),
        ) {
            let pairs = naive(&pairing, &pictures);
            let set = KeySet::from_keys(pictures.iter().copied());
            for frame in 0..200 {
                prop_assert_eq!(pairing.picture_of(frame, &set), pairs.get(&frame).copied(), "frame {}", frame);
            }
            for (&frame, &picture) in &pairs {
                prop_assert_eq!(pairing.frame_of(picture, &set), Some(frame));
            }
            let frames = pairing.frames_of(&set);
            let frames: BTreeSet<u64> = frames.runs().flatten().collect();
            prop_assert_eq!(frames, pairs.into_keys().collect::<BTreeSet<_>>());
        }

        #[test]
        fn the_largest_numbers_do_not_overflow(
            frame in prop_oneof![0_u64..5, u64::MAX - 5..=u64::MAX], picture in prop_oneof![0_u64..5, u64::MAX - 5..=u64::MAX],
            step in prop_oneof![1_u64..5, u64::MAX - 5..=u64::MAX], offset in prop_oneof![-3_i64..3, Just(i64::MIN), Just(i64::MAX)],
        ) {
            let pictures = KeySet::from_runs([0..=3, u64::MAX - 3..=u64::MAX]);
            let step = PictureStep { frame, picture, step: NonZeroU64::new(step).unwrap() };
            for pairing in [
                ActivePairing::Offset(offset),
                ActivePairing::Step(step),
                ActivePairing::Order(Arc::new(KeySet::from_keys([frame]))),
                ActivePairing::Order(Arc::default()),
            ] {
                for probe in [0, 1, frame, picture, u64::MAX] {
                    if let Some(shown) = pairing.picture_of(probe, &pictures) {
                        prop_assert_eq!(pairing.frame_of(shown, &pictures), Some(probe));
                    }
                }
                pairing.frames_of(&pictures);
            }
        }
    }

    #[test]
    fn a_pairing_is_told_in_words() {
        let step = PictureStep { frame: 5, picture: 0, step: NonZeroU64::new(3).unwrap() };
        for (pairing, words) in [
            (ActivePairing::Offset(-1), "frame f shows picture f − 1"),
            (ActivePairing::Offset(i64::MIN), "frame f shows picture f − 9223372036854775808"),
            (ActivePairing::Offset(0), "frame f shows picture f"),
            (ActivePairing::Step(step), "every 3rd frame shows a picture, frame 5 picture 0"),
            (ActivePairing::Order(Arc::default()), "by order: the n-th frame with boxes shows the n-th picture"),
        ] {
            assert_eq!(pairing.to_string(), words);
        }
        assert_eq!(
            [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal).join(" "),
            "1st 2nd 3rd 4th 11th 12th 13th 21st 102nd 111th"
        );
    }
}
