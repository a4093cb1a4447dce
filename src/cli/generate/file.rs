//! The rows alone, as one file.

use std::io;
use std::path::Path;

use crate::cli::bar::{cancelled_by_signal, show_while};
use crate::mot::generate::{Generated, Options, write_to};
use crate::unfinished::Unfinished;

/// Writes beside the file and renames at the end, so that whatever goes wrong leaves no half file and no file harmed.
pub(super) fn to_file(path: &Path, force: bool, options: &Options) -> io::Result<Generated> {
    let (unfinished, file) = Unfinished::file(path, force).map_err(hint)?;
    let progress = cancelled_by_signal();
    let made = show_while(&progress, "rows", || write_to(file, options, &progress))?;
    unfinished.finish().map_err(hint)?;
    Ok(made)
}

/// Tells how to replace a file.
fn hint(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return io::Error::new(error.kind(), format!("{error}; --force replaces it"));
    }
    error
}
