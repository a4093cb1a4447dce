//! What a repaint costs the processor, layout and tessellation together: `cargo bench --bench window`.
//! `MOT_BENCH_FRAMES` sets how many rows the crowded frame has, 200 for each (10,000 unless set: 2,000,000 rows).
//! `MOT_BENCH_TRACKS` sets how many tracks the timeline of identities has (1,000,000 unless set). `-- identities` measures that
//! alone.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/bars.rs"]
mod bars;

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use bars::{Report, median};
use eframe::App as _;
use eframe::egui::{self, Event, Key, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, Vec2, pos2};
use motscope::KeySet;
use motscope::app::model::replay::replay_setup::ReplaySetup;
use motscope::app::model::settings::cache_settings::CacheSettings;
use motscope::app::panels::what_if::{self, Question, Row};
use motscope::app::{Start, Window};
use motscope::mot::Progress;
use motscope::mot::generate::{self, Amount, Options};
use motscope::predict::PredictorKind;
use motscope::sim::{DEFAULT_JUMPS, MAX_MOVES, Person};

const LIMIT: Duration = Duration::from_mins(1);
const SIZE: Vec2 = Vec2::new(1280.0, 800.0);

fn main() {
    let mut report = Report::default();
    if std::env::args().any(|argument| argument == "identities") {
        identities(&mut report);
        return report.finish();
    }
    what_if(&mut report);
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
    for shape in [Shape::Plain, Shape::Dashed, Shape::Oriented] {
        let passes = crowd(9_900, shape);
        report.figure(&format!("window frame at 9,900 boxes ({shape:?})"), &longest(&passes));
    }
    let frames = std::env::var("MOT_BENCH_FRAMES").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let passes = crowd(200 * frames, Shape::Plain);
    let keeps = percentile_99(passes.clone()) <= Duration::from_millis(16);
    report.bar(&format!("window frame at {} rows in it", 200 * frames), &longest(&passes), "p99 ≤ 16 ms", keeps);
    identities(&mut report);
    report.finish();
}

/// What the timeline of identities adds to a repaint, with very many tracks of ground truth that results were compared with.
fn identities(report: &mut Report) {
    let tracks = std::env::var("MOT_BENCH_TRACKS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000_u32);
    let folder = tempfile::tempdir().expect("a folder");
    let truth = folder.path().join("gt.txt");
    let result = folder.path().join("run.txt");
    // A track is in eight frames, and 400 are in each; results change the id every five frames, and miss every seventh box.
    for (path, life) in [(&truth, 8), (&result, 5)] {
        let mut file = std::io::BufWriter::new(std::fs::File::create(path).expect("a file"));
        for frame in 0..tracks * 8 / 400 {
            for place in (0..400).filter(|place| life == 8 || (frame + place) % 7 > 0) {
                let (id, x, y) = (frame / life * 400 + place, place % 25 * 50, place / 25 * 50);
                writeln!(file, "{},{id},{x},{y},40,40,1,-1,-1,-1", frame + 1).expect("room for it");
            }
        }
    }
    let start = Start { path: Some(truth), layers: vec![result], ..Start::default() };
    let mut driver = Driver::start(start);
    let limit = Duration::from_mins(30);
    while driver.window.view().state.judging.judgement().is_none() {
        driver.pass(Vec::new());
        std::thread::sleep(Duration::from_millis(20));
        assert!(driver.began.elapsed() < limit, "the results were not compared");
    }
    let compared = driver.began.elapsed();
    let without = timeline(&mut driver);
    let asked = Instant::now();
    let mut passes = vec![driver.pass(key(Key::Y))];
    // The list of rows is made meanwhile, on its thread.
    while driver.window.listed_identities() != Some(tracks as usize) {
        passes.push(driver.pass(Vec::new()));
        std::thread::sleep(Duration::from_millis(5));
        assert!(asked.elapsed() < LIMIT, "there are no rows");
    }
    let listed = asked.elapsed();
    let with = timeline(&mut driver);
    report.figure(&format!("timeline of {tracks} identities, compared after"), &format!("{compared:.1?}"));
    report.figure("  listed after", &format!("{listed:.1?}, passes {}", longest(&passes)));
    report.figure("  window frame without it", &format!("{:?} median, {}", median(without.clone()), longest(&without)));
    report.figure("  window frame with it", &format!("{:?} median, {}", median(with.clone()), longest(&with)));
    let added = median(with).saturating_sub(median(without));
    report.bar("  what it adds", &format!("{added:?}"), "≤ 4 ms", added <= Duration::from_millis(4));
}

/// The time of each repaint while scrolling, zooming, panning and pointing where the timeline of identities is, and while stepping.
fn timeline(driver: &mut Driver) -> Vec<Duration> {
    let mut times = Vec::new();
    let wheel = |delta: Vec2, modifiers: Modifiers| Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta,
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers,
    };
    for step in 0..300 {
        let at = pos2(200.0 + 3.0 * step as f32, 560.0 + (step % 50) as f32);
        times.push(driver.pass(vec![Event::PointerMoved(at)]));
        let turn = match step % 6 {
            0..=2 => wheel(egui::vec2(0.0, -400.0), Modifiers::NONE),
            3 => wheel(egui::vec2(0.0, if step < 150 { 60.0 } else { -60.0 }), Modifiers::COMMAND),
            _ => wheel(egui::vec2(90.0, 0.0), Modifiers::NONE),
        };
        times.push(driver.pass(vec![turn]));
        if step % 10 == 0 {
            times.push(driver.pass(key(Key::ArrowRight)));
            driver.wait_idle();
        }
    }
    times
}

/// What a slider's rest sets off: the session's last moves replayed with the settings of the moment and with all others,
/// on one thread. The longest of the persons and of the predictors that may be the one in use.
fn what_if(report: &mut Report) {
    let (mut first, mut all) = (Duration::ZERO, Duration::ZERO);
    for person in Person::ALL {
        for kind in PredictorKind::ALL {
            let (trace, known) = person.navigation(7, MAX_MOVES, 10_000);
            let hints = known.hints(&DEFAULT_JUMPS);
            let mut now = CacheSettings { latency_ms: 60.0, ..CacheSettings::default() };
            now.predictor.kind = kind;
            let had = CacheSettings { degree: 10, ..now.clone() };
            let circumstances = ReplaySetup {
                load: Duration::from_millis(1),
                frame_bytes: 10_000,
                room: None,
                keys: Arc::new(KeySet::first_n(10_000)),
                landmarks: hints.landmarks,
                scrubber: hints.scrubber,
            };
            let (question, began) = (Question { trace, circumstances, now, had }, Instant::now());
            what_if::answer(&question, &AtomicBool::new(false), &mut |(row, _)| {
                if row == Row::Now {
                    first = first.max(began.elapsed());
                }
            });
            all = all.max(began.elapsed());
        }
    }
    let (settings, rows) = (Duration::from_millis(300), Duration::from_millis(1500));
    report.bar("what if over 2,000 moves: settings now", &format!("{first:?}"), "≤ 300 ms", first <= settings);
    report.bar("what if over 2,000 moves: all rows", &format!("{all:?}"), "≤ 1.5 s", all <= rows);
}

fn longest(passes: &[Duration]) -> String {
    let longest = passes.iter().max().expect("some passes");
    format!("{:?} p99, {longest:?} longest", percentile_99(passes.to_vec()))
}

/// A window without a screen.
struct Driver {
    ctx: egui::Context,
    window: Window,
    frame: eframe::Frame,
    began: Instant,
}

impl Driver {
    /// Opens a file and waits until all of it is known.
    fn open(path: PathBuf, at: Option<u64>) -> Self {
        Self::start(Start { path: Some(path), frame: at, ..Start::default() })
    }

    /// Opens what is named, and waits until all of the main file is known.
    fn start(start: Start) -> Self {
        let ctx = egui::Context::default();
        let creation = eframe::CreationContext::_new_kittest(ctx.clone());
        let window = Window::new(&creation, start, Instant::now());
        let mut driver = Self { ctx, window, frame: eframe::Frame::_new_kittest(), began: Instant::now() };
        while driver.window.view().document.is_none_or(|document| document.summary.is_none()) {
            driver.pass(Vec::new());
            assert!(driver.began.elapsed() < LIMIT, "the file was not opened");
        }
        driver
    }

    /// How long a pass takes.
    fn pass(&mut self, events: Vec<Event>) -> Duration {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.began.elapsed().as_secs_f64()),
            events,
            focused: true,
            ..RawInput::default()
        };
        let start = Instant::now();
        let mut output = self.ctx.run_ui(input, |ui| {
            self.window.logic(ui.ctx(), &mut self.frame);
            self.window.show(ui);
        });
        let shapes = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = start.elapsed();
        // Uploading them is the renderer's work, and there is none.
        output.textures_delta.clear();
        assert!(!shapes.is_empty());
        took
    }

    fn wait_idle(&self) {
        self.window.view().document.expect("open").cache.wait_idle(LIMIT);
    }
}

/// The time of each repaint while stepping through a sequence with so many boxes a frame, all panels open.
fn repaints(boxes: f64) -> Vec<Duration> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bench.txt");
    let options = Options { frames: 400, amount: Amount::Density(boxes), ..Options::default() };
    let mut file = std::fs::File::create(&path).expect("a file");
    generate::write_to(&mut file, &options, &Progress::new()).expect("room for it");
    drop(file);
    let mut driver = Driver::open(path, None);
    let mut times = Vec::new();
    for step in 0..300 {
        // The press moves the play head, the pass after it draws the frame that came.
        let pressed = driver.pass(key(Key::ArrowRight));
        driver.wait_idle();
        let drawn = driver.pass(Vec::new());
        if step >= 20 {
            times.extend([pressed, drawn]);
        }
    }
    assert!(driver.window.view().position() > Some(290), "the keys moved the play head");
    times
}

/// What the boxes of a crowded frame look like.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Plain,
    Dashed,
    Oriented,
}

/// The time of each repaint while pointing, zooming and stepping at a frame with so many rows.
fn crowd(rows: u32, shape: Shape) -> Vec<Duration> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("gt.txt");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).expect("a file"));
    let mut seed = 1_u32;
    let mut random = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) % below
    };
    for (frame, rows) in [(1, 50), (2, rows), (3, 50)] {
        for id in 0..rows {
            let (x, y, w, h) = (random(1840), random(980), 4 + random(76), 4 + random(96));
            match shape {
                Shape::Plain => writeln!(file, "{frame},{id},{x},{y},{w},{h},0.5,-1,-1,-1"),
                Shape::Dashed => writeln!(file, "{frame},{id},{x},{y},{w},{h},0,1,1"),
                Shape::Oriented => {
                    let (right, bottom) = (x + w, y + h);
                    writeln!(file, "{frame},{id},{x},{y},{right},{},{},{bottom},{x},{bottom},1,1,0", y + 2, x + 2)
                }
            }
            .expect("room for it");
        }
    }
    drop(file);
    let mut driver = Driver::open(path, Some(2));
    let mut times = Vec::new();
    let middle = pos2(600.0, 400.0);
    for round in 0..3 {
        for step in 0..60 {
            let at = middle + Vec2::splat(step as f32 * 2.0 - 60.0);
            times.push(driver.pass(vec![Event::PointerMoved(at)]));
        }
        for step in 0..60 {
            let y = if step < 30 { 40.0 } else { -40.0 };
            let (unit, delta) = (MouseWheelUnit::Point, egui::vec2(0.0, y));
            let wheel = Event::MouseWheel {
                unit,
                delta,
                phase: TouchPhase::Move,
                source: egui::MouseWheelSource::Unknown,
                modifiers: Modifiers::NONE,
            };
            times.push(driver.pass(vec![wheel]));
        }
        let way = if round % 2 == 0 { Key::ArrowLeft } else { Key::ArrowRight };
        for _ in 0..2 {
            times.push(driver.pass(key(way)));
            driver.wait_idle();
            (0..10).for_each(|_| times.push(driver.pass(Vec::new())));
        }
        times.push(driver.pass(key(Key::Home)));
        times.push(driver.pass(key(Key::ArrowRight)));
        driver.wait_idle();
    }
    times
}

fn key(key: Key) -> Vec<Event> {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::NONE };
    vec![event(true), event(false)]
}

fn percentile_99(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() * 99 / 100]
}
