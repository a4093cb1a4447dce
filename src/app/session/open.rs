//! Opening in the background, with progress and Cancel; the sequence on screen stays until the new one is ready.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use eframe::egui;

use super::background;
use super::document::Document;
use super::error::NotOpened;
use super::opened_files::ImageTrack;
use crate::app::model::opening::source::Source;
use crate::app::model::settings::cache_settings::EngineSettings;
use crate::mot::Progress;
use crate::predict::SharedHabits;

/// A sequence that is being opened.
pub struct Opening {
    /// What is being opened.
    pub source: Source,
    progress: Arc<Progress>,
    start: Option<u64>,
    answer: Receiver<Result<Document, NotOpened>>,
}

impl Opening {
    /// Begins to open `source` at frame `start`, or its first one. `kept` are the pictures of what is open.
    pub fn begin(
        source: Source,
        start: Option<u64>,
        kept: Option<ImageTrack>,
        settings: &EngineSettings,
        habits: &SharedHabits,
        ctx: &egui::Context,
    ) -> Self {
        let progress = Arc::new(Progress::new());
        let (sender, answer) = bounded(1);
        let opening = Self { source: source.clone(), progress: Arc::clone(&progress), start, answer };
        let (settings, habits, ctx) = (settings.clone(), habits.clone(), ctx.clone());
        background::spawn("motscope-open", move || {
            // A file must not be able to end the window, whatever is in it.
            let opened = catch_unwind(AssertUnwindSafe(|| {
                Document::open(source, start, kept, &settings, &habits, &progress, &ctx)
            }));
            let answer = match opened {
                Ok(Err(NotOpened::Cancelled)) => return,
                Ok(answer) => answer,
                Err(_) => Err(NotOpened::Failed("a defect in motscope stopped the opening".to_owned())),
            };
            // If nobody waits any more, the document goes here and now, off the window's thread.
            let _ = sender.send(answer);
            ctx.request_repaint();
        });
        opening
    }

    /// The share of the file that is indexed, from 0 to 1.
    pub fn fraction(&self) -> f32 {
        self.progress.fraction()
    }

    /// The answer, once there is one.
    pub fn poll(&self) -> Option<Result<Document, NotOpened>> {
        match self.answer.try_recv() {
            Ok(answer) => Some(answer),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                Some(Err(NotOpened::Failed("the system has no thread left to open it".to_owned())))
            }
        }
    }

    /// What was to be opened, and at which frame.
    pub fn into_source(self) -> (Source, Option<u64>) {
        (self.source, self.start)
    }

    /// Gives up. What has been opened meanwhile is let go of in the background.
    pub fn cancel(self) {
        self.progress.cancel();
        background::spawn("motscope-close", move || {
            if let Ok(Ok(document)) = self.answer.recv() {
                document.discard();
            }
        });
    }
}
