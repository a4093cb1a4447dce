//! The made-up street: `cargo bench --bench scene`. What the demo and `generate --pictures` wait for.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/bars.rs"]
mod bars;

use std::hint::black_box;
use std::time::Duration;

use bars::{Report, medians, ratio, time};
use motscope::scene::{Scene, SceneOptions, demo};
use motscope::sequence::Rgba;

fn main() {
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return;
    }
    let mut report = Report::default();
    let milliseconds = |took: Duration| format!("{:.1} ms", took.as_secs_f64() * 1e3);
    let scene = Scene::new(&SceneOptions::default()).expect("fitting options");
    let mut pixels = vec![Rgba::default(); 1920 * 1080];
    let copied = pixels.clone();
    let mut target = pixels.clone();
    let [plan, labels, render, copy] = medians(
        15,
        5,
        [
            &mut |calls| time(calls, |_| drop(black_box(Scene::new(&SceneOptions::default())))),
            &mut |_| time(1, |_| drop(black_box(demo()))) * 5,
            &mut |calls| time(calls, |call| scene.render(call as u32 * 97 + 1, &mut pixels)),
            &mut |calls| time(calls, |_| black_box(&mut target).copy_from_slice(black_box(&copied))),
        ],
    );
    report.bar("plan of 600 frames", &milliseconds(plan), "≤ 50 ms", plan <= Duration::from_millis(50));
    report.bar(
        "demo: plan, ground truth, tracker",
        &milliseconds(labels),
        "≤ 300 ms",
        labels <= Duration::from_millis(300),
    );
    let figure = format!("{} = {:.1} × a copy", milliseconds(render), ratio(render, copy));
    report.bar("picture of 1920×1080, 14 people", &figure, "≤ 10 ms", render <= Duration::from_millis(10));
    report.finish();
}
