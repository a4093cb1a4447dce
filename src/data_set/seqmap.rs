//! Lists of the sequences of a data set, which say what is evaluated.
//!
//! `MOTChallenge` as `TrackEval` 1.3.0 has it: `seqmaps/NAME.txt` beside the folder `NAME`, with a line `name` and then a sequence a
//! line. KITTI: `evaluate_tracking.seqmap.SPLIT` beside `label_02`, with `SEQUENCE empty FIRST FRAMES` a line.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::error::DataSetError;
use super::sequence::Sequence;
use crate::shown::ShowPath as _;

/// The most bytes of a list that are read.
const MAX_BYTES: u64 = 1 << 20;
/// How the names of lists of KITTI begin. The split follows.
const KITTI: &str = "evaluate_tracking.seqmap";
/// The first line of a list of `MOTChallenge`.
const HEADER: &str = "name";

/// A list of sequences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SeqMap {
    path: PathBuf,
    /// The name of each sequence, and how many frames it has, if the list says it.
    sequences: Vec<(String, Option<u32>)>,
}

/// What is found beside sequences.
pub(super) enum Beside {
    /// A list that names only what is there.
    List(SeqMap),
    /// A list that names something else, which this text says.
    Unfit(String),
    /// No list.
    Nothing,
}

impl SeqMap {
    /// The list at a path. `None` if that is no list.
    pub(super) fn at(path: &Path) -> Option<Self> {
        let is_kitti = path.file_name()?.to_string_lossy().starts_with(KITTI);
        if !fs::metadata(path).ok()?.is_file() {
            return None;
        }
        let mut bytes = Vec::new();
        File::open(path).ok()?.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
        let sequences = parse(&String::from_utf8_lossy(&bytes), is_kitti)?;
        Some(Self { path: path.to_owned(), sequences })
    }

    /// The list for the sequences of a folder. Of several, it is one that names only what is there.
    pub(super) fn beside(folder: &Path, sequences: &[Sequence]) -> Beside {
        let Some(above) = folder.parent() else { return Beside::Nothing };
        let mut places = Vec::new();
        if let Some(name) = folder.file_name() {
            let mut list = name.to_owned();
            list.push(".txt");
            places.push(above.join("seqmaps").join(list));
        }
        for folder in [folder, above] {
            let entries = fs::read_dir(folder).into_iter().flatten().flatten();
            let lists = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(KITTI));
            let mut lists: Vec<PathBuf> = lists.map(|entry| entry.path()).collect();
            // The split with ground truth first.
            lists.sort_by_key(|path| (path.extension().is_none_or(|split| split != "training"), path.clone()));
            places.extend(lists);
        }
        let is_there = |name: &String| sequences.iter().any(|sequence| sequence.name == *name);
        let missing =
            |list: &Self| list.sequences.iter().find(|(name, _)| !is_there(name)).map(|(name, _)| name.clone());
        let lists: Vec<(Self, Option<String>)> = places
            .iter()
            .filter_map(|path| Self::at(path))
            .map(|list| {
                let missing = missing(&list);
                (list, missing)
            })
            .collect();
        let unfit = lists.first().and_then(|(list, missing)| {
            let missing = missing.as_ref()?;
            Some(format!("{}: there is no ground truth of {missing}, so this list is not followed", list.path.shown()))
        });
        match lists.into_iter().find(|(_, missing)| missing.is_none()) {
            Some((list, _)) => Beside::List(list),
            None => unfit.map_or(Beside::Nothing, Beside::Unfit),
        }
    }

    /// The folder whose sequences a list of `MOTChallenge` has: `NAME` or its split beside `seqmaps`.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        let name = self.path.file_stem()?.to_str()?;
        let root = std::path::absolute(&self.path).ok()?.parent()?.parent()?.to_owned();
        let split = name.rsplit_once('-').map_or(name, |(_, split)| split);
        [name, split].into_iter().map(|name| root.join(name)).find(|folder| folder.is_dir())
    }

    /// Those of the sequences that are in the list, in its order. Also says what is left out.
    pub(super) fn chosen(&self, mut all: Vec<Sequence>) -> Result<(Vec<Sequence>, Option<String>), DataSetError> {
        let mut chosen = Vec::new();
        for (name, frames) in &self.sequences {
            let Some(at) = all.iter().position(|sequence| sequence.name == *name) else {
                return Err(DataSetError::Unfit(format!("{}: there is no ground truth of {name}", self.path.shown())));
            };
            let found = all.swap_remove(at);
            chosen.push(Sequence { frames: frames.or(found.frames), ..found });
        }
        let remark = match all.len() {
            0 => None,
            1 => Some(format!("1 sequence is not in {}: it is left out", self.path.shown())),
            left => Some(format!("{left} sequences are not in {}: they are left out", self.path.shown())),
        };
        Ok((chosen, remark))
    }
}

/// The sequences of a list, each once. `None` if the text is no list.
fn parse(text: &str, is_kitti: bool) -> Option<Vec<(String, Option<u32>)>> {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    if !is_kitti && !lines.next()?.trim_start_matches('\u{feff}').eq_ignore_ascii_case(HEADER) {
        return None;
    }
    let mut sequences: Vec<(String, Option<u32>)> = Vec::new();
    for line in lines {
        let mut fields = line.split([' ', '\t', ',']).filter(|field| !field.is_empty());
        let Some(name) = fields.next() else { continue };
        let frames = if is_kitti { Some(fields.nth(2)?.parse().ok()?) } else { None };
        if sequences.iter().all(|(known, _)| known != name) {
            sequences.push((name.to_owned(), frames.filter(|frames| *frames > 0)));
        }
    }
    (!sequences.is_empty()).then_some(sequences)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_both_kinds_are_read_and_other_texts_are_none() {
        let names =
            |text: &str| parse(text, false).map(|all| all.into_iter().map(|(name, _)| name).collect::<Vec<_>>());
        assert_eq!(names("name\r\nA\r\n\r\nB\nA\n"), Some(vec!["A".to_owned(), "B".to_owned()]));
        assert_eq!(names("1,2,3,4,5,6\n"), None);
        assert_eq!(names("name\n"), None);
        let kitti = parse("0000 empty 000000 000154\n0001 empty 000000 000447\n", true);
        assert_eq!(kitti, Some(vec![("0000".to_owned(), Some(154)), ("0001".to_owned(), Some(447))]));
        assert_eq!(parse("0000 empty\n", true), None);
    }
}
