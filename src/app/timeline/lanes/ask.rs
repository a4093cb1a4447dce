//! Has the columns of the lanes counted, on a thread.

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui;

use crate::app::model::judging::Judgement;
use crate::app::model::lanes::{BoxesColumn, ErrorsColumn, boxes, errors};
use crate::app::session::background::Newest;
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::mot::{Frame, MotFile, Summary};
use crate::provider::KeySet;

/// A file that grows is counted again after so many times the time that the last count took.
const REST: u32 = 4;

/// What is counted in each column.
#[derive(Default)]
pub enum Columns {
    /// Nothing is known yet.
    #[default]
    None,
    /// Errors, because the file is compared with another one.
    Errors(Vec<ErrorsColumn>),
    /// Boxes and tracks.
    Boxes(Vec<BoxesColumn>),
}

impl Columns {
    /// What the lanes are called.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Boxes(_) => "Lanes of boxes and tracks",
            Self::None | Self::Errors(_) => "Error lanes",
        }
    }
}

/// What the columns are counted from. They are counted again if it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Subject {
    opened: u64,
    count: usize,
    /// The version of the comparison and the place of its results, if there is one.
    judged: Option<(u64, usize)>,
    content: u64,
    /// Where the summary is in memory. Each summary is made anew.
    summary: Option<usize>,
}

struct Question {
    subject: Subject,
    keys: Arc<KeySet>,
    judgement: Option<Arc<Judgement>>,
    file: Arc<MotFile>,
    summary: Option<Arc<Summary>>,
}

struct Answer {
    subject: Subject,
    columns: Columns,
    took: Duration,
}

/// The thread that counts.
#[derive(Default)]
pub struct Worker {
    thread: Option<Newest<Question, Answer>>,
    asked: Option<Subject>,
    shown: Option<Subject>,
    /// Before this time on the window's clock, a file that only grows is not counted again.
    not_before: Duration,
}

impl Worker {
    /// Whether what was counted last are the errors of this version of the comparison.
    pub fn shows_errors_of(&self, version: u64) -> bool {
        self.shown.is_some_and(|shown| shown.judged.is_some_and(|(of, _)| of == version))
    }

    /// What was counted since the last call. Asks for `count` columns of what is open now.
    pub fn columns(
        &mut self,
        ctx: &egui::Context,
        view: &View<'_>,
        document: &Document,
        count: usize,
    ) -> Option<Columns> {
        let judging = &view.state.judging;
        let judgement = judging.judgement();
        let subject = Subject {
            opened: view.state.opened,
            count,
            judged: judgement.map(|judgement| (judging.version, judgement.result)),
            content: view.state.content_version,
            summary: document.summary.as_ref().map(|summary| Arc::as_ptr(summary).addr()),
        };
        let answer = self.thread.as_ref().and_then(|thread| thread.answers().last());
        let mut columns = None;
        if let Some(answer) = answer.filter(|answer| answer.subject.opened == subject.opened) {
            if self.asked == Some(answer.subject) {
                self.asked = None;
            }
            self.not_before = view.now + answer.took * REST;
            self.shown = Some(answer.subject);
            columns = Some(answer.columns);
        } else if self.shown.is_some_and(|shown| shown.opened != subject.opened) {
            self.shown = None;
            columns = Some(Columns::None);
        }
        // While layers are compared, the lanes would change twice: wait for the errors. Without them, wait for the tracks.
        let is_compared = judging.pairs.is_some() && judging.trouble.is_none();
        let is_awaited = judgement.is_none() && (is_compared || document.summary.is_none());
        let known = self.asked.or(self.shown);
        if is_awaited || known == Some(subject) {
            return columns;
        }
        let has_only_grown = known
            .is_some_and(|known| Subject { content: subject.content, summary: subject.summary, ..known } == subject);
        if has_only_grown && (self.asked.is_some() || view.now < self.not_before) {
            // The thread asks for a repaint when it has counted.
            if self.asked.is_none() {
                ctx.request_repaint_after(self.not_before.saturating_sub(view.now));
            }
            return columns;
        }
        self.asked = Some(subject);
        let thread = self.thread.get_or_insert_with(|| Newest::start("motscope-lanes", ctx, answer_to));
        thread.ask(Question {
            subject,
            keys: Arc::clone(&document.keys),
            judgement: judgement.cloned(),
            file: Arc::clone(&document.file),
            summary: document.summary.clone(),
        });
        columns
    }
}

fn answer_to(question: Question, is_overtaken: &dyn Fn() -> bool) -> Option<Answer> {
    let began = Instant::now();
    let Question { subject, keys, judgement, file, summary } = question;
    let columns = if let Some(judgement) = judgement {
        Columns::Errors(errors(subject.count, &keys, &judgement))
    } else {
        // The memory of one frame is used for all.
        let mut frame = Frame { number: 0, detections: Vec::new(), rejected: 0 };
        let mut count = |number: u64| if file.frame_into(number, &mut frame) { frame.detections.len() } else { 0 };
        let tracks = summary.as_ref().map_or(&[][..], |summary| &summary.tracks);
        Columns::Boxes(boxes(subject.count, &keys, tracks, &mut count, is_overtaken)?)
    };
    Some(Answer { subject, columns, took: began.elapsed() })
}
