//! What is read on behind an open document, on a thread of its own: the rest of the index, the second pass, and the file
//! when it changes.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender, bounded, never, unbounded};
use eframe::egui;

use super::background;
use super::caches::Caches;
use super::watch::{self, Watch};
use crate::mot::{Change, Growth, MotFile, OpenReason, Progress, Summary, SummaryPass};

/// A file is looked at once it has rested so long, but while it is written all the time, at least so often.
const REST: [Duration; 2] = [Duration::from_millis(40), Duration::from_millis(200)];

/// What has become known of the file.
pub enum Told {
    /// There is more of it: indexed, or written (true) since.
    Growth(Growth, bool),
    /// What all of it holds.
    Summary(Box<Summary>),
    /// What is in memory is all there is, for this reason.
    Trouble(String),
    /// It is as it should be again.
    Sound,
    /// It has other contents, and is to be opened again.
    Replaced,
}

/// The thread, and what it tells.
pub struct Reading {
    told: Receiver<Told>,
    indexing: Arc<Progress>,
    summing: Arc<Progress>,
    /// Its end ends the thread.
    _open: Sender<()>,
}

impl Reading {
    /// Begins to read on. What has changed is taken out of `caches`; the window is painted for all that is told.
    pub fn begin(file: &Arc<MotFile>, caches: &Caches, is_watched: bool, ctx: &egui::Context) -> Self {
        let (sender, told) = unbounded();
        let (open, closed) = bounded(0);
        let (indexing, summing) = (Arc::new(Progress::new()), Arc::new(Progress::new()));
        let reader = Reader {
            file: Arc::clone(file),
            caches: caches.clone(),
            told: sender,
            indexing: Arc::clone(&indexing),
            summing: Arc::clone(&summing),
            ctx: ctx.clone(),
            pass: None,
            shortest: None,
        };
        background::spawn("motscope-read", move || reader.run(is_watched, &closed));
        Self { told, indexing, summing, _open: open }
    }

    /// The next thing that has become known.
    pub fn next(&self) -> Option<Told> {
        self.told.try_recv().ok()
    }

    /// The share of the file that is indexed, from 0 to 1.
    pub fn indexed(&self) -> f32 {
        self.indexing.fraction()
    }

    /// How far the second pass is, from 0 to 1.
    pub fn summed(&self) -> f32 {
        self.summing.fraction()
    }

    /// Ends it soon.
    pub fn cancel(&self) {
        self.indexing.cancel();
        self.summing.cancel();
    }
}

struct Reader {
    file: Arc<MotFile>,
    caches: Caches,
    told: Sender<Told>,
    indexing: Arc<Progress>,
    summing: Arc<Progress>,
    ctx: egui::Context,
    /// The second pass, which goes on where the file has grown.
    pass: Option<SummaryPass>,
    /// The shortest that a file was seen that is shorter than when it was opened.
    shortest: Option<u64>,
}

impl Reader {
    fn run(mut self, is_watched: bool, closed: &Receiver<()>) {
        // Before anything is read: what changes from now on is told.
        let watch = if is_watched { Watch::begin(self.file.path()) } else { None };
        let changes = watch.as_ref().map_or_else(never, Watch::changes);
        let told = |growth: Growth| self.tell_growth(growth, false);
        let indexed = self.file.index_rest(&self.indexing, &mut { told });
        match indexed {
            Ok(()) => self.sum_up(),
            Err(error) if matches!(error.reason, OpenReason::Cancelled) => return,
            Err(error) => self.tell(Told::Trouble(error.to_string())),
        }
        // What happened before the watch began, or where nothing can be watched, is found out once.
        if is_watched && self.file.change() != Change::None {
            self.look();
        }
        while watch::rests(&changes, closed, REST) {
            self.look();
        }
    }

    /// Looks what has become of the file.
    fn look(&mut self) {
        let grown = self.file.grow(&self.indexing, &mut |growth| self.tell_growth(growth, true));
        let shortest = self.shortest.take();
        match grown {
            Ok(Change::None) => self.tell(Told::Sound),
            Ok(Change::Grown) => {
                self.tell(Told::Sound);
                self.sum_up();
            }
            Ok(Change::Replaced) => self.tell(Told::Replaced),
            // A file that is written anew is short first, and grows then.
            Ok(Change::Shortened(length)) if shortest.is_some_and(|shortest| length > shortest) => {
                self.tell(Told::Replaced);
            }
            Ok(Change::Shortened(length)) => {
                self.shortest = Some(length);
                let before = self.file.bytes();
                self.tell(Told::Trouble(format!("The file was shortened from {before} to {length} bytes.")));
            }
            Ok(Change::Unreadable(reason)) => self.tell(Told::Trouble(format!("Reading failed: {reason}."))),
            Err(error) if matches!(error.reason, OpenReason::Cancelled) => {}
            Err(error) => self.tell(Told::Trouble(error.to_string())),
        }
    }

    fn sum_up(&mut self) {
        if let Some(summary) = self.file.summarize_more(&mut self.pass, &self.summing) {
            self.tell(Told::Summary(Box::new(summary)));
        }
    }

    fn tell_growth(&self, growth: Growth, is_written: bool) {
        self.caches.changed(&growth.changed);
        self.tell(Told::Growth(growth, is_written));
    }

    fn tell(&self, told: Told) {
        let _ = self.told.send(told);
        self.ctx.request_repaint();
    }
}
