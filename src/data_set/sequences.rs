//! The sequences whose ground truth a path has.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::DataSetError;
use super::names::stem;
use super::seqmap::{Beside, SeqMap};
use super::sequence::Sequence;
use super::zipped::{self, is_zip};
use crate::mot::OpenOptions;
use crate::sequence::{LayerKind, Parts, PathContent, SeqInfo, find};
use crate::shown::ShowPath as _;

/// The sequences of a path, and what to say about them.
///
/// # Errors
/// If there is no ground truth, or if an archive does not open.
pub fn sequences(path: &Path, options: &OpenOptions) -> Result<(Vec<Sequence>, Vec<String>), DataSetError> {
    if let Some(list) = SeqMap::at(path) {
        let none = || DataSetError::Unfit(format!("{}: the folder of these sequences was not found", path.shown()));
        let (chosen, remark) = list.chosen(all(&list.folder().ok_or_else(none)?, options)?)?;
        return Ok((chosen, remark.into_iter().collect()));
    }
    let all = all(path, options)?;
    let mut remarks: Vec<String> = without_truth(path).into_iter().collect();
    if all.len() < 2 {
        return Ok((all, remarks));
    }
    match SeqMap::beside(path, &all) {
        Beside::List(list) => {
            let (chosen, more) = list.chosen(all)?;
            remarks.extend(more);
            Ok((chosen, remarks))
        }
        Beside::Unfit(remark) => {
            remarks.push(remark);
            Ok((all, remarks))
        }
        Beside::Nothing => Ok((all, remarks)),
    }
}

/// What to say about sequences of a folder that have no ground truth, if there are any.
fn without_truth(path: &Path) -> Option<String> {
    let folders = fs::read_dir(path).ok()?.flatten().take(MAX_FOLDERS).map(|entry| entry.path());
    let is_one = |folder: &PathBuf| folder.join("seqinfo.ini").is_file() && !folder.join("gt").join("gt.txt").is_file();
    let mut found: Vec<PathBuf> = folders.filter(is_one).collect();
    found.sort_unstable();
    let first = found.first()?.file_name()?.to_string_lossy().into_owned();
    Some(match found.len() {
        1 => format!("{}: {first} has no gt/gt.txt: it is left out", path.shown()),
        count => {
            format!("{}: {count} sequences have no gt/gt.txt, the first is {first}: they are left out", path.shown())
        }
    })
}

/// All sequences of a path.
fn all(path: &Path, options: &OpenOptions) -> Result<Vec<Sequence>, DataSetError> {
    if let Some(sequences) = usual(path) {
        return Ok(sequences);
    }
    let in_folder = path.join("data.zip");
    if path.is_file() && is_zip(path) || in_folder.is_file() {
        let archive = if path.is_file() { path } else { &in_folder };
        let sequences = zipped::sequences(archive, options)?;
        if !sequences.is_empty() {
            return Ok(sequences);
        }
    }
    let sequences = match find(path, None)? {
        PathContent::Sequence(parts) => of_parts(path, &parts).into_iter().collect::<Vec<_>>(),
        PathContent::DataSet(entries) => {
            let of_entry = |path: &Path| match find(path, None) {
                Ok(PathContent::Sequence(parts)) => of_parts(path, &parts),
                _ => None,
            };
            entries.iter().filter_map(|entry| of_entry(&entry.path)).collect()
        }
    };
    if sequences.is_empty() {
        return Err(DataSetError::Unfit(format!(
            "{}: there is no ground truth in this folder, such as gt/gt.txt",
            path.shown()
        )));
    }
    Ok(sequences)
}

/// The most folders of a data set that are looked at before all layouts are tried.
const MAX_FOLDERS: usize = 10_000;

/// The sequences of a folder in which all folders are sequences as `MOTChallenge` has them, or that is one itself. Nothing else
/// has to be looked at then: a search for pictures and results takes longer than an evaluation.
fn usual(path: &Path) -> Option<Vec<Sequence>> {
    if let Some(sequence) = usual_sequence(path) {
        return Some(vec![sequence]);
    }
    let mut folders = Vec::new();
    for entry in fs::read_dir(path).ok()? {
        let entry = entry.ok()?;
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if is_hidden {
            continue;
        }
        if entry.file_type().ok()?.is_file() {
            // A text may be the ground truth of one more sequence.
            if entry.path().extension().is_some_and(|ending| ending != "md" && ending != "pdf") {
                return None;
            }
            continue;
        }
        folders.push(entry.path());
        if folders.len() > MAX_FOLDERS {
            return None;
        }
    }
    folders.sort_unstable();
    let sequences: Option<Vec<Sequence>> = folders.iter().map(|folder| usual_sequence(folder)).collect();
    sequences.filter(|sequences| sequences.len() > 1)
}

/// The sequence of a folder with `seqinfo.ini` and `gt/gt.txt`.
fn usual_sequence(folder: &Path) -> Option<Sequence> {
    let truth = folder.join("gt").join("gt.txt");
    let info = SeqInfo::read(&folder.join("seqinfo.ini")).ok()?;
    let name = folder.file_name()?.to_string_lossy().into_owned();
    truth.is_file().then(|| Sequence { name, truth, member: None, frames: length(&info) })
}

/// The number of frames, if `seqinfo.ini` has it.
fn length(info: &SeqInfo) -> Option<u32> {
    u32::try_from(info.seq_length?).ok().filter(|frames| *frames > 0)
}

/// The sequence at a path: a file is the ground truth, a folder has it.
fn of_parts(path: &Path, parts: &Parts) -> Option<Sequence> {
    let truth = if path.is_file() {
        path
    } else {
        &parts.layers.iter().find(|layer| layer.kind == LayerKind::GroundTruth)?.path
    };
    let folder = parts.folder.as_deref().filter(|_| stem(truth) == "gt").and_then(Path::file_name);
    let name = folder.map_or_else(|| stem(truth), |name| name.to_string_lossy().into_owned());
    Some(Sequence { name, truth: truth.to_owned(), member: None, frames: parts.info.as_ref().and_then(length) })
}
