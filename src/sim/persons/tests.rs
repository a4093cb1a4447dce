use super::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

#[test]
fn a_person_is_found_by_its_name_and_others_are_told_who_there_is() {
    for person in Person::ALL {
        assert_eq!(person.to_string().parse(), Ok(person));
    }
    let told = "nobody".parse::<Person>().unwrap_err().to_string();
    assert!(told.contains("nobody") && told.contains("ping-pong"), "{told}");
}

#[test]
fn the_same_seed_is_the_same_person_and_another_is_another() {
    for person in Person::ALL {
        assert_eq!(person.navigation(1, 300, 10_000), person.navigation(1, 300, 10_000));
        assert_ne!(person.navigation(1, 300, 10_000).0, person.navigation(2, 300, 10_000).0, "{person}");
    }
}

#[test]
fn navigation_is_what_it_was_whatever_machine_makes_it() {
    let sum = Person::ALL
        .iter()
        .flat_map(|person| person.navigation(7, 2000, 10_000).0.moves)
        .fold(0, |sum, step| mix(sum ^ step.key ^ (step.at.as_micros() as u64) << 20));
    assert_eq!(sum, 1_359_828_334_665_234_777);
}

#[test]
fn a_longer_navigation_begins_like_a_shorter_one() {
    for person in Person::ALL {
        let (long, short) = (person.navigation(3, 700, 10_000).0, person.navigation(3, 100, 10_000).0);
        assert_eq!(long.moves[..100], short.moves, "{person}");
    }
}

#[test]
fn drags_stay_on_the_pixels_of_the_scrubber() {
    let (trace, hints) = Person::Drag.navigation(5, 2000, 10_000);
    let last = f64::from(hints.pixels[0] - 1);
    let grid: BTreeSet<u64> = (0..hints.pixels[0]).map(|at| (f64::from(at) * 9999.0 / last).round() as u64).collect();
    let off = trace.moves.windows(2).filter(|two| !grid.contains(&two[1].key) && two[0].key.abs_diff(two[1].key) > 1);
    assert_eq!(off.count(), 0);
    let on = trace.moves.iter().filter(|step| grid.contains(&step.key)).count();
    assert!(on > 1500, "{on}");
}

#[test]
fn who_looks_at_errors_goes_to_landmarks_and_steps_around_them() {
    let (trace, hints) = Person::Errors.navigation(5, 2000, 10_000);
    let far = trace.moves.windows(2).filter(|two| two[0].key.abs_diff(two[1].key) > 1);
    assert!(far.clone().count() > 100);
    assert!(far.into_iter().all(|two| hints.landmarks.contains(&two[1].key)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_row_is_a_move_inside_the_sequence_and_time_goes_on(
        person in prop::sample::select(Person::ALL.to_vec()), seed: u64, rows in 0_usize..600,
        frames in prop_oneof![0_u64..40, 40_u64..20_000, Just(u64::MAX)],
    ) {
        let (trace, hints) = person.navigation(seed, rows, frames);
        let last = frames.max(2) - 1;
        prop_assert_eq!(trace.moves.len(), rows);
        prop_assert_eq!(trace.keys, Some(0..=last));
        prop_assert!(trace.moves.iter().all(|step| step.key <= last));
        prop_assert!(trace.moves.windows(2).all(|two| two[0].at <= two[1].at && two[0].key != two[1].key));
        prop_assert!(hints.landmarks.iter().chain(&hints.bookmarks).all(|&key| key <= last));
    }
}
