//! Why a sequence was not opened.

use std::path::PathBuf;

use crate::app::model::judging::Listed;
use crate::data_set::ScoreTableError;
use crate::metrics::event_list::EventListError;
use crate::mot::{ArchiveProblem, ColumnSample, Member, OpenError, OpenReason};
use crate::sequence::DataSetEntry;

/// Why a sequence was not opened.
pub enum NotOpened {
    /// It is an archive with several files. The user has to choose one of these.
    Choose(Vec<Member>),
    /// It is a data set. The user has to choose one of these sequences.
    ChooseSequence(Vec<DataSetEntry>),
    /// It is a list of events, or a table of scores.
    Listed(Box<Listed>),
    /// It is an archive with so much text that the user has to be asked, or this layer is one. The text says how much space
    /// unpacking needs, and where.
    Large(String, Option<PathBuf>),
    /// A text of it cannot be opened, for this reason, until somebody says what its columns mean.
    Columns {
        /// Why it cannot be opened.
        reason: String,
        /// The path of the text.
        path: PathBuf,
        /// Its first columns.
        columns: Box<[ColumnSample]>,
    },
    /// It cannot be opened, for this reason.
    Failed(String),
    /// The opening was cancelled.
    Cancelled,
}

impl From<OpenError> for NotOpened {
    fn from(error: OpenError) -> Self {
        let reason = error.to_string();
        match error.reason {
            OpenReason::Cancelled => Self::Cancelled,
            OpenReason::ChooseMember(members) => Self::Choose(members),
            OpenReason::Archive(ref problem @ ArchiveProblem::Large { .. }) => {
                Self::Large(in_sentence(&problem.to_string()), None)
            }
            OpenReason::Other(_, columns) if !columns.is_empty() => Self::Columns { reason, path: error.path, columns },
            _ => Self::Failed(reason),
        }
    }
}

impl From<EventListError> for NotOpened {
    fn from(error: EventListError) -> Self {
        match error {
            EventListError::Cancelled => Self::Cancelled,
            error => Self::Failed(error.to_string()),
        }
    }
}

impl From<ScoreTableError> for NotOpened {
    fn from(error: ScoreTableError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// A reason as a sentence: with a capital letter, and a full stop.
fn in_sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
