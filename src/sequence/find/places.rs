//! Looking around in folders: bounded, in any letter case, without following anything that is no file or folder.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use crate::sequence::pictures::is_picture_name;

/// No more entries of a folder are looked at, nor of all folders that are searched for one purpose.
pub(super) const MAX_ENTRIES: usize = 20_000;
/// So much of a text is looked at to tell whether it has boxes.
const SAMPLE: u64 = 4096;

/// What is in a folder, sorted by name; names that are no text are not told.
pub(super) fn entries(folder: &Path, limit: usize) -> io::Result<Vec<(String, PathBuf)>> {
    let mut entries: Vec<(String, PathBuf)> = fs::read_dir(folder)?
        .take(limit)
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((entry.file_name().into_string().ok()?, entry.path()))
        })
        .collect();
    entries.sort();
    Ok(entries)
}

/// What a folder has under a name, in any letter case if not in this one.
pub(super) fn child(folder: &Path, name: &str) -> Option<PathBuf> {
    let exact = folder.join(name);
    if exact.exists() {
        return Some(exact);
    }
    let is_it = |(entry, _): &(String, PathBuf)| entry.eq_ignore_ascii_case(name);
    entries(folder, MAX_ENTRIES).ok()?.into_iter().find(is_it).map(|(_, path)| path)
}

/// A folder in a folder.
pub(super) fn folder_in(folder: &Path, name: &str) -> Option<PathBuf> {
    child(folder, name).filter(|path| path.is_dir())
}

/// A file in a folder.
pub(super) fn file_in(folder: &Path, name: &str) -> Option<PathBuf> {
    child(folder, name).filter(|path| path.is_file())
}

/// The folder that a path tells of, seen from another; separators of any system.
pub(super) fn folder_from(folder: &Path, path: &str) -> Option<PathBuf> {
    let exact = folder.join(path);
    if exact.is_dir() {
        return Some(exact);
    }
    let path = PathBuf::from(path.replace('\\', "/"));
    let mut at = folder.to_owned();
    for part in path.components() {
        match part {
            Component::Normal(name) => at = folder_in(&at, name.to_str()?)?,
            // Not `pop`: the folder may be a link, or relative itself.
            other => at.push(other),
        }
    }
    at.is_dir().then_some(at)
}

/// Whether a folder is called so, in any letter case.
pub(super) fn is_named(path: &Path, names: &[&str]) -> bool {
    let name = path.file_name().and_then(OsStr::to_str);
    name.is_some_and(|name| names.iter().any(|one| one.eq_ignore_ascii_case(name)))
}

/// Whether there is a picture with a number in a folder.
pub(super) fn has_pictures(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries
        .take(MAX_ENTRIES)
        .filter_map(Result::ok)
        .any(|entry| entry.file_name().to_str().is_some_and(is_picture_name) && !entry.path().is_dir())
}

/// Whether a file looks like rows of boxes: one of its first lines begins with a number and has six fields or more.
pub(super) fn looks_like_rows(path: &Path) -> bool {
    let mut sample = Vec::new();
    let read = File::open(path).and_then(|file| file.take(SAMPLE).read_to_end(&mut sample));
    let separators = |letter: &u8| matches!(letter, b',' | b';' | b' ' | b'\t');
    read.is_ok()
        && sample.split(|&letter| letter == b'\n').any(|line| {
            let mut fields = line.split(separators).filter(|field| !field.is_empty());
            let is_number = |field: &[u8]| std::str::from_utf8(field).is_ok_and(|text| text.parse::<f64>().is_ok());
            fields.next().is_some_and(is_number) && fields.count() >= 5
        })
}

/// The folder that a path is in; that of the process for a bare name.
pub(super) fn parent(path: &Path) -> Option<PathBuf> {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Some(PathBuf::from(".")),
        Some(parent) => Some(parent.to_owned()),
        None => None,
    }
}

/// The folders that a path is in, the nearest first, also where a relative path does not spell them.
pub(super) fn parents(path: &Path) -> Vec<PathBuf> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    absolute.ancestors().skip(1).map(Path::to_owned).collect()
}

/// What people call a folder or a file.
pub(super) fn name_of(path: &Path) -> String {
    let own = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let absolute = || own(&std::path::absolute(path).ok()?.canonicalize().ok()?);
    own(path).or_else(absolute).unwrap_or_else(|| path.to_string_lossy().into_owned())
}
