//! What a repaint costs the processor, layout and tessellation together: `cargo bench --bench window`.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/bars.rs"]
mod bars;

use std::time::{Duration, Instant};

use bars::{Report, median};
use eframe::App as _;
use eframe::egui::{self, Event, Key, Modifiers, RawInput, Rect, Vec2};
use motscope::app::{Start, Window};
use motscope::mot::Progress;
use motscope::mot::generate::{self, Amount, Options};

const LIMIT: Duration = Duration::from_mins(1);

fn main() {
    let mut report = Report::default();
    for boxes in [100.0, 1000.0] {
        let repaint = repaints(boxes);
        let figure = format!("{:?} median, {:?} p99", median(repaint.clone()), percentile_99(repaint.clone()));
        let what = format!("window frame at {boxes} boxes, a step each, 1280×800");
        if boxes > 100.0 {
            report.bar(&what, &figure, "≤ 4 ms", median(repaint) <= Duration::from_millis(4));
        } else {
            report.figure(&what, &figure);
        }
    }
    report.finish();
}

/// The time of each repaint while stepping through a sequence with so many boxes a frame, all panels open.
fn repaints(boxes: f64) -> Vec<Duration> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bench.txt");
    let options = Options { frames: 400, amount: Amount::Density(boxes), ..Options::default() };
    let mut file = std::fs::File::create(&path).expect("a file");
    generate::write_to(&mut file, &options, &Progress::new()).expect("room for it");
    drop(file);

    let ctx = egui::Context::default();
    let creation = eframe::CreationContext::_new_kittest(ctx.clone());
    let mut window = Window::new(&creation, Start { path: Some(path), ..Start::default() }, Instant::now());
    let mut frame = eframe::Frame::_new_kittest();
    let began = Instant::now();
    let mut pass = |window: &mut Window, events: Vec<Event>| {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(egui::Pos2::ZERO, Vec2::new(1280.0, 800.0))),
            time: Some(began.elapsed().as_secs_f64()),
            events,
            focused: true,
            ..RawInput::default()
        };
        let start = Instant::now();
        let mut output = ctx.run_ui(input, |ui| {
            window.logic(ui.ctx(), &mut frame);
            window.show(ui);
        });
        let shapes = ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = start.elapsed();
        // Uploading them is the renderer's work, and there is none.
        output.textures_delta.clear();
        assert!(!shapes.is_empty());
        took
    };
    while window.state().document.as_ref().is_none_or(|document| document.summary.is_none()) {
        pass(&mut window, Vec::new());
        assert!(began.elapsed() < LIMIT, "the file was not opened");
    }
    let mut times = Vec::new();
    for step in 0..300 {
        let key = |pressed| Event::Key {
            key: Key::ArrowRight,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        // The press moves the play head, the pass after it draws the frame that came.
        let pressed = pass(&mut window, vec![key(true), key(false)]);
        window.state().document.as_ref().expect("open").cache.wait_idle(LIMIT);
        let drawn = pass(&mut window, Vec::new());
        if step >= 20 {
            times.extend([pressed, drawn]);
        }
    }
    assert!(window.state().position() > Some(290), "the keys moved the play head");
    times
}

fn percentile_99(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() * 99 / 100]
}
