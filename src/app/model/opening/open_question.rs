//! The question which file of an archive, or which sequence of a data set, to open, and whether to unpack a large one.

use std::path::{Path, PathBuf};

use super::source::{Source, short_name, text_place};
use crate::mot::{ColumnSample, Member, Roles, UnpackLimit};
use crate::sequence::DataSetEntry;

/// The question which part of an archive or data set to open, whether to unpack it, or what the columns of a text mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenQuestion {
    /// The archive, the data set, or what has the text.
    pub source: Source,
    /// The frame to begin at.
    pub start: Option<u64>,
    /// The parts that can be chosen.
    pub choices: Choices,
}

/// The parts of an archive or data set that can be chosen, what unpacking needs, or columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choices {
    /// The files of an archive, and the name of the file among them that is open now.
    Members(Vec<Member>, Option<String>),
    /// The sequences of a data set.
    Sequences(Vec<DataSetEntry>),
    /// Whether to unpack so large an archive. The text says how much space it needs, and where. With a path, the archive is
    /// that layer, and not the main text.
    Unpack(String, Option<PathBuf>),
    /// What these columns mean. The path is the one under which the answer is remembered.
    Columns(PathBuf, Box<[ColumnSample]>),
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

    /// Asks which of the sequences `entries` of the data set `source` to open.
    pub fn of_sequences(source: Source, start: Option<u64>, entries: Vec<DataSetEntry>) -> Self {
        Self { source, start, choices: Choices::Sequences(entries) }
    }

    /// Asks whether to unpack `source`, or this layer of it. `needs` says how much space that needs, and where.
    pub fn of_size(source: Source, start: Option<u64>, needs: String, layer: Option<PathBuf>) -> Self {
        Self { source, start, choices: Choices::Unpack(needs, layer) }
    }

    /// The name of the archive or data set that is asked about.
    pub fn name(&self) -> String {
        match &self.choices {
            Choices::Unpack(_, Some(layer)) => short_name(layer),
            _ => self.source.name(),
        }
    }

    /// Asks what the columns of the text at `path` mean. It is the main text of `source`.
    pub fn of_columns(
        source: Source,
        start: Option<u64>,
        path: &Path,
        columns: impl Into<Box<[ColumnSample]>>,
    ) -> Self {
        let member = if let Source::File(_, how) = &source { how.text.member.as_deref() } else { None };
        let place = text_place(path, member);
        Self { source, start, choices: Choices::Columns(place, columns.into()) }
    }

    /// What to open, and at which frame, if the columns mean this.
    pub fn with_columns(mut self, roles: Roles) -> (Source, Option<u64>) {
        if let Source::File(_, how) = &mut self.source {
            (how.text.columns, how.text.format) = (Some(roles), None);
        }
        (self.source, self.start)
    }

    /// What to open, and at which frame, if the user allows to unpack it.
    pub fn allowed(mut self) -> (Source, Option<u64>) {
        if let Source::File(_, how) = &mut self.source {
            match self.choices {
                Choices::Unpack(_, Some(layer)) => how.unpack_layers.push((layer, true)),
                _ => how.text.unpack = UnpackLimit::NONE,
            }
        }
        (self.source, self.start)
    }

    /// What to open, and at which frame, if the user does not answer: everything but a large layer. `None` in all other cases.
    pub fn left_out(mut self) -> Option<(Source, Option<u64>)> {
        let (Choices::Unpack(_, Some(layer)), Source::File(_, how)) = (self.choices, &mut self.source) else {
            return None;
        };
        how.unpack_layers.push((layer, false));
        Some((self.source, self.start))
    }

    /// What to open, and at which frame, if the user chooses `name`.
    pub fn answered(self, name: String) -> (Source, Option<u64>) {
        let chosen: Option<PathBuf> = match self.choices {
            Choices::Members(..) | Choices::Unpack(..) | Choices::Columns(..) => None,
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
