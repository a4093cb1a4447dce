//! Why a document cannot be read, and which of its items are no boxes.

use crate::shown::ShowPath as _;
use thiserror::Error;

/// Why a document, that is, a file that is not plain MOT text, cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DocumentProblem {
    /// The syntax of the document is wrong, or its end is missing.
    #[error("this is {title}, but it is damaged or cut short at line {line}, column {column}: {what}")]
    Damaged {
        /// What the document is, such as "JSON".
        title: &'static str,
        /// The line, counted from 1.
        line: u64,
        /// The column in the line, in bytes, counted from 1.
        column: u64,
        /// What is wrong there.
        what: String,
    },
    /// The document is of a kind that is not read. The text is a sentence that says what it is and what to do.
    #[error("{0}")]
    Unknown(String),
    /// The document has no box. The text says what it has instead.
    #[error("this is {title}, but {what}")]
    NoBoxes {
        /// What the document is, such as "COCO JSON".
        title: &'static str,
        /// What it has instead of boxes.
        what: String,
    },
    /// A format or columns were stated for the document.
    #[error("this is {title}, which has no rows; open it as detected, without --format and --columns")]
    HasNoLines {
        /// What the document is, such as "JSON".
        title: &'static str,
    },
    /// The text of the boxes cannot be written to a temporary file. Usually the disk is full.
    #[error("its boxes cannot be written in {folder}: {error}", folder = std::env::temp_dir().shown())]
    Temporary {
        /// What the system says.
        error: String,
    },
}

impl DocumentProblem {
    /// A document of several videos in a zip archive. The name of a part can choose a file of the archive, and nothing in it.
    pub(in crate::mot) fn in_archive(videos: usize) -> Self {
        Self::Unknown(format!(
            "this document has {videos} videos, and none can be chosen in an archive; unpack it first"
        ))
    }
}

/// An item of a document that is no box, although it stands where boxes are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ItemProblem {
    /// Its number among all items, counted from 1.
    pub(crate) number: u64,
    /// Its frame, if that is known.
    pub(crate) frame: Option<u64>,
    /// Where it is in the document, and why it is no box.
    pub(crate) message: String,
}

/// The most letters of a message.
const MAX_LETTERS: usize = 300;

/// A message about a document, which may have texts from it: on one line, without control characters, and not too long.
pub(super) fn one_line(message: &str) -> String {
    let shown = |letter: char| if letter.is_control() { char::REPLACEMENT_CHARACTER } else { letter };
    let mut letters = message.chars();
    let mut line: String = letters.by_ref().take(MAX_LETTERS).map(shown).collect();
    if letters.next().is_some() {
        line.push('…');
    }
    line
}
