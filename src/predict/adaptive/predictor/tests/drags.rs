//! Drags of a pointer that the caller gives hints about.

use super::*;

/// Somebody whose pointer holds the scrubber.
fn dragging() -> Person {
    let drag = Some(DragHint { position: 0.0, speed: 100.0 });
    Person::new(Hints { scrubber: Some(1000), drag, ..Hints::default() })
}

#[test]
fn a_pointer_that_holds_the_scrubber_does_nothing_else() {
    let mut person = dragging();
    let raster = Raster::new(1000, RANKS).unwrap();
    let mut out = Predictions::default();
    (0..30).for_each(|sample| out = person.go(raster.rank(200 + 8 * sample), 110));
    assert!(out.len() > 3 && out.iter().all(|next| person.why(next) == "drag"));
    let ahead = distance(person.here(), raster.rank(200 + 8 * 30));
    assert_eq!(best(&out).offset, ahead);
    let sum: f64 = out.iter().map(|next| next.benefit).sum();
    assert!(sum <= 2.0, "the next sample is at one place, and later ones can wait: {sum}");
}

#[test]
fn nothing_is_loaded_for_a_drag_that_nobody_can_foresee() {
    let mut person = dragging();
    let raster = Raster::new(1000, RANKS).unwrap();
    let (mut state, mut worth_loading) = (1_u64, 0);
    for sample in 0..300 {
        // A linear congruential generator.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let out = person.go(raster.rank(500 + (state >> 33) as i64 % 191 - 95), 110);
        if sample >= 100 {
            worth_loading += out.iter().filter(|next| next.benefit >= out.floor()).count();
        }
    }
    assert!(worth_loading <= 100, "half a load a move: {worth_loading}");
}

#[test]
fn a_hand_at_rest_is_planned_for_anew() {
    let mut person = dragging();
    let raster = Raster::new(1000, RANKS).unwrap();
    let mut pixel = 100;
    for step in [1, 12, 14, 4].repeat(8) {
        pixel += step;
        person.go(raster.rank(pixel), if step == 1 { 900 } else { 110 });
    }
    person.conditions.idle = Duration::from_millis(250);
    let at_rest = person.plan();
    assert_eq!(best(&at_rest).offset, distance(raster.rank(pixel), raster.rank(pixel + 1)));
}

#[test]
fn waiting_for_frames_is_not_taken_for_a_slow_hand() {
    let raster = Raster::new(1000, RANKS).unwrap();
    let drag = |wait: u64| {
        let mut person = dragging();
        let mut out = Predictions::default();
        for sample in 0..40 {
            if let Some(last) = person.accesses.last_mut() {
                last.wait = Some(Duration::from_millis(wait));
            }
            out = person.go(raster.rank(100 + 5 * sample), 16 + wait);
        }
        out.iter().map(|next| (next.offset, next.score)).collect::<Vec<_>>()
    };
    assert_eq!(drag(0), drag(60));
}
