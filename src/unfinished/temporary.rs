//! Temporary folders that do not stay on the disk, even if the process is killed: the next one removes them.

use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process;

use tempfile::{Builder, TempDir};

use super::part::{in_use, remove_left};

/// A folder for temporary files. Dropping it deletes it.
#[derive(Debug)]
pub(crate) struct TemporaryFolder {
    folder: TempDir,
}

impl TemporaryFolder {
    /// Makes a folder of this process in the usual place, after those of the same `name` were removed that killed processes left.
    ///
    /// # Errors
    /// If it cannot be made.
    pub(crate) fn new(name: &str) -> io::Result<Self> {
        Self::in_folder(&env::temp_dir(), name)
    }

    fn in_folder(place: &Path, name: &str) -> io::Result<Self> {
        let place = place.canonicalize().unwrap_or_else(|_| place.to_owned());
        // Held until the folder is known as one in use.
        let mut in_use = in_use();
        remove_left(&place, name.as_ref(), |left| in_use.contains(left));
        let folder = Builder::new().prefix(&format!(".{name}.{}.", process::id())).suffix(".part").tempdir_in(place)?;
        in_use.insert(folder.path().to_owned());
        Ok(Self { folder })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for TemporaryFolder {
    fn drop(&mut self) {
        // If it cannot be deleted by the drop that follows, the next process tries again.
        let path: PathBuf = self.folder.path().to_owned();
        in_use().remove(&path);
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::*;

    #[test]
    fn folders_of_killed_processes_are_removed_and_those_in_use_stay() {
        let place = tempfile::tempdir().unwrap();
        let mut ended = Command::new("true").spawn().unwrap();
        ended.wait().unwrap();
        let at = |process: u32, rest: &str| place.path().join(format!(".pictures.{process}.{rest}.part"));
        let gone = at(ended.id(), "aB3x");
        let own = at(process::id(), "killed");
        let running = at(std::os::unix::process::parent_id(), "x");
        let other = place.path().join(format!(".masks.{}.x.part", ended.id()));
        for folder in [&gone, &own, &running, &other] {
            fs::create_dir(folder).unwrap();
            fs::write(folder.join("1.png"), "").unwrap();
        }
        let first = TemporaryFolder::in_folder(place.path(), "pictures").unwrap();
        let second = TemporaryFolder::in_folder(place.path(), "pictures").unwrap();
        assert_eq!([&gone, &own, &running, &other].map(|folder| folder.exists()), [false, false, true, true]);
        assert!(first.path().is_dir() && second.path().is_dir() && first.path() != second.path());
        let path = first.path().to_owned();
        drop(first);
        assert!(!path.exists() && second.path().is_dir());
    }
}
