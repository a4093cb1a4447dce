//! Why a file does not open.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::archive::member::Member;
use super::archive::problem::ArchiveProblem;
use super::columns::ColumnSample;
use super::foreign::problem::DocumentProblem;
use super::other_file::OtherFile;
use crate::shown::ShowPath as _;

/// A file that does not open. Displays as `PATH: reason`, or as `PATH / MEMBER: reason`.
#[derive(Debug, Error)]
#[error("{}: {reason}", place(.path, .member.as_deref()))]
pub struct OpenError {
    /// The path of the file.
    pub path: PathBuf,
    /// The name of the file inside a zip archive, if that file is the one that does not open.
    pub member: Option<String>,
    /// Why it does not open.
    #[source]
    pub reason: OpenReason,
}

impl OpenError {
    pub(super) fn new(path: &Path, member: Option<&str>, reason: OpenReason) -> Self {
        Self { path: path.to_owned(), member: member.map(str::to_owned), reason }
    }
}

/// The file that a message is about.
fn place(path: &Path, member: Option<&str>) -> String {
    let path = path.shown();
    member.map_or_else(|| path.to_string(), |member| format!("{path} / {member}"))
}

/// Whether these are videos in a document. Their sizes are not known.
fn is_document(members: &[Member]) -> bool {
    members.iter().any(|member| member.bytes.is_none())
}

/// How many parts a file has.
fn several(members: &[Member]) -> String {
    let count = members.len();
    if is_document(members) {
        format!("the document has {count} videos")
    } else {
        format!("the archive has {count} text files")
    }
}

/// The reason in an [`OpenError`].
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenReason {
    /// Nothing exists at the path.
    #[error("no such file")]
    NotFound,
    /// The user has no permission to read the file.
    #[error("you have no permission to read this file")]
    PermissionDenied,
    /// The path is a folder.
    #[error("this is a folder, not a file")]
    Directory,
    /// The path is a pipe, a device or a socket.
    #[error("this is a pipe, a device or a socket, not a file")]
    NotAFile,
    /// The file is not text. The value says what it is instead.
    #[error("this is {0}, not a MOT text file")]
    NotText(&'static str),
    /// The caller says that the file is MOTS, and it is not.
    #[error("this is not MOTS text: frame, id, class, height, width and a mask, with blanks between them")]
    NotMots,
    /// The file has no rows of boxes that can be read. The first value says what it is, and what would help. The second one has
    /// its first columns, if it can be read once somebody states what they mean; it is empty if that does not help.
    #[error("{0}")]
    Other(OtherFile, Box<[ColumnSample]>),
    /// The boxes are shares of pictures, and no size of these pictures is known. The text says what has such boxes.
    #[error(
        "these are {0}: boxes are shares of the picture, whose size is not known; state the size of the pictures, such as \
         --size 1920x1080, or put the pictures beside the texts"
    )]
    NoPictureSize(&'static str),
    /// The file is larger than 1 TiB, the most that the index can address.
    #[error("the file is larger than 1 TiB, the most that can be indexed")]
    TooLarge,
    /// The file was shortened, or could no longer be read, while it was being read.
    #[error("the file was shortened or could no longer be read while it was being opened; open it again")]
    Vanished,
    /// The file is an archive with several text files, or a document with several videos, and the caller did not say which
    /// one to open.
    #[error("{}; choose one of them", several(.0))]
    ChooseMember(Vec<Member>),
    /// The archive has no text file, or the document no video, of the name that the caller wants.
    #[error("the {place} named {name}", place = if is_document(.members) { "document has no video" } else { "archive has no text file" })]
    NoMember {
        /// The name that the caller wants.
        name: String,
        /// The text files that the archive does have; none if the file is no zip archive.
        members: Vec<Member>,
    },
    /// The file is an archive, and its text cannot be unpacked.
    #[error(transparent)]
    Archive(#[from] ArchiveProblem),
    /// The file is a document, such as JSON or XML, and no boxes can be read from it.
    #[error(transparent)]
    Document(#[from] DocumentProblem),
    /// The caller cancelled opening.
    #[error("opening was cancelled")]
    Cancelled,
    /// Reading failed for another reason.
    #[error("{0}")]
    Io(#[source] io::Error),
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
