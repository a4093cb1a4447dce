//! The threads that compare layers of results with ground truth, and that prepare what came out for the window.

mod differ;
mod finder;
mod listed;
mod listing;
mod ranges;

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui;

use super::background::{self, Newest};
use crate::app::model::judging::{Judgement, JudgingChoice, Pairs};
use crate::app::session::document::Document;
use crate::metrics::{Benchmark, EvaluateError, Options, Scales, evaluate};
use crate::mot::{MotFile, Progress};

pub use differ::Differ;
pub use finder::Finder;
pub use listed::ListedLister;
pub use listing::EventLister;
pub use ranges::{RangeScorer, RangeScores, Ranges};

/// What is compared, and with which contents. If it has changed, layers are compared again.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The number of the opened sequence.
    pub opened: u64,
    /// Increases when frames of it change.
    pub content: u64,
    /// The layers.
    pub pairs: Pairs,
    /// How they are compared.
    pub choice: JudgingChoice,
    /// Factors on the coordinates of the boxes of each layer.
    pub scales: Vec<[f64; 2]>,
}

/// A comparison to make.
struct Question {
    subject: Subject,
    truth: Arc<MotFile>,
    /// The places of results and their files.
    results: Vec<(usize, Arc<MotFile>)>,
    /// The number of frames, if it is known.
    length: Option<u64>,
    progress: Arc<Progress>,
}

/// What came out of a comparison.
pub struct Verdict {
    /// What was compared.
    pub subject: Subject,
    /// One judgement for each layer of results, or why there are none.
    pub judgements: Result<Vec<Arc<Judgement>>, String>,
    /// How long it took.
    pub took: Duration,
}

/// The thread that compares layers. It is cancelled when this value is dropped.
pub struct Judge {
    worker: Newest<Question, Verdict>,
    /// What was asked last, and its progress.
    asked: Option<(Subject, Arc<Progress>)>,
}

impl Judge {
    /// Starts the thread. It asks for a repaint with each answer.
    pub fn start(ctx: &egui::Context) -> Self {
        let worker = Newest::start("motscope-judge", ctx, |question: Question, _: &dyn Fn() -> bool| question.answer());
        Self { worker, asked: None }
    }

    /// What was asked last. `None` if nothing is in progress.
    pub fn asked(&self) -> Option<&Subject> {
        self.asked.as_ref().map(|(subject, _)| subject)
    }

    /// Asks to compare layers of a document. What is in progress is cancelled.
    pub fn ask(&mut self, subject: Subject, document: &Document) {
        self.cancel();
        let file = |place: usize| document.layers.get(place).map(|layer| Arc::clone(&layer.file));
        let Some(truth) = file(subject.pairs.truth) else { return };
        let results = subject.pairs.results.iter().filter_map(|&place| Some((place, file(place)?))).collect();
        let progress = Arc::new(Progress::new());
        self.asked = Some((subject.clone(), Arc::clone(&progress)));
        let length = document.sequence.length();
        self.worker.ask(Question { subject, truth, results, length, progress });
    }

    /// Cancels what is in progress.
    pub fn cancel(&mut self) {
        if let Some((_, progress)) = self.asked.take() {
            progress.cancel();
        }
    }

    /// The answer to what was asked last, if it has arrived.
    pub fn answer(&mut self) -> Option<Verdict> {
        let answer = self.worker.answers().last()?;
        if self.asked() != Some(&answer.subject) {
            let_go(answer);
            return None;
        }
        self.asked = None;
        Some(answer)
    }

    /// The share that is done of what is in progress, from 0 to 1.
    pub fn fraction(&self) -> Option<f32> {
        self.asked.as_ref().map(|(_, progress)| progress.fraction())
    }
}

impl Drop for Judge {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl Question {
    /// Compares the layers. `None` if it was cancelled.
    fn answer(self) -> Option<Verdict> {
        let began = Instant::now();
        let choice = &self.subject.choice;
        let benchmark = choice.benchmark.unwrap_or_else(|| Benchmark::guess(&self.truth));
        let first = benchmark.first_frame();
        let last = self.length.and_then(|length| u32::try_from(length).ok()?.checked_add(first)?.checked_sub(1));
        let options = Options {
            benchmark,
            sequence: last.map(|last| first..=last),
            threshold: choice.threshold,
            has_events: true,
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            ..Options::default()
        };
        let scale = |place: usize| self.subject.scales.get(place).copied().unwrap_or([1.0; 2]);
        let mut judgements = Vec::new();
        let mut failed = None;
        for (place, file) in &self.results {
            let scales = Scales { truth: scale(self.subject.pairs.truth), result: scale(*place) };
            let options = Options { scales, ..options.clone() };
            match evaluate(&self.truth, Some(file), &options, &self.progress) {
                Ok(evaluation) => {
                    let places = (self.subject.pairs.truth, *place);
                    let paths = (self.truth.path().to_owned(), file.path().to_owned());
                    let class = choice.class.as_deref();
                    let member = |file: &MotFile| file.member().map(str::to_owned);
                    let members = (member(&self.truth), member(file));
                    let mut judgement = Judgement::new(places, paths, &options, evaluation, class);
                    judgement.members = members;
                    judgements.push(Arc::new(judgement));
                }
                Err(EvaluateError::Cancelled) => return None,
                Err(error) => {
                    failed = Some(error.to_string());
                    break;
                }
            }
        }
        let judgements = failed.map_or(Ok(judgements), Err);
        Some(Verdict { subject: self.subject, judgements, took: began.elapsed() })
    }
}

/// Drops judgements on another thread, because those of many tracks take longer than a pass may.
pub fn let_go(judgements: impl Send + 'static) {
    background::spawn("motscope-drop", move || drop(judgements));
}
