//! The bytes of a file: mapped, and checked for being text at all.

use std::fs::{self, File};
use std::io;
use std::ops::{Deref, Range};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::change::FileState;
use super::mapped::Mapped;

use super::archive::{ArchiveProblem, Member};

/// Why a file does not open. Displays as `PATH: reason`, or as `PATH / MEMBER: reason`.
#[derive(Debug)]
pub struct OpenError {
    /// The file.
    pub path: PathBuf,
    /// The file in it, if it is a zip archive and a member is what does not open.
    pub member: Option<String>,
    /// What is the matter with it.
    pub reason: OpenReason,
}

impl OpenError {
    pub(super) fn new(path: &Path, member: Option<&str>, reason: OpenReason) -> Self {
        Self { path: path.to_owned(), member: member.map(str::to_owned), reason }
    }
}

/// The reason in an [`OpenError`].
#[derive(Debug)]
#[non_exhaustive]
pub enum OpenReason {
    /// There is no such file.
    NotFound,
    /// The user may not read it.
    PermissionDenied,
    /// It is a directory.
    Directory,
    /// It is a pipe, a device or a socket.
    NotAFile,
    /// It is not text, but this.
    NotText(&'static str),
    /// It is MOTS: masks instead of boxes.
    Masks,
    /// It is larger than the index can address, 1 TiB.
    TooLarge,
    /// It was shortened, or could not be read any more, while it was being read.
    Vanished,
    /// It is an archive of several files that may be text, and which one to open is not told.
    ChooseMember(Vec<Member>),
    /// It has no member of that name, but these.
    NoMember {
        /// The name.
        name: String,
        /// Those it has; none if it is no zip archive.
        members: Vec<Member>,
    },
    /// It is an archive, and its text cannot be had.
    Archive(ArchiveProblem),
    /// The user did not want to wait.
    Cancelled,
    /// Reading failed.
    Io(io::Error),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.member {
            None => write!(f, "{}: ", self.path.display())?,
            Some(member) => write!(f, "{} / {member}: ", self.path.display())?,
        }
        match &self.reason {
            OpenReason::NotFound => f.write_str("no such file"),
            OpenReason::PermissionDenied => f.write_str("no permission to read it"),
            OpenReason::Directory => f.write_str("this is a directory"),
            OpenReason::NotAFile => f.write_str("this is no regular file"),
            OpenReason::NotText(what) => write!(f, "this is {what}, not a MOT text file"),
            OpenReason::Masks => f.write_str("this is MOTS: it has segmentation masks instead of boxes"),
            OpenReason::TooLarge => f.write_str("larger than 1 TiB"),
            OpenReason::Vanished => {
                f.write_str("the file was shortened or could not be read any more while it was being read")
            }
            OpenReason::ChooseMember(members) => {
                write!(f, "{} text files are in this archive: choose a member", members.len())
            }
            OpenReason::NoMember { name, .. } => write!(f, "no text file {name} is in it"),
            OpenReason::Archive(problem) => problem.fmt(f),
            OpenReason::Cancelled => f.write_str("opening was cancelled"),
            OpenReason::Io(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for OpenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            OpenReason::Io(error) | OpenReason::Archive(ArchiveProblem::Temporary(error)) => Some(error),
            _ => None,
        }
    }
}

impl From<io::Error> for OpenReason {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::PermissionDenied,
            io::ErrorKind::IsADirectory => Self::Directory,
            _ => Self::Io(error),
        }
    }
}

/// Bytes that stay where they are: a mapped file, or a buffer. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Mapped(Arc<Mapped>),
    Owned(Arc<[u8]>),
}

/// Opens a regular file.
pub(super) fn open(path: &Path) -> Result<File, OpenReason> {
    // Asked before opening, which would wait for a writer if this were a pipe.
    let kind = fs::metadata(path)?;
    if kind.is_dir() {
        return Err(OpenReason::Directory);
    }
    if !kind.is_file() {
        return Err(OpenReason::NotAFile);
    }
    Ok(File::open(path)?)
}

impl Source {
    /// Maps an opened file, and tells what it was at that moment.
    pub(super) fn map(file: &File) -> Result<(Self, FileState), OpenReason> {
        // Before the map: what changes afterwards is found to have changed.
        let state = FileState::of(&file.metadata()?);
        if state.len() == 0 {
            return Ok((Self::from(Vec::new()), state));
        }
        Ok((Self::Mapped(Arc::new(Mapped::new(file)?)), state))
    }

    /// Whether all bytes read so far were the file's. What was read from a source that is not intact is worth nothing.
    pub(super) fn is_intact(&self) -> bool {
        match self {
            Self::Mapped(map) => map.is_intact(),
            Self::Owned(_) => true,
        }
    }

    /// Says that a range is about to be read from one end to the other.
    pub(super) fn will_read(&self, range: Range<usize>) {
        if let Self::Mapped(map) = self {
            map.will_read(range);
        }
    }
}

impl From<Vec<u8>> for Source {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Owned(bytes.into())
    }
}

impl Deref for Source {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Owned(bytes) => bytes,
        }
    }
}

/// What the first bytes of a file say it is, if that is not text.
pub(super) fn not_text(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 7] = [
        (b"\x89PNG", "a PNG picture"),
        (b"\xFF\xD8\xFF", "a JPEG picture"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"PK\x03\x04", "a zip archive"),
        (b"PK\x05\x06", "an empty zip archive"),
        (b"\xFF\xFE", "UTF-16 text"),
        (b"\xFE\xFF", "UTF-16 text"),
    ];
    let known = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)).map(|&(_, what)| what);
    let head = &bytes[..bytes.len().min(4096)];
    known.or_else(|| memchr::memchr(0, head).map(|_| "a binary file (it has a zero byte near its beginning)"))
}

/// How many bytes a UTF-8 byte order mark takes at the beginning.
pub(super) fn byte_order_mark(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }
}
