//! Which of the recent files are still there, looked up in the background: a disk that is gone may take its time.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, bounded};
use eframe::egui;

use super::background;

/// What is known of the recent files.
#[derive(Debug, Default)]
pub struct Recent {
    found: Found,
    checked: Vec<PathBuf>,
    answer: Option<Receiver<Found>>,
}

/// What was found where the recent files should be.
#[derive(Debug, Default)]
struct Found {
    missing: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl Found {
    fn look(files: Vec<PathBuf>) -> Self {
        let mut found = Self::default();
        for file in files {
            match std::fs::metadata(&file) {
                Ok(metadata) if metadata.is_dir() => _ = found.folders.insert(file),
                Ok(_) => {}
                Err(_) => _ = found.missing.insert(file),
            }
        }
        found
    }
}

impl Recent {
    /// Whether a file was not there when it was looked for last.
    pub fn is_missing(&self, path: &Path) -> bool {
        self.found.missing.contains(path)
    }

    /// Whether it is a folder, as far as is known.
    pub fn is_folder(&self, path: &Path) -> bool {
        self.found.folders.contains(path)
    }

    /// Looks for the files again, as when their list is about to be shown.
    pub fn look_again(&mut self) {
        self.checked.clear();
    }

    /// Looks for files that were not looked for yet, and takes in what was found.
    pub fn check(&mut self, files: &[PathBuf], ctx: &egui::Context) {
        if let Some(found) = self.answer.as_ref().and_then(|answer| answer.try_recv().ok()) {
            self.found = found;
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
            let _ = sender.send(Found::look(files));
            ctx.request_repaint();
        });
    }
}
