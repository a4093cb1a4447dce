//! The picture that a frame shows.

use std::ops::RangeInclusive;

/// The difference between the number of a frame's picture and the number of the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PictureOffset {
    /// Found from the files. It is 0 except in one case: pictures that count from 0 with boxes that count from 1 give −1, if
    /// the last numbers differ by 1, too. Only the main layer counts, and only once it is indexed completely: until then the
    /// offset is 0, so that it does not depend on how far indexing is. Missing pictures in between do not matter.
    #[default]
    Automatic,
    /// Frame f shows picture f + this number.
    Fixed(i64),
}

/// The automatic offset for the range of picture numbers and the range of frames with boxes.
pub(super) fn automatic(pictures: Option<RangeInclusive<u64>>, labels: Option<RangeInclusive<u64>>) -> i64 {
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

/// The number of the picture that `frame` shows; `None` if it would be negative or too large.
pub(super) fn picture_of(frame: u64, offset: i64) -> Option<u64> {
    frame.checked_add_signed(offset)
}

/// The frame that shows the picture of this number; `None` if it would be negative or too large.
pub(super) fn frame_of(picture: u64, offset: i64) -> Option<u64> {
    u64::try_from(i128::from(picture) - i128::from(offset)).ok()
}

/// The frames that show the pictures of a run; `None` if no frame can.
pub(super) fn frames_of(pictures: &RangeInclusive<u64>, offset: i64) -> Option<RangeInclusive<u64>> {
    let frame = |picture: u64| i128::from(picture) - i128::from(offset);
    let (first, last) = (frame(*pictures.start()).max(0), frame(*pictures.end()).min(u64::MAX.into()));
    Some(u64::try_from(first).ok()?..=u64::try_from(last).ok()?).filter(|frames| !frames.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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

    proptest! {
        #[test]
        fn frames_of_a_run_are_those_that_show_it(
            first in prop_oneof![0_u64..20, u64::MAX - 20..=u64::MAX - 10], len in 0_u64..10,
            offset in prop_oneof![-30_i64..30, Just(i64::MIN), Just(i64::MAX)], probe in 0_u64..60,
        ) {
            prop_assert_eq!(frame_of(first, offset).and_then(|frame| picture_of(frame, offset)), frame_of(first, offset).map(|_| first));
            let run = first..=first + len;
            let frames = frames_of(&run, offset);
            for probe in [probe, u64::MAX - probe] {
                let shows = picture_of(probe, offset).is_some_and(|picture| run.contains(&picture));
                prop_assert_eq!(shows, frames.as_ref().is_some_and(|frames| frames.contains(&probe)));
            }
        }
    }
}
