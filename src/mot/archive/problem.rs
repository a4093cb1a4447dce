//! Why the text in an archive cannot be unpacked.

use std::env;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// What is wrong with an archive.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ArchiveProblem {
    /// The archive breaks the rules of its format, or a part of it is missing. The text says what is wrong.
    #[error("the archive is damaged or cut short: {0}")]
    Damaged(String),
    /// The archive has no file.
    #[error("the archive is empty")]
    Empty,
    /// The archive has this many files, but no text file.
    #[error(
        "the archive has no text file: of {0} {noun} in it, none is .txt, .csv or without extension",
        noun = if *.0 == 1 { "file" } else { "files" }
    )]
    NoText(usize),
    /// The member can be read with a password only.
    #[error("it is encrypted; unpack it with its password first")]
    Encrypted,
    /// The member is compressed with a method other than deflate. The text is the name of that method.
    #[error("it is compressed by {0}, and only deflate can be read; unpack it first")]
    Method(String),
    /// The archive holds another archive.
    #[error("it is an archive within the archive; unpack it first")]
    Nested,
    /// The text is longer than the caller allows without a question: see [`UnpackLimit`](crate::mot::UnpackLimit).
    #[error(
        "it unpacks to {} in {}, from {} in the archive",
        size(*.most, *.stated), .folder.display(), bytes(*.packed)
    )]
    Large {
        /// How many bytes it has in the archive.
        packed: u64,
        /// The most bytes that are allowed.
        most: u64,
        /// How many bytes it unpacks to, if the archive states it.
        stated: Option<u64>,
        /// The folder for the temporary file that it is unpacked into.
        folder: PathBuf,
    },
    /// The text cannot be written to a temporary file. Usually the disk is full.
    #[error(
        "it cannot be unpacked in {folder}: {0}; set {variable} to another folder",
        folder = env::temp_dir().display(),
        variable = if cfg!(windows) { "TEMP" } else { "TMPDIR" }
    )]
    Temporary(#[source] io::Error),
}

/// The size of a text that is longer than allowed.
fn size(most: u64, stated: Option<u64>) -> String {
    stated.map_or_else(|| format!("more than {}", bytes(most)), bytes)
}

/// A number of bytes with a unit.
fn bytes(count: u64) -> String {
    match count {
        1_000_000_000.. => format!("{:.1} GB", count as f64 / 1e9),
        1_000_000.. => format!("{:.1} MB", count as f64 / 1e6),
        1000.. => format!("{:.1} kB", count as f64 / 1e3),
        _ => format!("{count} bytes"),
    }
}
