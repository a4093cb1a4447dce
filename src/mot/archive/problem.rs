//! Why an archive's text cannot be had.

use std::fmt;
use std::io;

use super::super::source::OpenReason;

/// What is the matter with an archive.
#[derive(Debug)]
#[non_exhaustive]
pub enum ArchiveProblem {
    /// It is not what its format prescribes, or not all of it is there. The text tells where that showed.
    Damaged(String),
    /// There is nothing in it.
    Empty,
    /// It has so many files, but none that may be text.
    NoText(usize),
    /// The member can only be read with a password.
    Encrypted,
    /// The member is compressed by a method other than deflate.
    Method(String),
    /// What is in it is an archive again.
    Nested,
    /// The text cannot be written to a temporary file: as a rule, the disk is full.
    Temporary(io::Error),
}

impl fmt::Display for ArchiveProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged(what) => write!(f, "the archive is damaged or cut short: {what}"),
            Self::Empty => f.write_str("the archive is empty"),
            Self::NoText(files) => write!(
                f,
                "the archive has no text file: of {files} {} in it, none is .txt, .csv or without extension",
                if *files == 1 { "file" } else { "files" }
            ),
            Self::Encrypted => f.write_str("it is encrypted; unpack it with its password first"),
            Self::Method(name) => write!(f, "it is compressed by {name}, and only deflate is read; unpack it first"),
            Self::Nested => f.write_str("it is an archive within the archive; unpack it first"),
            Self::Temporary(error) => {
                let variable = if cfg!(windows) { "TEMP" } else { "TMPDIR" };
                let folder = std::env::temp_dir();
                write!(f, "cannot be unpacked in {}: {error}; set {variable} to another folder", folder.display())
            }
        }
    }
}

impl From<ArchiveProblem> for OpenReason {
    fn from(problem: ArchiveProblem) -> Self {
        Self::Archive(problem)
    }
}
