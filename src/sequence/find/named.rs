//! The folder that has the name of a text: its sequence, if it is near and has one in it.

use std::path::{Path, PathBuf};

use super::detector;
use super::folder;
use super::origin;
use super::places;
use super::words::{RESULT_FOLDERS, is_generic};
use crate::mot::names;

/// In how many folders above a text its sequence is looked for.
const ABOVE: usize = 5;
/// In how many of these names are not alike by chance. Farther away, the text has to be in a folder of results.
const NEAR: usize = 3;
/// How many folders beside a folder of results are looked into.
const MAX_SETS: usize = 200;
/// Names of folders there in which it is looked for, too; the first stands for the folder itself.
const SPLITS: [&str; 6] = ["", "train", "test", "val", "training", "testing"];
/// What the name of a text leads to.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// The folder of the sequence.
    pub folder: Option<PathBuf>,
    /// Why it is taken although there is a doubt, or why the one of the name is not taken.
    pub remark: Option<String>,
}

/// The folder with the name of a text. It is a sequence folder or has pictures, and is beside the text, or in one of the folders
/// above, or in a split there.
pub(super) fn folder(path: &Path, parents: &[PathBuf]) -> Named {
    let file = places::name_of(path);
    let name = names::without_endings(&file);
    let mut named = Named::default();
    if is_generic(name) {
        return named;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for name in detector::spellings(name) {
        // What is right at the root of a file system is near to nothing.
        for (level, above) in parents.iter().take(ABOVE).enumerate() {
            if level > 0 && above.parent().is_none() {
                break;
            }
            if level >= NEAR && !has_result_folder(&parents[..level]) {
                break;
            }
            let below = &parents[..level];
            let mut there: Vec<PathBuf> = SPLITS.map(|split| above.join(split).join(&name)).into();
            // The folders of the texts may be called as those of the pictures.
            there.extend(below.iter().filter_map(|folder| Some(above.join(folder.file_name()?).join(&name))));
            if below.last().is_some_and(|folder| places::is_named(folder, &RESULT_FOLDERS)) {
                there.extend(beside_results(above, &name));
            }
            let is_it = |place: &PathBuf| place.is_dir() && (folder::is_sequence(place) || places::has_pictures(place));
            let there = there.into_iter().filter(is_it).map(|place| (place.clone(), place)).collect();
            let choice = origin::choose(&absolute, there);
            if let Some((folder, _)) = choice.chosen {
                return Named { folder: Some(folder), remark: choice.remark };
            }
            named.remark = named.remark.or(choice.remark);
        }
    }
    named
}

/// Where a sequence of this name may be in the folders beside a folder of results: in a data set, or in a split of one.
fn beside_results(place: &Path, name: &str) -> Vec<PathBuf> {
    let sets = places::entries(place, MAX_SETS).unwrap_or_default().into_iter();
    let sets = sets.filter(|(set, path)| !set.starts_with('.') && path.is_dir());
    sets.flat_map(|(_, set)| SPLITS.map(|split| set.join(split).join(name))).collect()
}

/// Whether one of these folders has the name of a folder of results.
fn has_result_folder(folders: &[PathBuf]) -> bool {
    folders.iter().any(|folder| places::is_named(folder, &RESULT_FOLDERS))
}
