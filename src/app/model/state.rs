//! What the window shows and remembers. Widgets read it and ask for [commands](crate::app::command); it never waits.

use std::time::Duration;

use eframe::egui;

use super::bookmarks::Bookmarks;
use super::displayed_frame::Shown;
use super::extent::Scene;
use super::latency_stats::Cause;
use super::layers::Looks;
use super::settings::Settings;
use super::source::{How, Source};
use crate::app::canvas::{Trail, let_go};
use crate::app::dialogs::choice_dialog::Choice;
use crate::app::dialogs::open_dialog::{Dialog, OpenDialog, Overlays};
use crate::app::model::camera::lock::Lock;
use crate::app::model::camera::view::{View, Zoom};
use crate::app::panels::track_list::{Filter, TrackList};
use crate::app::session::document::Document;
use crate::app::session::open::{NotOpened, Opening};
use crate::app::session::opened_files::Scenery;
use crate::app::session::recent::Recent;
use crate::app::stats_file::Stats;
use crate::app::update::hints::Known;
use crate::cache::Snapshot;
use crate::mot::{Format, OpenOptions, TrackId};
use crate::playback::Playback;
use crate::predict::SharedHabits;
use crate::sim::{Navigation, Trace};
use crate::telemetry::Telemetry;

/// Something that went wrong with what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What, in a few words.
    pub title: String,
    /// Why.
    pub reason: String,
}

/// What has become of the frame under the play head.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// It is on screen.
    Shown,
    /// It has been on its way since then, on the window's clock.
    Pending(Duration),
    /// It could not be loaded, for this reason.
    Failed(String),
}

/// All of it.
pub struct State {
    /// The sequence on screen.
    pub document: Option<Document>,
    /// How many sequences have been opened.
    pub opened: u64,
    /// The one that is being opened.
    pub opening: Option<Opening>,
    /// What could not be opened last.
    pub failure: Option<Failure>,
    /// What survives a restart.
    pub settings: Settings,
    /// The newest frame asked for that has arrived, at least its boxes.
    pub shown: Option<Shown>,
    /// What has become of the one under the play head.
    pub wanted: Wanted,
    /// What is in the cache and on its way.
    pub snapshot: Snapshot,
    /// Rises whenever `snapshot` was taken anew.
    pub snapshot_version: u64,
    /// What the cache did lately.
    pub telemetry: Telemetry,
    /// The last moves of the play head.
    pub navigation: Navigation,
    /// Frames to come back to.
    pub bookmarks: Bookmarks,
    /// What the adaptive predictor has learned.
    pub habits: SharedHabits,
    /// What the cache is told of the moves to come.
    pub known: Known,
    /// The selected track.
    pub selected: Option<TrackId>,
    /// Where the selected track was and will be.
    pub trail: Trail,
    /// How layers look that were changed by hand.
    pub looks: Looks,
    /// Where the list of layers was drawn last: what is dropped there is added to them.
    pub layers_area: Option<egui::Rect>,
    /// Which boxes and tracks are shown.
    pub filter: Filter,
    /// The order of the list of tracks.
    pub tracks: TrackList,
    /// What the canvas fits.
    pub scene: Scene,
    /// Zoom and pan.
    pub view: View,
    /// Where the canvas was drawn last.
    pub canvas: egui::Rect,
    /// A zoom that the canvas has yet to carry out.
    pub zoom: Option<Zoom>,
    /// The camera follows the selected track.
    pub lock: Option<Lock>,
    /// What lies over the window.
    pub overlays: Overlays,
    /// The system's file dialog.
    pub dialog: OpenDialog,
    /// Which recent files are still there.
    pub recent: Recent,
    /// What `--stats` writes.
    pub stats: Stats,
    /// The window's clock at the last update.
    pub now: Duration,
    /// Select this track once it is known, and go to its first frame if so.
    start_at: Option<(TrackId, bool)>,
    /// What is being opened is the same file again: zoom and filter stay.
    keeps_view: bool,
    /// Frame and track of a file that was opened again in another form, for the case that it has nothing there.
    left_at: (Option<u64>, Option<TrackId>),
}

impl State {
    /// Begins to open `source`.
    pub fn new(
        settings: Settings,
        source: Source,
        frame: Option<u64>,
        track: Option<TrackId>,
        ctx: &egui::Context,
    ) -> Self {
        let mut state = Self {
            document: None,
            opened: 0,
            opening: None,
            failure: None,
            settings,
            shown: None,
            wanted: Wanted::Shown,
            snapshot: Snapshot::default(),
            snapshot_version: 0,
            telemetry: Telemetry::new(),
            navigation: Navigation::default(),
            bookmarks: Bookmarks::default(),
            habits: SharedHabits::default(),
            known: Known::default(),
            selected: None,
            trail: Trail::start(ctx),
            looks: Looks::default(),
            layers_area: None,
            filter: Filter::default(),
            tracks: TrackList::default(),
            scene: Scene::default(),
            view: View::default(),
            canvas: egui::Rect::ZERO,
            zoom: None,
            lock: None,
            overlays: Overlays::default(),
            dialog: OpenDialog::default(),
            recent: Recent::default(),
            stats: Stats::default(),
            now: Duration::ZERO,
            start_at: track.map(|track| (track, frame.is_none())),
            left_at: (None, None),
            keeps_view: false,
        };
        state.open(source, frame, ctx);
        state
    }

    /// Begins to open `source`; what is being opened is given up, what is on screen stays until then.
    pub fn open(&mut self, source: Source, frame: Option<u64>, ctx: &egui::Context) {
        let kept = self.document.as_ref().and_then(|document| document.scenery.clone());
        self.begin(source, frame, kept, ctx);
    }

    /// The same with pictures that may be the same.
    fn begin(&mut self, source: Source, frame: Option<u64>, kept: Option<Scenery>, ctx: &egui::Context) {
        if let Some(opening) = self.opening.take() {
            opening.cancel();
        }
        self.failure = None;
        self.overlays.path = None;
        self.overlays.choice = None;
        // Recent files are told apart, and found again, by their full path.
        let source = match source {
            Source::File(path, how) => Source::File(std::path::absolute(&path).unwrap_or(path), how.absolute()),
            Source::Demo => Source::Demo,
        };
        self.keeps_view = false;
        self.opening = Some(Opening::begin(source, frame, kept, &self.settings.engine, &self.habits, ctx));
    }

    /// Begins to open the file again as if its lines had this form, as guessed without one. Frame and selection stay.
    pub fn open_as(&mut self, format: Option<Format>, ctx: &egui::Context) {
        let Some(document) = &self.document else { return };
        let Source::File(path, how) = &document.source else { return };
        let text = OpenOptions { format, ..how.text.clone() };
        let source = Source::File(path.clone(), How { text, ..how.clone() });
        if document.keys.is_empty() {
            self.selected = self.left_at.1;
        } else {
            self.left_at = (document.playback().frame(), self.selected);
        }
        self.open(source, self.left_at.0, ctx);
    }

    /// Opens again what is open, pictures included. Frame, selection, zoom and filter stay.
    pub fn reload(&mut self, ctx: &egui::Context) {
        let Some(document) = &self.document else { return };
        let (source, frame) = (document.source.clone(), document.playback().frame());
        self.begin(source, frame, None, ctx);
        self.keeps_view = true;
    }

    /// Opens what is open with other layers, pictures or another offset. Frame, selection, zoom and filter stay.
    pub fn reopen(&mut self, change: impl FnOnce(&mut How), ctx: &egui::Context) {
        let Some(document) = &self.document else { return };
        let Source::File(path, mut how) = document.source.clone() else { return };
        let frame = document.playback().frame();
        change(&mut how);
        self.open(Source::File(path, how), frame, ctx);
        self.keeps_view = true;
    }

    /// Takes in whatever has arrived since the last pass, and plays. `now` is the window's clock.
    pub fn update(&mut self, now: Duration, ctx: &egui::Context) {
        self.now = now;
        match self.dialog.poll() {
            Some(Dialog::Chosen(purpose, paths)) => {
                if let Some(command) = purpose.command(paths) {
                    self.apply(command, ctx);
                }
            }
            Some(Dialog::Unavailable(purpose)) => self.overlays.show_path(Some(purpose), self.document.as_ref()),
            Some(Dialog::Cancelled) | None => {}
        }
        if let Some(failure) = self.overlays.pictures.poll() {
            self.failure = Some(failure);
        }
        self.recent.check(&self.settings.recent, ctx);
        if let Some(answer) = self.opening.as_ref().and_then(Opening::poll)
            && let Some((source, start)) = self.opening.take().map(Opening::into_source)
        {
            match answer {
                Ok(document) => {
                    ctx.send_viewport_cmd(egui::ViewportCommand::Title(format!("{} – motscope", document.name)));
                    self.replace(document);
                }
                Err(NotOpened::Choose(members)) => {
                    let open = self.document.as_ref().map(|document| &document.source);
                    self.overlays.choice = Some(Choice::of_members(source, start, members, open));
                }
                Err(NotOpened::ChooseSequence(entries)) => {
                    self.overlays.choice = Some(Choice::of_sequences(source, start, entries));
                }
                Err(NotOpened::Cancelled) => {}
                Err(NotOpened::Failed(reason)) => {
                    self.failure = Some(Failure { title: format!("Could not open {}", source.name()), reason });
                }
            }
        }
        let Some(document) = &mut self.document else { return };
        document.follow_memory(now);
        let received = document.receive(self.settings.play.follow);
        if received.has_summary {
            self.measure();
            if let Some((id, go)) = self.start_at.take() {
                self.start_at_track(id, go);
            } else if self.selected_ends().is_none() {
                self.selected = None;
            }
        }
        if received.has_grown {
            self.trail.forget();
            self.refresh();
        }
        if received.is_replaced && self.opening.is_none() {
            // The text was; nothing says that the pictures were.
            self.reopen(|_| (), ctx);
        }
        let Some(document) = &self.document else { return };
        let arrived = self.wanted != Wanted::Shown;
        let mut stirred = false;
        for event in document.events.try_iter() {
            stirred = true;
            self.telemetry.push(&event);
        }
        if stirred || arrived {
            self.refresh();
        }
        self.play(now, ctx);
    }

    /// Moves the play head on, if it plays and it is time.
    fn play(&mut self, now: Duration, ctx: &egui::Context) {
        let Some(document) = &mut self.document else { return };
        let arrived = !matches!(self.wanted, Wanted::Pending(_));
        let due = document.playback().next_wakeup().unwrap_or(now);
        let moved = document.playback().is_playing() && document.play(|playback| playback.tick(now, arrived)).is_some();
        let until = due + document.playback().interval();
        if let Some(due) = document.playback().next_wakeup() {
            ctx.request_repaint_after(due.saturating_sub(now));
        }
        if moved {
            self.refresh_after(Cause::Playback(until));
        }
    }

    /// Changes the play head, and shows what there is of the frame it moves to.
    pub fn navigate<T>(&mut self, change: impl FnOnce(&mut Playback) -> T) {
        if let Some(document) = &mut self.document {
            document.awaited = None;
            document.play(change);
            self.refresh();
        }
    }

    /// Goes to a frame; to one that is not indexed yet, once it is.
    pub fn seek(&mut self, frame: u64) {
        if !self.document.as_mut().is_some_and(|document| document.awaits(frame)) {
            self.navigate(|playback| playback.seek(frame));
        }
    }

    /// Puts a newly opened sequence on screen.
    fn replace(&mut self, mut document: Document) {
        if let Source::File(path, _) = &document.source {
            self.settings.remember(path);
        }
        let path = |source: &Source| match source {
            Source::File(path, how) => Some((path.clone(), how.text.member.clone())),
            Source::Demo => None,
        };
        // What was selected, marked and recorded stays, where the same file was opened again.
        let new = path(&document.source);
        if new.is_none() || self.document.as_ref().and_then(|old| path(&old.source)) != new {
            if self.document.is_some() {
                self.selected = None;
            }
            self.bookmarks.turn_to(&document.source);
            self.navigation.clear();
        } else if let Some(old) = &self.document {
            document.chosen_fps = old.chosen_fps;
        }
        if let Some(old) = self.document.replace(document) {
            old.discard();
        }
        self.apply_play();
        self.known.forget();
        self.opened += 1;
        self.failure = None;
        if let Some(old) = self.shown.take() {
            let_go(old);
        }
        self.wanted = Wanted::Shown;
        self.scene = Scene::default();
        self.trail.forget();
        if !std::mem::take(&mut self.keeps_view) {
            self.fit();
            self.filter = Filter::default();
            self.tracks = TrackList::default();
        }
        self.telemetry = Telemetry::new();
        self.refresh();
    }

    /// Makes the play head follow the settings, at the frame rate that the sequence tells.
    pub fn apply_play(&mut self) {
        let Some(document) = &mut self.document else { return };
        let (play, fps) = (self.settings.play, document.fps_in_force(self.settings.play.fps));
        document.play(|playback| {
            play.apply(playback);
            playback.set_fps(fps);
        });
    }

    /// Plays at this rate while the sequence is open. Where it does not tell its own, others are assumed to have it, too.
    pub fn set_fps(&mut self, fps: f64) {
        if let Some(document) = &mut self.document {
            document.chosen_fps = Some(fps);
        }
        if self.document.as_ref().is_none_or(|document| document.fps.is_none()) {
            self.settings.play.fps = fps;
        }
        self.apply_play();
    }

    fn start_at_track(&mut self, id: TrackId, go: bool) {
        self.selected = Some(id);
        if let Some((first, _)) = self.selected_ends() {
            if go {
                self.navigate(|playback| playback.seek(first));
            }
        } else if let Some(document) = &self.document {
            self.selected = None;
            let reason = format!("{} has no track {id}", document.name);
            self.failure = Some(Failure { title: format!("No track {id}"), reason });
        }
    }

    /// The moves recorded so far, with the frames there are.
    pub fn trace(&self) -> Option<Trace> {
        let document = self.document.as_ref()?;
        let keys = document.keys.first().zip(document.keys.last()).map(|(first, last)| first..=last);
        Some(self.navigation.trace(&document.name, keys))
    }

    /// Shows the whole scene.
    pub fn fit(&mut self) {
        self.view = View::default();
        self.lock = None;
    }

    /// Whether there are pictures under the boxes.
    pub fn has_pictures(&self) -> bool {
        self.document.as_ref().is_some_and(Document::has_pictures)
    }

    /// The frame under the play head, if there is one.
    pub fn position(&self) -> Option<u64> {
        self.document.as_ref()?.playback().frame()
    }

    /// The frame numbers of the selected track's first and last box.
    pub fn selected_ends(&self) -> Option<(u64, u64)> {
        let summary = self.document.as_ref()?.summary.as_ref()?;
        let track = summary.track(self.selected?)?;
        Some((track.first.into(), track.last.into()))
    }
}
