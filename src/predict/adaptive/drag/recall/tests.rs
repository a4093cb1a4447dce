use super::*;
use proptest::prelude::*;

const IDLE_LOADERS: Scoring = Scoring { decay: 0.96, load: 60.0, wait: 0.0, pause: 100.0, hurry: 0.15 };

const HAND: HandModel = HandModel {
    tremor: 0.6,
    reach: 2500.0,
    sample_time: 110.0,
    trust_in_best: 0.5,
    trust_in_motion: 0.5,
    trust_in_recall: 0.5,
    recalled: 0.8,
    typical: 0.1,
    shaped: 0.5,
};

/// A hand that has made these samples, the oldest first: pixels and milliseconds.
fn hand(samples: &[(i64, f32)]) -> (Recall, Likeness) {
    let (mut recall, mut likeness) = (Recall::default(), Likeness::default());
    samples.iter().for_each(|&(step, pause)| recall.learn(step, pause, &mut likeness));
    (recall, likeness)
}

fn foretold((recall, likeness): &(Recall, Likeness), idle: f32) -> Vec<(i64, super::super::foretold::Worth)> {
    let mut out = Foretold::default();
    recall.foretell(likeness, idle, &HAND, &IDLE_LOADERS, 1.0, &mut out);
    out.pixels().collect()
}

/// The pixel most worth loading.
fn best(hand: &(Recall, Likeness), idle: f32) -> i64 {
    let pixels = foretold(hand, idle);
    pixels.into_iter().max_by(|a, b| a.1.benefit.total_cmp(&b.1.benefit)).map_or(0, |(pixel, _)| pixel)
}

#[test]
fn what_a_hand_did_before_in_such_a_moment_it_does_again_also_at_another_speed_and_backward() {
    let strokes = [(10_i64, 600.0), (20, 110.0), (60, 110.0), (15, 110.0)].repeat(12);
    for (first, second, expected) in [(10, 20, 60), (12, 24, 72), (-10, -20, -60)] {
        let mut samples = strokes.clone();
        samples.extend([(first, 600.0), (second, 110.0)]);
        let foreseen = best(&hand(&samples), 0.0);
        assert!((foreseen - expected).abs() <= 3, "{foreseen} instead of {expected}");
    }
}

/// Two samples in a row with no time between them are both loaded before the first of them comes.
#[test]
fn a_sample_that_comes_with_the_one_before_it_is_loaded_with_it() {
    let worth_of_the_second = |pause: f32| {
        let mut strokes = [(10_i64, 600.0), (20, 110.0), (40, 110.0), (40, pause)].repeat(12);
        strokes.extend([(10, 600.0), (20, 110.0)]);
        let pixels = foretold(&hand(&strokes), 0.0);
        pixels.iter().find(|(pixel, _)| *pixel == 80).map_or(0.0, |(_, worth)| worth.benefit)
    };
    let [at_once, later] = [0.0, 110.0].map(worth_of_the_second);
    assert!(at_once > 2.0 * later && later > 0.0, "{at_once} {later}");
}

#[test]
fn a_stranger_is_expected_to_go_on_at_about_the_same_speed() {
    let stranger = hand(&[(10, 110.0), (10, 110.0)]);
    assert!((8..=10).contains(&best(&stranger, 0.0)));
    let certain = foretold(&stranger, 0.0).iter().map(|(_, worth)| worth.benefit).fold(0.0, f32::max);
    assert!(certain < 0.2, "nobody knows a stranger to the pixel: {certain}");
}

#[test]
fn a_hand_at_rest_begins_as_it_began_before() {
    let strokes = [(1_i64, 900.0), (20, 110.0), (22, 110.0), (3, 110.0)].repeat(12);
    let hand = hand(&strokes);
    assert_eq!(best(&hand, 250.0), 1);
    let moving: f32 = foretold(&hand, 250.0)
        .iter()
        .filter(|(pixel, _)| *pixel > 3 && *pixel < 10)
        .map(|(_, worth)| worth.value)
        .sum();
    assert!(moving < 0.1, "{moving}");
}

#[test]
fn a_stranger_at_rest_begins_with_a_short_step_rather_onward_than_back() {
    let stranger = hand(&[(-10, 110.0), (-10, 110.0)]);
    assert_eq!(best(&stranger, 250.0), -1);
    let worth =
        |of: i64| foretold(&stranger, 250.0).iter().find(|(pixel, _)| *pixel == of).map_or(0.0, |it| it.1.benefit);
    assert!(worth(-1) > worth(-3) && worth(-3) > worth(-9) && worth(-2) > worth(2) && worth(2) > 0.0);
    let all: f32 = foretold(&stranger, 250.0).iter().map(|(_, worth)| worth.value).sum();
    assert!((0.5..=1.0).contains(&all), "{all}");
}

#[test]
fn who_cannot_be_foreseen_is_not_pretended_to_be() {
    // Steps that do not depend on those before them, by a linear congruential generator.
    let mut state = 1_u64;
    let mut step = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as i64 % 151 - 75
    };
    let samples: Vec<(i64, f32)> = (0..600).map(|_| (step(), 110.0)).filter(|step| step.0 != 0).collect();
    let most = foretold(&hand(&samples), 0.0).iter().map(|(_, worth)| worth.benefit).fold(0.0, f32::max);
    assert!(most < 0.1, "{most}");
}

#[test]
fn another_drag_does_not_go_on_where_the_last_one_was() {
    let (mut recall, mut likeness) = hand(&[(10, 110.0), (12, 110.0)]);
    assert!(recall.is_dragging(&likeness));
    likeness = Likeness::default();
    assert!(!recall.is_dragging(&likeness));
    recall.learn(5, 110.0, &mut likeness);
    assert!(recall.is_dragging(&likeness));
    assert_eq!(Vec::from(recall), [(10, 110), (12, 110), (0, 2000), (5, 110)]);
}

#[test]
fn only_the_last_samples_are_kept_and_saved_ones_are_the_same_memory() {
    let samples: Vec<(i64, f32)> = (0..5000_i64).map(|at| (1 + at % 23, (at % 211) as f32)).collect();
    let (recall, _) = hand(&samples);
    let saved = serde_json::to_string(&recall).unwrap();
    assert!(recall.moments.len() == KEPT && saved.len() < 15_000, "{}", saved.len());
    assert_eq!(serde_json::from_str::<Recall>(&saved).unwrap(), recall);
}

proptest! {
    #[test]
    fn likelihoods_sum_to_one_at_most_whatever_was_saved(
        saved in prop::collection::vec((any::<i16>(), any::<u16>()), 0..80), steps in prop::collection::vec((any::<i64>(), any::<f32>()), 0..6),
        idle in prop_oneof![Just(0.0), 0.0_f32..900.0, any::<f32>()], usual in 4.0_f32..60.0,
    ) {
        let (mut recall, mut likeness) = (Recall::from(saved), Likeness::default());
        for (step, pause) in steps {
            recall.learn(step, pause, &mut likeness);
        }
        let mut sum = 0.0;
        let clock = Clock { idle: 0.0, usual, pause: usual };
        recall.continuations::<AHEAD>(&likeness.neighbours, clock, [0.7, 0.3], |p, path| {
            sum += p;
            assert!(path.iter().all(|next| next.place.is_finite() && next.time.is_finite()));
        });
        prop_assert!((0.0..=1.0001).contains(&sum));
        for of in 0..2 {
            let next: f32 = (-900..900).map(|step| recall.likelihoods(&likeness, usual, step)[of]).sum();
            prop_assert!((0.0..=1.01).contains(&next), "{}", next);
        }
        prop_assert!((-900..900).map(|step| recall.unforeseen(step)).sum::<f32>() <= 1.01);
        let mut out = Foretold::default();
        recall.foretell(&likeness, idle, &HAND, &IDLE_LOADERS, 1.0, &mut out);
        // Each of at most eight samples ahead is at one pixel.
        prop_assert!(out.pixels().map(|(_, worth)| worth.value).sum::<f32>() <= 8.0);
        prop_assert!(out.pixels().all(|(_, worth)| worth.value <= 1.001 && worth.benefit <= worth.value + 1e-4));
    }

    #[test]
    fn the_nearest_moments_are_those_that_a_naive_search_finds(
        samples in prop::collection::vec((-40_i64..40, 0_u16..300), 2..400), idle in prop_oneof![Just(0.0_f32), Just(200.0)],
    ) {
        let samples: Vec<(i64, f32)> = samples.into_iter().map(|(step, pause)| (step, pause.into())).collect();
        let (recall, likeness) = hand(&samples);
        let mut found = recall.similar(idle);
        found.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(b.at.cmp(&a.at)));
        let width = if idle > 0.0 { WIDTH_AT_REST } else { WIDTH };
        let mut naive: Vec<(u64, f32)> = Vec::new();
        if let Some(now) = recall.get(likeness.of) {
            for at in 1..recall.newest() {
                let (Some(then), Some(next)) = (recall.get(at), recall.get(at + 1)) else { continue };
                let square: f32 = (0..6).map(|of| ((then.context[of] - now.context[of]) / width).powi(2)).sum();
                if f32::from(next.sample.pause) > idle && square < 2.0 * FARTHEST {
                    naive.push((at, (-0.5 * square).exp()));
                }
            }
        }
        naive.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        naive.truncate(NEIGHBOURS);
        prop_assert!(found.len().abs_diff(naive.len()) <= 1);
        for (one, other) in found.iter().zip(&naive) {
            prop_assert!((one.weight - other.1).abs() < 1e-4);
        }
    }
}
