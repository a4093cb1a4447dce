//! Generates the folder of a sequence with pictures.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use crate::cli::bar::{cancelled_by_signal, show_while};
use crate::scene::{Scene, WrittenSequence, is_generated_sequence, write_to};
use crate::unfinished::remove_leftovers;

/// Writes a temporary folder beside the final one and renames it at the end. So an error leaves no half-written folder, and
/// the old folder stays. What a killed run left of its temporary folder is removed.
pub(super) fn to_folder(path: &Path, force: bool, scene: &Scene) -> io::Result<WrittenSequence> {
    let target = target(path, force)?;
    let name =
        target.file_name().ok_or_else(|| io::Error::other("this is not the name of a folder"))?.to_string_lossy();
    let beside = |ending| target.with_file_name(format!(".{name}.{}.{ending}", std::process::id()));
    let part = beside("part");
    remove_leftovers(&target);
    fs::create_dir(&part)?;
    let progress = cancelled_by_signal();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let made = show_while(&progress, "pictures", || write_to(&part, &name, scene, threads, &progress))
        .and_then(|made| replace(&part, &target, &beside("old"), force).map(|()| made));
    if made.is_err() {
        let _ = fs::remove_dir_all(&part);
    }
    made
}

/// The folder to make, after symbolic links are resolved.
fn target(path: &Path, force: bool) -> io::Result<PathBuf> {
    // This also finds a symbolic link whose target does not exist.
    if fs::symlink_metadata(path).is_err() {
        return Ok(path.to_owned());
    }
    check(path, force)?;
    fs::canonicalize(path)
}

/// Checks whether what exists at the path may be replaced.
fn check(path: &Path, force: bool) -> io::Result<()> {
    if !force {
        return Err(io::Error::new(
            io::ErrorKind::AlreadyExists,
            "something exists here already; --force replaces a sequence",
        ));
    }
    if !is_generated_sequence(path).unwrap_or(false) {
        return Err(io::Error::other(
            "--force replaces only a folder that generate --pictures made and to which nothing was added; choose another folder",
        ));
    }
    Ok(())
}

/// Moves the new folder to its final place. The old folder, if there is one, is deleted last.
fn replace(part: &Path, target: &Path, old: &Path, force: bool) -> io::Result<()> {
    // Checked again, because something may have been created there meanwhile.
    if fs::symlink_metadata(target).is_err() {
        return fs::rename(part, target);
    }
    check(target, force)?;
    fs::rename(target, old)?;
    if let Err(error) = fs::rename(part, target) {
        fs::rename(old, target)?;
        return Err(error);
    }
    fs::remove_dir_all(old)
}
