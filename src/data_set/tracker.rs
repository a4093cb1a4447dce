//! The results of trackers, in the layouts in which data sets and evaluators keep them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::error::DataSetError;
use super::names::{is_of_other, names, stem};
use super::opening::open;
use super::sequence::Sequence;
use super::zipped::{is_zip, members};
use crate::mot::{MotFile, OpenOptions};
use crate::shown::ShowPath as _;

/// The endings of files of results.
const ENDINGS: [&str; 4] = ["txt", "csv", "txt.gz", "csv.gz"];
/// The most trackers in a folder.
const MAX_TRACKERS: usize = 1000;

/// The results of a tracker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracker {
    /// Its name.
    pub name: String,
    place: Place,
}

/// Where results are.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// One file, for one sequence.
    File(PathBuf),
    /// A folder with a file for each sequence.
    Folder(PathBuf),
    /// A zip archive with these texts.
    Zip(PathBuf, Members),
}

/// Texts of an archive, found by the names of sequences.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Members {
    all: Vec<String>,
    /// The place of the first text of each name without folder and ending.
    by_stem: FxHashMap<String, usize>,
}

impl Members {
    fn new(all: Vec<String>) -> Self {
        let mut by_stem = FxHashMap::default();
        for (at, member) in all.iter().enumerate() {
            by_stem.entry(stem(Path::new(member))).or_insert(at);
        }
        Self { all, by_stem }
    }

    /// The results of a sequence.
    fn of(&self, sequence: &Sequence) -> Option<&String> {
        names(sequence).find_map(|name| self.all.get(*self.by_stem.get(name)?))
    }

    /// The only text, if there is only one.
    fn only(&self) -> Option<&String> {
        self.all.first().filter(|_| self.all.len() == 1)
    }
}

/// The trackers whose results are at a path.
///
/// # Errors
/// If there is none, or if an archive does not open.
pub fn trackers(path: &Path, sequences: &[Sequence], options: &OpenOptions) -> Result<Vec<Tracker>, DataSetError> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if !path.is_dir() {
        return in_file(path, sequences, options);
    }
    if has_results(path, sequences) {
        return Ok(vec![Tracker { name: name(path), place: Place::Folder(path.to_owned()) }]);
    }
    if let Some(archive) = archive_of(path) {
        return in_zip(&archive, &name(path), sequences, options);
    }
    let entries = fs::read_dir(path).map_err(|error| DataSetError::Unfit(format!("{}: {error}", path.shown())))?;
    let entries = entries.flatten().map(|entry| entry.path());
    let is_tracker = |path: &PathBuf| {
        if path.is_dir() { has_results(path, sequences) || archive_of(path).is_some() } else { is_zip(path) }
    };
    let mut found: Vec<PathBuf> = entries.filter(is_tracker).take(MAX_TRACKERS + 1).collect();
    found.sort_unstable();
    if found.len() > MAX_TRACKERS {
        return Err(DataSetError::Unfit(format!(
            "{}: there are more than {MAX_TRACKERS} trackers in this folder; give the folders of those to evaluate",
            path.shown()
        )));
    }
    if found.is_empty() {
        let first = sequences.first().map_or("NAME", |sequence| &sequence.name);
        return Err(DataSetError::Unfit(format!(
            "{}: there is no result in this folder, such as {first}.txt",
            path.shown()
        )));
    }
    let mut all = Vec::new();
    for path in found {
        if path.is_file() {
            all.extend(in_file(&path, sequences, options)?);
            continue;
        }
        let name = name(&path);
        match archive_of(&path).filter(|_| !has_results(&path, sequences)) {
            Some(archive) => all.extend(in_zip(&archive, &name, sequences, options)?),
            None => all.push(Tracker { name, place: Place::Folder(path) }),
        }
    }
    Ok(all)
}

/// The archive with the results of a tracker in its folder, as `TrackEval` 1.3.0 has it.
fn archive_of(folder: &Path) -> Option<PathBuf> {
    Some(folder.join("data.zip")).filter(|archive| archive.is_file())
}

/// The trackers whose results are in an archive of this name. Where several folders in it have results of one sequence, each of
/// them is a tracker.
fn in_zip(
    path: &Path,
    name: &str,
    sequences: &[Sequence],
    options: &OpenOptions,
) -> Result<Vec<Tracker>, DataSetError> {
    let members = members(path, options)?;
    if members.is_empty() {
        return Err(DataSetError::Unfit(format!("{}: there is no text in this archive", path.shown())));
    }
    let mut folders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for member in &members {
        folders.entry(folder_of(member)).or_default().push(member.clone());
    }
    let folders: Vec<_> = folders.into_iter().map(|(folder, members)| (folder, Members::new(members))).collect();
    let members = Members::new(members);
    let is_only = sequences.len() == 1 && members.only().is_some();
    if !is_only && !sequences.iter().any(|sequence| members.of(sequence).is_some()) {
        let first = sequences.first().map_or("NAME", |sequence| &sequence.name);
        return Err(DataSetError::Unfit(format!(
            "{}: no text in this archive has the name of a sequence, such as {first}.txt",
            path.shown()
        )));
    }
    let is_twice =
        |sequence: &Sequence| folders.iter().filter(|(_, members)| members.of(sequence).is_some()).nth(1).is_some();
    if !sequences.iter().any(is_twice) {
        return Ok(vec![Tracker { name: name.to_owned(), place: Place::Zip(path.to_owned(), members) }]);
    }
    let is_tracker = |members: &Members| sequences.iter().any(|sequence| members.of(sequence).is_some());
    let trackers = folders.into_iter().filter(|(_, members)| is_tracker(members));
    let named = trackers.map(|(folder, members)| {
        let name = if folder.is_empty() { name.to_owned() } else { format!("{name}/{folder}") };
        Tracker { name, place: Place::Zip(path.to_owned(), members) }
    });
    Ok(named.collect())
}

/// The folder of a text in an archive. A last folder `data` is left out.
fn folder_of(member: &str) -> String {
    let member = member.replace('\\', "/");
    let folder = member.rsplit_once('/').map_or("", |(folder, _)| folder);
    let around = folder.strip_suffix("data").and_then(|around| around.strip_suffix('/'));
    around.unwrap_or(if folder == "data" { "" } else { folder }).to_owned()
}

/// The trackers whose results are in a file.
fn in_file(path: &Path, sequences: &[Sequence], options: &OpenOptions) -> Result<Vec<Tracker>, DataSetError> {
    let name = stem(path);
    let is_of_sequence = sequences.iter().any(|sequence| names(sequence).any(|own| own == name));
    if is_zip(path) {
        return in_zip(path, &name, sequences, options);
    }
    if sequences.len() > 1 && !is_of_sequence {
        let first = sequences.first().map_or("NAME", |sequence| &sequence.name);
        return Err(DataSetError::Unfit(format!(
            "{}: the ground truth has {} sequences, and this file has the name of none, such as {first}.txt; give a folder with \
             a file for each sequence",
            path.shown(),
            sequences.len()
        )));
    }
    // Results named by their sequence are told apart by their folder.
    // A folder may have a dot in its name.
    let name_of = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folders = path.ancestors().skip(1).map(name_of);
    let folder = folders.take(2).find(|folder| !folder.is_empty() && folder != "data");
    let name = folder.filter(|_| is_of_sequence).unwrap_or(name);
    Ok(vec![Tracker { name, place: Place::File(path.to_owned()) }])
}

/// Whether a folder has results of any of these sequences.
fn has_results(folder: &Path, sequences: &[Sequence]) -> bool {
    sequences.iter().any(|sequence| in_folder(folder, sequence).is_some())
}

/// The results of a sequence in a folder of results.
fn in_folder(folder: &Path, sequence: &Sequence) -> Option<PathBuf> {
    let files = names(sequence).flat_map(|name| {
        [folder.to_owned(), folder.join("data")]
            .into_iter()
            .flat_map(move |folder| ENDINGS.map(|ending| folder.join(format!("{name}.{ending}"))))
    });
    files.into_iter().find(|file| file.is_file())
}

impl Tracker {
    /// Opens the results of a sequence. `None` if there are none. `is_only` says whether there is no other sequence.
    ///
    /// # Errors
    /// If they do not open.
    pub fn open(
        &self,
        sequence: &Sequence,
        is_only: bool,
        options: &OpenOptions,
    ) -> Result<Option<MotFile>, DataSetError> {
        match &self.place {
            Place::File(path) => {
                let is_own = is_only || names(sequence).any(|name| name == stem(path));
                is_own.then(|| open(path, None, options)).transpose()
            }
            Place::Folder(folder) => in_folder(folder, sequence).map(|path| open(&path, None, options)).transpose(),
            Place::Zip(path, members) => {
                let member = members.of(sequence).or(members.only().filter(|_| is_only)).cloned();
                member.map(|member| open(path, Some(member), options)).transpose()
            }
        }
    }

    /// The file that is taken as the results of the only sequence, though it has the name of another one. `None` if there is none.
    pub(super) fn misnamed(&self, sequence: &Sequence, is_only: bool) -> Option<&Path> {
        let file = match &self.place {
            Place::File(path) => path,
            Place::Zip(_, members) => Path::new(members.only()?),
            Place::Folder(_) => return None,
        };
        (is_only && is_of_other(&stem(file), sequence)).then_some(file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_more_trackers_than_are_evaluated_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let sequence = Sequence { name: "A".to_owned(), truth: PathBuf::from("gt.txt"), member: None, frames: None };
        for number in 0..=MAX_TRACKERS {
            let tracker = folder.path().join(number.to_string());
            fs::create_dir(&tracker).unwrap();
            fs::write(tracker.join("A.txt"), "").unwrap();
        }
        let found = || trackers(folder.path(), std::slice::from_ref(&sequence), &OpenOptions::default());
        let error = found().unwrap_err().to_string();
        assert!(error.contains("more than 1000 trackers"), "{error}");
        fs::remove_file(folder.path().join("7/A.txt")).unwrap();
        assert_eq!(found().unwrap().len(), MAX_TRACKERS);
    }
}
