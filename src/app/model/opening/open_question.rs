//! The question which file of an archive, or which sequence of a data set, is to be opened.

use std::path::PathBuf;

use super::source::Source;
use crate::mot::Member;
use crate::sequence::DataSetEntry;

/// What is to be opened, and what there is to choose from.
#[derive(Clone, Debug)]
pub struct OpenQuestion {
    /// The archive or data set.
    pub source: Source,
    /// The frame to begin at.
    pub start: Option<u64>,
    /// What there is to choose from.
    pub choices: Choices,
}

/// What there is to choose from.
#[derive(Clone, Debug)]
pub enum Choices {
    /// The files of an archive, and the name of the one that is open.
    Members(Vec<Member>, Option<String>),
    /// The sequences of a data set.
    Sequences(Vec<DataSetEntry>),
}

impl OpenQuestion {
    /// Asks which of `members` of the archive `source` to open. `open` is what is open now.
    pub fn of_members(source: Source, start: Option<u64>, members: Vec<Member>, open: Option<&Source>) -> Self {
        let current = match (&source, open) {
            (Source::File(asked, _), Some(Source::File(open, how))) if asked == open => how.text.member.clone(),
            _ => None,
        };
        Self { source, start, choices: Choices::Members(members, current) }
    }

    /// Asks which of the sequences in the data set `source` to open.
    pub fn of_sequences(source: Source, start: Option<u64>, entries: Vec<DataSetEntry>) -> Self {
        Self { source, start, choices: Choices::Sequences(entries) }
    }

    /// What to open if the answer is `name`, and at which frame.
    pub fn answered(self, name: String) -> (Source, Option<u64>) {
        let chosen: Option<PathBuf> = match self.choices {
            Choices::Members(..) => None,
            Choices::Sequences(entries) => entries.into_iter().find(|entry| entry.name == name).map(|entry| entry.path),
        };
        let source = match (self.source, chosen) {
            (Source::File(_, how), Some(path)) => Source::File(path, how),
            (Source::File(path, mut how), None) => {
                how.text.member = Some(name);
                Source::File(path, how)
            }
            (Source::Demo, _) => Source::Demo,
        };
        (source, self.start)
    }
}
