//! Why a sequence was not opened.

use crate::mot::{Member, OpenError, OpenReason};
use crate::sequence::DataSetEntry;

/// Why there is no document.
pub enum NotOpened {
    /// It is an archive, and one of these is to be chosen.
    Choose(Vec<Member>),
    /// It is a data set, and one of these is to be chosen.
    ChooseSequence(Vec<DataSetEntry>),
    /// It cannot be opened, for this reason.
    Failed(String),
    /// Nobody waits for it any more.
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
