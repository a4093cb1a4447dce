//! Evaluates one sequence: two passes over its frames, for each class.

use std::collections::BTreeSet;

use super::assignment::{Assigner, Failed};
use super::clear::ClearRun;
use super::count::Count;
use super::error::EvaluateError;
use super::events::{self, Event, History};
use super::frames::{Ids, Judged, Kept, Preparer, Remark, Remarks, Sources, Span, TrackPairs, frame_numbers};
use super::hota::HotaRun;
use super::identity::Identity;
use super::options::Options;
use super::records::FrameRecords;
use super::rules::{Benchmark, Subject};
use super::scores::Scores;
use crate::mot::{MotFile, Progress, SummaryError};

/// The most classes that are evaluated each for itself. Files with more are evaluated as if they had none.
const MAX_CLASSES: usize = 200;

/// The evaluation of one sequence.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// Each class that the benchmark judges.
    pub classes: Vec<ClassEvaluation>,
    /// What was odd about the files, and what was done.
    pub remarks: Vec<Remark>,
}

/// The evaluation of one class.
#[derive(Clone, Debug)]
pub struct ClassEvaluation {
    /// The name of the class.
    pub name: String,
    /// Its scores.
    pub scores: Scores,
    /// What is counted in each frame.
    pub records: FrameRecords,
    /// Where the tracker went wrong, sorted by frame. Empty if events were not asked for.
    pub events: Vec<Event>,
}

/// Compares results with the ground truth of one sequence. Without results, everything is missed.
///
/// # Errors
/// If cancelled, if a file changes meanwhile, if a frame is too crowded to be matched, or, if the options are strict, if a
/// rule of the benchmark is broken.
pub fn evaluate(
    truth: &MotFile,
    result: Option<&MotFile>,
    options: &Options,
    progress: &Progress,
) -> Result<Evaluation, EvaluateError> {
    let (truth_frames, result_frames, frames) = frame_numbers(truth, result);
    let span = Span::of(&truth_frames, &result_frames, options);
    let subjects = Subject::of(options.benchmark, classes_of(truth, result, options.benchmark, progress)?);
    let mut remarks = outside(truth, result, &frames, &span, progress)?;
    let frames: Vec<u32> = frames.into_iter().filter(|frame| span.judged.contains(frame)).collect();
    progress.begin(2 * frames.len() as u64 * subjects.len() as u64);
    let mut classes = Vec::new();
    for subject in &subjects {
        let sources = Sources { truth, result, subject, progress };
        let mut found = Remarks::default();
        let evaluated = evaluate_class(sources, &frames, span.frames(), options, &mut found)?;
        classes.push(evaluated);
        remarks.merge(found);
        if options.is_strict {
            remarks.refuse(truth, result)?;
        }
    }
    Ok(Evaluation { classes, remarks: remarks.told(truth, result) })
}

/// The classes of both files, if both have classes and every row is judged.
fn classes_of(
    truth: &MotFile,
    result: Option<&MotFile>,
    benchmark: Benchmark,
    progress: &Progress,
) -> Result<Option<Vec<String>>, EvaluateError> {
    let Some(result) = result.filter(|_| benchmark == Benchmark::None) else { return Ok(None) };
    if truth.layout().class_column.is_none() || result.layout().class_column.is_none() {
        return Ok(None);
    }
    let mut names = BTreeSet::new();
    for file in [truth, result] {
        let summary = file.summarize(progress).map_err(|error| match error {
            SummaryError::Cancelled => EvaluateError::Cancelled,
            SummaryError::Changed => EvaluateError::Changed { path: file.path().to_owned(), frame: 0 },
        })?;
        let layout = file.layout();
        names.extend(summary.classes.iter().map(|count| layout.class_label(&count.class).into_owned()));
    }
    Ok((names.len() <= MAX_CLASSES).then(|| names.into_iter().collect()))
}

/// Remarks on rows in frames that the sequence does not have.
fn outside(
    truth: &MotFile,
    result: Option<&MotFile>,
    frames: &[u32],
    span: &Span,
    progress: &Progress,
) -> Result<Remarks, EvaluateError> {
    let mut remarks = Remarks::default();
    for frame in frames.iter().filter(|frame| !span.sequence.contains(frame)) {
        if progress.is_cancelled() {
            return Err(EvaluateError::Cancelled);
        }
        remarks.add_outside(truth, result, *frame);
    }
    Ok(remarks)
}

/// Evaluates one class.
fn evaluate_class(
    sources: Sources<'_>,
    frames: &[u32],
    length: u64,
    options: &Options,
    remarks: &mut Remarks,
) -> Result<ClassEvaluation, EvaluateError> {
    let mut state = State::new(sources, options);
    for (at, &frame) in frames.iter().enumerate() {
        state.first(sources, at, frame, remarks)?;
        if options.is_strict {
            remarks.refuse(sources.truth, sources.result)?;
        }
    }
    let truth_boxes = state.truth.boxes().iter().map(|&boxes| u64::from(boxes)).sum();
    let result_boxes = state.result.boxes().iter().map(|&boxes| u64::from(boxes)).sum();
    state.tracks.align(state.truth.boxes(), state.result.boxes());
    for (at, &frame) in frames.iter().enumerate() {
        state.second(sources, at, frame)?;
    }
    let go_on = || !sources.progress.is_cancelled();
    let identity = Identity::of(&mut state.tracks.together(), truth_boxes, result_boxes, go_on);
    let scores = Scores {
        hota: state.hota.finish(&state.tracks, truth_boxes, result_boxes),
        clear: state.clear.finish(length),
        identity: identity.ok_or(EvaluateError::Cancelled)?,
        count: Count {
            result_boxes,
            truth_boxes,
            result_tracks: state.result.len() as u64,
            truth_tracks: state.truth.len() as u64,
            frames: length,
        },
    };
    let events = match &state.history {
        Some(history) if history.has_frames() => {
            events::told(history, state.truth.ids(), state.result.ids(), &state.tracks.together(), truth_boxes)
        }
        _ => Vec::new(),
    };
    Ok(ClassEvaluation { name: sources.subject.name(), scores, records: state.records, events })
}

/// What is known of the frames seen so far.
struct State {
    preparer: Preparer,
    assigner: Assigner,
    threshold: f64,
    frame: Judged,
    slots: Vec<u32>,
    truth: Ids,
    result: Ids,
    clear: ClearRun,
    tracks: TrackPairs,
    hota: HotaRun,
    records: FrameRecords,
    kept: Kept,
    /// What events are found in, if they are asked for.
    history: Option<History>,
}

impl State {
    fn new(sources: Sources<'_>, options: &Options) -> Self {
        Self {
            preparer: Preparer::new(sources),
            assigner: Assigner::default(),
            threshold: options.threshold,
            frame: Judged::default(),
            slots: Vec::new(),
            truth: Ids::default(),
            result: Ids::default(),
            clear: ClearRun::new(options.threshold),
            tracks: TrackPairs::default(),
            hota: HotaRun::default(),
            records: FrameRecords::default(),
            kept: Kept::default(),
            history: options.has_events.then(History::default),
        }
    }

    /// The first pass over a frame: CLEAR, and which tracks go together.
    fn first(
        &mut self,
        sources: Sources<'_>,
        at: usize,
        number: u32,
        remarks: &mut Remarks,
    ) -> Result<(), EvaluateError> {
        if !sources.progress.advance(1) {
            return Err(EvaluateError::Cancelled);
        }
        let frame = &mut self.frame;
        self.preparer.prepare(sources, number, frame, remarks)?;
        frame.truth_tracks.extend(frame.truth_ids.iter().map(|&id| self.truth.count(id)));
        frame.result_tracks.extend(frame.result_ids.iter().map(|&id| self.result.count(id)));
        let go_on = || !sources.progress.is_cancelled();
        self.clear.add(frame, &mut self.assigner, go_on).map_err(|failed| failed_in(failed, sources, number))?;
        self.tracks.add(frame, self.threshold, &mut self.slots);
        let matches = &self.clear.matches;
        let switches = matches.iter().filter(|matched| matched.is_switch).count();
        let counts = [frame.truth_ids.len(), frame.result_ids.len(), matches.len(), switches];
        let similarity = matches.iter().map(|matched| matched.similarity).sum();
        self.records.push(number, counts.map(|count| count as u32), similarity);
        if let Some(history) = &mut self.history {
            history.add(frame, matches, &self.slots, self.threshold);
        }
        self.kept.keep(at, frame, &self.slots);
        Ok(())
    }

    /// The second pass over a frame: HOTA.
    fn second(&mut self, sources: Sources<'_>, at: usize, number: u32) -> Result<(), EvaluateError> {
        if !sources.progress.advance(1) {
            return Err(EvaluateError::Cancelled);
        }
        if self.kept.get(at).is_none() {
            // What is odd about it was told in the first pass.
            self.preparer.prepare(sources, number, &mut self.frame, &mut Remarks::default())?;
            let frame = &mut self.frame;
            let is_known = number_all(&frame.truth_ids, &self.truth, &mut frame.truth_tracks)
                && number_all(&frame.result_ids, &self.result, &mut frame.result_tracks);
            if !is_known {
                return Err(EvaluateError::Changed { path: sources.truth.path().to_owned(), frame: number });
            }
            self.tracks.find(frame, &mut self.slots);
        }
        let (size, pairs, slots) = self.kept.get(at).unwrap_or_else(|| {
            ((self.frame.truth_ids.len(), self.frame.result_ids.len()), &self.frame.pairs, &self.slots)
        });
        let go_on = || !sources.progress.is_cancelled();
        let added = self.hota.add(size, pairs, slots, &self.tracks, &mut self.assigner, go_on);
        self.records.push_hota(added.map_err(|failed| failed_in(failed, sources, number))?);
        Ok(())
    }
}

/// Gives boxes the numbers that their tracks got in the first pass. `false` if an id was not there then.
fn number_all(ids: &[u64], known: &Ids, tracks: &mut Vec<u32>) -> bool {
    tracks.extend(ids.iter().map_while(|&id| known.number(id)));
    tracks.len() == ids.len()
}

/// The error of a frame that was not matched.
fn failed_in(failed: Failed, sources: Sources<'_>, frame: u32) -> EvaluateError {
    match failed {
        Failed::Cancelled => EvaluateError::Cancelled,
        Failed::TooLarge => {
            EvaluateError::TooCrowded { path: sources.result.unwrap_or(sources.truth).path().to_owned(), frame }
        }
    }
}
