//! What a row is to an evaluation.

/// What a row of the ground truth is to an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::metrics) enum TruthRole {
    /// It has no part.
    Absent,
    /// Results are judged by it.
    Judged,
    /// It is matched, so that it takes a box from others, but nothing follows.
    Ignored,
    /// A result that is matched with it is left out.
    Distractor,
    /// A region without labels.
    Region,
    /// It is of a class that the benchmark does not have.
    Unknown,
}

/// What a row of the results is to an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::metrics) enum ResultRole {
    /// It is of another class.
    Absent,
    /// It is judged.
    Judged,
    /// `TrackEval` refuses its class. It is left out.
    Refused,
}
