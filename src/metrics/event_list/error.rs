//! Why a list of events cannot be read.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::shown::ShowPath as _;

/// Why a list of events cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EventListError {
    /// The file cannot be read.
    #[error("{}: {error}", .path.shown())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The file is larger than a list of events can be.
    #[error("{}: {bytes} bytes are more than a list of events may have: {limit}", .path.shown())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Its size.
        bytes: u64,
        /// The largest size.
        limit: u64,
    },
    /// A line cannot be read.
    #[error("{}: line {line}: {reason}", .path.shown())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1.
        line: u64,
        /// Why.
        reason: String,
    },
    /// The caller cancelled it.
    #[error("the reading of events was cancelled")]
    Cancelled,
}
