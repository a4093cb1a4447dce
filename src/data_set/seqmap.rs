//! Lists of the sequences of a data set, which say what is evaluated.
//!
//! `MOTChallenge` as `TrackEval` 1.3.0 has it: `seqmaps/NAME.txt` beside the folder `NAME`, with a line `name` and then a sequence a
//! line. KITTI: `evaluate_tracking.seqmap.SPLIT` beside `label_02`, with `SEQUENCE empty FIRST FRAMES` a line.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::error::DataSetError;
use super::sequence::Sequence;
use crate::shown::ShowPath as _;

/// The most bytes of a list that is followed.
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
    /// Whether there is more in it than is read.
    is_cut: bool,
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
        File::open(path).ok()?.take(MAX_BYTES + 1).read_to_end(&mut bytes).ok()?;
        let is_cut = bytes.len() as u64 > MAX_BYTES;
        let sequences = parse(&String::from_utf8_lossy(&bytes), is_kitti)?;
        Some(Self { path: path.to_owned(), sequences, is_cut })
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
        let there: FxHashSet<&str> = sequences.iter().map(|sequence| &*sequence.name).collect();
        let mut unfit = None;
        for list in places.iter().filter_map(|path| Self::at(path)) {
            let Some(reason) = list.unfit_for(&there) else { return Beside::List(list) };
            unfit.get_or_insert_with(|| format!("{}: {reason}, so this list is not followed", list.path.shown()));
        }
        unfit.map_or(Beside::Nothing, Beside::Unfit)
    }

    /// Why it cannot be followed where sequences of these names are there. `None` if it can.
    fn unfit_for(&self, there: &FxHashSet<&str>) -> Option<String> {
        if self.is_cut {
            return Some(format!("it has more than {} MB", MAX_BYTES >> 20));
        }
        let (missing, _) = self.sequences.iter().find(|(name, _)| !there.contains(&**name))?;
        Some(format!("there is no ground truth of {missing}"))
    }

    /// The folder whose sequences a list of `MOTChallenge` has: `NAME` or its split beside `seqmaps`.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        let name = self.path.file_stem()?.to_str()?;
        let root = std::path::absolute(&self.path).ok()?.parent()?.parent()?.to_owned();
        let split = name.rsplit_once('-').map_or(name, |(_, split)| split);
        [name, split].into_iter().map(|name| root.join(name)).find(|folder| folder.is_dir())
    }

    /// Those of the sequences that are in the list, in its order. Also says what is left out.
    pub(super) fn chosen(&self, all: Vec<Sequence>) -> Result<(Vec<Sequence>, Option<String>), DataSetError> {
        if let Some(reason) = self.unfit_for(&all.iter().map(|sequence| &*sequence.name).collect()) {
            return Err(DataSetError::Unfit(format!("{}: {reason}", self.path.shown())));
        }
        let count = all.len();
        let mut by_name: FxHashMap<String, Sequence> = FxHashMap::default();
        for sequence in all {
            by_name.entry(sequence.name.clone()).or_insert(sequence);
        }
        let chosen = self.sequences.iter().filter_map(|(name, frames)| {
            let found = by_name.remove(name)?;
            Some(Sequence { frames: frames.or(found.frames), ..found })
        });
        let chosen: Vec<Sequence> = chosen.collect();
        let remark = match count - chosen.len() {
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
    let (mut sequences, mut known): (Vec<(String, Option<u32>)>, FxHashSet<&str>) = Default::default();
    for line in lines {
        let mut fields = line.split([' ', '\t', ',']).filter(|field| !field.is_empty());
        let Some(name) = fields.next() else { continue };
        let frames = if is_kitti { Some(fields.nth(2)?.parse().ok()?) } else { None };
        if known.insert(name) {
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

    #[test]
    fn a_list_that_is_too_long_is_told_and_not_followed_in_part() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("set.txt");
        let lines = |count: usize| {
            let names = (0..count).map(|at| format!("{at:07}"));
            ["name".to_owned()].into_iter().chain(names).collect::<Vec<_>>().join("\n")
        };
        fs::write(&path, lines(130_000)).unwrap();
        let all = |count: usize| -> Vec<Sequence> {
            let sequence =
                |at: usize| Sequence { name: format!("{at:07}"), truth: PathBuf::new(), member: None, frames: None };
            (0..count).map(sequence).collect()
        };
        let list = SeqMap::at(&path).unwrap();
        let (chosen, remark) = list.chosen(all(130_001)).unwrap();
        assert_eq!((chosen.len(), &*chosen[129_999].name), (130_000, "0129999"));
        assert!(remark.unwrap().starts_with("1 sequence is not in "));
        fs::write(&path, lines(140_000)).unwrap();
        let error = SeqMap::at(&path).unwrap().chosen(all(140_000)).unwrap_err().to_string();
        assert!(error.ends_with("set.txt: it has more than 1 MB"), "{error}");
    }
}
