//! Which of the recent files still exist. This is checked in the background, because a missing disk may respond slowly.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, bounded};
use eframe::egui;

use super::background;

/// What is known about the recent files.
#[derive(Debug, Default)]
pub struct Recent {
    /// The result of the last check.
    paths: CheckedPaths,
    /// The files of the last check.
    checked: Vec<PathBuf>,
    /// The check that is running.
    running: Option<Receiver<CheckedPaths>>,
}

/// The recent files that are missing or folders.
#[derive(Debug, Default)]
struct CheckedPaths {
    missing: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl CheckedPaths {
    /// Checks the files. This may take long.
    fn check(files: Vec<PathBuf>) -> Self {
        let mut paths = Self::default();
        for file in files {
            match std::fs::metadata(&file) {
                Ok(metadata) if metadata.is_dir() => _ = paths.folders.insert(file),
                Ok(_) => {}
                Err(_) => _ = paths.missing.insert(file),
            }
        }
        paths
    }
}

impl Recent {
    /// Whether a file was missing at the last check.
    pub fn is_missing(&self, path: &Path) -> bool {
        self.paths.missing.contains(path)
    }

    /// Whether the path was a folder at the last check.
    pub fn is_folder(&self, path: &Path) -> bool {
        self.paths.folders.contains(path)
    }

    /// Makes the next call of [`check`](Self::check) check all files again, for example because their list will be
    /// shown.
    pub fn look_again(&mut self) {
        self.checked.clear();
    }

    /// Takes in the result of a check, and starts another one if `files` were not checked yet.
    pub fn check(&mut self, files: &[PathBuf], ctx: &egui::Context) {
        if let Some(paths) = self.running.as_ref().and_then(|running| running.try_recv().ok()) {
            self.paths = paths;
            self.running = None;
        }
        if self.running.is_some() || self.checked == files {
            return;
        }
        self.checked = files.to_vec();
        let (sender, running) = bounded(1);
        let (files, ctx) = (self.checked.clone(), ctx.clone());
        self.running = Some(running);
        background::spawn("motscope-recent", move || {
            let _ = sender.send(CheckedPaths::check(files));
            ctx.request_repaint();
        });
    }
}
