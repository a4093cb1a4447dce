//! The results of trackers, in the layouts in which data sets and evaluators keep them.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::DataSetError;
use super::opening::open;
use super::sequence::Sequence;
use super::zipped::{is_zip, members};
use crate::mot::{MotFile, OpenOptions};
use crate::shown::ShowPath as _;

/// The endings of files of results.
const ENDINGS: [&str; 2] = ["txt", "csv"];
/// The detectors in the names of the sequences of MOT17. Results may leave them out.
const DETECTORS: [&str; 3] = ["-DPM", "-FRCNN", "-SDP"];
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
    Zip(PathBuf, Vec<String>),
}

/// The trackers whose results are at a path.
///
/// # Errors
/// If there is none, or if an archive does not open.
pub fn trackers(path: &Path, sequences: &[Sequence], options: &OpenOptions) -> Result<Vec<Tracker>, DataSetError> {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if !path.is_dir() {
        return Ok(vec![in_file(path, sequences, options)?]);
    }
    if has_results(path, sequences) {
        return Ok(vec![Tracker { name: name(path), place: Place::Folder(path.to_owned()) }]);
    }
    if let Some(archive) = archive_of(path) {
        return Ok(vec![Tracker { name: name(path), ..in_file(&archive, sequences, options)? }]);
    }
    let entries = fs::read_dir(path).map_err(|error| DataSetError::Unfit(format!("{}: {error}", path.shown())))?;
    let entries = entries.flatten().map(|entry| entry.path());
    let is_tracker = |path: &PathBuf| {
        if path.is_dir() { has_results(path, sequences) || archive_of(path).is_some() } else { is_zip(path) }
    };
    let mut found: Vec<PathBuf> = entries.filter(is_tracker).take(MAX_TRACKERS).collect();
    found.sort_unstable();
    if found.is_empty() {
        let first = sequences.first().map_or("NAME", |sequence| &sequence.name);
        return Err(DataSetError::Unfit(format!(
            "{}: there is no result in this folder, such as {first}.txt",
            path.shown()
        )));
    }
    let tracker = |path: PathBuf| {
        if path.is_file() {
            return in_file(&path, sequences, options);
        }
        let name = name(&path);
        match archive_of(&path).filter(|_| !has_results(&path, sequences)) {
            Some(archive) => Ok(Tracker { name, ..in_file(&archive, sequences, options)? }),
            None => Ok(Tracker { name, place: Place::Folder(path) }),
        }
    };
    found.into_iter().map(tracker).collect()
}

/// The archive with the results of a tracker in its folder, as `TrackEval` 1.3.0 has it.
fn archive_of(folder: &Path) -> Option<PathBuf> {
    Some(folder.join("data.zip")).filter(|archive| archive.is_file())
}

/// The tracker whose results are in a file.
fn in_file(path: &Path, sequences: &[Sequence], options: &OpenOptions) -> Result<Tracker, DataSetError> {
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let name = stem(path);
    let is_of_sequence = sequences.iter().any(|sequence| names(sequence).any(|own| own == name));
    if is_zip(path) {
        let members = members(path, options)?;
        if !members.is_empty() {
            return Ok(Tracker { name, place: Place::Zip(path.to_owned(), members) });
        }
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
    Ok(Tracker { name, place: Place::File(path.to_owned()) })
}

/// The names that results of a sequence may have, without ending: its own first.
fn names(sequence: &Sequence) -> impl Iterator<Item = &str> {
    let short = DETECTORS.iter().find_map(|detector| sequence.name.strip_suffix(detector));
    [Some(sequence.name.as_str()), short].into_iter().flatten()
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
                let stem = path.file_stem().unwrap_or_default().to_string_lossy();
                let is_own = is_only || names(sequence).any(|name| name == stem);
                is_own.then(|| open(path, None, options)).transpose()
            }
            Place::Folder(folder) => in_folder(folder, sequence).map(|path| open(&path, None, options)).transpose(),
            Place::Zip(path, members) => {
                let stem = |member: &str| Path::new(member).file_stem().map(|stem| stem.to_string_lossy().into_owned());
                let own = names(sequence)
                    .find_map(|name| members.iter().find(|member| stem(member).is_some_and(|stem| stem == name)));
                let only = members.first().filter(|_| is_only && members.len() == 1);
                let member = own.or(only).cloned();
                member.map(|member| open(path, Some(member), options)).transpose()
            }
        }
    }
}
