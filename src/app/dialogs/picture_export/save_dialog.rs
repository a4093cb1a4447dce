//! The system's dialog for where to write, on a thread of its own.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use eframe::egui;

use super::choice::Form;
use crate::app::session::background;

/// Nobody cancels a dialog as soon as this.
const TOO_SOON: Duration = Duration::from_millis(400);

/// The dialog, if it is open.
#[derive(Debug, Default)]
pub struct SaveDialog {
    open: Option<(Receiver<PathBuf>, Instant)>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A place was chosen.
    Chosen(PathBuf),
    /// It was cancelled.
    Cancelled,
    /// It was gone sooner than anybody can cancel: this system has none.
    Unavailable,
}

impl SaveDialog {
    /// Shows it, unless it is shown already, with `path` offered.
    pub fn show(&mut self, form: Form, path: &Path, ctx: &egui::Context) {
        if self.open.is_some() {
            return;
        }
        let (sender, answer) = bounded(1);
        self.open = Some((answer, Instant::now()));
        let (path, ctx) = (path.to_owned(), ctx.clone());
        background::spawn("motscope-dialog", move || {
            if let Some(path) = pick(form, &path) {
                let _ = sender.send(path);
            }
            drop(sender);
            ctx.request_repaint();
        });
    }

    /// What became of it, once it is gone. The system does not tell a cancelled dialog from one that cannot be shown.
    pub fn poll(&mut self) -> Option<Answer> {
        let (answer, shown) = self.open.as_ref()?;
        let answer = match answer.try_recv() {
            Ok(path) => Answer::Chosen(path),
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) if shown.elapsed() < TOO_SOON => Answer::Unavailable,
            Err(TryRecvError::Disconnected) => Answer::Cancelled,
        };
        self.open = None;
        Some(answer)
    }
}

fn pick(form: Form, path: &Path) -> Option<PathBuf> {
    let mut dialog = rfd::FileDialog::new();
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        dialog = dialog.set_directory(folder);
    }
    let Some(extension) = form.extension() else {
        return dialog.set_title("Choose a folder for the pictures").pick_folder();
    };
    if let Some(name) = path.file_name() {
        dialog = dialog.set_file_name(name.to_string_lossy());
    }
    dialog.set_title("Export to").add_filter(extension.to_uppercase(), &[extension]).save_file()
}
