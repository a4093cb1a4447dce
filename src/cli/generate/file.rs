//! The rows alone, as one file.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::{cancelled_by_signal, show_while};
use crate::mot::generate::{Generated, Options, write_to};

/// Writes beside the file and renames at the end, so that whatever goes wrong leaves no half file and no file harmed.
pub(super) fn to_file(path: &Path, force: bool, options: &Options) -> io::Result<Generated> {
    let target = target(path, force)?;
    let name = target.file_name().ok_or_else(|| io::Error::other("this is no file name"))?;
    let part = target.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
    let file = OpenOptions::new().write(true).create_new(true).open(&part)?;
    let progress = cancelled_by_signal();
    let made = show_while(&progress, "rows", || write_to(file, options, &progress)).and_then(|made| {
        if !force && target.try_exists()? {
            return Err(exists());
        }
        fs::rename(&part, &target).map(|()| made)
    });
    if made.is_err() {
        let _ = fs::remove_file(&part);
    }
    made
}

/// The file to write, behind symbolic links.
fn target(path: &Path, force: bool) -> io::Result<PathBuf> {
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(io::Error::other("this is a directory")),
        Ok(there) if !there.is_file() => Err(io::Error::other("this is no regular file")),
        Ok(_) if !force => Err(exists()),
        Ok(_) => fs::canonicalize(path),
        Err(_) => Ok(path.to_owned()),
    }
}

fn exists() -> io::Error {
    io::Error::new(io::ErrorKind::AlreadyExists, "there is such a file already; --force replaces it")
}
