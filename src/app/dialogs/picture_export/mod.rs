//! Export of the displayed frames as pictures, GIF or video: a dialog with the choices, and a thread that writes. The
//! dialog can be hidden during the export.

mod as_seen;
mod choice;
mod copied;
mod dialog;
mod forecast;
mod save_dialog;
mod show_folder;
mod style;
mod task;
mod trail;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, bounded};
use eframe::egui;

use super::export_dialog::plain;
use super::path_input::PathInput;
use crate::app::model::opening::path_text::PathText;
use crate::app::model::state::Failure;
use crate::app::session::background;
use crate::app::session::document::Document;
use crate::app::session::path_listing;
use crate::app::session::view::View;
use crate::export::{self, Job};

use as_seen::{AsSeen, Look};
use choice::{Choice, Form, Offer, Span};
use copied::CopiedPicture;
use forecast::Forecast;
use save_dialog::{SaveAnswer, SaveDialog};
use show_folder::ShowFolder;
use task::{Order, Outcome, Task};

/// The export dialog and the running export.
#[derive(Default)]
pub struct Exporter {
    /// Whether the dialog is visible.
    shown: bool,
    /// The canvas on the screen, in points.
    canvas: Option<egui::Rect>,
    choice: Choice,
    /// The frame that is being drawn for the clipboard.
    pub copied: CopiedPicture,
    /// The output path in the text field.
    path: PathText,
    /// The last suggested path. A path that differs from it was typed and is kept.
    offered: PathText,
    /// Whether to put the cursor into the path field.
    focus: bool,
    input: PathInput,
    /// The folder of the last export.
    folder: Option<PathBuf>,
    save: SaveDialog,
    /// Whether the system has no file dialog.
    no_dialog: bool,
    /// Whether the program `ffmpeg` exists; `None` until it is known.
    ffmpeg: Option<bool>,
    asked: Option<Receiver<bool>>,
    task: Option<Task>,
    /// The existing output, and the order that waits for permission to replace it.
    exists: Option<(String, Order)>,
    /// The result of the last export.
    told: Option<Result<String, String>>,
    /// What the last export has written.
    written: PathBuf,
    show_folder: ShowFolder,
    forecast: Forecast,
    /// The playback range when the frames were chosen last.
    range: (Option<u64>, Option<u64>),
    /// The count of opened sequences when the first and last frame were chosen.
    opened: u64,
}

impl Exporter {
    /// The canvas on the screen, in points.
    pub fn canvas(&self) -> egui::Rect {
        self.canvas.unwrap_or(egui::Rect::ZERO)
    }

    /// Shows the dialog. By default, pictures are exported if they are shown `in_window`.
    pub fn open(&mut self, in_window: bool, ctx: &egui::Context) {
        self.choice.picture = in_window;
        self.shown = true;
        // Check again, because ffmpeg may have been installed meanwhile.
        let (sender, asked) = bounded(1);
        self.asked = Some(asked);
        let ctx = ctx.clone();
        background::spawn("motscope-ffmpeg", move || {
            let _ = sender.send(export::ffmpeg().is_some());
            ctx.request_repaint();
        });
    }

    /// Hides the dialog. A running export continues. Returns whether the dialog was visible.
    pub fn close(&mut self) -> bool {
        if self.shown {
            (self.exists, self.told) = (None, None);
            self.forecast.forget();
        }
        std::mem::take(&mut self.shown)
    }

    /// Whether the dialog is visible.
    pub fn is_open(&self) -> bool {
        self.shown
    }

    /// The text for the menu bar while the dialog is hidden.
    pub fn status(&self) -> Option<String> {
        let task = self.task.as_ref().map(|task| format!("Exporting {:.0} %", task.fraction() * 100.0));
        let done = || self.told.as_ref().is_some_and(Result::is_ok).then(|| "Exported".to_owned());
        (!self.shown).then(|| task.or_else(done)).flatten()
    }

    /// Whether an export is running.
    pub fn is_busy(&self) -> bool {
        self.task.is_some()
    }

    /// Collects results. Returns a failure only if the dialog is hidden and would not show it.
    pub fn poll(&mut self) -> Option<Failure> {
        if let Some(is_there) = self.asked.as_ref().and_then(|asked| asked.try_recv().ok()) {
            (self.ffmpeg, self.asked) = (Some(is_there), None);
        }
        match self.save.poll() {
            Some(SaveAnswer::Chosen(path)) => self.path = PathText::chosen(&path),
            Some(SaveAnswer::Unavailable) => (self.no_dialog, self.focus) = (true, true),
            Some(SaveAnswer::Cancelled) | None => {}
        }
        self.show_folder.poll();
        let outcome = self.task.as_ref().and_then(Task::poll)?;
        self.written = self.task.take().map(|task| task.output.clone()).unwrap_or_default();
        match outcome {
            Outcome::Written(told) => self.told = Some(Ok(told)),
            Outcome::Cancelled => self.told = Some(Err("Cancelled: nothing was written.".to_owned())),
            Outcome::Exists(what, order) => {
                self.exists = Some((what, order));
                self.shown = true;
            }
            Outcome::Failed(reason) if self.shown => self.told = Some(Err(reason)),
            Outcome::Failed(reason) => return Some(Failure::new("Could not export", reason)),
        }
        None
    }

    /// Cancels a running export and removes its output. Called at the end of the program.
    pub fn end(&mut self) {
        if let Some(task) = self.task.take() {
            task.tidy();
        }
    }

    fn begin(&mut self, view: &View<'_>, offer: &Offer, ctx: &egui::Context, dark: bool) {
        let Some(order) = self.order(view, offer, dark) else { return };
        let folder = order.job.output.parent().map(Path::to_owned);
        self.folder = folder.filter(|folder| !folder.as_os_str().is_empty());
        self.start(order, ctx);
    }

    /// What the choices ask for.
    fn order(&self, view: &View<'_>, offer: &Offer, dark: bool) -> Option<Order> {
        let document = view.document?;
        let frames = Arc::new(self.choice.frames(offer));
        let seen = AsSeen::new(document, self.look(view, document, offer, dark));
        Some(Order { job: self.job(offer), frames, seen: Arc::new(seen) })
    }

    fn job(&self, offer: &Offer) -> Job {
        let (kind, fps) = (self.choice.form.kind(), self.choice.fps(offer));
        Job { kind, output: self.output(), replace: false, fps }
    }

    /// All that decides how the frames will look.
    fn look(&self, view: &View<'_>, document: &Document, offer: &Offer, dark: bool) -> Arc<Look> {
        Arc::new(Look::new(view, document, &self.choice, offer, (self.canvas(), dark)))
    }

    fn replace(&mut self, ctx: &egui::Context) {
        if let Some((_, mut order)) = self.exists.take() {
            order.job.replace = true;
            self.start(order, ctx);
        }
    }

    fn start(&mut self, order: Order, ctx: &egui::Context) {
        (self.told, self.exists) = (None, None);
        // It would read the same frames at the same time.
        self.forecast.forget();
        self.show_folder = ShowFolder::default();
        self.task = Some(Task::start(order, ctx));
    }

    /// The output path with its extension.
    fn output(&self) -> PathBuf {
        choice::output(path_listing::meant(&self.path), self.choice.form)
    }

    /// Chooses the form of the output. A typed path gets the matching extension.
    fn turn_to(&mut self, form: Form) {
        if self.path != self.offered {
            self.path.edit(choice::renamed(self.path.text(), self.choice.form, form));
        }
        self.choice.form = form;
    }

    /// Suggests a path, unless one was typed, and resets the frame range if another sequence was opened.
    fn prepare(&mut self, view: &View<'_>, offer: &Offer) {
        if std::mem::replace(&mut self.opened, view.state.opened) != view.state.opened {
            self.choice.ends = (offer.keys.first().unwrap_or(0), offer.keys.last().unwrap_or(0));
            self.choice.fps = None;
        }
        // A range that was set since then is what the person wants to export.
        if std::mem::replace(&mut self.range, offer.range) != offer.range {
            self.choice.span = if offer.range == (None, None) { Span::All } else { Span::Played };
        }
        let document = view.document.map_or_else(String::new, |document| plain(&document.name));
        let folder = self.folder.clone().or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        let path = PathText::chosen(&folder.join(self.choice.name(&document, offer)));
        if self.path == self.offered {
            self.path.clone_from(&path);
        }
        self.offered = path;
    }
}
