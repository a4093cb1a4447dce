//! Reads the bytes of a picture file. It is not mapped into memory, as another program may be writing it.

use std::cell::Cell;
use std::fs::{self, File, Metadata};
use std::io::{BufReader, Read as _};
use std::path::Path;

use super::error::{MAX_FILE_BYTES, PictureError};

/// A buffer that has grown to more bytes than this is freed.
const MAX_KEPT_BYTES: usize = 16 << 20;

thread_local! {
    /// The buffer that the last file of this thread was read into, to be used again.
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Reads a file, or its first `limit` bytes, and returns what `parse` makes of them.
///
/// # Errors
/// If it is not a regular file, is too large or cannot be read, or the error of `parse`.
pub(super) fn read<T>(
    path: &Path,
    limit: Option<u64>,
    parse: impl FnOnce(&[u8]) -> Result<T, PictureError>,
) -> Result<T, PictureError> {
    let (file, metadata) = file(path)?;
    if metadata.len() > MAX_FILE_BYTES {
        return Err(PictureError::LargeFile);
    }
    let mut buffer = BUFFER.take();
    buffer.clear();
    // One byte more than the file has: with a full buffer, `read_to_end` would grow it before it finds the end.
    let wanted = metadata.len().min(limit.unwrap_or(MAX_FILE_BYTES));
    buffer.reserve(wanted as usize + 1);
    // A file may grow while it is read.
    let read = file.take(limit.unwrap_or(MAX_FILE_BYTES)).read_to_end(&mut buffer);
    let result = read.map_err(PictureError::from).and_then(|_| parse(&buffer));
    if buffer.capacity() <= MAX_KEPT_BYTES {
        BUFFER.set(buffer);
    }
    result
}

/// Opens a file that is read part by part.
///
/// # Errors
/// If it is not a regular file, or cannot be read.
pub(super) fn open(path: &Path) -> Result<(BufReader<File>, Metadata), PictureError> {
    file(path).map(|(file, metadata)| (BufReader::new(file), metadata))
}

fn file(path: &Path) -> Result<(File, Metadata), PictureError> {
    // Checked before opening, which would wait for a writer if this were a pipe.
    check(&fs::metadata(path)?)?;
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    check(&metadata)?;
    Ok((file, metadata))
}

fn check(metadata: &Metadata) -> Result<(), PictureError> {
    if metadata.is_dir() {
        return Err(PictureError::IsFolder);
    }
    if metadata.is_file() { Ok(()) } else { Err(PictureError::NoFile) }
}
