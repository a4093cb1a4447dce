//! How layers are compared, as the user chose it for the open sequence.

use std::path::PathBuf;

use crate::metrics::Benchmark;

/// How layers are compared. It is forgotten when another sequence is opened, so that a choice never changes the scores of a
/// file for which it was not made.
#[derive(Clone, Debug, PartialEq)]
pub struct JudgingChoice {
    /// The rules that say which rows are judged. `None`: those that the ground truth seems to belong to.
    pub benchmark: Option<Benchmark>,
    /// The least `IoU` of a match.
    pub threshold: f64,
    /// The name of the class that is looked at. `None`: all classes.
    pub class: Option<String>,
    /// The file that is taken as ground truth. `None`: the first layer that is ground truth.
    pub truth: Option<PathBuf>,
}

impl Default for JudgingChoice {
    fn default() -> Self {
        Self { benchmark: None, threshold: 0.5, class: None, truth: None }
    }
}
