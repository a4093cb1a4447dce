//! The window as eframe sees it: takes in what has arrived, draws the parts, carries out what they ask for.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use eframe::egui::{self, CentralPanel, Frame, Margin, Panel, Rect, Ui};

use super::canvas::Canvas;
use super::command::{Command, Commands, Request, WindowCommand};
use super::dialogs::stack::Dialogs;
use super::model::bookmarks::Bookmarks;
use super::model::camera::Zoom;
use super::model::opening::source::{OpenHow, Source};
use super::model::settings::Settings;
use super::model::state::State;
use super::panels::tracks::TracksPanel;
use super::panels::{self, Panels, layers_panel};
use super::session::habits;
use super::timeline::{Timeline, transport};
use super::update::controller::Controller;
use super::widgets::theme;
use super::{dropped, keys, menu, stats_file};
use crate::mot::{Format, OpenOptions, TrackId};
use crate::stderr;

/// The narrowest canvas that panels at its sides leave, in points.
const MIN_CANVAS: f32 = 320.0;
/// The default and the least width of the list of tracks, in points.
const TRACKS_WIDTH: [f32; 2] = [210.0, 190.0];

/// What the window begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The file to open; the demo if there is none.
    pub path: Option<PathBuf>,
    /// Text files to show over the same pictures, too.
    pub layers: Vec<PathBuf>,
    /// The folder of pictures, if it is not to be looked for.
    pub images: Option<PathBuf>,
    /// The format of the file's lines, if it is not to be recognised.
    pub format: Option<Format>,
    /// Which file of a zip archive to open, if it is not to be asked for.
    pub member: Option<String>,
    /// The frame to begin at.
    pub frame: Option<u64>,
    /// The track to select. Without a frame, the window begins at the first frame of the track.
    pub track: Option<TrackId>,
    /// Where to write what was counted, at the end.
    pub stats: Option<PathBuf>,
}

/// The window.
pub struct Window {
    controller: Controller,
    commands: Commands,
    canvas: Canvas,
    timeline: Timeline,
    panels: Panels,
    tracks: TracksPanel,
    dialogs: Dialogs,
    /// Where the list of layers was drawn last: files dropped there are added as layers.
    layers_area: Option<Rect>,
    /// Put the cursor into the field for a frame number.
    edit_frame: bool,
    /// A text field had the cursor at the end of the last pass.
    typing: bool,
    stats: Option<PathBuf>,
    /// When the program began.
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
        let how = OpenHow { text, images: start.images, layers: start.layers, ..OpenHow::default() };
        let source = start.path.map_or(Source::Demo, |path| Source::File(path, how));
        let bookmarks = Bookmarks::load(creation.storage);
        let controller = Controller::new(settings, bookmarks, source, (start.frame, start.track), ctx);
        habits::load(&controller.state().habits, creation.storage);
        let asked = controller.session().opening.as_ref().map(|opening| opening.source.clone());
        Self {
            asked,
            controller,
            commands: Commands::default(),
            canvas: Canvas::default(),
            timeline: Timeline::default(),
            panels: Panels::default(),
            tracks: TracksPanel::default(),
            dialogs: Dialogs::default(),
            layers_area: None,
            edit_frame: false,
            typing: false,
            stats: start.stats,
            began,
            updated: began,
        }
    }

    /// The state of the window, for tests and benchmarks.
    #[doc(hidden)]
    pub fn state(&self) -> &State {
        self.controller.state()
    }

    /// Takes in what has arrived since the last pass.
    pub fn update(&mut self, ctx: &egui::Context) {
        self.updated = Instant::now();
        let now = Duration::try_from_secs_f64(ctx.input(|input| input.time)).unwrap_or_default();
        self.dialogs.poll(&mut self.commands);
        self.apply_all(ctx);
        self.controller.update(now, ctx);
        self.apply_requests(ctx);
    }

    /// One pass: everything is drawn, and whatever was asked for is done.
    pub fn show(&mut self, ui: &mut Ui) {
        let began = Instant::now();
        let ctx = ui.ctx().clone();
        dropped::take(&ctx, &self.controller.view(), self.layers_area, &mut self.commands);
        keys::read(&ctx, self.typing, self.dialogs.shows_help(), &self.controller.view(), &mut self.commands);
        self.apply_all(&ctx);
        self.parts(ui);
        let view = self.controller.view();
        self.dialogs.show_path_field(ui, &view, &mut self.commands);
        dropped::hint(ui, &view, self.layers_area);
        self.dialogs.show(ui, &view, self.canvas.rect(), keys::SHORTCUTS, &mut self.commands);
        if self.apply_all(&ctx) {
            // What was asked for is seen in the next pass.
            ctx.request_repaint();
        }
        self.controller.tell();
        self.typing = ctx.text_edit_focused();
        self.count(began, ui.pixels_per_point());
    }

    /// Does what was asked for. True if anything was.
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

    /// Does what the controller has asked of the window.
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
            WindowCommand::Escape => {
                // One thing a press.
                if !self.dialogs.close() {
                    self.controller.apply(Command::Clear, ctx);
                }
            }
            WindowCommand::SetTitle(name) => {
                ctx.send_viewport_cmd(egui::ViewportCommand::Title(format!("{name} – motscope")));
            }
            WindowCommand::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
            // Dialogs have carried out all others.
            _ => {}
        }
    }

    fn parts(&mut self, ui: &mut Ui) {
        let bar = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(8, 3));
        let export = self.dialogs.export_status();
        let view = self.controller.view();
        Panel::top("menu").frame(bar).show(ui, |ui| menu::show(ui, &view, export, &mut self.commands));
        let bar = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(8, 6));
        let edit_frame = std::mem::take(&mut self.edit_frame);
        Panel::bottom("transport").frame(bar).show(ui, |ui| {
            transport::show(ui, &view, edit_frame, &mut self.commands);
            self.timeline.show(ui, &view, &mut self.commands);
        });
        // Seeking is done before the rest is drawn, so that the canvas shows the frame in the same pass.
        let ctx = ui.ctx().clone();
        if self.apply_all(&ctx) {
            ctx.request_repaint();
        }
        let Self { controller, commands, canvas, panels, tracks, .. } = self;
        let view = controller.view();
        let settings = &view.state.settings;
        let shows_panels = settings.show_panels && panels::fits(ui, MIN_CANVAS);
        if shows_panels {
            let widest = (ui.available_width() - MIN_CANVAS).max(panels::WIDTH[0]);
            let panel = Panel::right("panels").default_size(panels::WIDTH[1]).size_range(panels::WIDTH[0]..=widest);
            panel.show(ui, |ui| panels.show(ui, &view, commands));
        }
        let follows = shows_panels && panels.shows_clairvoyant(&view);
        if follows != view.state.follows_clairvoyant {
            commands.push(Command::FollowClairvoyant(follows));
        }
        let width = ui.available_width();
        let show_tracks = settings.show_tracks && width > TRACKS_WIDTH[1] + MIN_CANVAS;
        let panel = Panel::left("tracks").default_size(TRACKS_WIDTH[0]);
        let panel = panel.size_range(TRACKS_WIDTH[1]..=(width - MIN_CANVAS).max(TRACKS_WIDTH[1]));
        self.layers_area = None;
        if show_tracks {
            panel.show(ui, |ui| {
                self.layers_area = layers_panel::show(ui, &view, commands);
                tracks.show(ui, &view, commands);
            });
        }
        CentralPanel::no_frame().show(ui, |ui| canvas.show(ui, &view, commands));
    }

    /// Counts what this pass has drawn, for `--stats`.
    fn count(&mut self, began: Instant, pixels_per_point: f32) {
        let displayed = self.canvas.displayed();
        let document = self.controller.session().document.as_ref();
        let shows_asked = document.is_some_and(|document| self.asked.as_ref() == Some(&document.source));
        let start = self.began;
        if let Some(frame) = displayed.map(|displayed| displayed.number()) {
            self.controller.count(|stats| {
                stats.showed(frame);
                if shows_asked {
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
        self.controller.count(|stats| {
            stats.scrubber = scrubber;
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
        let state = self.controller.state();
        state.settings.store(storage);
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
