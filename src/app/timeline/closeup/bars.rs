//! Computes the bars of the close-up from a snapshot of the cache. Pure functions.

use std::collections::VecDeque;

use crate::app::model::strip::{self, FrameState};
use crate::cache::{Candidate, Snapshot};
use crate::predict::MAX_TERMS;
use crate::provider::KeySet;

/// One frame of the close-up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bar {
    /// Whether the frame exists. It does not beyond the first and the last frame.
    pub exists: bool,
    /// Its state.
    pub state: FrameState,
    /// Its likelihood relative to the greatest one, 0 to 1.
    pub likelihood: f32,
    /// The contribution of each term of the predictor, as shares that add up to 1.
    pub terms: [f32; MAX_TERMS],
    /// Whether it was prefetched and evicted before it was requested.
    pub was_unused: bool,
    /// Whether frame numbers are missing before it.
    pub is_break: bool,
}

/// Fills `into` with the bars from `reach` frames before `rank` to `reach` frames after it. `unused` are the keys of
/// frames that were recently evicted unused, `damaged` are frames whose pictures could not be read.
pub fn bars(
    keys: &KeySet,
    snapshot: &Snapshot,
    (unused, damaged): (&VecDeque<u64>, &[u64]),
    rank: u64,
    reach: u64,
    into: &mut Vec<Bar>,
) {
    into.clear();
    let mut before: Option<u64> = None;
    for at in 0..=2 * reach {
        let key = (rank + at).checked_sub(reach).and_then(|rank| keys.key_at(rank));
        let is_break = before.zip(key).is_some_and(|(before, key)| key != before + 1);
        into.push(Bar { exists: key.is_some(), is_break, ..Bar::default() });
        before = key;
    }
    let place = |key: u64| {
        let at = (keys.rank_of(key)? + reach).checked_sub(rank)?;
        (at <= 2 * reach).then_some(at as usize)
    };
    strip::states(snapshot, damaged, |key, state| {
        if let Some(at) = place(key) {
            into[at].state = into[at].state.max(state);
        }
    });
    for at in unused.iter().filter_map(|&key| place(key)) {
        // Events can be lost, so the frame may have been loaded again without an event.
        into[at].was_unused = !matches!(into[at].state, FrameState::Resident | FrameState::Unused);
    }
    let greatest = snapshot.candidates.iter().map(|candidate| candidate.score).fold(0.0, f64::max);
    if greatest > 0.0 {
        for candidate in &snapshot.candidates {
            if let Some(at) = place(candidate.key) {
                into[at].likelihood = (candidate.score / greatest) as f32;
                into[at].terms = shares(candidate);
            }
        }
    }
}

/// The contributions of the terms as shares of their sum. Negative contributions count as zero.
fn shares(candidate: &Candidate) -> [f32; MAX_TERMS] {
    let parts = candidate.terms.map(|term| term.max(0.0));
    let sum: f32 = parts.iter().sum();
    // A score without terms is attributed to the first term.
    if sum > 0.0 { parts.map(|part| part / sum) } else { std::array::from_fn(|term| f32::from(u8::from(term == 0))) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::{PrefetchCache, ResidentInfo};
    use crate::provider::Synthetic;
    use std::time::Duration;

    fn candidate(key: u64, score: f64, benefit: f64, terms: [f32; MAX_TERMS]) -> Candidate {
        Candidate { key, score, benefit, terms, main_term: None, step: 0, offset: 0, wanted: true }
    }

    fn made(keys: &KeySet, snapshot: &Snapshot, unused: &[u64], rank: u64, reach: u64) -> Vec<Bar> {
        let mut got = Vec::new();
        bars(keys, snapshot, (&unused.iter().copied().collect(), &[]), rank, reach, &mut got);
        got
    }

    #[test]
    fn bars_follow_the_plan_of_a_running_cache() {
        let cache = PrefetchCache::builder(Synthetic::new(1000)).build();
        cache.get(500).unwrap();
        assert!(cache.wait_idle(Duration::from_secs(10)));
        let mut snapshot = Snapshot::default();
        cache.snapshot_into(&mut snapshot);
        let got = made(&cache.keys(), &snapshot, &[], 500, 40);
        assert_eq!(got.len(), 81);
        assert_eq!(got[40].state, FrameState::Resident);
        assert_eq!(got[41].state, FrameState::Unused);
        assert!(got[41].likelihood > 0.9 && got[80].likelihood < got[41].likelihood);
        assert!(got.iter().all(|bar| bar.likelihood == 0.0 || (bar.terms.iter().sum::<f32>() - 1.0).abs() < 1e-4));
    }

    #[test]
    fn heights_are_by_likelihood_although_the_plan_is_by_benefit() {
        let candidates = vec![
            candidate(3, 0.2, 0.9, [0.1, 0.1, 0.0, 0.0, 0.0, 0.0]),
            candidate(2, 0.8, 0.1, [1.0, 0.0, -0.2, 0.0, 0.0, 0.0]),
            candidate(4, 0.4, 0.0, [0.0; MAX_TERMS]),
        ];
        let got = made(&KeySet::first_n(9), &Snapshot { candidates, ..Snapshot::default() }, &[], 2, 2);
        assert_eq!(got.iter().map(|bar| bar.likelihood).collect::<Vec<_>>(), [0.0, 0.0, 1.0, 0.25, 0.5]);
        assert_eq!((got[3].terms[..2].to_vec(), got[2].terms[0], got[4].terms[0]), (vec![0.5, 0.5], 1.0, 1.0));
    }

    #[test]
    fn there_are_no_bars_past_the_ends_and_a_mark_at_a_break() {
        let keys = KeySet::from_runs([10..=12, 5000..=5001]);
        let resident = vec![ResidentInfo { key: 5001, weight: 1, likelihood: 0.0, unused: false }];
        let snapshot = Snapshot { resident, ..Snapshot::default() };
        let got = made(&keys, &snapshot, &[], 3, 4);
        let exists: Vec<bool> = got.iter().map(|bar| bar.exists).collect();
        assert_eq!(exists, [false, true, true, true, true, true, false, false, false]);
        assert_eq!(got.iter().position(|bar| bar.is_break), Some(4));
        assert_eq!(got[5].state, FrameState::Resident);
        assert!(made(&KeySet::default(), &snapshot, &[], 0, 4).iter().all(|bar| !bar.exists));
    }

    #[test]
    fn frames_evicted_unused_are_marked_until_they_are_resident_again() {
        let resident = vec![ResidentInfo { key: 3, weight: 1, likelihood: 0.0, unused: true }];
        let snapshot = Snapshot { resident, queued: vec![4], ..Snapshot::default() };
        let got = made(&KeySet::first_n(100), &snapshot, &[2, 3, 4, 90], 3, 3);
        let marked: Vec<bool> = got.iter().map(|bar| bar.was_unused).collect();
        assert_eq!(marked, [false, false, true, false, true, false, false]);
    }
}
