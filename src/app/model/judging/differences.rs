//! Where one tracker is right and another one is wrong.

use super::Judgement;
use crate::metrics::Tracks;
use crate::metrics::tracks::{Stretch, TruthState};

/// Frames that follow each other, in which one tracker is right about a track of the ground truth and another one is wrong.
///
/// A tracker is right about a box of the ground truth if it is matched and that match is no switch. It is wrong if the box is
/// missed, or if its match is a switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    /// The number of the first frame.
    pub first: u32,
    /// The number of the last frame.
    pub last: u32,
    /// The track of the ground truth.
    pub truth: u64,
}

/// Where two trackers differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Where the first one is right and the second one is wrong, sorted by their first frames.
    pub first_right: Vec<Difference>,
    /// Where the second one is right and the first one is wrong, sorted by their first frames.
    pub second_right: Vec<Difference>,
}

impl Differences {
    /// Where two judgements differ, in all classes that both have.
    pub fn between(first: &Judgement, second: &Judgement) -> Self {
        let mut all = Self::default();
        for one in &first.classes {
            let Some(other) = second.classes.iter().find(|other| other.name == one.name) else { continue };
            all.first_right.extend(differences(&one.tracks, &other.tracks));
            all.second_right.extend(differences(&other.tracks, &one.tracks));
        }
        all.first_right.sort_unstable();
        all.second_right.sort_unstable();
        all
    }

    /// Where the first one is right, or where the second one is.
    pub fn of(&self, is_first_right: bool) -> &[Difference] {
        if is_first_right { &self.first_right } else { &self.second_right }
    }
}

/// The differences that begin in one frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AtDifference {
    /// Whether the first one is right, and not the second one.
    pub is_first_right: bool,
    /// The frame.
    pub frame: u32,
}

/// The first difference that begins after a frame.
pub fn next_after(differences: &[Difference], frame: u64) -> Option<&Difference> {
    differences.get(differences.partition_point(|difference| u64::from(difference.first) <= frame))
}

/// The differences that begin in a frame.
pub fn beginning_in(differences: &[Difference], frame: u64) -> &[Difference] {
    let begin = differences.partition_point(|difference| u64::from(difference.first) < frame);
    let end = differences.partition_point(|difference| u64::from(difference.first) <= frame);
    &differences[begin..end]
}

/// Where `right` is right and `wrong` is wrong, sorted by track, then by frame. Each is as long as it can be.
pub fn differences(right: &Tracks, wrong: &Tracks) -> Vec<Difference> {
    let mut found: Vec<Difference> = Vec::new();
    for track in &right.truth {
        let Some(other) = wrong.truth(track.id) else { continue };
        let (rights, wrongs) = (parts(&track.stretches), parts(&other.stretches));
        let mut wrongs = wrongs.iter().filter(|part| !part.state).peekable();
        let begin = found.len();
        for part in rights.iter().filter(|part| part.state) {
            while let Some(wrong) = wrongs.peek() {
                let (first, last) = (part.first.max(wrong.first), part.last.min(wrong.last));
                if first <= last {
                    match found[begin..].last_mut() {
                        Some(before) if before.last.checked_add(1) == Some(first) => before.last = last,
                        _ => found.push(Difference { first, last, truth: track.id }),
                    }
                }
                if wrong.last > part.last {
                    break;
                }
                wrongs.next();
            }
        }
    }
    found
}

/// Stretches in which a tracker is right about a track or wrong. The frame of a switch is one of its own.
fn parts(stretches: &[Stretch<TruthState>]) -> Vec<Stretch<bool>> {
    let mut parts = Vec::with_capacity(stretches.len());
    let mut before = None;
    for &Stretch { first, last, state } in stretches {
        let TruthState::Matched(id) = state else {
            parts.push(Stretch { first, last, state: false });
            continue;
        };
        let is_switch = before.replace(id).is_some_and(|before| before != id);
        if is_switch {
            parts.push(Stretch { first, last: first, state: false });
        }
        if !is_switch || first < last {
            parts.push(Stretch { first: first + u32::from(is_switch), last, state: true });
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::metrics::tracks::Track;

    /// The tracks in which each box of a track has this state: `None` if there is no box, 0 if it is missed, or else an id.
    fn tracks(boxes: &[Vec<Option<u64>>]) -> Tracks {
        let track = |(id, states): (u64, &Vec<Option<u64>>)| {
            let mut stretches: Vec<Stretch<TruthState>> = Vec::new();
            for (frame, state) in (1..).zip(states) {
                let Some(id) = *state else { continue };
                let state = if id == 0 { TruthState::Missed } else { TruthState::Matched(id) };
                match stretches.last_mut() {
                    Some(before) if before.last + 1 == frame && before.state == state => before.last = frame,
                    _ => stretches.push(Stretch { first: frame, last: frame, state }),
                }
            }
            Track { id, stretches }
        };
        let mut truth: Vec<_> = (0..).zip(boxes).map(track).collect();
        truth.retain(|track| !track.stretches.is_empty());
        Tracks { truth, result: Vec::new() }
    }

    #[test]
    fn a_switch_and_a_miss_are_wrong_where_the_other_keeps_its_id() {
        let one = tracks(&[vec![Some(7); 8]]);
        let other = tracks(&[[1, 1, 0, 0, 2, 2, 0, 2].map(Some).to_vec()]);
        let found: Vec<_> = differences(&one, &other).iter().map(|found| (found.first, found.last)).collect();
        assert_eq!(found, [(3, 5), (7, 7)]);
        assert_eq!(differences(&other, &one), []);
        let all = differences(&one, &other);
        assert_eq!(next_after(&all, 0).map(|found| found.first), Some(3));
        assert_eq!(next_after(&all, 3).map(|found| found.first), Some(7));
        assert_eq!(next_after(&all, 7), None);
        assert_eq!((beginning_in(&all, 7).len(), beginning_in(&all, 4).len()), (1, 0));
    }

    fn boxes() -> impl Strategy<Value = Vec<Vec<(bool, u64, u64)>>> {
        prop::collection::vec(prop::collection::vec((prop::bool::weighted(0.85), 0_u64..3, 0_u64..3), 0..20), 0..5)
    }

    proptest! {
        #[test]
        fn differences_are_what_a_look_at_each_box_finds(boxes in boxes()) {
            let side = |pick: fn(&(bool, u64, u64)) -> u64| {
                let states = |track: &Vec<(bool, u64, u64)>| {
                    track.iter().map(|state| state.0.then(|| pick(state))).collect::<Vec<_>>()
                };
                tracks(&boxes.iter().map(states).collect::<Vec<_>>())
            };
            let (one, other) = (side(|state| state.1), side(|state| state.2));
            let found = differences(&one, &other);
            let told: BTreeSet<(u64, u32)> =
                found.iter().flat_map(|found| (found.first..=found.last).map(|frame| (found.truth, frame))).collect();
            let is_right = |tracks: &Tracks, id: u64, frame: u32| {
                let track = tracks.truth(id)?;
                let state = track.at(frame)?;
                Some(matches!(state, TruthState::Matched(_)) && track.switched_from(frame).is_none())
            };
            let naive: BTreeSet<(u64, u32)> = (0..5).flat_map(|id| (1..=20).map(move |frame| (id, frame)))
                .filter(|&(id, frame)| {
                    is_right(&one, id, frame) == Some(true) && is_right(&other, id, frame) == Some(false)
                })
                .collect();
            prop_assert_eq!(&told, &naive);
            // Each is as long as it can be.
            for found in &found {
                prop_assert!(!naive.contains(&(found.truth, found.last + 1)));
                prop_assert!(!naive.contains(&(found.truth, found.first - 1)));
            }
        }
    }
}
