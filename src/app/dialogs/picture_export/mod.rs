//! Export of what is on screen as pictures, GIF or video: a dialog to choose, and a thread that writes. The dialog may be
//! put away while it does.

mod as_seen;
mod choice;
mod dialog;
mod save_dialog;
mod style;
mod task;
mod trail;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, bounded};
use eframe::egui;

use super::export_dialog::plain;
use crate::app::model::state::Failure;
use crate::app::session::background;
use crate::app::session::view::View;
use crate::export::{self, Job};

use as_seen::AsSeen;
use choice::{Choice, Form, Offer};
use save_dialog::{Answer, SaveDialog};
use task::{Order, Outcome, Task};

/// What is exported, and what becomes of it.
#[derive(Default)]
pub struct Exporter {
    /// The dialog is on screen.
    shown: bool,
    /// Where the canvas is on the screen.
    canvas: Option<egui::Rect>,
    choice: Choice,
    /// Where to write.
    path: String,
    /// What was offered for it last; what was typed stays.
    offered: String,
    /// The cursor is to be put into the field for the path.
    focus: bool,
    /// The folder written to last.
    folder: Option<PathBuf>,
    save: SaveDialog,
    /// The system has no dialog.
    no_dialog: bool,
    /// Whether there is an `ffmpeg` program, once it is known.
    ffmpeg: Option<bool>,
    asked: Option<Receiver<bool>>,
    task: Option<Task>,
    /// What is there already, and the order that waits for leave to replace it.
    exists: Option<(String, Order)>,
    /// What became of the last one.
    told: Option<Result<String, String>>,
    /// How many sequences had been opened when ends were chosen.
    opened: u64,
}

impl Exporter {
    /// Where the canvas is on the screen.
    fn canvas(&self) -> egui::Rect {
        self.canvas.unwrap_or(egui::Rect::ZERO)
    }

    /// Shows the dialog. Unless chosen otherwise in it, there is a picture under the boxes if there is one `in_window`.
    pub fn open(&mut self, in_window: bool, ctx: &egui::Context) {
        self.choice.picture = in_window;
        self.shown = true;
        // It may have been installed since.
        let (sender, asked) = bounded(1);
        self.asked = Some(asked);
        let ctx = ctx.clone();
        background::spawn("motscope-ffmpeg", move || {
            let _ = sender.send(export::ffmpeg().is_some());
            ctx.request_repaint();
        });
    }

    /// Puts the dialog away; what is being written goes on. True if it was on screen.
    pub fn close(&mut self) -> bool {
        if self.shown {
            (self.exists, self.told) = (None, None);
        }
        std::mem::take(&mut self.shown)
    }

    /// What the menu bar tells of it while the dialog is put away.
    pub fn status(&self) -> Option<String> {
        let task = self.task.as_ref().map(|task| format!("Exporting {:.0} %", task.fraction() * 100.0));
        let done = || self.told.as_ref().is_some_and(Result::is_ok).then(|| "Exported".to_owned());
        (!self.shown).then(|| task.or_else(done)).flatten()
    }

    /// Whether something is being written.
    pub fn is_busy(&self) -> bool {
        self.task.is_some()
    }

    /// Takes in what has come. Answers a failure that nobody would see, because the dialog is put away.
    pub fn poll(&mut self) -> Option<Failure> {
        if let Some(is_there) = self.asked.as_ref().and_then(|asked| asked.try_recv().ok()) {
            (self.ffmpeg, self.asked) = (Some(is_there), None);
        }
        match self.save.poll() {
            Some(Answer::Chosen(path)) => self.path = path.to_string_lossy().into_owned(),
            Some(Answer::Unavailable) => (self.no_dialog, self.focus) = (true, true),
            Some(Answer::Cancelled) | None => {}
        }
        let outcome = self.task.as_ref().and_then(Task::poll)?;
        self.task = None;
        match outcome {
            Outcome::Written(told) => self.told = Some(Ok(told)),
            Outcome::Cancelled => self.told = Some(Err("Cancelled: nothing was written.".to_owned())),
            Outcome::Exists(what, order) => {
                self.exists = Some((what, order));
                self.shown = true;
            }
            Outcome::Failed(reason) if self.shown => self.told = Some(Err(reason)),
            Outcome::Failed(reason) => return Some(Failure { title: "Could not export".to_owned(), reason }),
        }
        None
    }

    /// Gives up what is being written, and sees to it that nothing is left of it: for the end of the program.
    pub fn end(&mut self) {
        if let Some(task) = self.task.take() {
            task.tidy();
        }
    }

    fn begin(&mut self, view: &View<'_>, offer: &Offer, ctx: &egui::Context, dark: bool) {
        let Some(document) = view.document else { return };
        let output = self.output();
        self.folder = output.parent().map(Path::to_owned).filter(|folder| !folder.as_os_str().is_empty());
        let job = Job { kind: self.choice.form.kind(), output, replace: false, fps: self.choice.fps(offer) };
        let frames = Arc::new(self.choice.frames(offer));
        let seen = Arc::new(AsSeen::new(view, document, &self.choice, offer, (self.canvas(), dark)));
        self.start(Order { job, frames, seen }, ctx);
    }

    fn replace(&mut self, ctx: &egui::Context) {
        if let Some((_, mut order)) = self.exists.take() {
            order.job.replace = true;
            self.start(order, ctx);
        }
    }

    fn start(&mut self, order: Order, ctx: &egui::Context) {
        (self.told, self.exists) = (None, None);
        self.task = Some(Task::start(order, ctx));
    }

    /// The path as it is written to.
    fn output(&self) -> PathBuf {
        choice::output(&self.path, self.choice.form)
    }

    /// Chooses what is written; a path that was typed gets the ending that belongs to it.
    fn turn_to(&mut self, form: Form) {
        if self.path != self.offered {
            self.path = choice::renamed(&self.path, self.choice.form, form);
        }
        self.choice.form = form;
    }

    /// Offers a path, unless one was typed, and frames of what is open now.
    fn prepare(&mut self, view: &View<'_>, offer: &Offer) {
        if std::mem::replace(&mut self.opened, view.state.opened) != view.state.opened {
            self.choice.ends = (offer.keys.first().unwrap_or(0), offer.keys.last().unwrap_or(0));
            self.choice.fps = None;
        }
        let document = view.document.map_or_else(String::new, |document| plain(&document.name));
        let folder = self.folder.clone().or_else(|| std::env::current_dir().ok()).unwrap_or_default();
        let path = folder.join(self.choice.name(&document, offer)).to_string_lossy().into_owned();
        if self.path == self.offered {
            self.path.clone_from(&path);
        }
        self.offered = path;
    }
}
