//! Tests of rows, their order and what is told of them, on files that are really compared.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::app::model::judging::Judgement;
use crate::app::model::tracks::{TrackSet, one, with_counterparts};
use crate::metrics::tracks::TruthState;
use crate::metrics::{Options, evaluate};
use crate::mot::{MotFile, Progress, TrackId};

/// Rows of boxes of 10 × 10: frame, id and left.
fn file(rows: &[(u32, u64, u32)]) -> MotFile {
    let row = |(frame, id, left): &(u32, u64, u32)| format!("{frame},{id},{left},0,10,10,1,-1,-1,-1");
    MotFile::from_bytes("a.txt", rows.iter().map(row).collect::<Vec<_>>().join("\n").into_bytes()).unwrap()
}

/// The judgement of layer `place` against layer 0.
fn judged(truth: &[(u32, u64, u32)], result: &[(u32, u64, u32)], place: usize) -> Arc<Judgement> {
    let options = Options { has_events: true, ..Options::default() };
    let evaluation = evaluate(&file(truth), Some(&file(result)), &options, &Progress::new()).unwrap();
    Arc::new(Judgement::new((0, place), (PathBuf::new(), PathBuf::new()), &Options::default(), evaluation, None))
}

const TRUTH: &[(u32, u64, u32)] =
    &[(1, 9, 0), (2, 9, 0), (3, 9, 0), (4, 9, 0), (3, 2, 100), (4, 2, 100), (2, 23, 200), (3, 23, 200), (4, 23, 200)];
const RESULT: &[(u32, u64, u32)] = &[(1, 7, 0), (2, 7, 0), (3, 8, 0), (4, 2, 100), (2, 0, 200), (4, 25, 200)];

fn rows() -> Rows {
    let other = judged(TRUTH, &[(1, 5, 0), (2, 5, 0), (3, 5, 0), (4, 5, 0)], 2);
    Rows::new(Subject::Judged(vec![judged(TRUTH, RESULT, 1), other]))
}

fn listed(rows: &Arc<Rows>, order: &Order) -> Vec<u64> {
    let listing = Listing::new(Arc::clone(rows), order);
    let listed: Vec<_> = (0..listing.len()).map(|at| listing.row(at).unwrap()).collect();
    for (at, row) in listed.iter().enumerate() {
        assert_eq!(listing.place_of(*row), Some(at));
    }
    listed.into_iter().map(|row| rows.id(row).unwrap()).collect()
}

fn ids(ids: &[u64]) -> TrackSet {
    Arc::new(ids.iter().copied().map(TrackId).collect())
}

#[test]
fn rows_are_sorted_and_searched_as_asked() {
    let rows = Arc::new(rows());
    let sorted = |by: SortBy| listed(&rows, &Order { by, descending: by.begins_with_greatest(), ..Order::default() });
    assert_eq!(sorted(SortBy::Birth), [9, 23, 2]);
    assert_eq!(sorted(SortBy::Length), [9, 23, 2]);
    assert_eq!(sorted(SortBy::Switches), [9, 23, 2]);
    assert_eq!(sorted(SortBy::Missed), [2, 9, 23]);
    assert_eq!(sorted(SortBy::Id), [2, 9, 23]);
    let search = |search: &str| listed(&rows, &Order { search: search.to_owned(), ..Order::default() });
    assert_eq!((search(" 2 "), search("24")), (vec![23, 2], vec![]));
    let frame = |frame: u64| listed(&rows, &Order { frame: Some(frame), by: SortBy::Id, ..Order::default() });
    assert_eq!((frame(1), frame(2), frame(4), frame(5)), (vec![9], vec![9, 23], vec![2, 9, 23], vec![]));
}

#[test]
fn what_covers_a_track_is_told_with_the_id_before() {
    let rows = rows();
    let row = rows.row_of(0, TrackId(23), 1).unwrap();
    assert_eq!(at_frame(&rows, row, 4, &["MPNTrack"]), ["gt 23, frame 4: id 25 (was 0)"]);
    assert_eq!(at_frame(&rows, row, 3, &["MPNTrack"]), ["gt 23, frame 3: missed"]);
    assert_eq!(at_frame(&rows, row, 1, &["MPNTrack"]), ["gt 23, frame 1: not there"]);
    let nine = rows.row_of(0, TrackId(9), 1).unwrap();
    assert_eq!(at_frame(&rows, nine, 3, &["A", "B"]), ["gt 9, frame 3", "A: id 8 (was 7)", "B: id 5"]);
    assert_eq!(counts(&rows, nine, 0), "1 switch, 1 missed frame, in 4 frames from 1 to 4");
    assert_eq!(counts(&rows, row, 0), "1 switch, 1 missed frame, in 3 frames from 2 to 4");
    assert_eq!(counts(&rows, nine, 1), "0 switches, 0 missed frames, in 4 frames from 1 to 4");
}

#[test]
fn a_row_has_a_track_in_each_layer() {
    let rows = rows();
    let row = rows.row_of(0, TrackId(9), 1).unwrap();
    assert_eq!([1, 3, 4].map(|frame| rows.track_of_layer(row, 1, frame)), [Some(TrackId(7)), Some(TrackId(8)), None]);
    assert_eq!((rows.track_of_layer(row, 0, 1), rows.track_of_layer(row, 2, 4)), (Some(TrackId(9)), Some(TrackId(5))));
    assert_eq!(rows.track_of_layer(row, 3, 4), None);
    let expected = BTreeMap::from([(0, ids(&[9])), (1, ids(&[7, 8])), (2, ids(&[5]))]);
    let Subject::Judged(judged) = &rows.subject else { panic!("results are judged") };
    assert_eq!(with_counterparts(&one(rows.layer(), TrackId(9)), judged), expected);
    let of_result = BTreeMap::from([(1, ids(&[7])), (0, ids(&[9]))]);
    assert_eq!(with_counterparts(&one(1, TrackId(7)), judged), of_result, "not what else covers it");
    assert_eq!(rows.row_of(1, TrackId(8), 1), Some(row));
    assert_eq!(rows.row_of(2, TrackId(5), 1), Some(row));
    assert_eq!((rows.row_of(1, TrackId(99), 1), rows.row_of(0, TrackId(99), 1)), (None, None));
}

#[test]
fn without_ground_truth_rows_are_the_tracks_of_the_main_layer() {
    let summary = file(RESULT).summarize(&Progress::new()).unwrap();
    let rows = Arc::new(Rows::new(Subject::Tracks(Arc::new(summary))));
    assert_eq!(listed(&rows, &Order { by: SortBy::Id, ..Order::default() }), [0, 2, 7, 8, 25]);
    assert_eq!(listed(&rows, &Order::default()), [7, 0, 8, 2, 25]);
    let row = rows.row_of(0, TrackId(7), 1).unwrap();
    assert_eq!(rows.strip(row, 0).unwrap().at(2), Some(TruthState::Matched(7)));
    assert_eq!((name(&rows, row), rows.strips()), ("id 7".to_owned(), 1));
    assert_eq!(at_frame(&rows, row, 2, &[]), ["id 7, frame 2"]);
    assert_eq!(counts(&rows, row, 0), "in 2 frames from 1 to 2");
    assert_eq!((rows.track_of_layer(row, 0, 1), rows.track_of_layer(row, 1, 1)), (Some(TrackId(7)), None));
    assert_eq!(rows.row_of(1, TrackId(7), 1), None);
}

proptest! {
    #[test]
    fn any_files_have_rows_that_agree_with_their_judgement(
        truth in prop::collection::btree_set((1_u32..20, 0_u64..5), 0..50),
        result in prop::collection::btree_set((1_u32..20, 0_u64..9), 0..50),
    ) {
        let truth: Vec<_> = truth.into_iter().map(|(frame, id)| (frame, id, id as u32 * 50)).collect();
        let result: Vec<_> = result.into_iter().map(|(frame, id)| (frame, id, (id % 5) as u32 * 50 + 1)).collect();
        let judgement = judged(&truth, &result, 1);
        let rows = Rows::new(Subject::Judged(vec![Arc::clone(&judgement)]));
        let (mut switches, mut missed, mut length) = (0, 0, 0);
        for place in 0..rows.len() as u32 {
            let row = RowId { class: 0, place };
            let strip = rows.strip(row, 0).unwrap();
            let id = TrackId(rows.id(row).unwrap());
            for frame in 0..22 {
                prop_assert_eq!(strip.at(frame), judgement.truth_state(id, frame));
                let switch = strip.switch(frame).filter(|switch| u64::from(switch.frame) == frame);
                prop_assert_eq!(switch.map(|switch| switch.from), judgement.switched_from(id, frame));
            }
            switches += u64::from(strip.facts.switches);
            missed += u64::from(strip.facts.missed);
            length += u64::from(strip.facts.length);
        }
        let clear = &judgement.scores.clear;
        prop_assert_eq!((switches, missed), (clear.switches, clear.false_negatives));
        prop_assert_eq!(length, truth.len() as u64);
    }
}
