//! How large an export will be: asked again whenever a choice changes, on a thread of its own.

use std::sync::Arc;

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use eframe::egui;

use super::as_seen::Look;
use super::task::Order;
use crate::app::session::background;
use crate::export::{Kind, estimate};
use crate::mot::Progress;
use crate::provider::KeySet;

/// What an estimate is for: all that the size depends on.
#[derive(Clone, PartialEq)]
pub struct Question {
    /// The kind of the output.
    pub kind: Kind,
    /// Frames a second of the output.
    pub fps: f64,
    /// The frames to export.
    pub frames: Arc<KeySet>,
    /// How they look.
    pub look: Arc<Look>,
    /// The count of opened sequences, and the version of the contents of the open one.
    pub contents: (u64, u64),
}

/// The estimate of what the dialog asks for.
#[derive(Default)]
pub struct Forecast {
    question: Option<Question>,
    running: Option<(Arc<Progress>, Receiver<Option<u64>>)>,
    bytes: Option<u64>,
}

impl Forecast {
    /// The size of an export in bytes, when it is known. `order` makes the order if the question is a new one. An estimate that
    /// is no longer asked for is cancelled.
    pub fn bytes(
        &mut self,
        question: Question,
        order: impl FnOnce() -> Option<Order>,
        ctx: &egui::Context,
    ) -> Option<u64> {
        if self.question.as_ref() != Some(&question) {
            // One at a time: while frames are played, each of them asks anew.
            if let Some((progress, answer)) = &self.running {
                progress.cancel();
                if matches!(answer.try_recv(), Err(TryRecvError::Empty)) {
                    return None;
                }
            }
            self.forget();
            // While the pointer drags a number, each pass would ask anew.
            if ctx.input(|input| input.pointer.any_down()) {
                return None;
            }
            self.question = Some(question);
            self.running = order().map(|order| start(order, ctx));
        }
        if let Some(bytes) = self.running.as_ref().and_then(|(_, answer)| answer.try_recv().ok()) {
            (self.running, self.bytes) = (None, bytes);
        }
        self.bytes
    }

    /// Whether an estimate is being made.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Cancels the estimate and forgets what is known.
    pub fn forget(&mut self) {
        if let Some((progress, _)) = self.running.take() {
            progress.cancel();
        }
        (self.question, self.bytes) = (None, None);
    }
}

impl Drop for Forecast {
    fn drop(&mut self) {
        self.forget();
    }
}

fn start(order: Order, ctx: &egui::Context) -> (Arc<Progress>, Receiver<Option<u64>>) {
    let progress = Arc::new(Progress::new());
    let (sender, answer) = bounded(1);
    let (shared, ctx) = (Arc::clone(&progress), ctx.clone());
    background::spawn("motscope-forecast", move || {
        let Order { job, frames, seen } = &order;
        // Why it failed is told by the export itself.
        let bytes = estimate(job, frames, |number| seen.draw(number), &shared).ok().flatten();
        let _ = sender.send(bytes);
        ctx.request_repaint();
    });
    (progress, answer)
}
