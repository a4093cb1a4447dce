//! A pass of the window without a screen: layout and tessellation of everything, at 100 and 1,000 boxes a frame.
//!
//! `cargo bench --bench window`
#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use divan::Bencher;
use eframe::egui::{self, Event, Key, Modifiers, RawInput, Rect, pos2, vec2};
use motscope::app::{Start, Window};
use motscope::mot::generate::{Amount, Options, to_vec};

fn main() {
    divan::main();
}

/// The same frame again, as when the pointer moves.
#[divan::bench(args = [100, 1000])]
fn same_frame(bencher: Bencher<'_, '_>, boxes: u32) {
    let mut screen = Screen::new(boxes);
    bencher.bench_local(|| screen.pass(Vec::new()));
}

/// A step to the next frame, which is resident.
#[divan::bench(args = [100, 1000])]
fn next_frame(bencher: Bencher<'_, '_>, boxes: u32) {
    let mut screen = Screen::new(boxes);
    let mut steps = 0;
    bencher
        .with_inputs(|| {
            steps += 1;
            // There and back again between two frames that stay in the cache.
            vec![key(if steps % 2 == 0 { Key::ArrowLeft } else { Key::ArrowRight })]
        })
        .bench_local_values(|events| screen.pass(events));
}

fn key(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

/// The window at 1280×800 on a generated file with so many boxes a frame.
struct Screen {
    ctx: egui::Context,
    window: Window,
    passes: u32,
    _folder: tempfile::TempDir,
}

impl Screen {
    fn new(boxes: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made.txt");
        let options = Options { frames: 200, amount: Amount::Density(boxes.into()), ..Options::default() };
        std::fs::write(&path, to_vec(&options).unwrap()).unwrap();
        let ctx = egui::Context::default();
        let creation = eframe::CreationContext::_new_kittest(ctx.clone());
        let start = Start { path: Some(path), frame: Some(100), ..Start::default() };
        let window = Window::new(&creation, start, Instant::now());
        let mut screen = Self { ctx, window, passes: 0, _folder: folder };
        let is_ready = |window: &Window| {
            let document = window.state().document.as_ref();
            document
                .is_some_and(|document| document.summary.is_some() && document.cache.wait_idle(Duration::from_mins(1)))
        };
        while !is_ready(&screen.window) {
            screen.pass(Vec::new());
            std::thread::yield_now();
        }
        (0..10).for_each(|_| drop(screen.pass(Vec::new())));
        screen
    }

    fn pass(&mut self, events: Vec<Event>) -> Vec<egui::ClippedPrimitive> {
        self.passes += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 800.0))),
            time: Some(f64::from(self.passes) / 60.0),
            events,
            ..RawInput::default()
        };
        let output = self.ctx.run_ui(input, |ui| {
            self.window.update(ui.ctx());
            self.window.show(ui);
        });
        let pixels = output.pixels_per_point;
        self.ctx.tessellate(output.shapes, pixels)
    }
}
