//! Output that is written under a temporary name beside its place and renamed at the end. After an error no incomplete file
//! is left, and no existing file is damaged. What a killed process left is removed by the next one with the same final place.

mod part;
mod temporary;

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use self::part::Part;
#[cfg(feature = "cli")]
pub(crate) use self::part::remove_leftovers;
pub(crate) use self::temporary::TemporaryFolder;
use crate::shown::ShowPath as _;

/// The most links that are followed one after the other.
const MAX_LINKS: usize = 40;

/// A file or a folder that is being written. Dropping it before it is finished deletes it.
#[derive(Debug)]
pub(crate) struct Unfinished {
    /// Its final place.
    target: PathBuf,
    /// Its temporary place.
    part: Part,
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
        let part = Part::beside(&target)?;
        let file = OpenOptions::new().write(true).create_new(true).open(part.path());
        let file = file.map_err(|error| taken(error, part.path()))?;
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
            Err(_) => absent(path, replace)?,
        };
        let part = Part::beside(&target)?;
        fs::create_dir(part.path()).map_err(|error| taken(error, part.path()))?;
        Ok(Self { target, part, replace })
    }

    /// The temporary path.
    pub(crate) fn part(&self) -> &Path {
        self.part.path()
    }

    /// Renames it to its final path. Close all files before.
    ///
    /// # Errors
    /// If renaming fails, or if a file has appeared there in the meantime that is not to be replaced.
    pub(crate) fn finish(self) -> io::Result<()> {
        let part = self.part.path();
        let is_folder = part.is_dir();
        if is_folder && self.target.is_dir() {
            let files = fs::read_dir(part)?.map(|file| file.map(|file| file.file_name()));
            let files = files.collect::<io::Result<Vec<_>>>()?;
            if !self.replace && files.iter().any(|name| is_there(&self.target.join(name))) {
                return Err(exists("there is something in this folder already"));
            }
            files.iter().try_for_each(|name| fs::rename(part.join(name), self.target.join(name)))
        } else {
            if !self.replace && is_there(&self.target) {
                return Err(exists("there is such a file already"));
            }
            fs::rename(part, &self.target)
        }
    }
}

/// The path to write, with symbolic links resolved.
fn target(path: &Path, replace: bool) -> io::Result<PathBuf> {
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Err(io::Error::other("this is a directory")),
        Ok(there) if !there.is_file() => Err(io::Error::other("this is no regular file")),
        Ok(_) if !replace => Err(exists("there is such a file already")),
        Ok(_) => fs::canonicalize(path),
        Err(_) => absent(path, replace),
    }
}

/// The path to write if nothing is found there: `path`, or where it leads to if it is a link to a place without a file. Such
/// a link is treated as any other: only with `replace`, the file that it names is written.
fn absent(path: &Path, replace: bool) -> io::Result<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(to) = fs::read_link(&at) else { return Ok(at) };
        if !replace {
            return Err(exists("there is such a link already"));
        }
        at = at.parent().map_or_else(|| to.clone(), |folder| folder.join(&to));
    }
    Err(io::Error::other("there are too many links, one after the other"))
}

/// Whether there is something at a path, even if it is a link to a place without a file.
fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn exists(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::AlreadyExists, what)
}

/// Changes the kind of the error, as [`io::ErrorKind::AlreadyExists`] would suggest that replacing could help.
fn taken(error: io::Error, part: &Path) -> io::Error {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return io::Error::other(format!("it is being written already, or {} was left behind", part.shown()));
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

    #[cfg(unix)]
    #[test]
    fn a_link_to_nothing_is_refused_as_any_other_and_followed_if_it_may_be_replaced() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (name, to) in [("link", "file"), ("second", "link"), ("pictures", "folder"), ("round", "round")] {
            symlink(to, at(name)).unwrap();
        }
        for name in ["link", "second", "round"] {
            assert_eq!(write(&at(name), false, "one").unwrap_err().kind(), io::ErrorKind::AlreadyExists, "{name}");
        }
        assert_eq!(write_folder(&at("pictures"), false, &["1"]).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert!(write(&at("round"), true, "one").is_err());
        assert_eq!(names(folder.path()), ["link", "pictures", "round", "second"]);
        write(&at("second"), true, "two").unwrap();
        write_folder(&at("pictures"), true, &["1"]).unwrap();
        assert!(at("second").is_symlink() && at("link").is_symlink() && at("pictures").is_symlink());
        assert_eq!(
            (fs::read_to_string(at("file")).unwrap(), names(&at("folder"))),
            ("two".into(), vec!["1".to_owned()])
        );
        // A link that came meanwhile is not replaced either.
        let (unfinished, file) = Unfinished::file(&at("late"), false).unwrap();
        drop(file);
        symlink("nowhere", at("late")).unwrap();
        assert_eq!(unfinished.finish().unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert!(at("late").is_symlink());
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
