//! Lines that are wrong in some way, told one by one.

use crate::mot::row::RowReason;

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// It is no row.
    Rejected,
    /// It is a row whose box has no area.
    Degenerate,
    /// It is a row of a frame and an identity that an earlier row has.
    Duplicate,
    /// It is the last line, and looks as if it were still being written.
    Pending,
}

impl ProblemKind {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Rejected, Self::Degenerate, Self::Duplicate, Self::Pending];

    /// The name `info --json` gives it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Degenerate => "degenerate",
            Self::Duplicate => "duplicate",
            Self::Pending => "pending",
        }
    }
}

/// A line that is wrong in some way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Line number in the file, from 1.
    pub line: u64,
    /// Where the line begins in the file, in bytes.
    pub offset: u64,
    /// Its frame, if that much can be read.
    pub frame: Option<u64>,
    /// Why a rejected line is no row.
    pub reason: Option<RowReason>,
    /// For people, on one line; of a rejected line, it begins with the reason.
    pub message: String,
}
