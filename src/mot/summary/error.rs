//! Why a file has no summary.

use thiserror::Error;

/// Why a file has no summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SummaryError {
    /// The caller cancelled the pass.
    #[error("reading was cancelled")]
    Cancelled,
    /// Another program shortened or rewrote the file during the pass, or its disk failed. What was counted is wrong.
    #[error("the file was shortened, rewritten or could no longer be read while its rows were counted; read it again")]
    Changed,
}
