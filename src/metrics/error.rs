//! Why there is no evaluation.

use std::path::PathBuf;

use thiserror::Error;

use super::frames::Remark;

/// Why there is no evaluation.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// The caller cancelled it.
    #[error("the evaluation was cancelled")]
    Cancelled,
    /// Another program shortened or rewrote a file meanwhile, or its disk failed.
    #[error("{}: frame {frame}: the file was changed or shortened, or can no longer be read; open it again", .path.display())]
    Changed {
        /// The file.
        path: PathBuf,
        /// The frame that could not be read.
        frame: u32,
    },
    /// A rule of the benchmark is broken, and it was asked to be strict.
    #[error("{0}")]
    Refused(Box<Remark>),
    /// A frame has so many boxes on top of each other that matching them would not fit into memory.
    #[error("{}: frame {frame}: too many boxes on top of each other to be matched", .path.display())]
    TooCrowded {
        /// The file of results.
        path: PathBuf,
        /// The frame.
        frame: u32,
    },
}
