//! The window as eframe sees it: takes in what has arrived, draws the parts, carries out what they ask for.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use eframe::egui::{self, CentralPanel, Frame, Margin, Panel, Ui};

use super::canvas::Canvas;
use super::command::Commands;
use super::dialogs::choice_dialog;
use super::dialogs::help;
use super::dialogs::open_dialog;
use super::dropped;
use super::keys;
use super::menu;
use super::model::bookmarks::Bookmarks;
use super::model::displayed_frame::Shown;
use super::model::settings::Settings;
use super::model::source::{How, Source};
use super::model::state::State;
use super::panels::layers_panel;
use super::panels::tracks_panel;
use super::panels::{self, Panels};
use super::session::habits;
use super::timeline::Timeline;
use super::timeline::transport;
use super::widgets::theme;
use crate::mot::{Format, OpenOptions, TrackId};
use crate::stderr;

/// Narrowest canvas that panels at its sides leave, in points.
const MIN_CANVAS: f32 = 320.0;
/// Default and least width of the list of tracks, in points.
const TRACKS_WIDTH: [f32; 2] = [210.0, 190.0];

/// What the window begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// File to open; the demo if there is none.
    pub path: Option<PathBuf>,
    /// Text files to show over the same pictures, too.
    pub layers: Vec<PathBuf>,
    /// The folder of pictures, if it is not to be looked for.
    pub images: Option<PathBuf>,
    /// The form of the file's lines, if it is not to be guessed.
    pub format: Option<Format>,
    /// Which file of a zip archive to open, if it is not to be asked for.
    pub member: Option<String>,
    /// Frame to begin at.
    pub frame: Option<u64>,
    /// Track to select; without a frame, its first one is gone to.
    pub track: Option<TrackId>,
    /// Where to write what was counted, at the end.
    pub stats: Option<PathBuf>,
}

/// The window.
pub struct Window {
    state: State,
    commands: Commands,
    canvas: Canvas,
    timeline: Timeline,
    panels: Panels,
    /// A text field had the cursor at the end of the last pass.
    typing: bool,
    stats: Option<PathBuf>,
    began: Instant,
    /// When the last pass began.
    updated: Instant,
    /// What it was started with.
    asked: Option<Source>,
}

impl Window {
    /// Reads the settings and begins to open what it is to begin with. `began` is when the program did.
    pub fn new(creation: &eframe::CreationContext<'_>, start: Start, began: Instant) -> Self {
        let ctx = &creation.egui_ctx;
        let settings = Settings::load(creation.storage);
        theme::apply(ctx);
        ctx.set_theme(settings.theme.preference());
        let text = OpenOptions { format: start.format, member: start.member };
        let how = How { text, images: start.images, layers: start.layers, ..How::default() };
        let source = start.path.map_or(Source::Demo, |path| Source::File(path, how));
        let mut state = State::new(settings, source, start.frame, start.track, ctx);
        state.bookmarks = Bookmarks::load(creation.storage);
        habits::load(&state.habits, creation.storage);
        let asked = state.opening.as_ref().map(|opening| opening.source.clone());
        Self {
            asked,
            state,
            commands: Commands::default(),
            canvas: Canvas::default(),
            timeline: Timeline::default(),
            panels: Panels::default(),
            typing: false,
            stats: start.stats,
            began,
            updated: began,
        }
    }

    /// What the window shows and remembers, for tests and benchmarks.
    #[doc(hidden)]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Takes in what has arrived since the last pass.
    pub fn update(&mut self, ctx: &egui::Context) {
        self.updated = Instant::now();
        let now = Duration::try_from_secs_f64(ctx.input(|input| input.time)).unwrap_or_default();
        self.state.update(now, ctx);
    }

    /// One pass: everything is drawn, and whatever was asked for is done.
    pub fn show(&mut self, ui: &mut Ui) {
        let began = Instant::now();
        let ctx = ui.ctx().clone();
        dropped::take(&ctx, &self.state, &mut self.commands);
        keys::read(&ctx, self.typing, &self.state, &mut self.commands);
        self.state.apply_all(&mut self.commands, &ctx);
        self.parts(ui);
        open_dialog::show(ui, &mut self.state, &mut self.commands);
        dropped::hint(ui, &self.state);
        if let Some(export) = &mut self.state.overlays.export
            && !export.show(ui)
        {
            self.state.overlays.export = None;
        }
        let mut pictures = std::mem::take(&mut self.state.overlays.pictures);
        pictures.show(ui, &self.state);
        self.state.overlays.pictures = pictures;
        if let Some(mut learn) = self.state.overlays.learn.take()
            && learn.show(ui, &self.state)
        {
            self.state.overlays.learn = Some(learn);
        }
        if let Some(mut tune) = self.state.overlays.tune.take()
            && tune.show(ui, &self.state, &mut self.commands)
        {
            self.state.overlays.tune = Some(tune);
        }
        choice_dialog::show(ui, &mut self.state.overlays.choice, &mut self.commands);
        if self.state.overlays.help {
            help::show(ui, &mut self.commands);
        }
        if self.state.apply_all(&mut self.commands, &ctx) {
            // What was asked for is seen in the next pass.
            ctx.request_repaint();
        }
        self.state.tell();
        self.typing = ctx.text_edit_focused();
        if let Some(frame) = self.canvas.shown().map(Shown::number) {
            self.state.stats.showed(frame);
            if self.state.document.as_ref().is_some_and(|document| self.asked.as_ref() == Some(&document.source)) {
                self.state.stats.showed_asked(self.began);
            }
        }
        let at = self.state.now + self.updated.elapsed();
        let drawn = self.canvas.shown().map(|shown| self.state.drawn(shown));
        self.state.stats.smoothness.drew(drawn, at);
        self.state.stats.scrubber = self.timeline.rect().map(|rect| {
            let rect = rect * ui.pixels_per_point();
            [rect.left(), rect.top(), rect.right(), rect.bottom()]
        });
        self.state.stats.painted(began, self.began);
    }

    fn parts(&mut self, ui: &mut Ui) {
        let Self { state, commands, canvas, timeline, panels, .. } = self;
        let bar = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(8, 3));
        Panel::top("menu").frame(bar).show(ui, |ui| menu::show(ui, state, commands));
        let bar = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(8, 6));
        Panel::bottom("transport").frame(bar).show(ui, |ui| {
            transport::show(ui, state, commands);
            // Seeking is done before the rest is drawn, so that the canvas shows the frame in the same pass.
            timeline.show(ui, state, commands);
        });
        let ctx = ui.ctx().clone();
        if state.apply_all(commands, &ctx) {
            ctx.request_repaint();
        }
        if state.settings.show_panels && panels::fits(ui, MIN_CANVAS) {
            let widest = (ui.available_width() - MIN_CANVAS).max(panels::WIDTH[0]);
            let panel = Panel::right("panels").default_size(panels::WIDTH[1]).size_range(panels::WIDTH[0]..=widest);
            panel.show(ui, |ui| panels.show(ui, state, commands));
        }
        let width = ui.available_width();
        let show_tracks = state.settings.show_tracks && width > TRACKS_WIDTH[1] + MIN_CANVAS;
        let panel = Panel::left("tracks").default_size(TRACKS_WIDTH[0]);
        let panel = panel.size_range(TRACKS_WIDTH[1]..=(width - MIN_CANVAS).max(TRACKS_WIDTH[1]));
        if show_tracks {
            panel.show(ui, |ui| {
                layers_panel::show(ui, state, commands);
                tracks_panel::show(ui, state, commands);
            });
        } else {
            state.layers_area = None;
        }
        CentralPanel::no_frame().show(ui, |ui| canvas.show(ui, state, commands));
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        self.update(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        self.show(ui);
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        self.state.settings.store(storage);
        self.state.bookmarks.store(storage);
        habits::store(&self.state.habits, storage);
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.state.overlays.pictures.end();
        if let Some(scenery) = self.state.document.as_ref().and_then(|document| document.scenery.as_ref()) {
            self.state.stats.small_pictures_within = scenery.proxies.spacing();
            self.state.stats.small_pictures_made = scenery.proxies.progress();
        }
        if let Some(path) = &self.stats
            && let Err(error) = self.state.stats.write(path)
        {
            stderr::message(format_args!("{}: {error}", path.display()));
        }
    }
}
