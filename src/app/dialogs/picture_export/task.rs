//! A running export, on a background thread.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use eframe::egui;

use super::as_seen::AsSeen;
use crate::app::model::format::{bytes, counted};
use crate::app::session::background;
use crate::export::{ExportReason, Job, Written, export};
use crate::mot::Progress;
use crate::provider::KeySet;

/// At its end, the program waits at most this long until unfinished output is removed.
const TIDYING: Duration = Duration::from_secs(2);

/// An order to export frames.
#[derive(Clone)]
pub struct Order {
    /// Kind and path of the output.
    pub job: Job,
    /// The frames to export.
    pub frames: Arc<KeySet>,
    /// Draws the frames.
    pub seen: Arc<AsSeen>,
}

/// How an export ended.
pub enum Outcome {
    /// It is finished; the text says what was written.
    Written(String),
    /// The output exists already. The user must confirm to replace it.
    Exists(String, Order),
    /// It was cancelled.
    Cancelled,
    /// It failed, for this reason.
    Failed(String),
}

/// A running export. Dropping it cancels the export.
pub struct Task {
    /// Path of the output.
    pub output: PathBuf,
    progress: Arc<Progress>,
    outcome: Receiver<Outcome>,
}

impl Task {
    /// Starts the export. The window is repainted when it ends.
    pub fn start(order: Order, ctx: &egui::Context) -> Self {
        let progress = Arc::new(Progress::new());
        let (sender, outcome) = bounded(1);
        let (shared, ctx, output) = (Arc::clone(&progress), ctx.clone(), order.job.output.clone());
        background::spawn("motscope-pictures", move || {
            let _ = sender.send(run(order, &shared));
            ctx.request_repaint();
        });
        Self { output, progress, outcome }
    }

    /// The finished share, from 0 to 1.
    pub fn fraction(&self) -> f32 {
        self.progress.fraction()
    }

    /// Number of finished frames, and of all frames.
    pub fn frames(&self) -> (u64, u64) {
        (self.progress.done(), self.progress.total())
    }

    /// Requests a cancellation. The outcome follows later.
    pub fn cancel(&self) {
        self.progress.cancel();
    }

    /// The outcome, when the export has ended.
    pub fn poll(&self) -> Option<Outcome> {
        match self.outcome.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                Some(Outcome::Failed(format!("{}: the system could not start a thread", self.output.display())))
            }
        }
    }

    /// Cancels the export and waits briefly until its output is removed. Called at the end of the program.
    pub fn tidy(self) {
        self.cancel();
        let _ = self.outcome.recv_timeout(TIDYING);
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        self.progress.cancel();
    }
}

fn run(order: Order, progress: &Progress) -> Outcome {
    let Order { job, frames, seen } = &order;
    match export(job, frames, |number| seen.draw(number), progress) {
        Ok(written) => Outcome::Written(told(job, written, seen.without_picture())),
        Err(error) => match error.reason {
            ExportReason::Exists(_) => Outcome::Exists(error.to_string(), order),
            ExportReason::Cancelled => Outcome::Cancelled,
            _ => Outcome::Failed(error.to_string()),
        },
    }
}

fn told(job: &Job, written: Written, without: u64) -> String {
    let path = std::path::absolute(&job.output).unwrap_or_else(|_| job.output.clone());
    let frames = counted(written.frames, "frame", "frames");
    let without = match without {
        0 => String::new(),
        without => format!("; {} without a picture", counted(without, "frame", "frames")),
    };
    format!("Written: {}, {frames}, {}{without}", path.display(), bytes(written.bytes))
}
