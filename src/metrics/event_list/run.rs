//! What was evaluated: a tracker on a sequence.

use std::path::PathBuf;

/// A class of a tracker on a sequence, with its files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Run {
    /// The name of the tracker.
    pub tracker: String,
    /// The name of the sequence.
    pub sequence: String,
    /// The name of the class.
    pub class: String,
    /// The file of ground truth.
    pub truth: Option<PathBuf>,
    /// The name of the ground truth in an archive.
    pub truth_member: Option<String>,
    /// The file of results.
    pub result: Option<PathBuf>,
    /// The name of the results in an archive.
    pub member: Option<String>,
}
