//! Reads on in an opened file, on a thread of its own: the rest of the index, the summary, and later changes of the
//! file.

use std::sync::Arc;

use crossbeam_channel::{Receiver, Sender, bounded, never, unbounded};
use eframe::egui;

use super::background;
use super::caching::caches::Caches;
use super::watch::{self, Watch};
use crate::mot::{Change, Growth, MotFile, OpenReason, Progress, Summary, SummaryError, SummaryPass};

/// News about the file.
pub enum FileNews {
    /// More of the file is indexed. True if it was written after the file was opened.
    Growth(Growth, bool),
    /// The summary of the whole file, and the version of the file that it has all rows of.
    Summary(Box<Summary>, u64),
    /// The file was shortened or rewritten while it was summed up. Its summary, if there is one, is of what is gone.
    NoSummary,
    /// The rest of the file, or its changes, cannot be read, for this reason.
    Trouble(String),
    /// The file can be read again.
    NoTrouble,
    /// The file has other contents now, and has to be opened again.
    Replaced,
}

/// The thread that reads on, and the news from it.
pub struct Reading {
    news: Receiver<FileNews>,
    indexing: Arc<Progress>,
    summing: Arc<Progress>,
    /// The thread ends when this sender is dropped.
    _open: Sender<()>,
}

impl Reading {
    /// Starts the thread. It removes changed frames from `caches`, and asks for a repaint with all news. `is_watched`
    /// says whether to watch the file for changes. `known` is the version of the file that the document has been made of.
    pub fn begin(file: &Arc<MotFile>, known: u64, caches: &Caches, is_watched: bool, ctx: &egui::Context) -> Self {
        let (sender, news) = unbounded();
        let (open, closed) = bounded(0);
        let (indexing, summing) = (Arc::new(Progress::new()), Arc::new(Progress::new()));
        let reader = Reader {
            file: Arc::clone(file),
            known,
            caches: caches.clone(),
            news: sender,
            indexing: Arc::clone(&indexing),
            summing: Arc::clone(&summing),
            ctx: ctx.clone(),
            pass: None,
            shortest: None,
        };
        background::spawn("motscope-read", move || reader.run(is_watched, &closed));
        Self { news, indexing, summing, _open: open }
    }

    /// The next news, if there is any.
    pub fn next(&self) -> Option<FileNews> {
        self.news.try_recv().ok()
    }

    /// The share of the file that is indexed, from 0 to 1.
    pub fn indexed(&self) -> f32 {
        self.indexing.fraction()
    }

    /// The progress of the summary, from 0 to 1.
    pub fn summed(&self) -> f32 {
        self.summing.fraction()
    }

    /// Asks the thread to end. It ends soon, but this call does not wait.
    pub fn cancel(&self) {
        self.indexing.cancel();
        self.summing.cancel();
    }
}

/// The state of the thread.
struct Reader {
    file: Arc<MotFile>,
    /// The version of the file that the caches and the window know. While a sequence is opened again, two of these threads
    /// follow one file, and either may read first what it has grown by.
    known: u64,
    caches: Caches,
    news: Sender<FileNews>,
    indexing: Arc<Progress>,
    summing: Arc<Progress>,
    ctx: egui::Context,
    /// The pass that makes the summary. It continues with the new lines when the file has grown.
    pass: Option<SummaryPass>,
    /// The last length in bytes of a file that is shorter than when it was opened.
    shortest: Option<u64>,
}

impl Reader {
    fn run(mut self, is_watched: bool, closed: &Receiver<()>) {
        // The watch begins before anything is read, so that no later change is missed.
        let (sender, changes) = bounded(1);
        let watch = if is_watched { Watch::files([self.file.path()], &sender) } else { None };
        let changes = if watch.is_some() { changes } else { never() };
        let (file, indexing, mut known) = (Arc::clone(&self.file), Arc::clone(&self.indexing), self.known);
        let indexed = file.index_rest(&indexing, &mut |growth| {
            // A file that is not complete is followed by this thread alone.
            known = file.version();
            self.send_growth(growth, false);
        });
        self.known = known;
        match indexed {
            Ok(()) => self.sum_up(),
            Err(error) if matches!(error.reason, OpenReason::Cancelled) => return,
            Err(error) => self.send(FileNews::Trouble(error.to_string())),
        }
        // A change before the watch began is found here, and what the thread of another document has read. Without a watch, this
        // is the only check.
        if is_watched && (self.file.change() != Change::None || self.file.version() != self.known) {
            self.check();
        }
        while watch::rests(&changes, closed) {
            self.check();
        }
    }

    /// Checks whether the file has changed, and reads what is new.
    fn check(&mut self) {
        let (file, indexing, mut known) = (Arc::clone(&self.file), Arc::clone(&self.indexing), self.known);
        let grown = file.grow_since(&mut known, &indexing, &mut |growth| self.send_growth(growth, true));
        self.known = known;
        let shortest = self.shortest.take();
        match grown {
            Ok(Change::None) => self.send(FileNews::NoTrouble),
            Ok(Change::Grown) => {
                self.send(FileNews::NoTrouble);
                self.sum_up();
            }
            Ok(Change::Replaced) => self.send(FileNews::Replaced),
            // A file that is written again from the start is short first, and grows afterwards.
            Ok(Change::Shortened(length)) if shortest.is_some_and(|shortest| length > shortest) => {
                self.send(FileNews::Replaced);
            }
            Ok(Change::Shortened(length)) => {
                self.shortest = Some(length);
                let before = self.file.bytes();
                self.send(FileNews::Trouble(format!("The file was shortened from {before} to {length} bytes.")));
            }
            Ok(Change::Unreadable(reason)) => self.send(FileNews::Trouble(format!("Reading failed: {reason}."))),
            Err(error) if matches!(error.reason, OpenReason::Cancelled) => {}
            Err(error) => self.send(FileNews::Trouble(error.to_string())),
        }
    }

    /// Reads the lines that are not in the summary yet, and sends the new summary. If the file was shortened or rewritten
    /// meanwhile, the next summary begins anew: when the watch tells that the file has changed once more.
    fn sum_up(&mut self) {
        let version = self.file.version();
        match self.file.summarize_more(&mut self.pass, &self.summing) {
            Ok(summary) => self.send(FileNews::Summary(Box::new(summary), version)),
            Err(SummaryError::Changed) => self.send(FileNews::NoSummary),
            Err(_) => {}
        }
    }

    /// Removes the changed frames from the caches, and sends the news.
    fn send_growth(&self, growth: Growth, is_written: bool) {
        self.caches.changed(&growth.changed);
        self.send(FileNews::Growth(growth, is_written));
    }

    /// Sends news and asks for a repaint. If the document is gone, nobody needs the news.
    fn send(&self, news: FileNews) {
        let _ = self.news.send(news);
        self.ctx.request_repaint();
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::app::session::caching::frame_providers::{FrameSource, SharedSource, WholeFrames};
    use crate::cache::PrefetchCache;
    use crate::provider::Delayed;
    use crate::sequence::{PicturePairing, Sequence};

    /// The state of the thread for the file at `path`, and the news that it sends.
    fn reader(path: &Path) -> (Reader, Receiver<FileNews>) {
        let file = Arc::new(MotFile::open(path).unwrap());
        let sequence = Arc::new(Sequence::new(vec![Arc::clone(&file)], None, None, PicturePairing::Automatic));
        let source = Arc::new(SharedSource::new(FrameSource { sequence, layers: Arc::default() }));
        let frames = WholeFrames::new(Arc::clone(&source), None);
        let cache = Arc::new(PrefetchCache::builder(Delayed::new(frames, Arc::default())).workers(0).build());
        let (sender, news) = unbounded();
        let reader = Reader {
            known: file.version(),
            file,
            caches: Caches::new(&source, &cache, None),
            news: sender,
            indexing: Arc::default(),
            summing: Arc::default(),
            ctx: egui::Context::default(),
            pass: None,
            shortest: None,
        };
        (reader, news)
    }

    #[test]
    fn what_another_thread_has_read_of_a_file_that_grew_is_news_to_this_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "1,7,10,20,30,40,0.9\n2,7,10,20,30,40,0.9\n").unwrap();
        let (mut reader, news) = reader(&path);
        let cache = Arc::clone(&reader.caches.frames);
        assert_eq!(cache.get(1).unwrap().boxes.detections.len(), 1);
        // No new frame, so only the rows tell the difference.
        let mut appending = OpenOptions::new().append(true).open(&path).unwrap();
        std::io::Write::write_all(&mut appending, b"1,8,10,20,30,40,0.9\n").unwrap();
        assert_eq!(reader.file.grow(&Progress::new(), &mut |_| ()).unwrap(), Change::Grown);
        reader.check();
        let news: Vec<FileNews> = news.try_iter().collect();
        let grown =
            news.iter().find_map(|news| if let FileNews::Growth(growth, true) = news { Some(growth) } else { None });
        assert!(grown.is_some_and(|growth| growth.changed.contains(1)));
        assert!(news.iter().any(|news| matches!(news, FileNews::Summary(summary, _) if summary.rows == 3)));
        assert!(cache.wait_idle(Duration::from_mins(1)));
        assert_eq!(cache.get(1).unwrap().boxes.detections.len(), 2);
        reader.check();
        assert!(matches!(reader.file.change(), Change::None) && reader.known == reader.file.version());
    }

    #[test]
    fn a_summary_of_a_file_that_shrank_meanwhile_is_dropped_and_begins_anew_once_the_file_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let text = "1,7,10,20,30,40,0.9,-1,-1,-1\n".repeat(2000);
        fs::write(&path, &text).unwrap();
        let (mut reader, news) = reader(&path);
        OpenOptions::new().write(true).open(&path).unwrap().set_len(5000).unwrap();
        reader.sum_up();
        assert!(matches!(news.try_recv(), Ok(FileNews::NoSummary)));
        assert!(reader.pass.is_none() && news.is_empty());
        fs::write(&path, text.clone() + &text).unwrap();
        // A file system may note times too roughly to tell that the file was written again.
        let later = SystemTime::now() + Duration::from_secs(5);
        OpenOptions::new().write(true).open(&path).unwrap().set_modified(later).unwrap();
        reader.check();
        let summary = news.try_iter().find_map(|news| match news {
            FileNews::Summary(summary, _) => Some(summary),
            _ => None,
        });
        assert_eq!(summary.map(|summary| summary.rows), Some(4000));
    }
}
