use super::*;
use crate::cache::Capacity;
use crate::predict::{PredictorConfig, PredictorKind};
use crate::sim::{Machine, Person, Tuning, User};
use std::sync::Arc;
use std::time::Duration;

static NEVER: AtomicBool = AtomicBool::new(false);

/// Somebody who waits 60 ms for each load, with a predictor of which little is asked.
fn session(person: Person) -> (Setup, Trace) {
    let (trace, hints) = person.navigation(1, 120, 2000);
    let mut predictors = PredictorConfig { kind: PredictorKind::DynamicDistanceDecay, ..PredictorConfig::default() };
    predictors.dynamic_distance_decay.max_span = 1;
    let machine = Machine {
        load: Duration::from_millis(60),
        sigma: 0.0,
        seed: 0,
        capacity: Capacity::entries(32),
        frame_bytes: 1,
        workers: 4,
        user: User::Block,
        keys: Arc::new(trace.key_set().unwrap()),
        video: None,
    };
    let hints = hints.hints(&[]);
    (Setup { machine, tuning: Tuning { degree: 1, ..Tuning::default() }, predictors, hints, jumps: Vec::new() }, trace)
}

fn search(budget: usize, seed: u64) -> Search {
    let sessions = vec![session(Person::Play), session(Person::Review)];
    let space = Space::around(&sessions[0].0, budget);
    Search::new(sessions, space, seed)
}

fn finished(mut search: Search) -> Search {
    while search.step(&NEVER).is_some() {}
    search
}

#[test]
fn a_better_setting_is_found_where_the_settings_of_now_are_bad() {
    let search = finished(search(60, 1));
    let (now, best) = (search.now().unwrap(), search.front().last().unwrap());
    assert_eq!((now.settings.degree, now.settings.predictors.dynamic_distance_decay.max_span), (1, 1));
    assert!(best.stall_mean_ms < now.stall_mean_ms / 5.0, "{} after {}", best.stall_mean_ms, now.stall_mean_ms);
    assert!(best.settings.degree > 1 && best.settings.predictors.dynamic_distance_decay.max_span > 1);
    assert_eq!(search.evaluated(), 60);
}

#[test]
fn nothing_on_the_front_is_beaten_by_the_settings_of_now_or_by_another() {
    let search = finished(search(60, 2));
    assert!(search.front().len() > 2);
    for point in search.front() {
        assert!(!search.now().unwrap().beats(point));
        assert!(!search.front().iter().any(|other| other.beats(point)));
    }
    let rises = |two: &[Evaluation]| two[0].loads_per_move < two[1].loads_per_move;
    assert!(search.front().windows(2).all(rises));
}

#[test]
fn the_same_seed_finds_the_same_and_another_something_else() {
    let (one, other) = (finished(search(40, 3)), finished(search(40, 3)));
    assert_eq!(one.front(), other.front());
    assert_ne!(one.front(), finished(search(40, 4)).front());
}

#[test]
fn generations_and_single_steps_find_the_same() {
    let mut by_generation = search(50, 5);
    loop {
        let generation = by_generation.generation();
        if generation.is_empty() {
            break;
        }
        // As threads would: the last one first.
        let mut points: Vec<Evaluation> =
            generation.iter().rev().map(|settings| by_generation.evaluate(settings, &NEVER).unwrap()).collect();
        points.reverse();
        points.into_iter().for_each(|point| by_generation.accept(point));
    }
    let by_step = finished(search(50, 5));
    assert_eq!((by_generation.evaluated(), by_generation.front()), (50, by_step.front()));
}

#[test]
fn a_cancelled_search_keeps_its_front_and_can_go_on() {
    let mut search = search(30, 6);
    for _ in 0..10 {
        search.step(&NEVER).unwrap();
    }
    let front = search.front().to_vec();
    assert!(search.step(&AtomicBool::new(true)).is_none());
    assert_eq!((search.evaluated(), search.front()), (10, &front[..]));
    assert_eq!(finished(search).front(), finished(self::search(30, 6)).front());
}

#[test]
fn capacity_stays_within_what_was_allowed_and_is_small_where_more_is_of_no_use() {
    let sessions = vec![session(Person::Play)];
    let space = Space { capacities: 2..=24, ..Space::around(&sessions[0].0, 80) };
    let search = finished(Search::new(sessions, space, 7));
    let others = search.front().iter().filter(|point| point.settings != search.now().unwrap().settings);
    assert!(others.clone().count() > 0);
    assert!(others.into_iter().all(|point| (2..=24).contains(&point.settings.capacity)));
    assert!(search.front().iter().any(|point| point.settings.capacity < 24));
}

#[test]
fn several_predictors_are_tried_and_only_those() {
    let sessions = vec![session(Person::Jumps)];
    let kinds = vec![PredictorKind::None, PredictorKind::DynamicData];
    let space = Space { kinds: kinds.clone(), ..Space::around(&sessions[0].0, 40) };
    let mut search = Search::new(sessions, space, 8);
    let mut tried = Vec::new();
    while let Some(point) = search.step(&NEVER) {
        tried.push(point.settings.predictors.kind);
    }
    assert_eq!(tried.remove(0), PredictorKind::DynamicDistanceDecay, "what there is now");
    assert!(kinds.iter().all(|kind| tried.contains(kind)) && tried.iter().all(|kind| kinds.contains(kind)));
}

#[test]
fn a_space_of_few_settings_ends_before_the_budget_and_an_empty_one_at_once() {
    let sessions = vec![session(Person::Play)];
    let kinds = vec![PredictorKind::None];
    let space = Space { capacities: 3..=4, degrees: 1..=2, kinds, budget: 1000 };
    let search = finished(Search::new(sessions.clone(), space.clone(), 9));
    assert_eq!(search.evaluated(), 5, "two capacities, two degrees, and what there is now");
    let nothing = Space { kinds: Vec::new(), ..space.clone() };
    assert_eq!(finished(Search::new(sessions, nothing, 9)).evaluated(), 1);
    let search = finished(Search::new(Vec::new(), space, 9));
    assert_eq!((search.evaluated(), search.now()), (0, None));
}
