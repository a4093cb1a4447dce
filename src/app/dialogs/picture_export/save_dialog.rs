//! The system's dialog for the output path, on a background thread.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use eframe::egui;

use super::choice::Form;
use crate::app::session::background;

/// A dialog that closes sooner than this was not cancelled by a person: the system has no file dialog.
const TOO_SOON: Duration = Duration::from_millis(400);

/// The save dialog of the system, which may be open.
#[derive(Debug, Default)]
pub struct SaveDialog {
    open: Option<(Receiver<PathBuf>, Instant)>,
}

/// The result of the dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveAnswer {
    /// This path was chosen.
    Chosen(PathBuf),
    /// It was cancelled.
    Cancelled,
    /// It closed sooner than a person can cancel it: this system has no file dialog.
    Unavailable,
}

impl SaveDialog {
    /// Shows the dialog with `path` as suggestion, unless it is already open.
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

    /// The result when the dialog has closed. The system reports a cancelled and an unavailable dialog alike.
    pub fn poll(&mut self) -> Option<SaveAnswer> {
        let (answer, shown) = self.open.as_ref()?;
        let answer = match answer.try_recv() {
            Ok(path) => SaveAnswer::Chosen(path),
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) if shown.elapsed() < TOO_SOON => SaveAnswer::Unavailable,
            Err(TryRecvError::Disconnected) => SaveAnswer::Cancelled,
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
