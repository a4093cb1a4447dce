//! The thread that scores ranges of frames as if they were sequences of their own.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui;

use super::let_go;
use crate::app::model::judging::Judgement;
use crate::app::model::layers::Layer;
use crate::app::session::background::Newest;
use crate::metrics::{Options, Scores, evaluate};
use crate::mot::{MotFile, Progress};

/// An evaluation that takes longer waits until the play head rests.
const SLOW: Duration = Duration::from_millis(100);
/// How long the play head has to rest before a slow evaluation.
const REST: Duration = Duration::from_millis(200);
/// While it plays, evaluations take at most one part in so many of one processor.
const SHARE: u32 = 3;

/// Ranges of frames of a judgement.
#[derive(Clone, Debug)]
pub struct Ranges {
    /// The judgement.
    pub judgement: Arc<Judgement>,
    /// The ranges.
    pub frames: [RangeInclusive<u32>; 2],
}

impl PartialEq for Ranges {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.judgement, &other.judgement) && self.frames == other.frames
    }
}

/// The scores of ranges.
#[derive(Clone, Debug)]
pub struct RangeScores {
    /// The ranges.
    pub of: Ranges,
    /// The scores of each. `None` if they could not be computed.
    pub scores: [Option<Scores>; 2],
    took: Duration,
}

struct Question {
    of: Ranges,
    truth: Arc<MotFile>,
    result: Arc<MotFile>,
    progress: Arc<Progress>,
}

/// Scores ranges on a thread of its own. It is cancelled when this value is dropped.
pub struct RangeScorer {
    worker: Newest<Question, RangeScores>,
    asked: Option<(Ranges, Arc<Progress>)>,
    known: Option<RangeScores>,
    /// What is wanted, and since when on the window's clock.
    wanted: Option<(Ranges, Duration)>,
    /// When the last answer came, on the window's clock.
    answered: Duration,
}

impl RangeScorer {
    /// Starts the thread. It asks for a repaint with each answer.
    pub fn start(ctx: &egui::Context) -> Self {
        let worker = Newest::start("motscope-ranges", ctx, |question: Question, _| question.answer());
        Self { worker, asked: None, known: None, wanted: None, answered: Duration::ZERO }
    }

    /// The newest scores of ranges of this judgement, if there are any. They are of other ranges until these are scored. `now` is
    /// the window's clock.
    pub fn scores(
        &mut self,
        ranges: &Ranges,
        layers: &[Layer],
        is_playing: bool,
        now: Duration,
        ctx: &egui::Context,
    ) -> Option<&RangeScores> {
        if let Some(answer) = self.worker.answers().last() {
            if self.asked.as_ref().is_some_and(|(asked, _)| *asked == answer.of) {
                self.asked = None;
            }
            self.answered = now;
            self.known = Some(answer);
        }
        if self.wanted.as_ref().is_some_and(|(wanted, _)| !Arc::ptr_eq(&wanted.judgement, &ranges.judgement)) {
            self.clear();
        }
        if self.wanted.as_ref().is_none_or(|(wanted, _)| wanted != ranges) {
            self.wanted = Some((ranges.clone(), now));
        }
        let since = self.wanted.as_ref().map_or(now, |(_, since)| *since);
        let is_known = self.known.as_ref().is_some_and(|known| known.of == *ranges);
        let is_asked = self.asked.as_ref().is_some_and(|(asked, _)| asked == ranges);
        // While it plays, an evaluation in progress is not given up for the next frame, or none would ever end.
        if !is_known && !is_asked && (self.asked.is_none() || !is_playing) {
            let took = self.known.as_ref().map_or(Duration::ZERO, |known| known.took);
            let due = match (is_playing, took > SLOW) {
                (true, _) => self.answered + took * SHARE,
                (false, true) => since + REST,
                (false, false) => now,
            };
            if due <= now {
                self.ask(ranges, layers);
            } else {
                ctx.request_repaint_after(due.saturating_sub(now));
            }
        }
        self.known.as_ref().filter(|known| Arc::ptr_eq(&known.of.judgement, &ranges.judgement))
    }

    fn ask(&mut self, ranges: &Ranges, layers: &[Layer]) {
        self.cancel();
        let judgement = &ranges.judgement;
        if !judgement.is_of(layers) {
            return;
        }
        let file = |place: usize| layers.get(place).map(|layer| Arc::clone(&layer.file));
        let Some((truth, result)) = file(judgement.truth).zip(file(judgement.result)) else { return };
        let progress = Arc::new(Progress::new());
        self.asked = Some((ranges.clone(), Arc::clone(&progress)));
        self.worker.ask(Question { of: ranges.clone(), truth, result, progress });
    }

    fn cancel(&mut self) {
        if let Some((_, progress)) = self.asked.take() {
            progress.cancel();
        }
    }

    /// Forgets another judgement.
    fn clear(&mut self) {
        let asked = self.asked.take();
        if let Some((_, progress)) = &asked {
            progress.cancel();
        }
        let_go((asked, self.known.take(), self.wanted.take()));
    }
}

impl Drop for RangeScorer {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl Question {
    /// The scores. `None` if it was cancelled.
    fn answer(self) -> Option<RangeScores> {
        let began = Instant::now();
        let judgement = &self.of.judgement;
        let scores = self.of.frames.clone().map(|range| {
            let options = Options {
                benchmark: judgement.benchmark,
                sequence: judgement.sequence.clone(),
                range: Some(range),
                threshold: judgement.threshold,
                scales: judgement.scales,
                ..Options::default()
            };
            let evaluation = evaluate(&self.truth, Some(&self.result), &options, &self.progress);
            evaluation.ok().map(|evaluation| judgement.scores_of(evaluation))
        });
        let (of, took) = (self.of, began.elapsed());
        (!self.progress.is_cancelled()).then_some(RangeScores { of, scores, took })
    }
}
