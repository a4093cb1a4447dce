//! A sequence with ground truth.

use std::path::PathBuf;

/// A sequence with ground truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// The name that its results have.
    pub name: String,
    /// The file of ground truth.
    pub truth: PathBuf,
    /// The text in that file, if it is a zip archive.
    pub member: Option<String>,
    /// The number of frames, if `seqinfo.ini` has it.
    pub frames: Option<u32>,
}
