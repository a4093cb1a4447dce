//! The bytes of a file, and checks whether they are text.

use std::fs::{self, File};
use std::ops::{Deref, Range};
use std::path::Path;
use std::sync::Arc;

use super::change::FileStamp;
use super::error::OpenReason;
use super::mapped::Mapped;

/// The bytes of a mapped file, or a buffer in memory. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) enum FileBytes {
    Mapped(Arc<Mapped>),
    Owned(Arc<[u8]>),
}

/// Opens a regular file for reading.
pub(super) fn open(path: &Path) -> Result<File, OpenReason> {
    // Checked before it is opened: opening a pipe would wait until another program writes to it.
    let kind = fs::metadata(path)?;
    if kind.is_dir() {
        return Err(OpenReason::Directory);
    }
    if !kind.is_file() {
        return Err(OpenReason::NotAFile);
    }
    Ok(File::open(path)?)
}

impl FileBytes {
    /// Maps an opened file. Also returns the stamp that the file has at this moment.
    pub(super) fn map(file: &File) -> Result<(Self, FileStamp), OpenReason> {
        // Taken before mapping, so that a later change of the file is noticed.
        let state = FileStamp::of(&file.metadata()?);
        if state.len() == 0 {
            return Ok((Self::from(Vec::new()), state));
        }
        Ok((Self::Mapped(Arc::new(Mapped::new(file)?)), state))
    }

    /// Whether all bytes read so far came from the file. If not, everything that was read must be discarded.
    pub(super) fn is_intact(&self) -> bool {
        match self {
            Self::Mapped(map) => map.is_intact(),
            Self::Owned(_) => true,
        }
    }

    /// Announces that a range will be read from its start to its end, so that the system can bring it into memory.
    pub(super) fn will_read(&self, range: Range<usize>) {
        if let Self::Mapped(map) = self {
            map.will_read(range);
        }
    }
}

impl From<Vec<u8>> for FileBytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Owned(bytes.into())
    }
}

impl Deref for FileBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Mapped(map) => map,
            Self::Owned(bytes) => bytes,
        }
    }
}

/// What a file is if its first bytes show that it is not text.
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

/// The length of the UTF-8 byte order mark at the start, in bytes; 0 if there is none.
pub(super) fn byte_order_mark(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }
}
