//! Tests of frames that come and go, on a virtual clock.

use std::time::Duration;

use proptest::prelude::*;

use super::super::Direction;
use super::*;

const FRAME: Duration = Duration::from_millis(100);

fn frames(first: u64, last: u64) -> Arc<KeySet> {
    Arc::new(KeySet::from_runs([first..=last]))
}

fn playback(last: u64) -> Playback {
    let mut playback = Playback::new(frames(1, last));
    playback.set_fps(10.0);
    playback
}

#[test]
fn a_set_that_grows_before_the_end_was_noticed_plays_on_without_a_break() {
    let mut playback = playback(3);
    playback.seek(2);
    playback.play(Direction::Forward);
    assert_eq!((playback.tick(FRAME, true), playback.tick(FRAME * 2, true)), (None, Some(3)));
    playback.set_keys(frames(1, 5));
    assert_eq!(playback.next_wakeup(), Some(FRAME * 3), "in its own time");
    assert_eq!((playback.tick(FRAME * 3, true), playback.is_playing()), (Some(4), true));
}

#[test]
fn what_has_paused_at_the_end_stays_paused_and_plays_on_from_there() {
    let mut playback = playback(3);
    playback.seek(3);
    playback.play(Direction::Backward);
    playback.play(Direction::Forward);
    playback.seek(3);
    assert_eq!((playback.tick(FRAME, true), playback.tick(FRAME * 2, true)), (None, None));
    playback.set_keys(frames(1, 9));
    assert_eq!((playback.is_playing(), playback.frame(), playback.next_wakeup()), (false, Some(3), None));
    playback.toggle();
    assert_eq!(playback.frame(), Some(3), "it does not start over: there is more now");
    assert_eq!((playback.tick(FRAME * 9, true), playback.tick(FRAME * 10, true)), (None, Some(4)));
}

#[test]
fn a_frame_that_was_waited_for_is_waited_for_still_while_the_set_grows() {
    let mut playback = playback(3);
    playback.seek(3);
    playback.play(Direction::Backward);
    playback.tick(FRAME, true);
    playback.tick(FRAME * 2, false);
    assert!(playback.is_stalled());
    playback.set_keys(frames(1, 9));
    assert!(playback.is_stalled() && playback.next_wakeup().is_none(), "an arrival wakes it, not the clock");
    playback.set_keys(frames(1, 2));
    assert!(playback.is_playing() && !playback.is_stalled(), "it stands on another frame now");
}

#[test]
fn the_ends_of_range_and_loop_are_where_the_new_set_has_them() {
    let mut playback = playback(3);
    playback.set_in(Some(2));
    playback.set_out(Some(6));
    playback.set_looping(true);
    playback.seek(3);
    playback.play(Direction::Forward);
    playback.tick(FRAME, true);
    assert_eq!(playback.tick(FRAME * 2, true), Some(2), "3 is as far as there is anything");
    playback.set_keys(frames(1, 9));
    let moves: Vec<_> = (3..=7).map(|at| playback.tick(FRAME * at, true)).collect();
    assert_eq!(moves, [Some(3), Some(4), Some(5), Some(6), Some(2)]);
    playback.set_keys(frames(5, 7));
    assert_eq!((playback.frame(), playback.tick(FRAME * 8, true)), (Some(5), Some(6)));
    playback.set_looping(false);
    assert_eq!((playback.tick(FRAME * 9, true), playback.is_playing()), (None, false), "the range ends at 6");
}

#[test]
fn without_frames_it_pauses_and_goes_back_once_its_frame_is_there_again() {
    let mut playback = playback(100);
    playback.set_looping(true);
    playback.seek(60);
    playback.play(Direction::Forward);
    playback.set_keys(Arc::default());
    assert_eq!((playback.is_playing(), playback.frame(), playback.next_wakeup()), (false, None, None));
    playback.set_keys(frames(1, 20));
    assert_eq!((playback.frame(), playback.is_playing()), (Some(20), false));
    playback.set_keys(frames(1, 90));
    assert_eq!(playback.frame(), Some(60));
    playback.set_keys(frames(1, 20));
    playback.step(-1);
    playback.set_keys(frames(1, 90));
    assert_eq!(playback.frame(), Some(19), "it was moved meanwhile");
}

#[test]
fn the_first_frames_that_ever_come_are_begun_at_the_first_or_at_the_one_asked_for() {
    let mut playback = Playback::new(Arc::default());
    let mut asked = playback.clone();
    playback.set_keys(frames(5, 9));
    assert_eq!(playback.frame(), Some(5));
    assert_eq!(asked.seek(8), None);
    asked.set_keys(frames(5, 6));
    assert_eq!(asked.frame(), Some(6));
    asked.set_keys(frames(5, 9));
    assert_eq!(asked.frame(), Some(8));
}

#[test]
fn following_stays_at_the_end_as_it_grows_and_shrinks() {
    let mut playback = playback(10);
    playback.set_out(Some(4));
    playback.play(Direction::Forward);
    assert_eq!((playback.set_follow(true), playback.is_playing()), (Some(10), false));
    for last in [11, 50, 7, 8] {
        playback.set_keys(frames(1, last));
        assert_eq!((playback.frame(), playback.is_following()), (Some(last), true));
    }
    playback.set_keys(Arc::default());
    assert_eq!((playback.frame(), playback.is_following()), (None, true));
    playback.set_keys(frames(1, 3));
    assert_eq!((playback.frame(), playback.is_following()), (Some(3), true));
}

#[test]
fn following_begins_before_there_are_frames() {
    let mut playback = Playback::new(Arc::default());
    assert_eq!((playback.set_follow(true), playback.is_following()), (None, true));
    playback.set_keys(frames(1, 30));
    assert_eq!(playback.frame(), Some(30));
}

#[test]
fn any_move_away_from_the_end_ends_following_and_coming_back_does_not_begin_it() {
    let away: [fn(&mut Playback); 6] = [
        |playback| {
            playback.seek(4);
        },
        |playback| {
            playback.step(-1);
        },
        |playback| playback.play(Direction::Forward),
        |playback| {
            playback.play(Direction::Backward);
            playback.tick(FRAME, true);
            playback.tick(FRAME * 2, true);
        },
        |playback| {
            playback.set_follow(false);
        },
        |playback| {
            playback.set_keys(Arc::default());
            playback.seek(4);
        },
    ];
    for away in away {
        let mut playback = playback(10);
        playback.set_follow(true);
        away(&mut playback);
        playback.pause();
        assert!(!playback.is_following());
        playback.set_keys(frames(1, 10));
        playback.seek(10);
        playback.set_keys(frames(1, 20));
        assert_eq!((playback.frame(), playback.is_following()), (Some(10), false));
    }
}

#[test]
fn a_move_that_leads_nowhere_else_keeps_following() {
    let mut playback = playback(10);
    playback.set_follow(true);
    playback.step(5);
    playback.seek(u64::MAX);
    playback.set_in(Some(3));
    playback.set_speed(2.0);
    playback.pause();
    playback.set_keys(frames(1, 12));
    assert_eq!((playback.frame(), playback.is_following()), (Some(12), true));
}

#[derive(Clone, Debug)]
#[allow(clippy::enum_variant_names, reason = "a step and steps are what playback calls them")]
enum Step {
    Keys(u64, u64),
    Seek(u64),
    Move(i64),
    Play(bool),
    Pause,
    Tick(u64, bool),
    Follow(bool),
    Range(u64, u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0_u64..20, 0_u64..20).prop_map(|(first, count)| Step::Keys(first, count)),
        2 => (0_u64..40).prop_map(Step::Seek),
        2 => (-5_i64..5).prop_map(Step::Move),
        2 => any::<bool>().prop_map(Step::Play),
        1 => Just(Step::Pause),
        6 => (0_u64..300, any::<bool>()).prop_map(|(millis, arrived)| Step::Tick(millis, arrived)),
        1 => any::<bool>().prop_map(Step::Follow),
        1 => (0_u64..40, 0_u64..40).prop_map(|(first, last)| Step::Range(first, last)),
    ];
    prop::collection::vec(step, 1..80)
}

proptest! {
    #[test]
    fn the_play_head_stands_as_near_as_can_be_to_where_it_was_moved_last(steps in steps(), looping in any::<bool>()) {
        let mut playback = playback(10);
        playback.set_looping(looping);
        // The naive twin: the frame that somebody or playing moved to last.
        let (mut now, mut wish) = (Duration::ZERO, playback.frame());
        for step in steps {
            let before = playback.frame();
            match step {
                Step::Keys(first, count) => {
                    let keys = KeySet::from_runs((count > 0).then_some(first..=first + count));
                    let expected =
                        if playback.is_following() { keys.last() } else { keys.nearest(wish.unwrap_or(0)) };
                    playback.set_keys(Arc::new(keys));
                    prop_assert_eq!(playback.frame(), expected);
                    wish = if playback.is_following() { expected } else { wish.or(expected) };
                }
                Step::Seek(frame) if playback.keys().is_empty() => {
                    prop_assert_eq!(playback.seek(frame), None);
                    wish = Some(frame);
                }
                Step::Seek(frame) => wish = playback.seek(frame),
                Step::Move(by) => wish = playback.step(by).or(wish),
                Step::Play(forward) => {
                    playback.play(if forward { Direction::Forward } else { Direction::Backward });
                    wish = playback.frame().or(wish);
                }
                Step::Pause => playback.pause(),
                Step::Tick(millis, arrived) => {
                    now += Duration::from_millis(millis);
                    let moved = playback.tick(now, arrived);
                    prop_assert_eq!(moved.or(before), playback.frame());
                    wish = moved.or(wish);
                }
                Step::Follow(follow) => {
                    let frame = playback.set_follow(follow);
                    wish = if follow { frame } else { wish };
                }
                Step::Range(first, last) => {
                    playback.set_in(Some(first));
                    playback.set_out(Some(last));
                }
            }
            let keys = Arc::clone(playback.keys());
            prop_assert_eq!(playback.frame().is_none(), keys.is_empty());
            prop_assert!(playback.frame().is_none_or(|frame| keys.contains(frame)));
            prop_assert!(!playback.is_following() || playback.frame() == keys.last());
            prop_assert!(!(keys.is_empty() && playback.is_playing()), "idle means idle");
        }
    }
}
