//! Looking around in folders: with a limit on what is read, and in any letter case.

use std::ffi::OsStr;
use std::fs::{self, DirEntry, File};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use super::naming::words::is_of_system;
use crate::mot::names;
use crate::sequence::pictures::{has_pages, has_picture_ending, is_picture_name, numbers_of_names, unread_format};
use crate::sequence::video::{VIDEO_ENDINGS, has_video_ending, is_video};

/// The most entries that are looked at in a folder, or in all folders of one search together.
pub(super) const MAX_ENTRIES: usize = 20_000;

/// Names and paths of at most `limit` entries of a folder, sorted by name. Names that are not valid Unicode are left out, and
/// what systems and archivers make.
pub(super) fn entries(folder: &Path, limit: usize) -> io::Result<Vec<(String, PathBuf)>> {
    let mut entries: Vec<(String, PathBuf)> = fs::read_dir(folder)?
        .take(limit)
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok().filter(|name| !is_of_system(name))?;
            Some((name, entry.path()))
        })
        .collect();
    entries.sort();
    Ok(entries)
}

/// The entry of a folder with this name: in this letter case if there is one, otherwise in any.
pub(super) fn child(folder: &Path, name: &str) -> Option<PathBuf> {
    let [child] = children(folder, [name]);
    child
}

/// The entries of a folder with these names, each in this letter case if there is one, otherwise in any. The folder is read at
/// most once: most folders are asked for several names that they do not have, and reading a large or remote one takes long.
pub(super) fn children<const N: usize>(folder: &Path, names: [&str; N]) -> [Option<PathBuf>; N] {
    let mut found = names.map(|name| Some(folder.join(name)).filter(|exact| exact.exists()));
    let missing = found.each_ref().map(Option::is_none);
    if !missing.contains(&true) {
        return found;
    }
    let entries = fs::read_dir(folder).into_iter().flatten().take(MAX_ENTRIES).filter_map(Result::ok);
    let mut least: [Option<String>; N] = [const { None }; N];
    for entry in entries.filter_map(|entry| entry.file_name().into_string().ok()) {
        for (at, name) in names.iter().enumerate() {
            if missing[at] && entry.eq_ignore_ascii_case(name) && least[at].as_ref().is_none_or(|least| entry < *least)
            {
                least[at] = Some(entry.clone());
            }
        }
    }
    for (found, name) in found.iter_mut().zip(least) {
        *found = found.take().or_else(|| name.map(|name| folder.join(name)));
    }
    found
}

/// The folder with this name in `folder`, in any letter case.
pub(super) fn folder_in(folder: &Path, name: &str) -> Option<PathBuf> {
    child(folder, name).filter(|path| path.is_dir())
}

/// The file with this name in `folder`, in any letter case.
pub(super) fn file_in(folder: &Path, name: &str) -> Option<PathBuf> {
    child(folder, name).filter(|path| path.is_file())
}

/// The folder at `path` relative to `folder`, in any letter case, with the separators of any system.
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
            // `..` is appended, because removing the last part would be wrong for a link and for a relative path.
            other => at.push(other),
        }
    }
    at.is_dir().then_some(at)
}

/// Whether `path`, which led from `folder` to `found`, is absolute or goes up, and ends outside of `folder`. A link within the
/// folder is no reason: whoever arranged the folder has set it.
pub(super) fn leads_out(folder: &Path, path: &str, found: &Path) -> bool {
    let path = PathBuf::from(path.replace('\\', "/"));
    let is_plain = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let inside = || Some(found.canonicalize().ok()?.starts_with(folder.canonicalize().ok()?));
    !is_plain && !inside().unwrap_or(false)
}

/// The folders in a folder, sorted by name, links among them. Hidden ones are left out, and what systems and archivers make.
/// `left` counts down the entries that may still be looked at.
pub(super) fn folders(folder: &Path, left: &mut usize) -> Vec<(String, PathBuf)> {
    folders_if(folder, left, is_folder)
}

/// The folders in a folder, among its first entries. Links are left out, too: they may lead in a circle.
pub(super) fn real_folders(folder: &Path, limit: usize, left: &mut usize) -> Vec<PathBuf> {
    let mut own = limit.min(*left);
    let looked_at = own;
    let is_real = |entry: &DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    let folders = folders_if(folder, &mut own, is_real);
    *left -= looked_at - own;
    folders.into_iter().map(|(_, path)| path).collect()
}

fn folders_if(folder: &Path, left: &mut usize, is_one: impl Fn(&DirEntry) -> bool) -> Vec<(String, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().take(*left);
    let entries = entries.inspect(|_| *left -= 1).filter_map(Result::ok);
    let mut folders: Vec<(String, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            (!name.starts_with('.') && !is_of_system(&name) && is_one(&entry)).then(|| (name, entry.path()))
        })
        .collect();
    folders.sort();
    folders
}

/// Whether an entry is a folder, through links. The type of all else comes with the listing: asking for each file of a large
/// or remote folder takes long.
fn is_folder(entry: &DirEntry) -> bool {
    match entry.file_type() {
        Ok(kind) if !kind.is_symlink() => kind.is_dir(),
        _ => entry.path().is_dir(),
    }
}

/// Whether the last part of a path is one of `names`, in any letter case.
pub(super) fn is_named(path: &Path, names: &[&str]) -> bool {
    let name = path.file_name().and_then(OsStr::to_str);
    name.is_some_and(|name| names.iter().any(|one| one.eq_ignore_ascii_case(name)))
}

/// Whether there is a picture in a folder whose name has a number.
pub(super) fn has_pictures(folder: &Path) -> bool {
    pictures(folder).any(|name| is_picture_name(&name))
}

/// Whether there is a picture in a folder, whatever its name is.
pub(super) fn has_pictures_of_any_name(folder: &Path) -> bool {
    pictures(folder).next().is_some()
}

/// If all pictures of a folder are of formats that are not read: the format and the name of the first one.
pub(super) fn unread_pictures(folder: &Path) -> Option<(&'static str, String)> {
    let mut first = None;
    for name in pictures(folder) {
        // One that is read is enough.
        let format = unread_format(&name)?;
        if first.as_ref().is_none_or(|(_, least)| name < *least) {
            first = Some((format, name));
        }
    }
    first
}

/// Whether a file is the only picture in its folder.
pub(super) fn is_only_picture(path: &Path) -> bool {
    parent(path).is_some_and(|folder| pictures(&folder).nth(1).is_none())
}

/// Endings of files that may have several pictures.
const STACKS: [&str; 4] = ["tif", "tiff", "gif", "webp"];

/// The file with several pictures, or the video, in a folder whose name is this one and an ending.
pub(super) fn stack_named(folder: &Path, name: &str) -> Option<PathBuf> {
    let endings = STACKS.iter().flat_map(|ending| [ending.to_string(), ending.to_uppercase()]);
    let mut files = endings.map(|ending| folder.join(format!("{name}.{ending}")));
    files.find(|file| file.is_file() && has_pages(file)).or_else(|| video_named(folder, name))
}

/// The video in a folder whose name is this one and an ending.
fn video_named(folder: &Path, name: &str) -> Option<PathBuf> {
    let endings = VIDEO_ENDINGS.iter().flat_map(|ending| [ending.to_string(), ending.to_uppercase()]);
    let mut files = endings.map(|ending| folder.join(format!("{name}.{ending}")));
    files.find(|file| file.is_file() && is_video(file))
}

/// The videos in a folder, sorted by name.
pub(super) fn videos(folder: &Path) -> Vec<PathBuf> {
    let entries = entries(folder, MAX_VIDEO_ENTRIES).unwrap_or_default().into_iter();
    let videos = entries.filter(|(name, path)| !name.starts_with('.') && has_video_ending(path) && path.is_file());
    videos.map(|(_, path)| path).collect()
}

/// How many entries of a folder are looked at for videos.
const MAX_VIDEO_ENTRIES: usize = 2000;

/// The files with several pictures each, if all pictures of a folder are such.
pub(super) fn stacks(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<String> = pictures(folder).take(MAX_STACKS + 1).collect();
    names.sort();
    let files: Vec<PathBuf> = names.into_iter().map(|name| folder.join(name)).collect();
    let may_be = |file: &PathBuf| {
        file.extension().is_some_and(|ending| STACKS.iter().any(|stack| ending.eq_ignore_ascii_case(stack)))
    };
    let are_stacks = files.len() <= MAX_STACKS && files.iter().all(may_be) && files.iter().all(|file| has_pages(file));
    if are_stacks { files } else { Vec::new() }
}

/// How many files with several pictures are listed. More are a sequence of such files.
const MAX_STACKS: usize = 50;

/// The file with several pictures in a folder, if it is the only picture there.
pub(super) fn only_stack(folder: &Path) -> Option<PathBuf> {
    let mut there = pictures(folder);
    let only = folder.join(there.next()?);
    (there.next().is_none() && only.is_file() && has_pages(&only)).then_some(only)
}

/// Whether pictures that lie in a folder are a sequence, and no collection of other things such as plots: their names differ in
/// a number, and few numbers are missing.
pub(super) fn has_sequence_of_pictures(folder: &Path) -> bool {
    let numbers = numbers_of_names(pictures(folder));
    let ends = numbers.first().zip(numbers.last());
    numbers.len() > 1 && ends.is_some_and(|(first, last)| last - first < 2 * numbers.len())
}

/// The names of the pictures among the first entries of a folder.
pub(super) fn pictures(folder: &Path) -> impl Iterator<Item = String> {
    let entries = fs::read_dir(folder).into_iter().flatten().take(MAX_ENTRIES).filter_map(Result::ok);
    let pictures = entries.filter_map(|entry| {
        let name = entry.file_name().into_string().ok().filter(|name| has_picture_ending(name))?;
        Some((name, entry))
    });
    pictures.filter(|(_, entry)| !is_folder(entry)).map(|(name, _)| name)
}

/// Whether a file begins like rows of boxes.
pub(super) fn looks_like_rows(path: &Path) -> bool {
    beginning(path).is_some_and(|sample| names::looks_like_rows(&sample))
}

/// Whether a file begins like a document of boxes.
pub(super) fn looks_like_document(path: &Path) -> bool {
    beginning(path).is_some_and(|sample| names::looks_like_document(&sample))
}

/// The first bytes of a file; `None` if it cannot be read.
fn beginning(path: &Path) -> Option<Vec<u8>> {
    let mut sample = Vec::new();
    File::open(path).ok()?.take(names::SAMPLE as u64).read_to_end(&mut sample).ok()?;
    Some(sample)
}

/// The folder that a path is in; the current folder for a name alone.
pub(super) fn parent(path: &Path) -> Option<PathBuf> {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Some(PathBuf::from(".")),
        Some(parent) => Some(parent.to_owned()),
        None => None,
    }
}

/// All folders that a path is in, the nearest first. A relative path is made absolute first. From the second on, they end below
/// the system's folder for temporary files: what lies in it has nothing to do with each other.
pub(super) fn parents(path: &Path) -> Vec<PathBuf> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut above = absolute.ancestors().skip(1);
    let nearest = above.next().into_iter();
    let temporary = std::env::temp_dir();
    let real = temporary.canonicalize().ok();
    let is_temporary = |folder: &Path| folder == temporary || Some(folder) == real.as_deref();
    let is_nearest_temporary = nearest.clone().any(is_temporary);
    let farther = above.take_while(|folder| !is_nearest_temporary && !is_temporary(folder));
    nearest.chain(farther).map(Path::to_owned).collect()
}

/// The name of a file or folder as shown to people.
pub(super) fn name_of(path: &Path) -> String {
    let own = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    let absolute = || own(&std::path::absolute(path).ok()?.canonicalize().ok()?);
    own(path).or_else(absolute).unwrap_or_else(|| path.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folders_above_end_below_the_folder_for_temporary_files() {
        let temporary = std::env::temp_dir();
        assert_eq!(parents(&temporary.join("a/b/c.txt")), [temporary.join("a/b"), temporary.join("a")]);
        assert_eq!(parents(&temporary.join("c.txt")), vec![temporary]);
        assert_eq!(parents(Path::new("/x/y/c.txt")), ["/x/y", "/x", "/"].map(PathBuf::from));
    }

    #[test]
    fn several_names_are_looked_up_at_once_in_any_letter_case() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["GT", "det", "B.txt", "b.TXT"] {
            fs::create_dir(folder.path().join(name)).ok();
        }
        let found = children(folder.path(), ["gt", "det", "b.txt", "img1"]);
        let names = found.map(|path| path.map(|path| name_of(&path).to_lowercase()));
        assert_eq!(names, [Some("gt"), Some("det"), Some("b.txt"), None].map(|name| name.map(str::to_owned)));
        assert_eq!(child(&folder.path().join("none"), "gt"), None);
    }

    #[test]
    fn a_search_for_folders_looks_at_no_more_entries_than_it_may() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a", "b", "c", ".hidden", "__MACOSX"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("file"), "").unwrap();
        let mut left = 10;
        let names: Vec<String> = folders(folder.path(), &mut left).into_iter().map(|(name, _)| name).collect();
        assert_eq!((names.join(" "), left), ("a b c".to_owned(), 4));
        assert!(folders(folder.path(), &mut left).len() <= 4 && left == 0);
        assert!(folders(folder.path(), &mut left).is_empty());
        let mut left = 10;
        assert_eq!((real_folders(folder.path(), 2, &mut left).len() <= 2, left), (true, 8));
    }
}
