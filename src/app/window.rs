//! The window as eframe sees it: it takes in results of threads, draws the parts, and carries out their requests.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use eframe::egui::{self, CentralPanel, Frame, Margin, Panel, Rect, Ui};

use super::canvas::Canvas;
use super::command::{Command, Commands, Request, WindowCommand};
use super::dialogs::stack::Dialogs;
use super::dock::{Dock, Parts};
use super::gestures::Gestures;
use super::graphics;
use super::model::bookmarks::Bookmarks;
use super::model::camera::Zoom;
use super::model::frame::displayed_frame::DisplayedFrame;
use super::model::left_off::LeftOff;
use super::model::opening::source::{OpenHow, Source};
use super::model::settings::Settings;
use super::model::undo::{SettingChange, Subject, Value};
use super::panels::Panels;
use super::panels::tracks::TracksPanel;
use super::session::habits;
use super::session::view::View;
use super::timeline::identities::IdentityTimeline;
use super::timeline::{Timeline, transport};
use super::update::controller::Controller;
use super::widgets::{focus, theme};
use super::{actions, context_menu, dropped, keys, menu, stats_file};
use crate::mot::{Format, OpenOptions, Roles, TrackId};
use crate::stderr;

/// The least and the greatest factor by which everything is drawn larger.
const SCALES: [f32; 2] = [0.5, 3.0];

/// What the window starts with: the arguments of the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The file to open. If it is `None`, the file that was open last is opened, or else the demo.
    pub path: Option<PathBuf>,
    /// Further text files to show over the same pictures.
    pub layers: Vec<PathBuf>,
    /// The folder of pictures. If it is `None`, the folder is searched for.
    pub images: Option<PathBuf>,
    /// The format of the file's lines. If it is `None`, the format is recognised from the lines.
    pub format: Option<Format>,
    /// What the columns of the file are, if they are stated.
    pub columns: Option<Roles>,
    /// The width and height of the pictures in pixels, for boxes that are shares of the picture.
    pub size: Option<(u32, u32)>,
    /// The file of a zip archive to open. If it is `None`, the window asks.
    pub member: Option<String>,
    /// The frame to begin at.
    pub frame: Option<u64>,
    /// The track to select. Without a frame, the window begins at the first frame of the track.
    pub track: Option<TrackId>,
    /// The file that the counters are written to when the window closes.
    pub stats: Option<PathBuf>,
}

/// The window.
pub struct Window {
    controller: Controller,
    commands: Commands,
    canvas: Canvas,
    timeline: Timeline,
    identities: IdentityTimeline,
    panels: Panels,
    tracks: TracksPanel,
    dock: Dock,
    dialogs: Dialogs,
    /// The area of the list of layers in the last pass. Files dropped there are added as layers.
    layers_area: Option<Rect>,
    /// Whether the next pass puts the cursor into the field for a frame number.
    edit_frame: bool,
    gestures: Gestures,
    /// What had the keyboard focus in the last pass.
    focused: Option<egui::Id>,
    /// Whether a text field had the cursor at the end of the last pass.
    typing: bool,
    stats: Option<PathBuf>,
    /// When the program began.
    began: Instant,
    /// When the last update began.
    updated: Instant,
    /// The source that the program was started with.
    start_source: Option<Source>,
}

impl Window {
    /// Reads the stored settings and begins to open what `start` names. `began` is when the program began.
    pub fn new(creation: &eframe::CreationContext<'_>, start: Start, began: Instant) -> Self {
        let ctx = &creation.egui_ctx;
        let settings = Settings::load(creation.storage);
        crate::ffmpeg::choose(settings.ffmpeg.clone());
        theme::apply(ctx);
        ctx.set_theme(settings.theme.preference());
        // The keys for that are in the table of actions.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let text = OpenOptions {
            format: start.format,
            columns: start.columns,
            size: start.size,
            member: start.member,
            ..OpenOptions::default()
        };
        let how = OpenHow { text, images: start.images, layers: start.layers, ..OpenHow::default() };
        let left_off = LeftOff::load(creation.storage);
        // The demo is for those who have opened nothing yet.
        let last = || left_off.last().unwrap_or(Source::Demo);
        let source = start.path.map_or_else(last, |path| Source::File(path, how));
        let bookmarks = Bookmarks::load(creation.storage);
        let controller =
            Controller::with_left_off(settings, bookmarks, left_off, source, (start.frame, start.track), ctx);
        habits::load(&controller.state().habits, creation.storage);
        let start_source = controller.session().opening.as_ref().map(|opening| opening.source.clone());
        Self {
            start_source,
            controller,
            commands: Commands::default(),
            canvas: Canvas::default(),
            timeline: Timeline::default(),
            identities: IdentityTimeline::default(),
            panels: Panels::default(),
            tracks: TracksPanel::default(),
            dock: Dock::load(creation.storage),
            dialogs: Dialogs::new(creation.gl.as_deref().map(graphics::of)),
            layers_area: None,
            edit_frame: false,
            gestures: Gestures::default(),
            focused: None,
            typing: false,
            stats: start.stats,
            began,
            updated: began,
        }
    }

    /// The read-only view, for tests and benchmarks.
    #[doc(hidden)]
    pub fn view(&self) -> View<'_> {
        self.controller.view()
    }

    /// Whether pictures are being exported, for tests.
    #[doc(hidden)]
    pub fn is_exporting(&self) -> bool {
        self.dialogs.is_exporting()
    }

    /// How many rows the timeline of identities lists, for benchmarks. `None` while there is no list.
    #[doc(hidden)]
    pub fn listed_identities(&self) -> Option<usize> {
        self.identities.listed()
    }

    /// Takes in the results of threads that have arrived since the last pass.
    pub fn update(&mut self, ctx: &egui::Context) {
        self.updated = Instant::now();
        let now = Duration::try_from_secs_f64(ctx.input(|input| input.time)).unwrap_or_default();
        self.dialogs.poll(&self.controller.view(), &mut self.commands);
        self.apply_all(ctx);
        self.controller.update(now, ctx);
        self.apply_requests(ctx);
    }

    /// One pass: draws everything and carries out the requests.
    pub fn show(&mut self, ui: &mut Ui) {
        let began = Instant::now();
        let ctx = ui.ctx().clone();
        self.controller.begin_gesture(self.gestures.current(&ctx));
        dropped::take(&ctx, &self.controller.view(), self.layers_area, &mut self.commands);
        let view = self.controller.view();
        keys::read(&ctx, self.typing, self.dialogs.are_open(), &view, &mut self.commands);
        focus::begin(&ctx, &mut self.focused);
        self.apply_all(&ctx);
        self.parts(ui);
        context_menu::end_pass(&ctx);
        let view = self.controller.view();
        self.dialogs.show_path_field(ui, &view, &mut self.commands);
        dropped::hint(ui, &view, self.layers_area);
        let is_available = |action| actions::is_available(action, &view);
        self.dialogs.show(ui, &view, self.canvas.rect(), &is_available, &mut self.commands);
        if self.apply_all(&ctx) {
            // The next pass shows the effect of the requests.
            ctx.request_repaint();
        }
        focus::end(&ctx);
        self.controller.tell();
        self.typing = ctx.text_edit_focused();
        self.count(began, ui.pixels_per_point());
    }

    /// Carries out all requests. Returns whether there were any.
    fn apply_all(&mut self, ctx: &egui::Context) -> bool {
        let requests = self.commands.take();
        let any = !requests.is_empty();
        for request in requests {
            self.apply(request, ctx);
        }
        any
    }

    fn apply(&mut self, request: Request, ctx: &egui::Context) {
        match request {
            Request::State(command) => {
                self.controller.apply(command, ctx);
                self.apply_requests(ctx);
            }
            Request::Window(command) => self.apply_to_window(command, ctx),
        }
    }

    /// Keeps a change of the window itself, so that it can be undone.
    fn record(&mut self, what: Subject, before: Value, after: Value) {
        if before != after {
            self.controller.record(vec![SettingChange { what, before, after }]);
        }
    }

    /// Carries out what the controller has asked the window to do.
    fn apply_requests(&mut self, ctx: &egui::Context) {
        for request in self.controller.take_requests().take() {
            if let Request::Window(command) = request {
                self.apply_to_window(command, ctx);
            }
        }
    }

    fn apply_to_window(&mut self, command: WindowCommand, ctx: &egui::Context) {
        let Some(command) = self.dialogs.apply(command, &self.controller.view(), ctx) else { return };
        match command {
            WindowCommand::Zoom(factor) => self.canvas.zoom(Zoom::By(factor)),
            WindowCommand::ActualSize => self.canvas.zoom(Zoom::Actual),
            WindowCommand::EditFrame => self.edit_frame = true,
            WindowCommand::StepErrors(is_next) => self.panels.step_errors(is_next),
            WindowCommand::Do(action) => {
                let mut commands = Commands::default();
                actions::perform(action, &self.controller.view(), &mut commands);
                commands.take().into_iter().for_each(|request| self.apply(request, ctx));
            }
            WindowCommand::Scale(factor) => {
                let before = ctx.zoom_factor();
                let scale = factor.map_or(1.0, |factor| before * factor);
                let after = ((scale * 10.0).round() / 10.0).clamp(SCALES[0], SCALES[1]);
                ctx.set_zoom_factor(after);
                self.record(Subject::Scale, Value::Scale(before), Value::Scale(after));
            }
            WindowCommand::BringScale(scale) => ctx.set_zoom_factor(scale),
            WindowCommand::ResetLayout => {
                let before = self.dock.text();
                self.dock.reset(self.controller.state().settings.layout);
                self.record(Subject::Panels, Value::Panels(before), Value::Panels(self.dock.text()));
            }
            WindowCommand::PanelsMoved(before, after) => {
                self.record(Subject::Panels, Value::Panels(before), Value::Panels(after));
            }
            WindowCommand::BringPanels(text) => self.dock.bring(&text),
            WindowCommand::Fullscreen => {
                let is_full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(!is_full));
            }
            // Each press closes or undoes one thing only.
            WindowCommand::Escape if self.dialogs.close() => {}
            WindowCommand::Escape => self.controller.apply(Command::Clear, ctx),
            WindowCommand::SetTitle(name) => {
                ctx.send_viewport_cmd(egui::ViewportCommand::Title(format!("{name} – motscope")));
            }
            WindowCommand::Copy(text) => ctx.copy_text(text),
            WindowCommand::CopyImage(picture) => ctx.copy_image(*picture),
            WindowCommand::ContextMenu => context_menu::ask(ctx),
            WindowCommand::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            // The dialogs have already carried out all other commands.
            _ => {}
        }
    }

    /// Draws the menu, the panels, the timeline and the canvas.
    fn parts(&mut self, ui: &mut Ui) {
        let bar = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(8, 3));
        let export = self.dialogs.export_status();
        let view = self.controller.view();
        Panel::top("menu").frame(bar).show(ui, |ui| menu::show(ui, &view, export, &mut self.commands));
        let bar = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(8, 6));
        let edit_frame = std::mem::take(&mut self.edit_frame);
        Panel::bottom("transport").frame(bar).show(ui, |ui| {
            transport::show(ui, &view, edit_frame, &mut self.commands);
            self.timeline.show(ui, &view, self.identities.plot(), &mut self.commands);
        });
        self.identities.panel(ui, &view, &mut self.commands);
        // Seeking is carried out before the rest is drawn, so the canvas shows the new frame in this pass.
        let ctx = ui.ctx().clone();
        if self.apply_all(&ctx) {
            ctx.request_repaint();
        }
        let Self { controller, commands, canvas, panels, tracks, layers_area, dock, .. } = self;
        let view = controller.view();
        let parts = Parts { canvas, panels, tracks, layers_area };
        let shows_cache = CentralPanel::no_frame().show(ui, |ui| dock.show(ui, &view, parts, commands)).inner;
        panels.end();
        let follows = shows_cache && panels.follows_clairvoyant();
        if follows != view.state.follows_clairvoyant {
            commands.push(Command::FollowClairvoyant(follows));
        }
    }

    /// Counts what this pass has drawn, for `--stats`. `began` is when the pass began.
    fn count(&mut self, began: Instant, pixels_per_point: f32) {
        let displayed = self.canvas.displayed();
        let document = self.controller.session().document.as_ref();
        let shows_start_source = document.is_some_and(|document| self.start_source.as_ref() == Some(&document.source));
        let start = self.began;
        if let Some(frame) = displayed.map(DisplayedFrame::number) {
            self.controller.count(|stats| {
                stats.showed(frame);
                if shows_start_source {
                    stats.showed_asked(start);
                }
            });
        }
        let at = self.controller.state().now + self.updated.elapsed();
        self.controller.drew(displayed, at);
        let scrubber = self.timeline.rect().map(|rect| {
            let rect = rect * pixels_per_point;
            [rect.left(), rect.top(), rect.right(), rect.bottom()]
        });
        let judging = &self.controller.state().judging;
        let shows_errors = judging.judgement().is_some() && self.timeline.shows_errors_of(judging.version);
        self.controller.count(|stats| {
            stats.scrubber = scrubber;
            if shows_errors {
                stats.showed_errors();
            }
            stats.painted(began, start);
        });
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
        self.controller.leave();
        let state = self.controller.state();
        state.settings.store(storage);
        self.dock.store(storage);
        state.left_off.store(storage);
        state.bookmarks.store(storage);
        habits::store(&state.habits, storage);
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.dialogs.end();
        let document = self.controller.session().document.as_ref();
        let proxies = document.and_then(|document| document.images.as_ref()).map(|images| &images.proxies);
        let small_pictures = proxies.map(|proxies| (proxies.spacing(), proxies.progress()));
        let mut stats = self.controller.state().stats.clone();
        if let Some((within, made)) = small_pictures {
            stats.small_pictures_within = within;
            stats.small_pictures_made = made;
        }
        if let Some(path) = &self.stats
            && let Err(error) = stats_file::write(&mut stats, path)
        {
            stderr::message(format_args!("{}: {error}", path.display()));
        }
    }
}
