//! What `TrackEval` refuses, and what was done instead.

use std::fmt;
use std::path::PathBuf;

use crate::shown::ShowPath as _;

/// What is wrong with rows of a file, by the rules of the benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RemarkKind {
    /// Two rows of one frame have one id.
    DuplicateId,
    /// A row has no id: −1 or another negative number.
    NoId,
    /// A row is in a frame that the sequence does not have.
    OutsideSequence,
    /// A row of the results is of a class that the benchmark does not judge.
    ResultClass,
    /// A row of the ground truth is of a class that the benchmark does not have.
    TruthClass,
    /// A line is no row.
    Unreadable,
    /// A line is no row, and has no frame number that can be read.
    NoFrame,
    /// No row of the results is of a class that the ground truth has.
    NoCommonClass,
}

impl RemarkKind {
    /// What the rows are, for one row and for several.
    fn rows(self) -> (&'static str, &'static str) {
        match self {
            Self::DuplicateId => ("row repeats an id of its frame", "rows repeat an id of their frame"),
            Self::NoId => ("row has no id", "rows have no id"),
            Self::OutsideSequence => (
                "row is in a frame that the sequence does not have",
                "rows are in frames that the sequence does not have",
            ),
            Self::ResultClass => {
                ("row is of a class that is not evaluated", "rows are of a class that is not evaluated")
            }
            Self::TruthClass => (
                "row is of a class that the benchmark does not have",
                "rows are of a class that the benchmark does not have",
            ),
            Self::Unreadable => ("line cannot be read", "lines cannot be read"),
            Self::NoFrame => {
                ("line has no frame number that can be read", "lines have no frame number that can be read")
            }
            Self::NoCommonClass => (
                "row is of a class that the ground truth does not have",
                "rows are of classes that the ground truth does not have",
            ),
        }
    }

    /// Whether it is about a file, and not about rows of frames.
    fn is_of_file(self) -> bool {
        matches!(self, Self::NoFrame | Self::NoCommonClass)
    }

    /// Whether rows of it are found again in each class that is evaluated.
    pub(super) fn is_of_all_classes(self) -> bool {
        matches!(self, Self::Unreadable | Self::ResultClass | Self::TruthClass)
    }

    /// What was done with them.
    fn done(self) -> &'static str {
        match self {
            Self::DuplicateId => "the first row with an id counts, the others were left out",
            Self::TruthClass => "results are not judged by them",
            Self::NoCommonClass => "boxes are compared within their class, so none is matched",
            Self::NoId | Self::OutsideSequence | Self::ResultClass | Self::Unreadable | Self::NoFrame => "left out",
        }
    }
}

/// Rows of one file that `TrackEval` refuses or misreads, and what was done instead. Displays as one sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What is wrong with the rows.
    pub kind: RemarkKind,
    /// The file.
    pub path: PathBuf,
    /// How many rows there are.
    pub rows: u64,
    /// The frame of the first of them. 0 if it is about the whole file.
    pub frame: u32,
    /// The line of the first of them, counted from 1. `None` if that is not known.
    pub line: Option<u64>,
}

impl Remark {
    /// How many rows there are, what they are, and what was done with them, without the place: `525 rows have no id: left out`.
    pub fn brief(&self) -> String {
        format!("{} {}: {}", self.rows, self.what(), self.kind.done())
    }

    fn what(&self) -> &'static str {
        let (one, several) = self.kind.rows();
        if self.rows == 1 { one } else { several }
    }
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path.shown())?;
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        let first = if self.rows == 1 { "" } else { "first " };
        write!(f, "{} {}", self.rows, self.what())?;
        if !self.kind.is_of_file() {
            write!(f, " ({first}frame {})", self.frame)?;
        }
        write!(f, ": {}", self.kind.done())
    }
}
