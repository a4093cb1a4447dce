//! Generates one MOT file.

use std::io;
use std::path::Path;

use crate::cli::bar::{cancelled_by_signal, show_while};
use crate::mot::generate::{Generated, Options, write_to};
use crate::unfinished::Unfinished;

/// Writes a temporary file beside the final one and renames it at the end. So an error leaves no half-written file, and the
/// old file stays.
pub(super) fn to_file(path: &Path, force: bool, options: &Options) -> io::Result<Generated> {
    let (unfinished, file) = Unfinished::file(path, force).map_err(hint)?;
    let progress = cancelled_by_signal();
    let made = show_while(&progress, "rows", || write_to(file, options, &progress))?;
    unfinished.finish().map_err(hint)?;
    Ok(made)
}

/// Adds to an error how to replace a file that exists.
fn hint(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return io::Error::new(error.kind(), format!("{error}; --force replaces it"));
    }
    error
}
