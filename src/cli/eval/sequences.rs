//! The sequences whose ground truth a path has.

use std::path::{Path, PathBuf};

use crate::sequence::{LayerKind, Parts, PathContent, find};
use crate::shown::ShowPath as _;

/// A sequence with ground truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sequence {
    /// The name that its results have.
    pub name: String,
    /// The file of ground truth.
    pub truth: PathBuf,
    /// The number of frames, if `seqinfo.ini` has it.
    pub frames: Option<u32>,
}

/// The sequences of a path. Otherwise says why there is none.
pub(super) fn sequences(path: &Path) -> Result<Vec<Sequence>, String> {
    let sequences = match find(path, None).map_err(|error| error.to_string())? {
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
        return Err(format!("{}: there is no ground truth in this folder, such as gt/gt.txt", path.shown()));
    }
    Ok(sequences)
}

/// The sequence at a path: a file is the ground truth, a folder has it.
fn of_parts(path: &Path, parts: &Parts) -> Option<Sequence> {
    let truth = if path.is_file() {
        path
    } else {
        &parts.layers.iter().find(|layer| layer.kind == LayerKind::GroundTruth)?.path
    };
    let folder = parts.folder.as_deref().filter(|_| truth.file_stem().is_some_and(|stem| stem == "gt"));
    let name = folder.and_then(Path::file_name).or_else(|| truth.file_stem()).unwrap_or_default();
    let frames = parts.info.as_ref().and_then(|info| info.seq_length);
    Some(Sequence {
        name: name.to_string_lossy().into_owned(),
        truth: truth.to_owned(),
        frames: frames.and_then(|frames| u32::try_from(frames).ok()).filter(|frames| *frames > 0),
    })
}
