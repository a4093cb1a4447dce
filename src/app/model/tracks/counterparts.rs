//! The tracks of other layers that belong to tracks, as the comparison found it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Tracks;
use crate::app::model::judging::Judgement;
use crate::metrics::tracks::{ResultState, TruthState};
use crate::mot::TrackId;

/// These tracks, with those of the results that cover a true track among them, and with the true tracks that tracks of results
/// among them cover.
pub fn with_counterparts(tracks: &Tracks, judgements: &[Arc<Judgement>]) -> Tracks {
    let mut all: BTreeMap<usize, BTreeSet<TrackId>> =
        tracks.iter().map(|(place, set)| (*place, BTreeSet::clone(set))).collect();
    for judgement in judgements {
        for id in tracks.get(&judgement.truth).iter().flat_map(|set| set.iter()) {
            let of = judgement.classes.iter().filter_map(|class| class.tracks.truth(id.0));
            let covering = of.flat_map(|track| &track.stretches).filter_map(|stretch| match stretch.state {
                TruthState::Matched(result) => Some(TrackId(result)),
                TruthState::Missed => None,
            });
            all.entry(judgement.result).or_default().extend(covering);
        }
        for id in tracks.get(&judgement.result).iter().flat_map(|set| set.iter()) {
            let of = judgement.classes.iter().filter_map(|class| class.tracks.result(id.0));
            let covered = of.flat_map(|track| &track.stretches).filter_map(|stretch| match stretch.state {
                ResultState::Matched(truth) => Some(TrackId(truth)),
                ResultState::Duplicate(_) | ResultState::Ghost => None,
            });
            all.entry(judgement.truth).or_default().extend(covered);
        }
    }
    all.into_iter().map(|(place, set)| (place, Arc::new(set))).collect()
}
