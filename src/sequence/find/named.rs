//! The folder that has the name of a text: its sequence, if it is near and has one in it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::folder;
use super::naming::detector;
use super::naming::words::{RESULT_FOLDERS, is_generic};
use super::origin::{self, is_same};
use super::places::{self, is_named};
use crate::mot::names;
use crate::shown::ShowPath as _;

/// In how many folders above a text its sequence is looked for.
const ABOVE: usize = 5;
/// In how many of these names are not alike by chance. Farther away, the text has to be in a folder of results.
const NEAR: usize = 3;
/// How many folders beside a folder of results are looked into.
const MAX_SETS: usize = 200;
/// Names of folders there in which it is looked for, too; the first stands for the folder itself.
const SPLITS: [&str; 6] = ["", "train", "test", "val", "training", "testing"];
/// How many levels below a folder above are searched for a folder of the name, where it is at no usual place.
const DEPTH: usize = 4;
/// How many entries of a folder are looked at then, how many folders in all, and how many entries in all.
const MAX_WIDE: (usize, usize, usize) = (2000, 2000, 400_000);

/// How many folders a remark names.
const MAX_NAMED: usize = 4;

/// The sequence that a text belongs to.
#[derive(Debug, Default)]
pub(super) struct Belongs {
    /// The folder of the sequence.
    pub folder: Option<PathBuf>,
    /// Other folders that it can belong to as well.
    pub others: Vec<PathBuf>,
    /// Why it is taken although there is a doubt, or why the one of the name is not taken.
    pub remark: Option<String>,
}

/// The folder of the sequence that a text file belongs to.
pub(super) fn sequence_of(path: &Path) -> Belongs {
    let parents = places::parents(path);
    let own = own_sequence(&parents);
    let named = folder(path, &parents);
    // A text may lie with another sequence than the one that it is named after.
    let is_beside = |own: &Path| {
        named.folder.as_deref().is_some_and(|named| {
            let is_near = named.parent() == own.parent() || named.parent() == Some(own);
            named != own && is_near && folder::is_sequence(named) && !is_same(named, own)
        })
    };
    match own {
        Some(own) if !is_beside(&own) => Belongs { folder: Some(own), ..Belongs::default() },
        _ => named,
    }
}

/// The sequence folder that a text lies in, itself or in `gt` or `det`.
fn own_sequence(parents: &[PathBuf]) -> Option<PathBuf> {
    if let [parent, above, ..] = parents
        && is_named(parent, &["gt", "det"])
        && folder::is_sequence(above)
    {
        return Some(above.clone());
    }
    let parent = parents.first()?;
    // A `gt` folder is not enough here: the text file may lie beside it by chance.
    let [info, pictures] = places::children(parent, ["seqinfo.ini", "img1"]);
    let is_it = info.is_some_and(|info| info.is_file())
        || pictures.is_some_and(|pictures| pictures.is_dir())
        || folder::has_picture_folder(parent);
    is_it.then(|| parent.clone())
}

/// The folder with the name of a text. It is a sequence folder or has pictures, and is beside the text, or in one of the folders
/// above, or in a split there.
fn folder(path: &Path, parents: &[PathBuf]) -> Belongs {
    let mut named = Belongs::default();
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for name in &wanted(path) {
        // What is right at the root of a file system is near to nothing.
        for (level, above) in parents.iter().take(ABOVE).enumerate() {
            if level > 0 && above.parent().is_none() {
                break;
            }
            if level >= NEAR && !has_result_folder(&parents[..level]) {
                continue;
            }
            let below = &parents[..level];
            let mut there: Vec<PathBuf> = SPLITS.map(|split| above.join(split).join(name)).into();
            // The folders of the texts may be called as those of the pictures.
            there.extend(below.iter().filter_map(|folder| Some(above.join(folder.file_name()?).join(name))));
            if below.last().is_some_and(|folder| places::is_named(folder, &RESULT_FOLDERS)) {
                there.extend(beside_results(above, name));
            }
            if let Some(found) = chosen(&absolute, there, &mut named.remark) {
                return found;
            }
        }
    }
    named
}

/// The names that the folder of a text may have; none if the name of the text says nothing of a sequence.
fn wanted(path: &Path) -> Vec<String> {
    let file = places::name_of(path);
    let name = names::without_endings(&file);
    if is_generic(name) { Vec::new() } else { detector::spellings(name) }
}

/// The one of these places that has a sequence and fits a text best. If none fits, `refusal` says why.
fn chosen(text: &Path, there: Vec<PathBuf>, refusal: &mut Option<String>) -> Option<Belongs> {
    let is_it = |place: &PathBuf| place.is_dir() && (folder::is_sequence(place) || places::has_pictures(place));
    let there = there.into_iter().filter(is_it).map(|place| (place.clone(), place)).collect();
    let choice = origin::choose(text, there);
    let Some((folder, _)) = choice.chosen else {
        *refusal = refusal.take().or(choice.remark);
        return None;
    };
    Some(Belongs { folder: Some(folder), others: choice.others, remark: choice.remark })
}

/// The folders below folders that were searched, so that many texts of one place are looked up quickly.
#[derive(Debug, Default)]
pub(super) struct Searched {
    below: HashMap<PathBuf, Vec<PathBuf>>,
    /// The folder that each text led to.
    pub of_text: HashMap<PathBuf, Option<PathBuf>>,
}

/// The folder with the name of a text that is at no usual place: somewhere below one of the folders above the text. The nearest
/// of these folders decides. A remark tells what was taken.
pub(super) fn far(path: &Path, searched: &mut Searched) -> Belongs {
    let mut far = Belongs::default();
    let (file, wanted) = (places::name_of(path), wanted(path));
    if wanted.is_empty() {
        return far;
    }
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let parents = places::parents(path);
    for (level, above) in parents.iter().take(ABOVE).enumerate() {
        if is_crowded(above) {
            break;
        }
        // Farther up, the folder that the text is in has to say that it is one of texts.
        let is_telling = |folder: &PathBuf| is_generic(&places::name_of(folder)) || is_named(folder, &RESULT_FOLDERS);
        if level > 1 && !is_telling(&parents[level - 1]) {
            continue;
        }
        let below = searched.below.entry(above.clone()).or_insert_with(|| folders_below(above));
        let is_named = |place: &&PathBuf| {
            let own = places::name_of(place);
            wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(&own))
        };
        let there = below.iter().filter(is_named).cloned().collect();
        if let Some(mut found) = chosen(&absolute, there, &mut far.remark) {
            if !found.others.is_empty() {
                let all: Vec<&PathBuf> = found.folder.iter().chain(&found.others).take(MAX_NAMED).collect();
                let all = all.iter().map(|folder| folder.shown().to_string()).collect::<Vec<_>>().join(", ");
                far.remark = Some(format!(
                    "no pictures are taken: several folders have the name of {file} ({all}), and nothing says which one is meant. --images says it"
                ));
                return far;
            }
            let taken = found.folder.as_ref().map(|folder| {
                format!(
                    "{} is taken, because it has the name of {file}. It is at no place that a known data set has",
                    folder.shown()
                )
            });
            found.remark = found.remark.or(taken);
            return found;
        }
    }
    far
}

/// Whether a place has everything that a system or a person has, so that names in it are alike by chance.
fn is_crowded(place: &Path) -> bool {
    place.parent().is_none_or(|above| above.parent().is_none())
        || std::env::home_dir().is_some_and(|home| place == home)
        || place == std::env::temp_dir()
}

/// The folders below a folder, some levels deep. Nothing is searched for in the folder of a sequence.
fn folders_below(place: &Path) -> Vec<PathBuf> {
    let mut left = MAX_WIDE.2;
    let (mut found, mut begin) = (places::real_folders(place, MAX_WIDE.0, &mut left), 0);
    for _ in 1..DEPTH {
        let end = found.len();
        for at in begin..end {
            if found.len() >= MAX_WIDE.1 || left == 0 {
                return found;
            }
            if !folder::is_sequence(&found[at]) {
                let below = places::real_folders(&found[at], MAX_WIDE.0, &mut left);
                found.extend(below);
            }
        }
        begin = end;
    }
    found
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
