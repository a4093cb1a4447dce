//! Makes the tracks from the history that events are found in.

use super::track::{ResultState, Stretch, Track, Tracks, TruthState};
use crate::metrics::events::{History, ResultRunState};

/// The tracks of a history. `truth` and `result` have the ids of the tracks.
pub(in crate::metrics) fn made(history: &History, truth: &[u64], result: &[u64]) -> Tracks {
    let frame = |at: u32| history.frame(at);
    let id = |ids: &[u64], track: u32| ids.get(track as usize).copied().unwrap_or_default();
    let of_truth = |(track, &id_of): (usize, &u64)| {
        let stretches = history.truth_stretches(track).map(|(first, last, by)| Stretch {
            first: frame(first),
            last: frame(last),
            state: by.map_or(TruthState::Missed, |by| TruthState::Matched(id(result, by))),
        });
        Track { id: id_of, stretches: stretches.collect() }
    };
    let of_result = |(track, &id_of): (usize, &u64)| {
        let stretches = history.result_runs(track).iter().map(|run| Stretch {
            first: frame(run.first),
            last: frame(run.last),
            state: match run.state {
                ResultRunState::Matched(of) => ResultState::Matched(id(truth, of)),
                ResultRunState::Duplicate(of) => ResultState::Duplicate(id(truth, of)),
                ResultRunState::Ghost => ResultState::Ghost,
            },
        });
        Track { id: id_of, stretches: stretches.collect() }
    };
    let mut tracks = Tracks {
        truth: truth.iter().enumerate().map(of_truth).collect(),
        result: result.iter().enumerate().map(of_result).collect(),
    };
    tracks.truth.retain(|track: &Track<TruthState>| !track.stretches.is_empty());
    tracks.result.retain(|track| !track.stretches.is_empty());
    tracks.truth.sort_by_key(|track| track.id);
    tracks.result.sort_by_key(|track| track.id);
    tracks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MotFile;
    use crate::metrics::{Options, evaluate};
    use crate::mot::Progress;

    /// Rows of boxes of 10 × 10: frame, id and left.
    fn file(rows: &[(u32, u64, f64)]) -> MotFile {
        let row = |(frame, id, left): &(u32, u64, f64)| format!("{frame},{id},{left},0,10,10,1,-1,-1,-1");
        let text = rows.iter().map(row).collect::<Vec<_>>().join("\n");
        MotFile::from_bytes("a.txt", text.into_bytes()).unwrap()
    }

    fn tracks(truth: &[(u32, u64, f64)], result: &[(u32, u64, f64)]) -> Tracks {
        let options = Options { has_events: true, ..Options::default() };
        let evaluation = evaluate(&file(truth), Some(&file(result)), &options, &Progress::new()).unwrap();
        evaluation.classes.into_iter().next().unwrap().tracks
    }

    fn stretch<State>(first: u32, last: u32, state: State) -> Stretch<State> {
        Stretch { first, last, state }
    }

    #[test]
    fn each_box_has_the_state_that_its_frame_gives_it() {
        let truth = [(1, 9, 0.0), (2, 9, 0.0), (3, 9, 0.0), (5, 9, 0.0), (6, 9, 0.0), (4, 3, 50.0)];
        let result = [(1, 7, 0.0), (2, 7, 0.0), (5, 8, 0.0), (6, 8, 0.0), (6, 1, 1.0), (4, 7, 90.0)];
        let tracks = tracks(&truth, &result);
        assert_eq!(
            tracks.truth(9).unwrap().stretches,
            [
                stretch(1, 2, TruthState::Matched(7)),
                stretch(3, 3, TruthState::Missed),
                // The track has no box in frame 4.
                stretch(5, 6, TruthState::Matched(8)),
            ]
        );
        let nine = tracks.truth(9).unwrap();
        assert_eq!((nine.at(2), nine.at(4), nine.ends()), (Some(TruthState::Matched(7)), None, (1, 6)));
        assert_eq!([1, 2, 3, 5, 6].map(|frame| nine.switched_from(frame)), [None, None, None, Some(7), None]);
        assert_eq!(tracks.truth(3).unwrap().stretches, [stretch(4, 4, TruthState::Missed)]);
        assert_eq!(
            tracks.result(7).unwrap().stretches,
            [stretch(1, 2, ResultState::Matched(9)), stretch(4, 4, ResultState::Ghost)]
        );
        assert_eq!(tracks.result(1).unwrap().stretches, [stretch(6, 6, ResultState::Duplicate(9))]);
        assert_eq!(tracks.truth.iter().map(|track| track.id).collect::<Vec<_>>(), [3, 9]);
        assert!(tracks.result(2).is_none());
    }
}
