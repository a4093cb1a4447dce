//! The cost of a video against a naive twin, and replays small enough to be worked out by hand.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use proptest::prelude::*;

use super::*;
use crate::cache::{Capacity, Verdict};
use crate::predict::{AccessHistory, Hints, NoPrefetch, Predictions};
use crate::sim::{Engine, Machine, Move, Outcome, Trace, Tuning, User, run};

fn video(gop: u64, decode: u64, seek: u64) -> Video {
    Video { gop, decode: Duration::from_nanos(decode), seek: Duration::from_nanos(seek) }
}

/// Decodes frame by frame. Returns when each frame on the way is ready, and the end.
fn naive(video: Video, at: Option<u64>, frame: u64) -> Vec<(u64, u64)> {
    let (mut clock, mut ready) = (0, Vec::new());
    let group = |frame: u64| frame / video.gop;
    let mut next = match at {
        Some(at) if at <= frame && group(at) == group(frame) => at + 1,
        _ => {
            clock += nanos(video.seek);
            group(frame) * video.gop
        }
    };
    while next <= frame {
        clock += nanos(video.decode);
        ready.push((next, clock));
        next += 1;
    }
    ready
}

proptest! {
    #[test]
    fn a_way_takes_as_long_as_decoding_frame_by_frame(
        gop in 1_u64..30, decode in 1_u64..9, seek in 0_u64..50, at in prop::option::of(0_u64..100), frame in 0_u64..100,
    ) {
        let video = video(gop, decode, seek);
        let (way, ready) = (video.way(at, frame), naive(video, at, frame));
        let end = ready.last().map_or(1, |&(_, end)| end);
        prop_assert_eq!(way.nanos(), end);
        let told: Vec<(u64, u64)> = (way.first..=way.frame).map(|frame| (frame, way.nanos_to(frame))).collect();
        prop_assert_eq!(told, if ready.is_empty() { vec![(frame, 1)] } else { ready });
    }

    #[test]
    fn a_load_takes_the_free_decoder_that_is_there_first(
        frames in prop::collection::vec((0_u64..60, any::<bool>()), 1..40), gop in 1_u64..20,
    ) {
        let video = video(gop, 3, 10);
        let mut decoders = Decoders::new(video, 3);
        let mut places: Vec<(Option<u64>, bool)> = vec![(None, false); 3];
        for (frame, arrives) in frames {
            let took = |at: Option<u64>| naive(video, at, frame).last().map_or(1, |&(_, end)| end);
            let best = places.iter().filter(|(_, busy)| !busy).map(|&(at, _)| took(at)).min();
            let sent = decoders.send(frame);
            prop_assert_eq!(sent.map(|(_, way)| way.nanos()), best);
            if let Some((number, _)) = sent {
                places[number] = (Some(frame), !arrives);
                if arrives {
                    decoders.free(number);
                }
            } else {
                (0..3).for_each(|number| decoders.free(number));
                places.iter_mut().for_each(|(_, busy)| *busy = false);
            }
        }
    }
}

#[test]
fn the_keys_of_a_group_are_those_from_one_key_frame_to_the_next() {
    let keys = KeySet::from_runs([1..=7, 20..=22]);
    let video = video(4, 1, 1);
    let groups = [1, 4, 5, 20, 21, 22].map(|key| video.group_of_key(key, &keys));
    assert_eq!(groups, [1..=4, 1..=4, 5..=20, 5..=20, 21..=22, 21..=22]);
}

/// Four frames of a group cost 10 ms each, and to go to a key frame 5 ms.
fn machine(workers: usize) -> Machine {
    let video = Video { gop: 4, decode: Duration::from_millis(10), seek: Duration::from_millis(5) };
    Machine {
        load: video.mean_load(),
        sigma: 0.0,
        seed: 0,
        capacity: Capacity::entries(6),
        frame_bytes: 1,
        workers,
        user: User::Block,
        keys: Arc::new(KeySet::first_n(100)),
        video: Some(video),
    }
}

fn replay(workers: usize, moves: &[(u64, u64)], predictor: impl crate::predict::AccessPredictor) -> Outcome {
    let moves = moves.iter().map(|&(at, key)| Move { at: Duration::from_millis(at), key }).collect();
    let trace = Trace { name: String::new(), keys: None, moves };
    let machine = machine(workers);
    let mut engine = Engine::new(&machine, Tuning::default(), predictor, &Hints::default());
    run(&machine, &trace, &mut engine, &AtomicBool::new(false)).unwrap()
}

fn rows(outcome: &Outcome) -> Vec<(u64, Verdict)> {
    outcome.rows.iter().map(|row| (row.stall.as_millis() as u64, row.verdict)).collect()
}

use Verdict::{Hit, Miss};

#[test]
fn a_decoder_goes_on_forward_and_begins_at_the_key_frame_for_all_else() {
    let outcome = replay(0, &[(0, 5), (0, 7), (0, 6), (0, 8)], NoPrefetch);
    // 4 and 5; 6 and 7; another decoder 4 to 6; a third 8.
    assert_eq!(rows(&outcome), [(25, Miss), (20, Miss), (35, Miss), (15, Miss)]);
    assert_eq!((outcome.loads.begun, outcome.loads.neighbours), (4, 0), "no plan names anything");
}

#[test]
fn backwards_a_group_is_decoded_once_and_kept() {
    let back = |_: &AccessHistory, out: &mut Predictions| (1..=3).for_each(|step| out.add(-step, 1.0 / step as f64, 0));
    let outcome = replay(1, &[(0, 7), (100, 6), (100, 5), (100, 4)], back);
    assert_eq!(rows(&outcome), [(45, Miss), (0, Hit), (0, Hit), (0, Hit)]);
    let loads = outcome.loads;
    assert_eq!((loads.neighbours, loads.used, loads.of_resident + loads.duplicates), (3, 3, 0), "{loads:?}");
}

#[test]
fn one_worker_at_a_time_loads_for_a_group_and_goes_to_its_farthest_key() {
    let ahead = |_: &AccessHistory, out: &mut Predictions| (1..=5).for_each(|step| out.add(step, 1.0 / step as f64, 0));
    let outcome = replay(3, &[(0, 4), (200, 5), (200, 6), (200, 7), (200, 8), (200, 9)], ahead);
    assert_eq!(rows(&outcome)[1..], [(0, Hit), (0, Hit), (0, Hit), (0, Hit), (0, Hit)]);
    // 4 on demand, then 7 and 9 ahead, which bring 5, 6 and 8; then 10, 11 and so on one by one.
    assert!(outcome.loads.begun <= 9 && outcome.loads.neighbours >= 3, "{:?}", outcome.loads);
}
