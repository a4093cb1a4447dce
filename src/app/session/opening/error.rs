//! Why a sequence was not opened.

use crate::mot::{Member, OpenError, OpenReason};
use crate::sequence::DataSetEntry;

/// Why a sequence was not opened.
pub enum NotOpened {
    /// It is an archive with several files. The user has to choose one of these.
    Choose(Vec<Member>),
    /// It is a data set. The user has to choose one of these sequences.
    ChooseSequence(Vec<DataSetEntry>),
    /// It cannot be opened, for this reason.
    Failed(String),
    /// The opening was cancelled.
    Cancelled,
}

impl From<OpenError> for NotOpened {
    fn from(error: OpenError) -> Self {
        match error.reason {
            OpenReason::Cancelled => Self::Cancelled,
            OpenReason::ChooseMember(members) => Self::Choose(members),
            _ => Self::Failed(error.to_string()),
        }
    }
}
