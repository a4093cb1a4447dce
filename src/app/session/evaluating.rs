//! Evaluates all sequences of a data set in the background, with progress and Cancel.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use eframe::egui;

use super::background;
use crate::app::model::evaluation::EvaluationChoice;
use crate::app::model::judging::Listed;
use crate::data_set::{DataSetError, Question, ScoreTable, Watch, evaluate, event_list};

/// A data set that is being evaluated. It is cancelled when this value is dropped.
pub struct Evaluating {
    watch: Arc<Watch>,
    result: Receiver<Result<Box<Listed>, String>>,
}

impl Evaluating {
    /// Begins to evaluate.
    pub fn begin(choice: EvaluationChoice, ctx: &egui::Context) -> Self {
        let watch = Arc::new(Watch::default());
        let (sender, result) = bounded(1);
        let (watched, ctx) = (Arc::clone(&watch), ctx.clone());
        background::spawn("motscope-evaluate", move || {
            // No file may end the program, whatever it contains.
            let evaluated = catch_unwind(AssertUnwindSafe(|| evaluated(&choice.question(), &watched)));
            let result = evaluated.unwrap_or_else(|_| {
                Err("motscope has a defect that stopped the evaluation. Please report it".to_owned())
            });
            // If nobody waits any more, what came out is dropped here, and not on the window's thread.
            let _ = sender.send(result);
            ctx.request_repaint();
        });
        Self { watch, result }
    }

    /// How many results were compared, and how many there are. Both are 0 until it is known.
    pub fn results(&self) -> (u64, u64) {
        self.watch.results()
    }

    /// How many frames were compared.
    pub fn frames(&self) -> u64 {
        self.watch.frames.done()
    }

    /// What came out, or why nothing did, once the evaluation has ended.
    pub fn poll(&self) -> Option<Result<Box<Listed>, String>> {
        match self.result.try_recv() {
            Ok(result) => Some(result),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err("the system could not start another thread".to_owned())),
        }
    }
}

impl Drop for Evaluating {
    fn drop(&mut self) {
        self.watch.frames.cancel();
    }
}

/// The table and the events of a data set.
fn evaluated(question: &Question, watch: &Watch) -> Result<Box<Listed>, String> {
    let mut outcome = evaluate(question, watch).map_err(|error| reason(&error))?;
    let table = Some(ScoreTable::of(&outcome));
    let remarks = std::mem::take(&mut outcome.remarks);
    let benchmark = Some(outcome.benchmark);
    let list = event_list(outcome);
    Ok(Box::new(Listed { path: question.truth.clone(), benchmark, table, list, remarks, is_file: false }))
}

/// Why nothing was evaluated, with the way out.
fn reason(error: &DataSetError) -> String {
    if error.is_too_large() {
        return format!("{error}. Switch on “Unpack archives of any size” to unpack it there");
    }
    error.to_string()
}
