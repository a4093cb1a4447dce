//! The panels beside the canvas, driven by accessible label against a real cache.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::Receiver;
use eframe::egui::{self, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use motscope::app::model::csv;
use motscope::app::model::settings::cache_settings::{EngineSettings, apply_changes};
use motscope::app::panels::cache_panel::{self, CacheAction, CachePanel};
use motscope::app::panels::events_panel::{self, EventsAction, EventsPanel};
use motscope::app::panels::problems_panel::{self, ProblemsAction, ProblemsPanel};
use motscope::app::panels::tuning::{self, TuningAction};
use motscope::app::widgets::theme;
use motscope::cache::Snapshot;
use motscope::mot::{MotFile, Progress, Summary};
use motscope::predict::{PredictorKind, SharedHabits};
use motscope::{DataProvider, Delayed, Event, Latency, PrefetchCache, Synthetic, Telemetry};

const PATIENCE: Duration = Duration::from_mins(1);

/// Two of each kind but the last: lines 2 and 5 are no rows (5 has no frame), 3 and 8 have no area, 4 and 7 come again.
const PROBLEMS: &str = "1,1,0,0,9,9,1\n2,1,x,0,9,9,1\n3,1,0,0,0,9,1\n1,1,5,5,9,9,1\nx,1,0,0,9,9,1\n4,1,0,0,9,9,1\n4,1,5,5,9,9,1\n\
                        5,2,0,0,9,-1,1\n6,1,0,0";

fn read(text: &str) -> (MotFile, Summary) {
    let file = MotFile::from_bytes("a.txt", text.as_bytes().to_vec()).unwrap();
    let summary = file.summarize(&Progress::new()).unwrap();
    (file, summary)
}

/// What the panels need of the window.
struct Bench {
    cache: PrefetchCache<Delayed<Synthetic>>,
    latency: Arc<Latency>,
    incoming: Receiver<Event>,
    telemetry: Telemetry,
    snapshot: Snapshot,
    settings: EngineSettings,
    cache_panel: CachePanel,
    events_panel: EventsPanel,
    exported: Option<String>,
    events_action: Option<EventsAction>,
    problems: (MotFile, Summary),
    problems_panel: ProblemsPanel,
    problems_action: Option<ProblemsAction>,
    overflow: f32,
}

impl Bench {
    fn new() -> Self {
        let (sink, incoming) = crossbeam_channel::bounded(100_000);
        let latency = Arc::new(Latency::default());
        let mut settings = EngineSettings { workers: Some(2), ..EngineSettings::default() };
        settings.predictor.kind = PredictorKind::DynamicData;
        let source = Synthetic::new(10_000).weighing(|key| 1000 + key).failing([13]);
        let builder = PrefetchCache::builder(Delayed::new(source, Arc::clone(&latency))).events(sink);
        Self {
            cache: settings.configure(builder, None, &SharedHabits::default()).build(),
            latency,
            incoming,
            telemetry: Telemetry::new(),
            snapshot: Snapshot::default(),
            settings,
            cache_panel: CachePanel::default(),
            events_panel: EventsPanel::default(),
            exported: None,
            events_action: None,
            problems: read(PROBLEMS),
            problems_panel: ProblemsPanel::default(),
            problems_action: None,
            overflow: 0.0,
        }
    }

    /// Steps through frames and takes in what that made happen.
    fn visit(&mut self, frames: impl IntoIterator<Item = u64>) {
        for frame in frames {
            let _ = self.cache.get(frame);
            assert!(self.cache.wait_idle(PATIENCE));
        }
        self.drain();
    }

    fn drain(&mut self) {
        self.incoming.try_iter().for_each(|event| self.telemetry.push(&event));
        self.cache.snapshot_into(&mut self.snapshot);
        self.telemetry.sample(self.cache.uptime(), &self.snapshot.stats);
    }

    fn show(&mut self, ui: &mut egui::Ui, which: Which) {
        let room = ui.max_rect().right();
        match which {
            Which::Cache => match cache_panel::show(ui, &self.telemetry, &self.snapshot, None, &mut self.cache_panel) {
                Some(CacheAction::Clear) => self.telemetry.clear(&self.snapshot.stats),
                Some(CacheAction::Export(telemetry)) => self.exported = Some(csv::csv(&telemetry)),
                None => {}
            },
            Which::Tuning => {
                if let Some(TuningAction::Change(new)) = tuning::show(ui, &self.settings, &self.snapshot, false) {
                    apply_changes(&self.settings, &new, None, &self.cache, &self.latency, &SharedHabits::default());
                    self.settings = *new;
                }
            }
            Which::Events => {
                let action = events_panel::show(ui, &self.telemetry, &mut self.events_panel);
                self.events_action = action.or(self.events_action.take());
            }
            Which::Problems => {
                let (file, summary) = &self.problems;
                let action = problems_panel::show(ui, summary, &file.keys(), &mut self.problems_panel);
                self.problems_action = action.or(self.problems_action.take());
            }
        }
        self.overflow = self.overflow.max(ui.min_rect().right() - room);
    }
}

/// The text of a node: its label or, without one, its value.
trait Text {
    fn label_or_value(&self) -> String;
}

impl Text for egui_kittest::kittest::AccessKitNode<'_> {
    fn label_or_value(&self) -> String {
        self.label().or_else(|| self.value()).unwrap_or_default()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Cache,
    Tuning,
    Events,
    Problems,
}

fn open(which: Which, size: [f32; 2], bench: Bench) -> Harness<'static, Bench> {
    let show = move |ui: &mut egui::Ui, bench: &mut Bench| bench.show(ui, which);
    Harness::builder().with_size(size).with_context_setup(theme::apply).build_ui_state(show, bench)
}

const SIZE: [f32; 2] = [360.0, 900.0];

#[test]
fn the_cache_panel_tells_what_the_cache_counted() {
    let mut bench = Bench::new();
    bench.visit(100..160);
    let stats = bench.cache.stats();
    assert!(stats.hits > 0 && stats.evictions > 0, "{stats:?}");
    let mut harness = open(Which::Cache, SIZE, bench);
    harness.run();
    harness.get_by_label(&format!("hits: {}", stats.hits));
    harness.get_by_label(&format!("misses: {}", stats.misses));
    harness.get_by_label(&format!("resident: {} / 100", stats.resident));
    harness.get_by_label_contains("Hit rate chart: last 50 ");
    harness.get_by_label_contains("Load time chart: p50 ");
    harness.get_by_label_contains("Stall chart: minute ");
}

#[test]
fn pointing_at_a_chart_reads_all_its_lines() {
    let mut bench = Bench::new();
    (0..5).for_each(|frame| bench.visit([frame]));
    let mut harness = open(Which::Cache, SIZE, bench);
    harness.run();
    let chart = harness.get_by_label_contains("Queue chart: queued ").rect();
    harness.hover_at(chart.right_center());
    harness.run();
    let readout = harness.get_by_label_contains("s before the last event").accesskit_node().label_or_value();
    assert!(readout.contains("0 queued\n0 in flight"), "{readout}");
}

#[test]
fn before_the_first_event_the_panels_say_what_to_do() {
    let mut bench = Bench::new();
    bench.cache.snapshot_into(&mut bench.snapshot);
    let mut harness = open(Which::Cache, SIZE, bench);
    harness.run();
    harness.get_by_label_contains("No events yet.");
    assert!(harness.get_by_label("Pause").accesskit_node().is_disabled());
    let mut harness = open(Which::Events, SIZE, Bench::new());
    harness.run();
    harness.get_by_label_contains("No events yet.");
}

#[test]
fn pausing_holds_the_figures_and_resuming_loses_nothing() {
    let mut bench = Bench::new();
    bench.visit([1, 2, 3]);
    let before = bench.cache.stats();
    let mut harness = open(Which::Cache, SIZE, bench);
    harness.run();
    harness.get_by_label("Pause").click();
    harness.run();
    harness.state_mut().visit([4, 5, 6]);
    harness.run();
    harness.get_by_label(&format!("hits: {}", before.hits));
    harness.get_by_label("Pause").click();
    harness.run();
    let after = harness.state().cache.stats();
    assert!(after.hits > before.hits);
    harness.get_by_label(&format!("hits: {}", after.hits));
}

#[test]
fn clearing_counts_anew() {
    let mut bench = Bench::new();
    bench.visit([1, 2, 3]);
    let mut harness = open(Which::Cache, SIZE, bench);
    harness.run();
    harness.get_by_label("Clear").click();
    harness.run();
    harness.get_by_label("hits: 0");
    harness.get_by_label_contains("No events yet.");
    harness.state_mut().visit([4]);
    harness.run();
    harness.get_by_label("hits: 1");
    harness.get_by_label("Hit rate chart: last 50 100.0 %, all 100.0 %");
}

#[test]
fn exporting_writes_every_sample() {
    let mut bench = Bench::new();
    (0..5).for_each(|frame| bench.visit([frame]));
    let mut harness = open(Which::Cache, SIZE, bench);
    harness.run();
    harness.get_by_label("Export CSV…").click();
    harness.run();
    let bench = harness.state();
    let text = bench.exported.clone().unwrap();
    assert_eq!(text.lines().count(), bench.telemetry.samples().len() + 1);
    assert!(text.starts_with("time_s,hits,"));
}

fn set_slider(harness: &mut Harness<'_, Bench>, name: &str, value: f64) {
    harness.get_by_role_and_label(Role::Slider, name).set_value_accesskit(value);
    harness.run();
}

#[test]
fn a_slider_acts_at_once_on_the_running_cache() {
    let mut bench = Bench::new();
    bench.visit([500]);
    let mut harness = open(Which::Tuning, [360.0, 1200.0], bench);
    harness.run();
    set_slider(&mut harness, "frames", 7.0);
    let stats = harness.state().cache.stats();
    assert_eq!(stats.capacity_entries, 7);
    assert!(stats.resident <= 7);

    set_slider(&mut harness, "frames", 200.0);
    let before = harness.state().cache.stats().resident;
    set_slider(&mut harness, "max span", 120.0);
    let cache = &harness.state().cache;
    assert!(cache.wait_idle(PATIENCE));
    assert!(cache.stats().resident > before + 50, "{before} and {:?}", cache.stats());

    set_slider(&mut harness, "latency", 3.0);
    assert_eq!(harness.state().latency.of(1), Duration::from_millis(3));

    set_slider(&mut harness, "jump boost", 0.0);
    let bench = harness.state_mut();
    assert!(bench.cache.wait_idle(PATIENCE));
    bench.drain();
    assert!(bench.snapshot.candidates.iter().all(|candidate| candidate.main_term != Some("jump")));
}

#[test]
fn choosing_a_predictor_shows_its_parameters() {
    let mut harness = open(Which::Tuning, [360.0, 1200.0], Bench::new());
    harness.run();
    assert!(harness.query_by_role_and_label(Role::Slider, "decay").is_none());
    harness.get_by_role_and_label(Role::ComboBox, "Predictor").click();
    harness.run();
    harness.get_by_label("distance decay").click();
    harness.run();
    set_slider(&mut harness, "decay", 2.5);
    assert_eq!(harness.state().settings.predictor.distance_decay.decay, 2.5);
    harness.get_by_label("Reset decay").click();
    harness.run();
    assert_eq!(harness.state().settings.predictor.distance_decay.decay, 1.5);
    harness.get_by_label("Reset all").click();
    harness.run();
    assert_eq!(harness.state().settings, EngineSettings::default());
}

#[test]
fn jumps_that_cannot_be_read_are_told_and_not_applied() {
    let mut harness = open(Which::Tuning, [360.0, 1200.0], Bench::new());
    harness.run();
    let jumps = |harness: &Harness<'_, Bench>| harness.state().settings.predictor.dynamic_data.possible_jumps.clone();
    let field = |harness: &Harness<'_, Bench>, text: &str| {
        let field = harness.get_by_role_and_label(Role::TextInput, "jumps");
        field.set_text_value_accesskit(text);
    };
    field(&harness, "25 -25");
    harness.run();
    assert_eq!(jumps(&harness), [-25, 25]);
    field(&harness, "25, five");
    harness.run();
    assert_eq!(jumps(&harness), [-25, 25]);
    harness.get_by_label_contains("“five” is no whole number");
    harness.get_by_label("Undo").click();
    harness.run();
    assert!(harness.query_by_label("Undo").is_none());
    harness.get_by_label("Reset jumps").click();
    harness.run();
    assert_eq!(jumps(&harness), [-15, -5, -1, 1, 5, 15]);
}

#[test]
fn a_preset_sets_latency_and_workers() {
    let mut harness = open(Which::Tuning, [360.0, 1200.0], Bench::new());
    harness.run();
    harness.get_by_label("object store").click();
    harness.run();
    let bench = harness.state();
    assert!(bench.settings.latency_ms > 0.0 && bench.settings.workers > Some(2));
    assert!(bench.latency.of(1) > Duration::ZERO);
}

#[test]
fn events_are_listed_filtered_copied_and_lead_to_their_frame() {
    let mut bench = Bench::new();
    bench.visit([12, 5000]);
    let _ = bench.cache.get(13);
    bench.drain();
    let mut harness = open(Which::Events, [360.0, 4000.0], bench);
    harness.run();
    harness.get_by_label_contains("frame 12, miss").click();
    harness.run();
    assert_eq!(harness.state_mut().events_action.take(), Some(EventsAction::GoTo(12)));

    harness.get_by_label("Kinds of events").click();
    harness.run();
    harness.get_by_label("None").click();
    harness.run();
    harness.get_by_label("load error").click();
    harness.run();
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert!(harness.query_by_label_contains("frame 12, miss").is_none());
    harness.get_by_label("Copy").click();
    harness.run();
    let Some(EventsAction::Copy(text)) = harness.state_mut().events_action.take() else { panic!("nothing copied") };
    assert_eq!(text.lines().count(), 2, "{text}");
    assert!(text.contains("\t13\tload error\t"), "{text}");
}

#[test]
fn a_paused_list_of_events_holds_still() {
    let mut bench = Bench::new();
    bench.visit([100]);
    let mut harness = open(Which::Events, [360.0, 4000.0], bench);
    harness.run();
    harness.get_by_label("Pause").click();
    harness.run();
    harness.state_mut().visit([7000]);
    harness.run();
    assert!(harness.query_by_label_contains("frame 7000, miss").is_none());
    harness.get_by_label("Pause").click();
    harness.run();
    harness.get_by_label_contains("frame 7000, miss");
}

#[test]
fn the_panels_fit_narrow_and_low_windows_with_long_figures() {
    for which in [Which::Cache, Which::Tuning, Which::Events, Which::Problems] {
        for size in [[320.0, 400.0], [420.0, 1200.0]] {
            let mut bench = Bench::new();
            bench.settings.capacity_mb = Some(65_536);
            bench.visit((1..2000).step_by(37));
            bench.snapshot.stats.hits = u64::MAX / 2;
            bench.snapshot.stats.bytes = 987_654_321_000;
            bench.snapshot.stats.capacity_bytes = 998_654_321_000;
            bench.snapshot.stats.resident = 10_000;
            bench.snapshot.stats.capacity_entries = 10_000;
            bench.snapshot.stats.load_p99 = Duration::from_millis(123_456);
            let mut harness = open(which, size, bench);
            harness.run();
            assert!(harness.state().overflow <= 0.5, "{which:?} at {size:?} by {}", harness.state().overflow);
        }
    }
}

#[test]
fn panels_at_rest_ask_for_no_repaint() {
    for which in [Which::Cache, Which::Tuning, Which::Events, Which::Problems] {
        let mut bench = Bench::new();
        bench.visit(100..120);
        let mut harness = open(which, SIZE, bench);
        harness.run();
        harness.step();
        let output = &harness.output().viewport_output[&egui::ViewportId::ROOT];
        assert_eq!(output.repaint_delay, Duration::MAX, "{which:?}");
    }
}

#[test]
fn problems_are_listed_filtered_copied_and_lead_to_their_frame() {
    let mut harness = open(Which::Problems, SIZE, Bench::new());
    harness.run();
    harness.get_by_label("7 of 7 shown");
    harness.get_by_label_contains("line 4, duplicate: ").click();
    harness.run();
    assert_eq!(harness.state_mut().problems_action.take(), Some(ProblemsAction::GoTo(1)));
    for kind in ["Show rejected: 2", "Show degenerate: 2"] {
        harness.get_by_label(kind).click();
        harness.run();
    }
    harness.get_by_label("3 of 3 shown");
    assert!(harness.query_by_label_contains("line 2, rejected").is_none());
    harness.get_by_label("Copy").click();
    harness.run();
    let Some(ProblemsAction::Copy(text)) = harness.state_mut().problems_action.take() else { panic!("nothing copied") };
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines[1].starts_with("4\t1\tduplicate\t") && lines[3].starts_with("9\t6\tpending\t"), "{text}");
    for kind in ["Show duplicate: 2", "Show pending: 1"] {
        harness.get_by_label(kind).click();
        harness.run();
    }
    harness.get_by_label_contains("No problem of the kinds chosen");
}

#[test]
fn a_problem_of_no_frame_there_is_cannot_be_clicked() {
    let mut harness = open(Which::Problems, SIZE, Bench::new());
    harness.run();
    for (problem, role) in [
        ("line 4, duplicate: ", Role::Button),
        ("line 5, rejected: bad frame", Role::Label),
        ("line 9, pending: ", Role::Label),
    ] {
        let node = harness.get_by_label_contains(problem);
        assert_eq!(node.accesskit_node().role(), role, "{problem}");
        node.click();
        harness.run();
        assert_eq!(harness.state_mut().problems_action.take().is_some(), role == Role::Button, "{problem}");
    }
}

#[test]
fn every_problem_is_reached_by_keyboard() {
    let mut bench = Bench::new();
    let rows: Vec<String> = (1..=200).map(|frame| format!("{frame},1,0,0,0,9,1\n")).collect();
    bench.problems = read(&rows.concat());
    let mut harness = open(Which::Problems, [360.0, 300.0], bench);
    harness.run();
    harness.get_by_label_contains("line 1, degenerate").focus();
    harness.run();
    for _ in 1..200 {
        harness.key_press(egui::Key::Tab);
        harness.run();
    }
    assert!(harness.get_by_label_contains("line 200, degenerate").is_focused());
    harness.key_press(egui::Key::Enter);
    harness.run();
    assert_eq!(harness.state_mut().problems_action.take(), Some(ProblemsAction::GoTo(200)));
}

#[test]
fn of_very_many_problems_the_first_are_shown_and_all_are_counted() {
    let mut bench = Bench::new();
    bench.problems = read(&("1,1,0,0,9,9,1\n".to_owned() + &"no row\n".repeat(25_310)));
    let mut harness = open(Which::Problems, SIZE, bench);
    harness.run();
    harness.get_by_label("1,000 of 25,310 shown");
    assert!(harness.query_all_by_label_contains("line ").count() < 100, "only those in view are laid out");
}

#[test]
fn without_problems_the_panel_says_so() {
    let mut bench = Bench::new();
    bench.problems = read("1,1,0,0,9,9,1\n");
    let mut harness = open(Which::Problems, SIZE, bench);
    harness.run();
    harness.get_by_label("Every line is a row.");
}
