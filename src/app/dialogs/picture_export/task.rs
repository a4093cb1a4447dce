//! An export under way, on a thread of its own.

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

/// How long the end of the program waits for what was begun to be taken away.
const TIDYING: Duration = Duration::from_secs(2);

/// What is to be written.
#[derive(Clone)]
pub struct Order {
    /// What, and where.
    pub job: Job,
    /// Which frames.
    pub frames: Arc<KeySet>,
    /// How they are drawn.
    pub seen: Arc<AsSeen>,
}

/// How an export ended.
pub enum Outcome {
    /// Done, in words.
    Written(String),
    /// There is something already, and whoever ordered it is to be asked.
    Exists(String, Order),
    /// It was cancelled.
    Cancelled,
    /// It failed, for this reason.
    Failed(String),
}

/// An export under way. Dropped, it is cancelled.
pub struct Task {
    /// Where it is written.
    pub output: PathBuf,
    progress: Arc<Progress>,
    outcome: Receiver<Outcome>,
}

impl Task {
    /// Begins it. The window is painted once it is over.
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

    /// The share done, from 0 to 1.
    pub fn fraction(&self) -> f32 {
        self.progress.fraction()
    }

    /// Frames done, of how many.
    pub fn frames(&self) -> (u64, u64) {
        (self.progress.done(), self.progress.total())
    }

    /// Asks it to end; its outcome is still to come.
    pub fn cancel(&self) {
        self.progress.cancel();
    }

    /// How it ended, once it has.
    pub fn poll(&self) -> Option<Outcome> {
        match self.outcome.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                Some(Outcome::Failed(format!("{}: the system has no thread left for it", self.output.display())))
            }
        }
    }

    /// Cancels it and waits, not for long, until nothing is left of it: for the end of the program.
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
