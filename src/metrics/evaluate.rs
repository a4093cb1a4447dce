//! Evaluates one sequence: two passes over its frames, for each class.

use std::collections::BTreeSet;

use super::error::EvaluateError;
use super::frames::{KeptRows, Remark, RemarkKind, Remarks, Rows, Side, Sources, Span, frame_numbers};
use super::options::Options;
use super::passes::{ClassEvaluation, evaluate_class};
use super::rules::{Benchmark, Subject, TruthRole};
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
    Evaluator::new(truth, options, progress).evaluate(result)
}

/// Compares the results of several trackers with the ground truth of one sequence, one after the other. The rows of the ground
/// truth are read once.
#[derive(Debug)]
pub struct Evaluator<'a> {
    truth: &'a MotFile,
    options: &'a Options,
    progress: &'a Progress,
    /// What was read of the ground truth for a class, if that is enough for the next tracker, too.
    known: Option<(Subject, KeptRows<TruthRole>)>,
}

impl<'a> Evaluator<'a> {
    /// Nothing is read yet.
    pub fn new(truth: &'a MotFile, options: &'a Options, progress: &'a Progress) -> Self {
        Self { truth, options, progress, known: None }
    }

    /// Compares the results of a tracker.
    ///
    /// # Errors
    /// Those of [`evaluate`].
    pub fn evaluate(&mut self, result: Option<&MotFile>) -> Result<Evaluation, EvaluateError> {
        let Self { truth, options, progress, .. } = *self;
        let (truth_frames, result_frames, frames) = frame_numbers(truth, result);
        let span = Span::of(&truth_frames, &result_frames, options);
        let classes = classes_of(truth, result, options.benchmark, progress)?;
        let strangers = classes.as_ref().and_then(|classes| classes.strangers);
        let subjects = Subject::of(options.benchmark, classes.map(|classes| classes.names));
        let mut remarks = outside(truth, result, &frames, &span, progress)?;
        remarks.add_without_frame(Side::Truth, truth.lines_without_frame());
        remarks.add_without_frame(Side::Result, result.and_then(MotFile::lines_without_frame));
        if let Some(rows) = strangers {
            remarks.add(Side::Result, RemarkKind::NoCommonClass, rows, 0, None);
        }
        let all = frames.len();
        let frames: Vec<u32> = frames.into_iter().filter(|frame| span.judged.contains(frame)).collect();
        let are_most = 2 * frames.len() > all;
        progress.expect_more(2 * frames.len() as u64 * subjects.len() as u64);
        let mut classes = Vec::new();
        for subject in &subjects {
            let known = self.known.take_if(|(of, _)| of == subject).map(|(_, rows)| rows);
            let truth_rows = Rows::of(truth, subject, options.scales.truth, are_most, known, progress)?;
            let rows_of = |file| Rows::of(file, subject, options.scales.result, are_most, None, progress);
            let result_rows = result.map(rows_of).transpose()?;
            let sources = Sources { truth: &truth_rows, result: result_rows.as_ref(), subject, progress };
            let mut found = Remarks::default();
            let evaluated = evaluate_class(sources, &frames, span.frames(), options, &mut found)?;
            classes.push(evaluated);
            remarks.merge_class(found);
            if options.is_strict {
                remarks.refuse(truth, result)?;
            }
            // With several classes, those of the first would be in the way of the others.
            self.known = truth_rows.into_kept().filter(|_| subjects.len() == 1).map(|rows| (subject.clone(), rows));
        }
        Ok(Evaluation { classes, remarks: remarks.told(truth, result) })
    }
}

/// The classes of both files, if both have classes and every row is judged.
fn classes_of(
    truth: &MotFile,
    result: Option<&MotFile>,
    benchmark: Benchmark,
    progress: &Progress,
) -> Result<Option<Classes>, EvaluateError> {
    let Some(result) = result.filter(|_| benchmark == Benchmark::None) else { return Ok(None) };
    if progress.is_cancelled() {
        return Err(EvaluateError::Cancelled);
    }
    if truth.layout().class_column.is_none() || result.layout().class_column.is_none() {
        return Ok(None);
    }
    let mut of_files = [BTreeSet::new(), BTreeSet::new()];
    let mut rows = 0;
    for (file, names) in [truth, result].into_iter().zip(&mut of_files) {
        // A progress of its own: this one counts frames.
        let summary = file.summarize(&Progress::new()).map_err(|error| match error {
            SummaryError::Cancelled => EvaluateError::Cancelled,
            SummaryError::Changed => EvaluateError::Changed { path: file.path().to_owned(), frame: 0 },
        })?;
        let layout = file.layout();
        names.extend(summary.classes.iter().map(|count| layout.class_label(&count.class).into_owned()));
        rows = summary.rows;
    }
    let [of_truth, of_result] = of_files;
    let has_no_common = !of_truth.is_empty() && !of_result.is_empty() && of_truth.is_disjoint(&of_result);
    let names: BTreeSet<String> = of_truth.into_iter().chain(of_result).collect();
    let is_few = names.len() <= MAX_CLASSES;
    let strangers = has_no_common.then_some(rows);
    Ok(is_few.then(|| Classes { names: names.into_iter().collect(), strangers }))
}

/// The classes of two files.
struct Classes {
    /// Those of any of them, each once.
    names: Vec<String>,
    /// How many rows the results have, if none of them is of a class of the ground truth.
    strangers: Option<u64>,
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

#[cfg(test)]
mod tests {
    use super::super::options::Scales;
    use super::*;
    use crate::metrics::Scores;

    /// Two persons over ten frames, in pictures of this share of the full width and height.
    fn rows(across: f64, down: f64, shift: f64) -> MotFile {
        let row = |frame: u32, id: u32| {
            let (left, top) = (f64::from(60 * id + frame) + shift, 100.0);
            format!("{frame},{id},{},{},{},{},1\n", left * across, top * down, 40.0 * across, 80.0 * down)
        };
        let text: String = (1..=10).flat_map(|frame| [row(frame, 1), row(frame, 2)]).collect();
        MotFile::from_bytes("a.txt", text.into_bytes()).unwrap()
    }

    fn scores(truth: &MotFile, result: &MotFile, scales: Scales) -> Scores {
        let options = Options { scales, ..Options::default() };
        evaluate(truth, Some(result), &options, &Progress::new()).unwrap().classes.remove(0).scores
    }

    #[test]
    fn boxes_of_pictures_of_another_size_count_as_those_of_the_full_size() {
        let (truth, result) = (rows(1.0, 1.0, 0.0), rows(1.0, 1.0, 4.0));
        let (small_truth, small_result) = (rows(0.25, 0.25, 0.0), rows(0.5, 0.125, 4.0));
        let expected = scores(&truth, &result, Scales::default());
        assert!(expected.clear.true_positives == 20 && expected.hota.localisation[0] < 1.0);
        let scales = |truth, result| Scales { truth, result };
        assert_eq!(scores(&truth, &small_result, scales([1.0; 2], [2.0, 8.0])), expected);
        assert_eq!(scores(&small_truth, &small_result, scales([4.0; 2], [2.0, 8.0])), expected);
        assert_eq!(scores(&truth, &small_result, Scales::default()).clear.true_positives, 0);
    }
}
