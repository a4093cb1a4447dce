//! Output that is written under a temporary name beside its place and renamed at the end. After an error no incomplete file
//! is left, and no existing file is damaged.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// A file or a folder that is being written. Dropping it before it is finished deletes it.
#[derive(Debug)]
pub(crate) struct Unfinished {
    /// Its final place.
    target: PathBuf,
    /// Its temporary place.
    part: PathBuf,
    /// Whether an existing file may be replaced.
    replace: bool,
}

impl Unfinished {
    /// Begins a file that is to be at `path`. Write to the returned [`File`].
    ///
    /// # Errors
    /// If it cannot be written there. [`io::ErrorKind::AlreadyExists`] if there is a file that is not to be replaced.
    pub(crate) fn file(path: &Path, replace: bool) -> io::Result<(Self, File)> {
        let target = target(path, replace)?;
        let part = beside(&target)?;
        let file = OpenOptions::new().write(true).create_new(true).open(&part).map_err(|error| taken(error, &part))?;
        Ok((Self { target, part, replace }, file))
    }

    /// Begins a folder that is to be at `path`. Write files into [`part`](Self::part). If there is such a folder already, it
    /// must be empty, or `replace` must be true: then files of equal names are replaced and others stay.
    ///
    /// # Errors
    /// If it cannot be written there. [`io::ErrorKind::AlreadyExists`] if the folder has files and `replace` is false.
    pub(crate) fn folder(path: &Path, replace: bool) -> io::Result<Self> {
        let target = match fs::metadata(path) {
            Ok(there) if !there.is_dir() => return Err(io::Error::other("this is no folder")),
            Ok(_) => {
                if !replace && fs::read_dir(path)?.next().is_some() {
                    return Err(exists("there is something in this folder already"));
                }
                fs::canonicalize(path)?
            }
            Err(_) => path.to_owned(),
        };
        let part = beside(&target)?;
        fs::create_dir(&part).map_err(|error| taken(error, &part))?;
        Ok(Self { target, part, replace })
    }

    /// The temporary path.
    pub(crate) fn part(&self) -> &Path {
        &self.part
    }

    /// Renames it to its final path. Close all files before.
    ///
    /// # Errors
    /// If renaming fails, or if a file has appeared there in the meantime that is not to be replaced.
    pub(crate) fn finish(self) -> io::Result<()> {
        let is_folder = self.part.is_dir();
        if is_folder && self.target.is_dir() {
            let files = fs::read_dir(&self.part)?.map(|file| file.map(|file| file.file_name()));
            let files = files.collect::<io::Result<Vec<_>>>()?;
            if !self.replace && files.iter().any(|name| self.target.join(name).exists()) {
                return Err(exists("there is something in this folder already"));
            }
            files.iter().try_for_each(|name| fs::rename(self.part.join(name), self.target.join(name)))
        } else {
            if !self.replace && self.target.try_exists()? {
                return Err(exists("there is such a file already"));
            }
            fs::rename(&self.part, &self.target)
        }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // After `finish` there is nothing to delete, except an empty folder whose files were moved.
        let _ = if self.part.is_dir() { fs::remove_dir_all(&self.part) } else { fs::remove_file(&self.part) };
    }
}

/// The path to write, with symbolic links resolved.
fn target(path: &Path, replace: bool) -> io::Result<PathBuf> {
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(io::Error::other("this is a directory")),
        Ok(there) if !there.is_file() => Err(io::Error::other("this is no regular file")),
        Ok(_) if !replace => Err(exists("there is such a file already")),
        Ok(_) => fs::canonicalize(path),
        Err(_) => Ok(path.to_owned()),
    }
}

/// The temporary path beside `target`: hidden, and different for each process.
fn beside(target: &Path) -> io::Result<PathBuf> {
    let name = target.file_name().ok_or_else(|| io::Error::other("this is no file name"))?;
    Ok(target.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id())))
}

fn exists(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::AlreadyExists, what)
}

/// Changes the kind of the error, as [`io::ErrorKind::AlreadyExists`] would suggest that replacing could help.
fn taken(error: io::Error, part: &Path) -> io::Error {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return io::Error::other(format!("it is being written already, or {} was left behind", part.display()));
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    fn write(path: &Path, replace: bool, text: &str) -> io::Result<()> {
        let (unfinished, mut file) = Unfinished::file(path, replace)?;
        file.write_all(text.as_bytes())?;
        drop(file);
        unfinished.finish()
    }

    fn write_folder(path: &Path, replace: bool, files: &[&str]) -> io::Result<()> {
        let unfinished = Unfinished::folder(path, replace)?;
        for name in files {
            fs::write(unfinished.part().join(name), "new")?;
        }
        unfinished.finish()
    }

    #[test]
    fn a_file_is_replaced_only_if_that_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        write(&path, false, "one").unwrap();
        assert_eq!(write(&path, false, "two").unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        write(&path, true, "three").unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap(), names(folder.path())), ("three".into(), vec!["a".to_owned()]));
    }

    #[test]
    fn what_is_not_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        drop(Unfinished::file(&folder.path().join("a"), false).unwrap());
        let unfinished = Unfinished::folder(&folder.path().join("b"), false).unwrap();
        fs::write(unfinished.part().join("1.png"), "").unwrap();
        drop(unfinished);
        assert!(names(folder.path()).is_empty());
    }

    #[test]
    fn what_came_meanwhile_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let (unfinished, file) = Unfinished::file(&path, false).unwrap();
        assert!(Unfinished::file(&path, true).unwrap_err().to_string().contains("being written already"));
        drop(file);
        fs::write(&path, "another").unwrap();
        assert_eq!(unfinished.finish().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!((fs::read_to_string(&path).unwrap(), names(folder.path())), ("another".into(), vec!["a".into()]));
    }

    #[test]
    fn a_folder_keeps_what_others_have_put_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pictures");
        write_folder(&path, false, &["1.png", "2.png"]).unwrap();
        assert_eq!(names(&path), ["1.png", "2.png"]);
        assert_eq!(write_folder(&path, false, &["3.png"]).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        fs::write(path.join("notes"), "mine").unwrap();
        fs::write(path.join("1.png"), "old").unwrap();
        write_folder(&path, true, &["1.png", "4.png"]).unwrap();
        assert_eq!(names(&path), ["1.png", "2.png", "4.png", "notes"]);
        assert_eq!(fs::read_to_string(path.join("1.png")).unwrap(), "new");
        assert_eq!(names(folder.path()), ["pictures"]);
        let empty = folder.path().join("empty");
        fs::create_dir(&empty).unwrap();
        write_folder(&empty, false, &["1.png"]).unwrap();
        assert_eq!(names(&empty), ["1.png"]);
    }
}
