use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::predict::adaptive::actions::{Raster, distance};
use crate::predict::adaptive::drag::bell;
use crate::predict::adaptive::habits::Habits;
use crate::predict::{Access, Conditions, DragHint, Hints, PlaybackHint, Prediction, by_benefit};

mod drags;

const RANKS: u64 = 10_000;

/// Somebody who navigates, and a predictor that watches.
struct Person {
    predictor: AdaptivePredictor,
    accesses: Vec<Access>,
    hints: Hints,
    conditions: Conditions,
    at: Duration,
}

impl Person {
    fn new(hints: Hints) -> Self {
        Self {
            predictor: AdaptivePredictor::new(Adaptive::default(), SharedHabits::default()),
            accesses: Vec::new(),
            hints,
            conditions: Conditions {
                ranks: RANKS,
                load_time: Duration::from_millis(60),
                workers: 4,
                ..Conditions::default()
            },
            at: Duration::ZERO,
        }
    }

    fn here(&self) -> u64 {
        self.accesses.last().map_or(0, |access| access.rank)
    }

    fn go(&mut self, rank: u64, millis: u64) -> Predictions {
        self.at += Duration::from_millis(millis);
        self.accesses.push(Access { rank, at: self.at, wait: Some(Duration::ZERO) });
        let surplus = self.accesses.len().saturating_sub(30);
        self.accesses.drain(..surplus);
        self.conditions.moves += 1;
        self.plan()
    }

    fn plan(&mut self) -> Predictions {
        let mut history = AccessHistory::default();
        self.accesses.iter().for_each(|&access| history.push(access));
        history.set_conditions(self.conditions);
        history.set_hints(self.hints.clone());
        let mut out = Predictions::default();
        self.predictor.predict(&history, &mut out);
        out
    }

    fn step(&mut self, by: i64, millis: u64) -> Predictions {
        self.go(self.here().saturating_add_signed(by), millis)
    }

    fn why(&self, prediction: &Prediction) -> &'static str {
        self.predictor.terms()[prediction.main_term()]
    }
}

fn best(out: &Predictions) -> Prediction {
    *out.iter().max_by(|a, b| a.benefit.total_cmp(&b.benefit)).expect("something is predicted")
}

#[test]
fn a_new_habit_is_known_within_ten_moves() {
    let mut person = Person::new(Hints::default());
    person.go(1000, 0);
    (0..400).for_each(|_| _ = person.step(1, 33));
    (0..400).for_each(|move_| _ = person.step(if move_ % 2 == 0 { -5 } else { 1 }, 200));
    for (habit, stride) in [15, -5, 37, -1].into_iter().enumerate() {
        let mut out = Predictions::default();
        (0..10).for_each(|_| out = person.step(stride, 200));
        let foreseen = best(&out);
        assert_eq!(
            (foreseen.offset, person.why(&foreseen), foreseen.step),
            (stride, "repeat", stride),
            "habit {habit}"
        );
        assert!(foreseen.score > 0.5);
    }
}

#[test]
fn a_pattern_of_two_moves_is_a_habit() {
    let mut person = Person::new(Hints::default());
    person.go(5000, 0);
    let mut out = Predictions::default();
    (0..20).for_each(|move_| out = person.step(if move_ % 2 == 0 { 15 } else { -1 }, 300));
    let foreseen = best(&out);
    assert_eq!((foreseen.offset, person.why(&foreseen), foreseen.step), (15, "habit", 0));
}

#[test]
fn going_back_and_forth_between_places_is_a_return() {
    let mut person = Person::new(Hints::default());
    let mut out = Predictions::default();
    for _ in 0..6 {
        for place in [1000, 7000] {
            person.go(place, 900);
            (0..2).for_each(|_| out = person.step(1, 300));
        }
    }
    let back = *out.get(1000 - 7002).expect("the other place");
    assert!(back.score > 0.3, "{back:?}");
    assert_eq!(person.why(&back), "returns here");
}

#[test]
fn landmarks_are_learned_as_moves_of_their_own_both_ways() {
    for (forward, name) in [(true, "next landmark"), (false, "previous landmark")] {
        let landmarks: Arc<[u64]> = (0..90_u64).map(|n| 40 + n * 100 + n * n % 37).collect();
        let mut person = Person::new(Hints { landmarks: Arc::clone(&landmarks), ..Hints::default() });
        let mut out = Predictions::default();
        for n in 0..12 {
            out = person.go(landmarks[if forward { 20 + n } else { 60 - n }], 700);
        }
        let foreseen = best(&out);
        let expected = landmarks[if forward { 32 } else { 48 }];
        assert_eq!((person.here().saturating_add_signed(foreseen.offset), person.why(&foreseen)), (expected, name));
    }
}

#[test]
fn playback_is_followed_with_certainty() {
    let playback = PlaybackHint { stride: -2, period: Duration::from_millis(33), looping: true, first: 100, last: 200 };
    let mut person = Person::new(Hints { playback: Some(playback), ..Hints::default() });
    person.go(150, 0);
    let out = person.go(108, 900);
    let mut order: Vec<Prediction> = out.iter().copied().collect();
    order.sort_by(|a, b| by_benefit((a.benefit, a.offset), (b.benefit, b.offset)));
    let ahead: Vec<u64> = order.iter().take(6).map(|next| 108_u64.saturating_add_signed(next.offset)).collect();
    assert_eq!(ahead[..2], [104, 102]);
    for rank in [106_i64, 104, 102, 100, 199, 197, 195] {
        let next = *out.get(rank - 108).expect("a frame that is played");
        assert_eq!(person.why(&next), "playback");
        assert!(next.score > 0.7 && next.benefit >= out.floor());
    }
    person.hints.playback = None;
    assert!(person.go(106, 33).iter().all(|next| person.why(next) != "playback"));
}

#[test]
fn a_drag_is_foreseen_and_explained() {
    let mut person = Person::new(Hints { scrubber: Some(1000), ..Hints::default() });
    let raster = Raster::new(1000, RANKS).unwrap();
    let place = |sample: f32| (200.0 + 300.0 * bell(sample * 16.7 / 1000.0).0).round() as i64;
    person.go(raster.rank(200), 0);
    let mut hits = 0.0;
    for sample in 3..45_u8 {
        let out = person.go(raster.rank(place(f32::from(sample))), 17);
        let ahead = raster.rank(place(f32::from(sample) + 4.0));
        let next = out.get(distance(person.here(), ahead));
        if sample >= 15 && next.is_some_and(|next| next.score > 0.05 && person.why(next) == "drag") {
            hits += 1.0;
        }
    }
    assert!(hits > 24.0, "{hits} of 30");
}

#[test]
fn who_jumps_at_random_costs_nothing() {
    let mut person = Person::new(Hints::default());
    let mut out = Predictions::default();
    (0..200).for_each(|jump| out = person.go(jump * 7919 % 9973, 900));
    let worth_loading = out.iter().filter(|next| next.benefit >= out.floor()).count();
    assert!(worth_loading <= 1, "{worth_loading}");
}

#[test]
fn planning_the_same_place_again_teaches_nothing() {
    let (mut once, mut often) = (Person::new(Hints::default()), Person::new(Hints::default()));
    for rank in [100, 105, 110, 115, 114, 119, 120, 7000, 7005] {
        let (first, second) = (once.go(rank, 250), often.go(rank, 250));
        assert!(first.iter().eq(&second) && first.len() > 20);
        (0..3).for_each(|_| assert!(often.plan().iter().eq(&first)));
    }
}

#[test]
fn what_was_learned_outlives_the_predictor_until_it_is_cleared() {
    let memory = SharedHabits::default();
    let mut person = Person::new(Hints::default());
    person.predictor = AdaptivePredictor::new(Adaptive::default(), memory.clone());
    person.go(1000, 0);
    (0..60).for_each(|move_| _ = person.step(if move_ % 3 == 0 { 42 } else { -7 }, 200));
    let saved = serde_json::to_string(&memory.habits()).unwrap();
    assert!(saved.len() < 20_000);
    let habits: Habits = serde_json::from_str(&saved).unwrap();
    assert_eq!(habits, memory.habits());
    memory.clear();
    assert_eq!(memory.habits(), Habits::default());
    person.step(1, 200);
}

#[test]
fn memory_is_bounded() {
    let mut person = Person::new(Hints { scrubber: Some(1000), ..Hints::default() });
    for jump in 0..20_000_u64 {
        person.go((jump * jump * 31 + jump % 7) % RANKS, 5 + jump % 400);
    }
    let saved = serde_json::to_string(&person.predictor.habits.habits()).unwrap();
    assert!(saved.len() < 200_000, "{}", saved.len());
}

fn any_hints() -> impl Strategy<Value = Hints> {
    let rank = || prop_oneof![0_u64..200, any::<u64>()];
    let playback = (any::<i64>(), -9_i64..9, any::<bool>(), any::<bool>(), rank(), rank()).prop_map(
        |(wild, stride, is_wild, looping, first, last)| PlaybackHint {
            stride: if is_wild { wild } else { stride },
            period: Duration::ZERO,
            looping,
            first,
            last,
        },
    );
    let drag = (any::<f64>(), any::<f64>()).prop_map(|(position, speed)| DragHint { position, speed });
    let landmarks = prop::collection::vec(rank(), 0..40);
    let jumps = prop::collection::vec(prop_oneof![-40_i64..40, any::<i64>()], 0..40);
    let scrubber = prop::option::of(prop_oneof![0_u32..300, any::<u32>()]);
    (prop::option::of(playback), prop::option::of(drag), landmarks, jumps, scrubber).prop_map(
        |(playback, drag, landmarks, jumps, scrubber)| Hints {
            playback,
            drag,
            landmarks: landmarks.into(),
            jumps: jumps.into(),
            scrubber,
        },
    )
}

fn any_history() -> impl Strategy<Value = AccessHistory> {
    let rank = prop_oneof![0_u64..200, any::<u64>()];
    let access = (rank.clone(), prop_oneof![0_u64..1000, any::<u64>()]).prop_map(|(rank, at)| Access {
        rank,
        at: Duration::from_millis(at),
        wait: at.is_multiple_of(3).then_some(Duration::from_millis(at / 3)),
    });
    let conditions = (rank.clone(), any::<u64>(), any::<u32>(), any::<u32>(), any::<u32>(), 0_usize..200, 0_usize..9)
        .prop_map(|(ranks, moves, load, waiting, idle, capacity, workers)| Conditions {
            ranks,
            moves,
            load_time: Duration::from_micros(load.into()),
            waiting: Duration::from_micros(waiting.into()),
            idle: Duration::from_micros(idle.into()),
            capacity,
            workers,
        });
    (prop::collection::vec(access, 0..30), prop::option::of(conditions), prop::option::of(rank), any_hints()).prop_map(
        |(accesses, conditions, elsewhere, hints)| {
            let mut history = AccessHistory::default();
            accesses.into_iter().for_each(|access| history.push(access));
            conditions.into_iter().for_each(|conditions| history.set_conditions(conditions));
            elsewhere.into_iter().for_each(|rank| history.stand_at(rank));
            history.set_hints(hints);
            history
        },
    )
}

proptest! {
    #[test]
    fn no_history_and_no_hint_is_too_odd_and_equal_ones_have_equal_answers(
        histories in prop::collection::vec(any_history(), 1..8),
        (floor, depth, width, places) in (any::<f64>(), 0_u32..99, 0_u32..99, 0_u32..99),
    ) {
        let settings = Adaptive { floor, depth, width, places, ..Adaptive::default() };
        let mut twins = [(); 2].map(|()| AdaptivePredictor::new(settings, SharedHabits::default()));
        for history in &histories {
            let answers = twins.each_mut().map(|twin| {
                let mut out = Predictions::default();
                twin.predict(history, &mut out);
                out.iter().copied().collect::<Vec<_>>()
            });
            prop_assert!(answers[0].iter().all(|next| next.score.is_finite() && next.benefit.is_finite() && next.offset != 0));
            prop_assert_eq!(&answers[0], &answers[1]);
        }
    }

    #[test]
    fn habits_that_anybody_may_have_written_are_read_as_good_or_as_none(
        symbols in prop::collection::vec(prop_oneof![Just(r#"["Next",1]"#), Just(r#"["Far",1]"#), Just(r#"[{"Step":9223372036854775807},1]"#), Just(r#"[{"Pixels":-3},9]"#)], 0..60),
        counts in prop::collection::vec((any::<u8>(), prop_oneof![Just("1.5"), Just("-1"), Just("1e30"), Just("0.0001")]), 0..60),
        one in 0_usize..60, hand in prop_oneof![Just("1e30"), Just("-5"), Just("0")], fixed in any::<bool>(),
    ) {
        let followers = counts.iter().map(|(of, n)| format!("[{of},{n}]")).collect::<Vec<_>>().join(",");
        let followers = format!(r#"{{"counts":[{followers}],"used":4294967295}}"#);
        let fixed = if fixed { vec![r#"["Next",0]"#, r#"["Previous",0]"#, r#"["Far",0]"#] } else { vec![] };
        let text = format!(
            r#"{{"counts":{{"symbols":[{}],"any":{followers},"one":[{}],"two":[[3,4,{followers}],[200,3,{followers}]],"clock":4294967295}},
                "hand":{{"tremor":{hand},"reach":{hand},"tick":{hand},"one":{hand},"trust":{hand}}}}}"#,
            fixed.into_iter().chain(symbols).collect::<Vec<_>>().join(","), vec![followers.clone(); one].join(","),
        );
        let Ok(habits) = serde_json::from_str::<Habits>(&text) else { return Ok(()) };
        let mut person = Person::new(Hints { scrubber: Some(1000), ..Hints::default() });
        person.predictor = AdaptivePredictor::new(Adaptive::default(), SharedHabits::of(habits));
        for rank in [100, 110, 120, 130, 131, 5000, 5005, 120] {
            for next in &person.go(rank, 17) {
                prop_assert!(next.score.is_finite() && next.score < 40.0);
            }
        }
    }
}

#[test]
fn a_predictor_with_the_same_memory_goes_on_where_the_last_one_was() {
    let mut person = Person::new(Hints::default());
    let memory = SharedHabits::default();
    person.predictor = AdaptivePredictor::new(Adaptive::default(), memory.clone());
    person.go(1000, 0);
    (0..60).for_each(|_| _ = person.step(-5, 200));
    (0..29).for_each(|_| _ = person.step(1, 200));
    let (expected, learned) = (person.plan(), memory.habits());
    for _ in 0..40 {
        person.predictor = AdaptivePredictor::new(Adaptive::default(), memory.clone());
        let again = person.plan();
        assert!(again.iter().eq(expected.iter()), "as sliders do it: the same predictor with other settings");
    }
    assert_eq!(memory.habits(), learned);
}

#[test]
fn what_was_forgotten_is_not_learned_again_from_the_moves_of_before() {
    let mut person = Person::new(Hints::default());
    let memory = SharedHabits::default();
    person.predictor = AdaptivePredictor::new(Adaptive::default(), memory.clone());
    person.go(1000, 0);
    (0..60).for_each(|_| _ = person.step(-5, 200));
    memory.clear();
    person.plan();
    let mut stranger = Person::new(Hints::default());
    let nothing = SharedHabits::default();
    stranger.predictor = AdaptivePredictor::new(Adaptive::default(), nothing.clone());
    stranger.go(1000, 0);
    assert_eq!(memory.habits(), nothing.habits());
    person.step(1, 200);
    assert_ne!(memory.habits(), nothing.habits());
}
