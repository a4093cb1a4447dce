//! The temporary path beside the final one, and what killed processes left at such paths.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The temporary paths that this process uses now. Any other path with the number of this process is a leftover: a process
/// that was killed had this number before, as is usual in containers.
static IN_USE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A temporary path beside `target`: hidden, and different for each process. Dropping it deletes what is there.
#[derive(Debug)]
pub(super) struct Part(PathBuf);

impl Part {
    /// The path for what is to be at `target`, after the leftovers of killed processes were removed.
    ///
    /// # Errors
    /// If `target` has no name, or this process writes it already.
    pub(super) fn beside(target: &Path) -> io::Result<Self> {
        let name = target.file_name().ok_or_else(|| io::Error::other("this is not a file name"))?;
        let folder = folder_of(target);
        let path = folder.join(format!(".{}.{}.part", name.to_string_lossy(), process::id()));
        let mut in_use = in_use();
        if !in_use.insert(path.clone()) {
            return Err(io::Error::other("it is being written already"));
        }
        remove_left(&folder, name, |left| *left != path && in_use.contains(left));
        Ok(Self(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After a rename there is nothing to delete, except an empty folder whose files were moved.
        remove(&self.0);
        in_use().remove(&self.0);
    }
}

pub(super) fn in_use() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    IN_USE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what killed processes left that wrote to `target`.
#[cfg(feature = "cli")]
pub(crate) fn remove_leftovers(target: &Path) {
    let in_use = in_use();
    if let Some(name) = target.file_name() {
        remove_left(&folder_of(target), name, |left| in_use.contains(left));
    }
}

/// The folder that `target` is in. It has one spelling, so that paths in it can be compared.
fn folder_of(target: &Path) -> PathBuf {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}

/// Removes files and folders `.NAME.PID.part` and `.NAME.PID.RANDOM.part` from `folder` if no process PID runs any more. Those with the number of this
/// process stay if `is_in_use` is true for them.
pub(super) fn remove_left(folder: &Path, name: &OsStr, is_in_use: impl Fn(&PathBuf) -> bool) {
    let (Some(name), Ok(entries)) = (name.to_str(), fs::read_dir(folder)) else { return };
    for entry in entries.filter_map(Result::ok) {
        let Ok(part) = entry.file_name().into_string() else { continue };
        let Some(process) = process_of(&part, name) else { continue };
        let path = folder.join(part);
        let is_left = if process == process::id() { !is_in_use(&path) } else { has_ended(process) };
        if is_left {
            remove(&path);
        }
    }
}

/// The number of the process that a temporary file or folder for `name` is of.
fn process_of(part: &str, name: &str) -> Option<u32> {
    let rest = part.strip_prefix('.')?.strip_prefix(name)?.strip_prefix('.')?.strip_suffix(".part")?;
    let (number, random) = rest.split_once('.').unwrap_or((rest, "x"));
    if random.is_empty() || !random.bytes().all(|letter| letter.is_ascii_alphanumeric()) {
        return None;
    }
    number.bytes().all(|digit| digit.is_ascii_digit()).then(|| number.parse().ok())?
}

/// Whether no process has this number. False if that cannot be found out.
fn has_ended(process: u32) -> bool {
    let processes = Path::new("/proc");
    if processes.join("self").exists() {
        return !processes.join(process.to_string()).exists();
    }
    // Where there is no folder of processes, the program that lists them knows.
    let listed = Command::new("ps").args(["-p", &process.to_string()]).output();
    cfg!(unix) && listed.is_ok_and(|listed| listed.status.code() == Some(1))
}

/// Deletes a file, a link or a folder. If that fails, it stays.
fn remove(path: &Path) {
    let is_folder = fs::symlink_metadata(path).is_ok_and(|there| there.is_dir());
    let _ = if is_folder { fs::remove_dir_all(path) } else { fs::remove_file(path) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_name_with_the_number_of_a_process_is_a_leftover() {
        for (part, process) in [
            (".a.png.12.part", Some(12)),
            (".a.png.part", None),
            (".a.png.+12.part", None),
            (".a.png..part", None),
            (".a.png.1x.part", None),
            (".b.png.12.part", None),
            ("a.png.12.part", None),
            (".a.png.12.aB3.part", Some(12)),
            (".a.png.12..part", None),
            (".a.png.12.a.b.part", None),
            (".a.png.12.a-b.part", None),
            (".a.png.99999999999.part", None),
        ] {
            assert_eq!(process_of(part, "a.png"), process, "{part}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_a_killed_process_left_is_removed_and_what_others_write_stays() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        // A process that has ended, one that runs, and this one, which had another life before.
        let mut ended = Command::new("true").spawn().unwrap();
        ended.wait().unwrap();
        let (gone, own) = (format!(".a.{}.part", ended.id()), format!(".a.{}.part", process::id()));
        fs::write(at(&gone), "").unwrap();
        fs::create_dir_all(at(&own).join("inner")).unwrap();
        let running = format!(".a.{}.part", std::os::unix::process::parent_id());
        fs::write(at(&running), "").unwrap();
        fs::write(at(".b.1.part"), "").unwrap();
        let part = Part::beside(&at("a")).unwrap();
        assert_eq!(
            [gone.as_str(), &own, &running, ".b.1.part"].map(|name| at(name).exists()),
            [false, false, true, true]
        );
        // What this process writes now is no leftover.
        fs::write(part.path(), "").unwrap();
        for spelled in [at("a"), at("../").join(folder.path().file_name().unwrap()).join("a")] {
            assert!(Part::beside(&spelled).unwrap_err().to_string().contains("being written already"));
        }
        assert!(part.path().exists());
        drop(part);
        assert!(!at(&own).exists());
    }
}
