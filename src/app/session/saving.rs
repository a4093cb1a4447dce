//! Writes a workspace, on a thread.

use std::io;
use std::path::PathBuf;

use eframe::egui;

use super::background::Task;
use crate::workspace::{Workspace, write};

/// A workspace that is being written.
pub struct Saving {
    /// Where it is written.
    pub path: PathBuf,
    /// How many times a sequence had been opened when it was begun: it is a workspace of that sequence.
    pub opened: u64,
    task: Task<io::Result<()>>,
}

impl Saving {
    /// Begins to write. A file that is there is replaced only if `replace` says so.
    pub fn begin(path: PathBuf, workspace: Workspace, replace: bool, opened: u64, ctx: &egui::Context) -> Self {
        let target = path.clone();
        let task = Task::start("motscope-save", ctx, move |_, answer| answer(write(&target, &workspace, replace)));
        Self { path, opened, task }
    }

    /// Whether it was written, once that is known.
    pub fn poll(&mut self) -> Option<io::Result<()>> {
        let result = self.task.next();
        let is_over = || Some(Err(io::Error::other("the system could not start another thread")));
        if result.is_none() && self.task.is_over() { is_over() } else { result }
    }
}
