//! Lines that are wrong in some way, told one by one.

use super::Summary;
use crate::mot::row::Reason;

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
    pub reason: Option<Reason>,
    /// For people, on one line; of a rejected line, it begins with the reason.
    pub message: String,
}

impl Summary {
    /// So many problems of each kind are kept; more are only counted.
    pub const MAX_PROBLEMS: usize = 1000;

    /// How many lines have a problem of this kind, kept or not.
    pub fn count(&self, kind: ProblemKind) -> u64 {
        match kind {
            ProblemKind::Rejected => self.rejected,
            ProblemKind::Degenerate => self.degenerate,
            ProblemKind::Duplicate => self.duplicates,
            ProblemKind::Pending => u64::from(self.pending_last_line),
        }
    }

    /// The problems of one kind that are kept, by line.
    pub fn problems_of(&self, kind: ProblemKind) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(move |problem| problem.kind == kind)
    }
}
