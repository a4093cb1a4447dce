//! Watch it learn: a demonstration that plays the same generated navigation against two caches side by side, one with
//! and one without prediction.

mod draw;
mod lane;
mod script;
mod words;

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, ComboBox, RichText, Ui, vec2};

use crate::app::model::format;
use crate::app::model::settings::cache_settings::CacheSettings;
use crate::app::session::background::Task;
use crate::app::session::view::View;
use crate::app::widgets::chart::{Chart, Line, Scale};
use crate::app::widgets::knob::Knob;
use crate::app::widgets::theme;
use crate::mot::MotFile;
use crate::predict::{Hints, PredictorKind};
use crate::provider::{DataProvider as _, Latency};
use crate::scene::demo;
use crate::sim::{DEFAULT_JUMPS, Move, Person};
use crate::telemetry::Point;
use lane::Lane;
use script::Script;

/// Number of moves in a demonstration.
const MOVES: usize = 400;
/// Initial latency of a load, in milliseconds.
const LATENCY_MS: f64 = 60.0;
/// Time span of the plot.
const WINDOW: Duration = Duration::from_secs(20);
/// Height of the plot, in points.
const PLOT: f32 = 70.0;

/// The window of the demonstration.
pub struct Learn {
    /// The task that generates the sequence.
    making: Option<Task<Arc<MotFile>>>,
    file: Option<Arc<MotFile>>,
    /// The cache with prediction, and the cache without.
    lanes: Option<[Lane; 2]>,
    latency: Arc<Latency>,
    latency_ms: f64,
    person: Person,
    /// Seed of the generated navigation. It changes with each restart.
    seed: u64,
    script: Script,
    predictor: PredictorKind,
}

impl Learn {
    /// Prepares the demonstration. It plays as soon as it is ready.
    pub fn start(ctx: &egui::Context) -> Self {
        let making = Task::start("motscope-learn", ctx, |_, tell| {
            // The built-in sequence can always be parsed.
            if let Ok(file) = MotFile::from_bytes("demo", demo().tracker) {
                tell(Arc::new(file));
            }
        });
        Self {
            making: Some(making),
            file: None,
            lanes: None,
            latency: Arc::new(Latency::new(format::milliseconds(LATENCY_MS))),
            latency_ms: LATENCY_MS,
            person: Person::Jumps,
            seed: 1,
            script: Script::default(),
            predictor: PredictorKind::default(),
        }
    }

    /// Draws the window. Returns false when the window is to be closed.
    pub fn show(&mut self, ui: &Ui, view: &View<'_>) -> bool {
        if let Some(file) = self.making.as_mut().and_then(Task::next) {
            self.file = Some(file);
            self.making = None;
            self.restart(ui.ctx(), view);
        }
        self.play(ui.ctx(), view.now);
        let mut open = true;
        let room = ui.ctx().content_rect();
        let width = (room.width() - 60.0).min(760.0);
        let window = egui::Window::new("Watch it learn")
            .open(&mut open)
            .collapsible(false)
            .resizable(false)
            .default_pos(room.center_top() + vec2(-width / 2.0 - 8.0, 32.0));
        window.show(ui.ctx(), |ui| {
            ui.set_width(width);
            self.controls(ui, view);
            let Some([on, off]) = &self.lanes else {
                ui.weak("Preparing…");
                return;
            };
            let column = (width - theme::SPACE[2]) / 2.0;
            let size = vec2(column, (column * 9.0 / 16.0).min(room.height() - 370.0).max(80.0));
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = theme::SPACE[2];
                ui.vertical(|ui| {
                    ui.set_width(column);
                    draw::lane(ui, self.predictor.name(), on, size);
                });
                ui.vertical(|ui| {
                    ui.set_width(column);
                    draw::lane(ui, "predictor off", off, size);
                });
            });
            stalls(ui, [on, off]);
            ui.label(RichText::new(words::moves(self.script.progress(), &self.script.distances(12))).small());
            let told = format!("{} {}", words::outcome(&on.snapshot), words::expected(on));
            // Always one line, so that the layout does not jump.
            ui.add(egui::Label::new(RichText::new(told).small()).truncate());
        });
        open
    }

    /// Makes the due moves on both caches and collects the results.
    fn play(&mut self, ctx: &egui::Context, now: Duration) {
        let Some(lanes) = &mut self.lanes else { return };
        for frame in self.script.due(now) {
            lanes.iter_mut().for_each(|lane| lane.ask(frame));
        }
        lanes.iter_mut().for_each(Lane::update);
        if let Some(wait) = self.script.wait(now) {
            ctx.request_repaint_after(wait);
        }
    }

    fn controls(&mut self, ui: &mut Ui, view: &View<'_>) {
        let before = self.person;
        ui.horizontal(|ui| {
            let label = ui.label("habit");
            let combo = ComboBox::from_id_salt("person").selected_text(self.person.name());
            let combo = combo.show_ui(ui, |ui| {
                for person in Person::ALL {
                    ui.selectable_value(&mut self.person, person, person.name()).on_hover_text(words::about(person));
                }
            });
            combo.response.labelled_by(label.id);
            let is_over = self.script.is_over();
            let playing = self.script.is_playing();
            if ui.add_enabled(!is_over, egui::Button::new(if playing { "Pause demo" } else { "Play demo" })).clicked() {
                self.script.set_playing(!playing, view.now);
            }
            let help = "Starts again with empty caches and new random moves of this habit";
            if ui.add_enabled(self.file.is_some(), egui::Button::new("Restart")).on_hover_text(help).clicked() {
                self.seed += 1;
                self.restart(ui.ctx(), view);
            }
            ui.label(RichText::new(words::about(self.person)).small().weak());
        });
        let latency = Knob {
            name: "load time",
            unit: "ms",
            help: "Time of every load, in both caches",
            range: 0.0..=300.0,
            default: LATENCY_MS,
            integer: true,
        };
        if latency.show(ui, &mut self.latency_ms) {
            self.latency.set(format::milliseconds(self.latency_ms), 0.0);
        }
        if self.person != before && self.file.is_some() {
            self.restart(ui.ctx(), view);
        }
    }

    /// Restarts with empty caches.
    fn restart(&mut self, ctx: &egui::Context, view: &View<'_>) {
        let Some(file) = &self.file else { return };
        let keys = file.keys();
        let key = |rank: u64| keys.key_at(rank.min(keys.len().saturating_sub(1))).unwrap_or(0);
        let (trace, known) = self.person.navigation(self.seed, MOVES, keys.len());
        let moves = trace.moves.into_iter().map(|step| Move { key: key(step.key), ..step }).collect();
        let hints = known.hints(&DEFAULT_JUMPS);
        let hints = Hints { landmarks: hints.landmarks.iter().map(|&rank| key(rank)).collect(), ..hints };
        let mut on = CacheSettings { latency_ms: 0.0, jitter: 0.0, ..view.state.settings.cache.clone() };
        // The generated navigation uses other jump distances than the window.
        on.predictor.dynamic_data.possible_jumps = hints.jumps.to_vec();
        let mut off = on.clone();
        off.predictor.kind = PredictorKind::None;
        self.predictor = on.predictor.kind;
        self.lanes = Some([on, off].map(|settings| Lane::start(file, &self.latency, &settings, &hints, ctx)));
        self.script = Script::new(moves);
        self.script.set_playing(true, view.now);
        ctx.request_repaint();
    }
}

/// Draws the chart of the stall of each move for both caches.
fn stalls(ui: &mut Ui, [on, off]: [&Lane; 2]) {
    let dark = ui.visuals().dark_mode;
    let series = |lane: &Lane| -> Vec<Point> {
        lane.telemetry.stalls(WINDOW).into_iter().map(|[at, wait]| [at, wait * 1000.0]).collect()
    };
    let (on, off) = (series(on), series(off));
    let most = on.iter().chain(&off).map(|point| point[1]).fold(0.0, f64::max);
    let last = |points: &[Point]| {
        points.last().map_or_else(|| format::NONE.to_owned(), |point| format::time(format::milliseconds(point[1])))
    };
    let line = |name, color, points: Vec<Point>| Line { name, color, now: last(&points), points, filled: false };
    let chart = Chart {
        title: "Stall of each move",
        help: "How long each move waited for its frame, over the last 20 s",
        lines: vec![
            line("predictor off", theme::series(dark)[1], off),
            line("predictor on", theme::state::RESIDENT, on),
        ],
        scale: Scale::from_zero(format::scale_end(most, 10.0), |value| format!("{value} ms")),
        readout: Box::new(|_| None),
    };
    chart.show(ui, WINDOW, PLOT, true);
}
