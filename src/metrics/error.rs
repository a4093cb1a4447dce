//! Why there is no evaluation.

use std::path::PathBuf;

use thiserror::Error;

use super::frames::Remark;
use crate::shown::ShowPath as _;

/// Why there is no evaluation.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EvaluateError {
    /// The caller cancelled it.
    #[error("the evaluation was cancelled")]
    Cancelled,
    /// Another program shortened or rewrote a file meanwhile, or its disk failed.
    #[error("{}: frame {frame}: the file was changed or shortened, or can no longer be read; open it again", .path.shown())]
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
    #[error("{}: frame {frame} is not evaluated: it has more than {most} {of}, the most that are held in memory", .path.shown())]
    TooCrowded {
        /// The file of results.
        path: PathBuf,
        /// The frame.
        frame: u32,
        /// What there is too much of.
        of: &'static str,
        /// The most of it.
        most: usize,
    },
}
