//! Which of the recent files are still there, looked up in the background: a disk that is gone may take its time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, bounded};
use eframe::egui;

use super::background;

/// What is known of the recent files.
#[derive(Debug, Default)]
pub struct Recent {
    missing: BTreeSet<PathBuf>,
    checked: Vec<PathBuf>,
    answer: Option<Receiver<BTreeSet<PathBuf>>>,
}

impl Recent {
    /// Whether a file was not there when it was looked for last.
    pub fn is_missing(&self, path: &Path) -> bool {
        self.missing.contains(path)
    }

    /// Looks for the files again, as when their list is about to be shown.
    pub fn look_again(&mut self) {
        self.checked.clear();
    }

    /// Looks for files that were not looked for yet, and takes in what was found.
    pub fn check(&mut self, files: &[PathBuf], ctx: &egui::Context) {
        if let Some(missing) = self.answer.as_ref().and_then(|answer| answer.try_recv().ok()) {
            self.missing = missing;
            self.answer = None;
        }
        if self.answer.is_some() || self.checked == files {
            return;
        }
        self.checked = files.to_vec();
        let (sender, answer) = bounded(1);
        let (files, ctx) = (self.checked.clone(), ctx.clone());
        self.answer = Some(answer);
        background::spawn("motscope-recent", move || {
            let _ = sender.send(files.into_iter().filter(|file| !file.is_file()).collect());
            ctx.request_repaint();
        });
    }
}
