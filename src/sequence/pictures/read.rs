//! The bytes of a picture file: read, not mapped, as another program may be writing it.

use std::cell::Cell;
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

/// A larger file is no picture.
const MAX_FILE: u64 = 1 << 29;
/// A buffer that has grown larger than this is not kept.
const KEPT: usize = 16 << 20;

thread_local! {
    /// What the last file of this thread was read into.
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Reads a file, or its first `limit` bytes, and answers what `then` makes of them.
///
/// # Errors
/// The reason, if it is no regular file, too large or cannot be read.
pub(super) fn read<T>(path: &Path, limit: Option<u64>, then: impl FnOnce(&[u8]) -> T) -> Result<T, String> {
    // Asked before opening, which would wait for a writer if this were a pipe.
    check(&fs::metadata(path).map_err(reason)?)?;
    let file = File::open(path).map_err(reason)?;
    let metadata = file.metadata().map_err(reason)?;
    check(&metadata)?;
    let mut buffer = BUFFER.take();
    buffer.clear();
    // One byte more than it has, so that the end is found without another growth.
    let wanted = metadata.len().min(limit.unwrap_or(MAX_FILE));
    buffer.reserve(wanted as usize + 1);
    // A file may grow while it is read.
    let read = file.take(limit.unwrap_or(MAX_FILE)).read_to_end(&mut buffer);
    let result = read.map_err(reason).map(|_| then(&buffer));
    if buffer.capacity() <= KEPT {
        BUFFER.set(buffer);
    }
    result
}

fn check(metadata: &Metadata) -> Result<(), String> {
    if metadata.is_dir() {
        return Err("it is a folder".to_owned());
    }
    if !metadata.is_file() {
        return Err("it is a pipe, a device or a socket".to_owned());
    }
    if metadata.len() > MAX_FILE {
        return Err(format!("it is larger than {} MB", MAX_FILE >> 20));
    }
    Ok(())
}

#[allow(clippy::needless_pass_by_value, reason = "made for map_err")]
fn reason(error: io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "the file is gone".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        _ => format!("it cannot be read: {error}"),
    }
}
