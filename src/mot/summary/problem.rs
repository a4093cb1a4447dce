//! Problems: lines that are wrong in some way.

use crate::mot::row::RowReason;

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The line is not a row.
    Rejected,
    /// The box of the row has no area.
    Degenerate,
    /// The row has the frame and the identity of an earlier row.
    Duplicate,
    /// The line is the last one, and seems to be still being written.
    Pending,
}

impl ProblemKind {
    /// All kinds, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Rejected, Self::Degenerate, Self::Duplicate, Self::Pending];

    /// Its name in `info --json`.
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
    /// The kind of the problem.
    pub kind: ProblemKind,
    /// The number of the line in the file, counted from 1. If it has a `place` instead, the number of the box or of the item.
    pub line: u64,
    /// Where it is in a document without lines of its own, such as `annotations[12]` in JSON. The message begins with it.
    pub place: Option<String>,
    /// Where the line begins, in bytes from the start of the file.
    pub offset: u64,
    /// The frame of the line, if it can be read.
    pub frame: Option<u64>,
    /// Why a rejected line is not a row. `None` for other kinds.
    pub reason: Option<RowReason>,
    /// What is wrong, as one line of text. For a rejected line it begins with the reason.
    pub message: String,
}

impl Problem {
    /// The number of its line in the file; `None` if it is in a document without lines of its own.
    pub fn line_number(&self) -> Option<u64> {
        self.place.is_none().then_some(self.line)
    }
}
