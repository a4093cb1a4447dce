//! Why there is no assignment.

/// Why there is no assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::metrics) enum Failed {
    /// It was cancelled.
    Cancelled,
    /// The matrix would not fit into memory.
    TooLarge,
}
