//! The numbers of the frames that a sequence has.

use std::ops::RangeInclusive;

use super::pairing::ActivePairing;
use crate::provider::KeySet;

/// From the smallest to the largest key; `None` without keys.
fn range(keys: &KeySet) -> Option<RangeInclusive<u64>> {
    Some(keys.first()?..=keys.last()?)
}

/// The numbers of all frames: those with boxes, those that show a picture, and 1 … `length` (see [`from_length`]).
pub(super) fn union<'a>(
    labels: impl IntoIterator<Item = &'a KeySet>,
    pictures: &KeySet,
    pairing: &ActivePairing,
    length: Option<u64>,
) -> KeySet {
    let labelled = labels.into_iter().flat_map(KeySet::runs);
    let shown = pairing.frames_of(pictures);
    // A length counts frames whose numbers are those of the pictures.
    let length = length.filter(|_| matches!(pairing, ActivePairing::Offset(_)));
    KeySet::from_runs(labelled.chain(shown.runs()).chain(from_length(pictures, length)))
}

/// The frames 1 … `length`. `None` if `length` seems to be the number of pictures and not the number of the last frame: that
/// can be so only where the pictures begin later than 1, and then it says nothing new.
fn from_length(pictures: &KeySet, length: Option<u64>) -> Option<RangeInclusive<u64>> {
    let length = length?;
    let is_count = range(pictures).is_some_and(|numbers| {
        let span = (numbers.end() - numbers.start()).saturating_add(1);
        *numbers.start() > 1 && (*numbers.start() > length || span == length || pictures.len() == length)
    });
    (!is_count).then_some(1..=length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BY_NUMBER: ActivePairing = ActivePairing::Offset(0);

    #[test]
    fn pictures_of_all_numbers_there_are_do_not_overflow() {
        let ends = KeySet::from_keys([0, u64::MAX]);
        assert_eq!(union([], &ends, &BY_NUMBER, Some(3)), KeySet::from_runs([0..=3, u64::MAX..=u64::MAX]));
    }

    fn run(run: RangeInclusive<u64>) -> KeySet {
        KeySet::from_runs([run])
    }

    #[test]
    fn frames_run_to_the_largest_of_length_last_picture_and_last_label() {
        for (labels, pictures, length, last) in [(8, 6, 10, 10), (8, 12, 10, 12), (14, 6, 10, 14)] {
            let keys = union([&run(2..=labels)], &run(1..=pictures), &BY_NUMBER, Some(length));
            assert_eq!(keys, run(1..=last));
        }
        assert_eq!(union([], &KeySet::default(), &BY_NUMBER, Some(4)), run(1..=4));
        assert_eq!(union([&run(3..=5)], &KeySet::default(), &BY_NUMBER, None), run(3..=5));
    }

    #[test]
    fn a_length_that_counts_pictures_from_101_makes_no_frames_before_them() {
        let labels = run(101..=300);
        for length in [6, 200] {
            assert_eq!(union([&labels], &run(101..=300), &BY_NUMBER, Some(length)), labels);
        }
        assert_eq!(union([&labels], &run(101..=300), &BY_NUMBER, Some(310)), run(1..=310));
        assert_eq!(union([], &run(0..=5), &BY_NUMBER, Some(6)), run(0..=6));
        assert_eq!(union([], &run(0..=u64::MAX), &BY_NUMBER, Some(6)).first(), Some(0));
    }

    proptest! {
        #[test]
        fn a_frame_is_one_if_anything_says_so(
            labels in prop::collection::btree_set(0_u64..30, 0..8), pictures in prop::collection::btree_set(0_u64..30, 0..8),
            offset in -3_i64..4, probe in 0_u64..40,
        ) {
            let (labels_set, pictures_set) =
                (KeySet::from_keys(labels.iter().copied()), KeySet::from_keys(pictures.iter().copied()));
            let keys = union([&labels_set], &pictures_set, &ActivePairing::Offset(offset), None);
            let shows = probe.checked_add_signed(offset).is_some_and(|picture| pictures.contains(&picture));
            prop_assert_eq!(keys.contains(probe), labels.contains(&probe) || shows);
        }
    }
}
