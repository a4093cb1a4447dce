//! The system's file dialog, on a background thread.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use eframe::egui;

use crate::app::model::opening::path_request::PathRequest;
use crate::app::session::background;
use crate::sequence::VIDEO_ENDINGS;
use crate::workspace::ENDING;

/// The system's file dialog, if one is open.
#[derive(Debug, Default)]
pub struct SystemDialog {
    answer: Option<(PathRequest, Receiver<Vec<PathBuf>>)>,
    shown: Option<Instant>,
}

/// The result of the system's dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DialogAnswer {
    /// These paths were chosen for this request.
    Chosen(PathRequest, Vec<PathBuf>),
    /// It was cancelled.
    Cancelled,
    /// It closed sooner than a person can cancel it: this system has no file dialog.
    Unavailable(PathRequest),
}

/// A dialog that closes sooner than this was not cancelled by a person: the system has no file dialog.
const TOO_SOON: Duration = Duration::from_millis(400);

impl SystemDialog {
    /// Shows the dialog, unless it is already open.
    pub fn show(&mut self, request: PathRequest, ctx: &egui::Context) {
        if self.answer.is_some() {
            return;
        }
        let (sender, answer) = bounded(1);
        self.answer = Some((request, answer));
        self.shown = Some(Instant::now());
        let ctx = ctx.clone();
        background::spawn("motscope-dialog", move || {
            if let Some(paths) = pick(request) {
                let _ = sender.send(paths);
            }
            drop(sender);
            ctx.request_repaint();
        });
    }

    /// The result when the dialog has closed. The system reports a cancelled and an unavailable dialog alike.
    pub fn poll(&mut self) -> Option<DialogAnswer> {
        let (request, answer) = self.answer.as_ref()?;
        let (request, answer) = (*request, answer.try_recv());
        if answer == Err(TryRecvError::Empty) {
            return None;
        }
        self.answer = None;
        let soon = self.shown.is_some_and(|shown| shown.elapsed() < TOO_SOON);
        Some(match answer {
            Ok(paths) => DialogAnswer::Chosen(request, paths),
            Err(_) if soon => DialogAnswer::Unavailable(request),
            Err(_) => DialogAnswer::Cancelled,
        })
    }
}

/// Shows the system's dialog and waits until it closes. Never call it on the window's thread.
fn pick(request: PathRequest) -> Option<Vec<PathBuf>> {
    let dialog = rfd::FileDialog::new().set_title(match request {
        PathRequest::Open => "Open a MOT file or a video",
        PathRequest::Folder => "Open a sequence folder",
        PathRequest::Layer => "Add layers",
        PathRequest::Pictures => "Choose a folder of pictures",
        PathRequest::Video => "Choose a video",
        PathRequest::Ffmpeg => "Choose the program ffmpeg",
        PathRequest::ClassNames(_) => "Choose a file with class names",
        PathRequest::TruthFolder => "Choose a folder of sequences with ground truth",
        PathRequest::TruthFile => "Choose a zip archive of ground truth, or a list of sequences",
        PathRequest::ResultFolder => "Choose a folder of results",
        PathRequest::ResultFiles => "Choose files or zip archives of results",
    });
    let texts = |dialog: rfd::FileDialog| {
        dialog.add_filter("MOT text", &["txt", "csv", "gz", "zip", ENDING]).add_filter("All files", &["*"])
    };
    let videos = |dialog: rfd::FileDialog| dialog.add_filter("Videos", &VIDEO_ENDINGS);
    match request {
        PathRequest::Open => {
            let both = [&["txt", "csv", "gz", "zip", ENDING][..], &VIDEO_ENDINGS].concat();
            let dialog = dialog.add_filter("MOT text and videos", &both);
            texts(videos(dialog)).pick_file().map(|path| vec![path])
        }
        PathRequest::Video => videos(dialog).add_filter("All files", &["*"]).pick_file().map(|path| vec![path]),
        PathRequest::Ffmpeg => dialog.pick_file().map(|path| vec![path]),
        PathRequest::TruthFile => texts(dialog).pick_file().map(|path| vec![path]),
        PathRequest::Layer | PathRequest::ResultFiles => texts(dialog).pick_files(),
        PathRequest::ClassNames(_) => dialog
            .add_filter("Class names", &["txt", "names", "yaml", "yml"])
            .add_filter("All files", &["*"])
            .pick_file()
            .map(|path| vec![path]),
        PathRequest::Folder | PathRequest::Pictures | PathRequest::TruthFolder | PathRequest::ResultFolder => {
            dialog.pick_folder().map(|path| vec![path])
        }
    }
}
