//! The panels beside the canvas, driven by accessible label against a real cache.

mod cache;
mod events;
mod every;
mod problems;
mod tuning;

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::Receiver;
use eframe::egui;
use egui_kittest::Harness;
use motscope::app::command::{Command, Commands, Request, WindowCommand};
use motscope::app::model::csv;
use motscope::app::model::settings::Settings;
use motscope::app::model::settings::cache_settings::{CacheSettings, apply_changes};
use motscope::app::panels::cache_panel::{self, CachePanel};
use motscope::app::panels::events_panel::{self, EventsPanel};
use motscope::app::panels::problems_panel::{self, ProblemsPanel};
use motscope::app::panels::tuning as tuning_panel;
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
    settings: Settings,
    cache_panel: CachePanel,
    events_panel: EventsPanel,
    exported: Option<String>,
    /// What was asked for last, and what was copied last.
    asked: Option<Command>,
    copied: Option<String>,
    problems: (MotFile, Summary),
    problems_panel: ProblemsPanel,
    overflow: f32,
}

impl Bench {
    fn new() -> Self {
        let (sink, incoming) = crossbeam_channel::bounded(100_000);
        let latency = Arc::new(Latency::default());
        let mut cache = CacheSettings { workers: Some(2), ..CacheSettings::default() };
        cache.predictor.kind = PredictorKind::DynamicData;
        let settings = Settings { cache, ..Settings::default() };
        let source = Synthetic::new(10_000).weighing(|key| 1000 + key).failing([13]);
        let builder = PrefetchCache::builder(Delayed::new(source, Arc::clone(&latency))).events(sink);
        Self {
            cache: settings.cache.configure(builder, None, &SharedHabits::default()).build(),
            latency,
            incoming,
            telemetry: Telemetry::new(),
            snapshot: Snapshot::default(),
            settings,
            cache_panel: CachePanel::default(),
            events_panel: EventsPanel::default(),
            exported: None,
            asked: None,
            copied: None,
            problems: read(PROBLEMS),
            problems_panel: ProblemsPanel::default(),
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
        let mut commands = Commands::default();
        let told = &mut commands;
        match which {
            Which::Cache => cache_panel::show(ui, &self.telemetry, &self.snapshot, None, &mut self.cache_panel, told),
            Which::Tuning => tuning_panel::show(ui, &self.settings, &self.snapshot, false, told),
            Which::Events => events_panel::show(ui, &self.telemetry, &mut self.events_panel, told),
            Which::Problems => {
                let (file, summary) = &self.problems;
                problems_panel::show(ui, summary, &file.keys(), &mut self.problems_panel, told);
            }
        }
        commands.take().into_iter().for_each(|request| self.carry_out(request));
        self.overflow = self.overflow.max(ui.min_rect().right() - room);
    }

    fn carry_out(&mut self, request: Request) {
        match request {
            Request::State(Command::ClearTelemetry) => self.telemetry.clear(&self.snapshot.stats),
            Request::State(Command::Set(new)) => {
                let (old, habits) = (&self.settings.cache, SharedHabits::default());
                apply_changes(old, &new.cache, None, &self.cache, &self.latency, &habits);
                self.settings = *new;
            }
            Request::State(command) => self.asked = Some(command),
            Request::Window(WindowCommand::SaveTelemetry(telemetry)) => self.exported = Some(csv::csv(&telemetry)),
            Request::Window(WindowCommand::Copy(text)) => self.copied = Some(text),
            Request::Window(command) => panic!("no panel asks for {command:?}"),
        }
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
