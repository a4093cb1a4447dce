//! Tests of the play head, on a virtual clock.

use proptest::prelude::*;

use super::*;

const FRAME: Duration = Duration::from_millis(100);

fn playback(count: u64) -> Playback {
    let mut playback = Playback::new(Arc::new(KeySet::from_runs([1..=count])));
    playback.set_fps(10.0);
    playback
}

/// Plays for a while with a tick whenever one is asked for; every frame arrives at once. Answers moves and their times.
fn run(playback: &mut Playback, from: Duration, until: Duration) -> Vec<(u64, u64)> {
    let mut now = from;
    let mut moves = Vec::new();
    while now <= until && playback.is_playing() {
        if let Some(frame) = playback.tick(now, true) {
            moves.push((frame, now.as_millis() as u64));
        }
        match playback.next_wakeup() {
            Some(next) => now = next,
            None => break,
        }
    }
    moves
}

#[test]
fn plays_at_its_frame_rate_and_stops_at_the_end() {
    let mut playback = playback(4);
    playback.play(Direction::Forward);
    assert_eq!(run(&mut playback, FRAME, FRAME * 99), [(2, 200), (3, 300), (4, 400)]);
    assert!(!playback.is_playing());
    assert_eq!((playback.frame(), playback.next_wakeup()), (Some(4), None));
}

#[test]
fn playing_again_at_the_end_starts_over() {
    let mut playback = playback(3);
    playback.seek(3);
    playback.toggle();
    assert_eq!((playback.frame(), playback.is_playing()), (Some(1), true));
    playback.play(Direction::Backward);
    assert_eq!(playback.frame(), Some(3));
}

#[test]
fn loops_inside_its_range_both_ways() {
    let mut playback = playback(100);
    playback.set_looping(true);
    playback.set_in(Some(10));
    playback.set_out(Some(12));
    playback.seek(10);
    playback.play(Direction::Forward);
    let frames = |moves: Vec<(u64, u64)>| moves.into_iter().map(|(frame, _)| frame).collect::<Vec<_>>();
    assert_eq!(frames(run(&mut playback, FRAME, FRAME * 6)), [11, 12, 10, 11, 12]);
    playback.play(Direction::Backward);
    assert_eq!(frames(run(&mut playback, FRAME * 10, FRAME * 14)), [11, 10, 12, 11]);
}

#[test]
fn a_play_head_outside_the_range_enters_it() {
    let mut playback = playback(100);
    playback.set_in(Some(10));
    playback.set_out(Some(12));
    playback.seek(50);
    playback.play(Direction::Forward);
    assert_eq!(run(&mut playback, FRAME, FRAME * 2), [(10, 200)]);
    playback.set_out(Some(5));
    assert_eq!(playback.range(), (None, Some(5)));
    playback.set_in(Some(7));
    assert_eq!(playback.range(), (Some(7), None));
}

#[test]
fn waits_for_a_frame_that_has_not_arrived_and_lets_it_be_seen() {
    let mut playback = playback(100);
    playback.play(Direction::Forward);
    assert_eq!(playback.tick(Duration::ZERO, true), None);
    assert_eq!(playback.tick(FRAME, true), Some(2));
    assert_eq!(playback.tick(FRAME * 2, false), None);
    assert!(playback.is_stalled());
    assert_eq!(playback.next_wakeup(), None, "an arrival will wake it, not the clock");
    assert_eq!(playback.tick(FRAME * 7, false), None);
    assert_eq!(playback.tick(FRAME * 8, true), None, "frame 2 has arrived just now: it is drawn first");
    assert_eq!(playback.next_wakeup(), Some(FRAME * 8));
    assert_eq!(playback.tick(FRAME * 8, true), Some(3));
    assert_eq!(playback.next_wakeup(), Some(FRAME * 9), "no hurry to make up for the wait");
    assert_eq!(playback.skipped(), 0);
}

#[test]
fn a_late_tick_moves_one_frame_and_does_not_hurry_the_next() {
    let mut playback = playback(100);
    playback.play(Direction::Forward);
    playback.tick(Duration::ZERO, true);
    assert_eq!(playback.tick(FRAME * 5 / 2, true), Some(2));
    assert_eq!(playback.next_wakeup(), Some(FRAME * 7 / 2));
    assert_eq!(playback.tick(FRAME * 18 / 5, true), Some(3));
    assert_eq!(playback.next_wakeup(), Some(FRAME * 9 / 2), "a small delay does not slow it down");
}

#[test]
fn keeping_real_time_skips_and_counts() {
    let mut playback = playback(100);
    playback.set_real_time(true);
    playback.play(Direction::Forward);
    playback.tick(Duration::ZERO, true);
    assert_eq!(playback.tick(FRAME, true), Some(2));
    assert_eq!(playback.tick(FRAME * 2, false), Some(3), "frame 2 never arrived");
    assert_eq!(playback.skipped(), 1);
    assert_eq!(playback.tick(FRAME * 5 + FRAME / 2, true), Some(6), "4 and 5 were due meanwhile");
    assert_eq!(playback.skipped(), 3);
    assert_eq!(playback.next_wakeup(), Some(FRAME * 6));
    playback.pause();
    playback.play(Direction::Forward);
    assert_eq!(playback.skipped(), 0);
}

#[test]
fn j_and_l_turn_round_first_and_then_go_faster() {
    let mut playback = playback(100);
    playback.seek(50);
    playback.shuttle(Direction::Forward);
    assert_eq!((playback.is_playing(), playback.rate()), (true, 1.0));
    for expected in [2.0, 4.0, 8.0, 8.0] {
        playback.shuttle(Direction::Forward);
        assert_eq!(playback.rate(), expected);
    }
    playback.shuttle(Direction::Backward);
    assert_eq!((playback.direction(), playback.rate()), (Direction::Backward, 1.0));
    playback.shuttle(Direction::Backward);
    playback.pause();
    assert_eq!((playback.rate(), playback.speed()), (1.0, 1.0));
    playback.set_speed(100.0);
    assert_eq!(playback.speed(), 8.0);
    playback.set_speed(f64::NAN);
    playback.set_fps(f64::NAN);
    assert_eq!((playback.speed(), playback.fps()), (8.0, 10.0));
}

#[test]
fn frames_that_do_not_exist_take_no_time() {
    let mut playback = Playback::new(Arc::new(KeySet::from_keys([10, 20, 5000])));
    playback.set_fps(10.0);
    playback.play(Direction::Forward);
    assert_eq!(run(&mut playback, Duration::ZERO, FRAME * 9), [(20, 100), (5000, 200)]);
    assert_eq!(playback.step(-1), Some(20));
    assert_eq!(playback.step(-15), Some(10));
    assert_eq!(playback.step(i64::MAX), Some(5000));
    assert_eq!(playback.seek(4000), Some(5000));
    playback.set_keys(Arc::new(KeySet::from_keys([10, 4000])));
    assert_eq!(playback.frame(), Some(4000));
}

#[test]
fn without_frames_nothing_plays() {
    let mut playback = Playback::new(Arc::default());
    playback.toggle();
    playback.shuttle(Direction::Backward);
    assert_eq!(
        (playback.is_playing(), playback.frame(), playback.step(1), playback.seek(3)),
        (false, None, None, None)
    );
    assert_eq!(playback.tick(Duration::MAX, true), None);
}

proptest! {
    #[test]
    fn several_moves_at_once_end_where_single_ones_do(
        count in 1_u64..30, at in 0_u64..30, moves in 1_u64..100, range in (0_u64..30, 0_u64..30),
        looping in any::<bool>(), forward in any::<bool>(),
    ) {
        let mut playback = playback(count);
        playback.set_in(Some(range.0));
        playback.set_out(Some(range.1));
        playback.set_looping(looping);
        let (first, last) = playback.rank_range();
        playback.rank = at.clamp(first, last);
        playback.direction = if forward { Direction::Forward } else { Direction::Backward };
        let mut single = playback.clone();
        for _ in 0..moves {
            single.rank = single.next(1).unwrap_or(single.rank);
            prop_assert!((first..=last).contains(&single.rank));
        }
        prop_assert_eq!(playback.next(moves).unwrap_or(playback.rank), single.rank);
    }
}
