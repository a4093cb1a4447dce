//! Why there is no assignment.

/// Why there is no assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::metrics) enum Failed {
    /// It was cancelled.
    Cancelled,
    /// It would not fit into memory.
    TooLarge(Limit),
}

/// What there is too much of in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::metrics) struct Limit {
    /// What it is.
    pub of: &'static str,
    /// The most of it.
    pub most: usize,
}
