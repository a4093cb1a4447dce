//! What is known of each track of the ground truth beside its stretches.

use crate::metrics::tracks::{Stretch, Track, TruthState};
use crate::palette;

/// What is counted of a track.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The number of its first frame.
    pub first: u32,
    /// The number of its last frame.
    pub last: u32,
    /// In how many frames it is.
    pub length: u32,
    /// In how many of them no result covers it. Without ground truth: in how many frames between its ends it is not.
    pub missed: u32,
    /// How often the id of the result changes.
    pub switches: u32,
}

/// A change of the id that covers a track.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switch {
    /// The first frame with the new id.
    pub frame: u32,
    /// The id before.
    pub from: u64,
    /// Whether what follows is drawn in the darker shade of its colour, because it would look like what is before.
    pub is_shaded: bool,
}

/// The facts of all tracks of a class.
#[derive(Debug, Default)]
pub(super) struct ClassFacts {
    /// The facts of each track, and where its switches end in `switches`.
    tracks: Vec<(Facts, u32)>,
    switches: Vec<Switch>,
}

impl ClassFacts {
    /// Looks at all tracks. `frames` are the numbers of the frames that count, sorted.
    pub fn of(tracks: &[Track<TruthState>], frames: &[u32]) -> Self {
        let mut facts = Self { tracks: Vec::with_capacity(tracks.len()), switches: Vec::new() };
        for track in tracks {
            let begin = facts.switches.len();
            let (first, last) = track.ends();
            let mut of = Facts { first, last, ..Facts::default() };
            let mut before: Option<(u64, bool)> = None;
            for stretch in &track.stretches {
                let count = counted(stretch, frames);
                of.length += count;
                let TruthState::Matched(id) = stretch.state else {
                    of.missed += count;
                    continue;
                };
                match before {
                    None => before = Some((id, false)),
                    Some((from, was_shaded)) if from != id => {
                        let is_shaded = !was_shaded && are_alike(from, id);
                        facts.switches.push(Switch { frame: stretch.first, from, is_shaded });
                        before = Some((id, is_shaded));
                    }
                    Some(_) => {}
                }
            }
            of.switches = (facts.switches.len() - begin) as u32;
            facts.tracks.push((of, facts.switches.len() as u32));
        }
        facts
    }

    /// The facts of the track at a place, and its switches, sorted by frame.
    pub fn track(&self, place: usize) -> Option<(Facts, &[Switch])> {
        let (facts, end) = *self.tracks.get(place)?;
        let end = end as usize;
        Some((facts, self.switches.get(end.checked_sub(facts.switches as usize)?..end)?))
    }
}

/// In how many frames that count a stretch is.
fn counted<State>(stretch: &Stretch<State>, frames: &[u32]) -> u32 {
    let begin = frames.partition_point(|frame| *frame < stretch.first);
    (frames.partition_point(|frame| *frame <= stretch.last) - begin) as u32
}

/// Whether the colours of two ids are hard to tell apart where one follows the other.
fn are_alike(one: u64, other: u64) -> bool {
    let (one, other) = (palette::track(one), palette::track(other));
    let distance: u32 = one.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(b))).sum();
    distance < 110
}

#[cfg(test)]
mod tests {
    use super::*;
    use TruthState::{Matched, Missed};

    fn track(id: u64, parts: &[(u32, u32, TruthState)]) -> Track<TruthState> {
        let stretch = |&(first, last, state): &(u32, u32, TruthState)| Stretch { first, last, state };
        Track { id, stretches: parts.iter().map(stretch).collect() }
    }

    #[test]
    fn switches_and_missed_frames_are_counted_and_gaps_are_not() {
        let tracks = [
            track(3, &[(1, 4, Matched(7)), (5, 6, Missed), (9, 9, Matched(7)), (10, 12, Matched(8))]),
            track(4, &[(2, 2, Missed)]),
            track(5, &[(1, 1, Missed), (2, 3, Matched(8)), (4, 4, Missed), (5, 5, Matched(7)), (6, 7, Matched(8))]),
        ];
        let facts = ClassFacts::of(&tracks, &(1..=20).collect::<Vec<_>>());
        let told = |place: usize| {
            let (facts, switches) = facts.track(place).unwrap();
            (facts, switches.iter().map(|switch| (switch.frame, switch.from)).collect::<Vec<_>>())
        };
        let all = |first, last, length, missed, switches| Facts { first, last, length, missed, switches };
        assert_eq!(told(0), (all(1, 12, 10, 2, 1), vec![(10, 7)]));
        assert_eq!(told(1), (all(2, 2, 1, 1, 0), vec![]));
        assert_eq!(told(2), (all(1, 7, 7, 2, 2), vec![(5, 8), (6, 7)]));
        assert!(facts.track(3).is_none());
        // Frames without rows in both files do not count.
        let facts = ClassFacts::of(&tracks, &[1, 3, 5, 9, 11]);
        assert_eq!(facts.track(0).unwrap().0, all(1, 12, 5, 1, 1));
    }

    #[test]
    fn ids_that_follow_each_other_are_never_drawn_alike() {
        // Colours of ids that differ by a Fibonacci number are the most alike.
        let ids = [5, 39, 5, 60, 94, 149, 5, 6, 7, 41];
        assert!(are_alike(5, 39) && !are_alike(5, 6));
        let parts: Vec<_> = ids.iter().zip(1..).map(|(&id, frame)| (frame, frame, Matched(id))).collect();
        let facts = ClassFacts::of(&[track(1, &parts)], &(1..=20).collect::<Vec<_>>());
        let (_, switches) = facts.track(0).unwrap();
        let mut was_shaded = false;
        for (switch, pair) in switches.iter().zip(ids.windows(2)) {
            assert!(!are_alike(pair[0], pair[1]) || switch.is_shaded != was_shaded, "{pair:?}");
            was_shaded = switch.is_shaded;
        }
    }
}
