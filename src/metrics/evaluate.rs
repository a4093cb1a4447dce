//! Evaluates one sequence: two passes over its frames, for each class.

use std::collections::BTreeSet;

use super::error::EvaluateError;
use super::frames::{Remark, Remarks, Sources, Span, frame_numbers};
use super::options::Options;
use super::passes::{ClassEvaluation, evaluate_class};
use super::rules::{Benchmark, Subject};
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
    progress.expect_more(2 * frames.len() as u64 * subjects.len() as u64);
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
    if progress.is_cancelled() {
        return Err(EvaluateError::Cancelled);
    }
    if truth.layout().class_column.is_none() || result.layout().class_column.is_none() {
        return Ok(None);
    }
    let mut names = BTreeSet::new();
    for file in [truth, result] {
        // A progress of its own: this one counts frames.
        let summary = file.summarize(&Progress::new()).map_err(|error| match error {
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
