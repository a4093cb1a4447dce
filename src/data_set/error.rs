//! Why a data set cannot be evaluated.

use thiserror::Error;

use crate::metrics::EvaluateError;
use crate::mot::{ArchiveProblem, OpenError, OpenReason};
use crate::sequence::FindError;

/// Why a data set cannot be evaluated.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum DataSetError {
    /// A file does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A path holds nothing that has boxes.
    #[error(transparent)]
    Find(#[from] FindError),
    /// The results of a sequence cannot be compared with its ground truth.
    #[error(transparent)]
    Evaluate(#[from] EvaluateError),
    /// None of the frames that were asked for is there.
    #[error("no frame is in the range of --frames; the frames of the ground truth are {first} to {last}")]
    NoFrame {
        /// The first frame of all sequences.
        first: u32,
        /// The last frame of all sequences.
        last: u32,
    },
    /// What is at a path is no ground truth, or no result of it. The text says which path, and why.
    #[error("{0}")]
    Unfit(String),
}

impl DataSetError {
    /// Whether an archive was not unpacked because its text is large. A greater [`UnpackLimit`](crate::mot::UnpackLimit) helps.
    pub fn is_too_large(&self) -> bool {
        matches!(self, Self::Open(OpenError { reason: OpenReason::Archive(ArchiveProblem::Large { .. }), .. }))
    }
}
