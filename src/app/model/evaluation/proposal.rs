//! The data set that the open layers seem to belong to.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::EvaluationChoice;
use crate::app::model::judging::JudgingChoice;
use crate::app::model::judging::names::{sequence_name, tracker_name};

/// The data set of this ground truth, with the results of the trackers that these files of results are of. They are compared as the
/// open layers are.
pub fn proposal(truth: Option<&Path>, results: &[&Path], choice: &JudgingChoice) -> EvaluationChoice {
    let name = truth.map(sequence_name).unwrap_or_default();
    let mut folders: Vec<PathBuf> = Vec::new();
    for result in results {
        let place = results_of(result, &name);
        if !folders.contains(&place) {
            folders.push(place);
        }
    }
    EvaluationChoice {
        truth: truth.map(data_set_of).unwrap_or_default(),
        results: folders,
        benchmark: choice.benchmark,
        threshold: choice.threshold,
        unpacks_all: false,
    }
}

/// The folder of all sequences: that around the folder of the sequence, or else that of the file. An archive is one itself.
fn data_set_of(truth: &Path) -> PathBuf {
    let Some(folder) = truth.parent().filter(|_| !is_archive(truth)) else { return truth.to_owned() };
    let sequence = folder.parent().filter(|_| folder.file_name() == Some(OsStr::new("gt")));
    let all = sequence.and_then(Path::parent).filter(|all| all.file_name().is_some());
    all.or(sequence).unwrap_or(folder).to_owned()
}

/// Where all results of a tracker are: the folder of the file if it is named after the sequence, or else the file itself.
fn results_of(result: &Path, sequence: &str) -> PathBuf {
    let stem = result.file_stem().unwrap_or_default().to_string_lossy();
    let is_named_after_sequence = stem == sequence || tracker_name(result, sequence) != stem;
    let folder = result.parent().filter(|_| is_named_after_sequence && !is_archive(result));
    let Some(folder) = folder.filter(|folder| folder.file_name().is_some()) else { return result.to_owned() };
    // The folder around `data` has the name of the tracker.
    let around = folder.parent().filter(|around| around.file_name().is_some());
    around.filter(|_| folder.file_name() == Some(OsStr::new("data"))).unwrap_or(folder).to_owned()
}

fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_all_sequences_is_proposed_with_those_of_the_trackers() {
        let proposed = |truth: &str, results: &[&str]| {
            let results: Vec<&Path> = results.iter().map(Path::new).collect();
            let choice = proposal(Some(Path::new(truth)), &results, &JudgingChoice::default());
            let shown = |path: &Path| path.to_string_lossy().into_owned();
            (shown(&choice.truth), choice.results.iter().map(|path| shown(path)).collect::<Vec<_>>())
        };
        for (truth, result, all, tracker) in [
            ("/d/MOT17/train/MOT17-02-SDP/gt/gt.txt", "/r/Lif_T/MOT17-02-SDP.txt", "/d/MOT17/train", "/r/Lif_T"),
            ("/d/MOT17/train/MOT17-02-SDP/gt/gt.txt", "/r/mine/data/MOT17-02.txt", "/d/MOT17/train", "/r/mine"),
            ("/d/set/A/gt/gt.txt", "/r/mine.txt", "/d/set", "/r/mine.txt"),
            ("/d/set/A/gt/gt.txt", "/r/mine.zip", "/d/set", "/r/mine.zip"),
            ("/kitti/label_02/0000.txt", "/r/a/0000.txt", "/kitti/label_02", "/r/a"),
            ("/A/gt/gt.txt", "/r/a.txt", "/A", "/r/a.txt"),
            ("/street/gt.txt", "/street/tracker.txt", "/street", "/street/tracker.txt"),
            ("/d/all.zip", "/r/A.txt", "/d/all.zip", "/r/A.txt"),
        ] {
            assert_eq!(proposed(truth, &[result, result]), (all.to_owned(), vec![tracker.to_owned()]), "{truth}");
        }
        assert_eq!(proposal(None, &[], &JudgingChoice::default()).truth, PathBuf::new());
    }
}
