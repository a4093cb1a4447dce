//! Why the text in an archive cannot be unpacked.

use std::env;
use std::io;
use std::path::PathBuf;

use crate::shown::ShowPath as _;
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
        "the archive has no text file: of {0} {noun} in it, none is .txt, .csv, .json, .xml or without extension",
        noun = files(*.0)
    )]
    NoText(usize),
    /// The archive has no text file but those whose names say that they have no boxes.
    #[error(
        "the archive has no text of boxes: of {files} {noun} in it, {count} {are} text, and the name says that no boxes are in \
         it: {name}{more}",
        noun = self::files(*.files),
        are = if *.count == 1 { "is" } else { "are" },
        more = if *.count == 1 { "" } else { " …" }
    )]
    SetAside {
        /// How many files the archive has.
        files: usize,
        /// The first text.
        name: String,
        /// How many texts there are.
        count: usize,
    },
    /// The archive has other archives in place of texts. The text is the name of the first.
    #[error("the archive has another archive in it, {0}; unpack it first")]
    OnlyArchives(String),
    /// The archive has a text for each picture. The value is how many texts it has.
    #[error(
        "the archive has {0} texts, each with the boxes of one picture as shares of it (YOLO); unpack it and open the folder"
    )]
    TextsOfPictures(usize),
    /// The member can be read with a password only.
    #[error("it is encrypted; unpack it with its password first")]
    Encrypted,
    /// The member is compressed with a method other than deflate. The text is the name of that method.
    #[error("it is compressed by {0}, and only deflate and no compression can be read; unpack it first")]
    Method(String),
    /// The archive holds another archive.
    #[error("it is an archive within the archive; unpack it first")]
    Nested,
    /// The text is longer than the caller allows without a question: see [`UnpackLimit`](crate::mot::UnpackLimit).
    #[error(
        "it unpacks to {} in {}, from {} in the archive",
        size(*.most, *.stated), .folder.shown(), bytes(*.packed)
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
        folder = env::temp_dir().shown(),
        variable = if cfg!(windows) { "TEMP" } else { "TMPDIR" }
    )]
    Temporary(#[source] io::Error),
}

/// The word for so many files.
fn files(count: usize) -> &'static str {
    if count == 1 { "file" } else { "files" }
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
