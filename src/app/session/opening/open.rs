//! Opens a sequence in the background, with progress and Cancel. The open sequence stays on screen until the new one is
//! ready.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use eframe::egui;

use super::error::NotOpened;
use super::kept::Kept;
use crate::app::model::opening::source::Source;
use crate::app::model::settings::cache_settings::CacheSettings;
use crate::app::session::background;
use crate::app::session::document::Document;
use crate::mot::Progress;
use crate::predict::SharedHabits;

/// A sequence that is being opened.
pub struct Opening {
    /// What is being opened.
    pub source: Source,
    progress: Arc<Progress>,
    start: Option<u64>,
    kept: Kept,
    /// The workspace that what is open was saved as while it is opened again.
    saved_as: Option<PathBuf>,
    result: Receiver<Result<Document, NotOpened>>,
}

impl Opening {
    /// Begins to open `source` at frame `start`, or at its first frame. `kept` is what it may take over
    /// from the open sequence.
    pub fn begin(
        source: Source,
        start: Option<u64>,
        kept: Kept,
        settings: &CacheSettings,
        habits: &SharedHabits,
        ctx: &egui::Context,
    ) -> Self {
        let progress = Arc::new(Progress::new());
        let (sender, result) = bounded(1);
        let (own, at) = (Arc::clone(&progress), source.clone());
        let opening = Self { source: at, progress: own, start, kept: kept.clone(), saved_as: None, result };
        let (settings, habits, ctx) = (settings.clone(), habits.clone(), ctx.clone());
        background::spawn("motscope-open", move || {
            // No file may end the program, whatever it contains.
            let opened = catch_unwind(AssertUnwindSafe(|| {
                Document::open(source, start, &kept, &settings, &habits, &progress, &ctx)
            }));
            drop(kept.forget());
            let result = match opened {
                Ok(Err(NotOpened::Cancelled)) => return,
                Ok(result) => result,
                Err(_) => Err(NotOpened::Failed(
                    "motscope has a defect that stopped the opening. Please report it".to_owned(),
                )),
            };
            // If the receiver is gone, the document is dropped here, and not on the window's thread.
            let _ = sender.send(result);
            ctx.request_repaint();
        });
        opening
    }

    /// An opening that ends only when an answer is sent, for tests.
    #[cfg(test)]
    pub fn stuck(source: Source) -> (crossbeam_channel::Sender<Result<Document, NotOpened>>, Self) {
        let (sender, result) = bounded(1);
        (sender, Self { source, progress: Arc::default(), start: None, kept: Kept::default(), saved_as: None, result })
    }

    /// The share of the file that is indexed, from 0 to 1.
    pub fn fraction(&self) -> f32 {
        self.progress.fraction()
    }

    /// Notes that what is being opened was saved as the workspace at `path` meanwhile.
    pub fn is_saved_as(&mut self, path: &Path) {
        self.saved_as = Some(path.to_owned());
    }

    /// The opened document or the reason for the failure, once the opening has ended.
    pub fn poll(&self) -> Option<Result<Document, NotOpened>> {
        match self.result.try_recv() {
            Ok(mut result) => {
                if let Ok(Document { source: Source::File(_, how), .. }) = &mut result
                    && self.saved_as.is_some()
                {
                    how.workspace.clone_from(&self.saved_as);
                }
                Some(result)
            }
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                Some(Err(NotOpened::Failed("the system could not start another thread".to_owned())))
            }
        }
    }

    /// What was being opened, and at which frame.
    pub fn into_source(self) -> (Source, Option<u64>) {
        (self.source, self.start)
    }

    /// Cancels the opening. A document that is ready by then is dropped in the background.
    pub fn cancel(self) {
        self.progress.cancel();
        let kept = self.kept.forget();
        background::spawn("motscope-close", move || {
            drop(kept);
            if let Ok(Ok(document)) = self.result.recv() {
                document.discard();
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn an_opening_that_is_stuck_and_cancelled_does_not_keep_the_caches_of_what_was_open() {
        let ctx = egui::Context::default();
        let (settings, habits) = (CacheSettings::default(), SharedHabits::default());
        let open = |kept| Document::open(Source::Demo, None, kept, &settings, &habits, &Progress::new(), &ctx);
        let document = open(&Kept::default()).ok().unwrap();
        let cache = Arc::downgrade(&document.cache);
        let kept = document.kept(true);
        assert!(kept.running().is_some() && kept.images().is_some() && !kept.layers().is_empty());
        let (_sender, stuck) = Opening::stuck(Source::Demo);
        let stuck = Opening { kept: kept.clone(), ..stuck };
        stuck.cancel();
        drop(document);
        let limit = Instant::now() + Duration::from_mins(1);
        while cache.strong_count() > 0 {
            assert!(Instant::now() < limit, "the caches stay");
            thread::yield_now();
        }
        assert!(kept.running().is_none() && kept.images().is_none() && kept.layers().is_empty());
    }
}
