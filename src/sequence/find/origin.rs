//! Which part of a data set a path is of: its split and its benchmark, as the names of its folders say. A text of one part is
//! not laid over the pictures of another, though sequences of both may have one name.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::places;
use crate::mot::names::without_endings;
use crate::shown::ShowPath as _;

/// Words in names of folders that stand for a split, each with the split.
const SPLITS: [(&str, &str); 10] = [
    ("train", "train"),
    ("training", "train"),
    ("trainval", "train"),
    ("trainval", "val"),
    // Half of the sequences that one trains with, as validation.
    ("half", "train"),
    ("test", "test"),
    ("testing", "test"),
    ("val", "val"),
    ("valid", "val"),
    ("validation", "val"),
];
/// Words in names of folders that stand for a benchmark or data set.
const BENCHMARKS: [&str; 22] = [
    "mot15",
    "mot16",
    "mot17",
    "mot20",
    "mots20",
    "ht21",
    "kitti",
    "dancetrack",
    "sportsmot",
    "soccernet",
    "visdrone",
    "visdrone2018",
    "visdrone2019",
    "uavdt",
    "detrac",
    "bdd100k",
    "animaltrack",
    "gmot",
    "bft",
    "motsynth",
    "posetrack",
    "bee24",
];
/// How many words of a path are looked at.
const MAX_WORDS: usize = 32;
/// How many places are named where several would do.
const MAX_NAMED: usize = 3;

/// Whether a text and pictures can be of one part of a data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Both name their part, and it is another.
    Contradicts,
    /// One of them names a part, and the folder that both are in names another.
    Doubtful,
    /// Only one of them names a part.
    Unknown,
    /// Both name one part, or none.
    Fits,
}

/// The words for parts of a data set in a name.
type Words = BTreeSet<&'static str>;

/// What a name says: its splits, and its benchmarks.
fn words(name: &str) -> [Words; 2] {
    let name = name.to_lowercase();
    let words = || name.split(|letter: char| !letter.is_alphanumeric());
    let splits =
        words().flat_map(|word| SPLITS.iter().filter(move |(known, _)| *known == word).map(|(_, split)| *split));
    let benchmarks = words().filter_map(|word| BENCHMARKS.iter().find(|known| **known == word).copied());
    [splits.collect(), benchmarks.collect()]
}

/// What the last of these names says that says something.
fn told<'a>(names: impl DoubleEndedIterator<Item = &'a str>) -> [Words; 2] {
    let mut told = [Words::new(), Words::new()];
    for name in names.rev() {
        for (told, words) in told.iter_mut().zip(words(name)) {
            if told.is_empty() {
                *told = words;
            }
        }
    }
    told
}

/// The folders that two paths share, and those that only one of them has. The name of the sequence is left out.
fn folders<'a>(from: &'a Path, to: &'a Path) -> [Vec<&'a str>; 3] {
    let names = |path: &'a Path| path.iter().map(|part| part.to_str().unwrap_or_default()).collect::<Vec<_>>();
    let (one, other) = (names(from), names(to));
    let common = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
    let sequence = from.file_name().and_then(|name| name.to_str()).map(without_endings).unwrap_or_default();
    let own =
        |names: &[&'a str]| names[common..].iter().copied().filter(|name| without_endings(name) != sequence).collect();
    [one[..common].to_vec(), own(&one), own(&other)]
}

/// Whether `to` can be of the part of a data set that `from` is of: by their names, and by what there is beside them. Both are
/// absolute.
pub(super) fn fit(from: &Path, to: &Path) -> Fit {
    // One of them is a text, or a folder of texts. The other is where the sequence is.
    let is_another = || match (from.is_dir(), to.is_dir()) {
        (true, true) => false,
        (true, false) => names_another(to, from),
        (false, _) => names_another(from, to),
    };
    match fit_by_name(from, to) {
        Fit::Contradicts => Fit::Contradicts,
        _ if is_another() => Fit::Contradicts,
        fit => fit,
    }
}

/// Whether `from` names not a folder that `to` is in, but one beside that folder, in which there is the same: as `res_set2` does
/// where `set1` and `set2` have a sequence of one name.
fn names_another(from: &Path, to: &Path) -> bool {
    let [_, one, other] = folders(from, to);
    let words = own_words(&one);
    let common: PathBuf = from.iter().zip(to).take_while(|(one, other)| one == other).map(|(part, _)| part).collect();
    let Ok(below) = to.strip_prefix(&common) else { return false };
    let parts: Vec<&OsStr> = below.iter().collect();
    let candidates = parts.iter().enumerate().filter(|(_, part)| {
        let name = part.to_string_lossy();
        other.contains(&&*name) && !words.iter().any(|word| word.eq_ignore_ascii_case(&name))
    });
    let mut candidates = candidates.flat_map(|(at, _)| words.iter().map(move |word| (at, word)));
    candidates.any(|(at, word)| {
        let named = parts.iter().enumerate().map(|(place, part)| if place == at { OsStr::new(*word) } else { part });
        let path = common.join(named.collect::<PathBuf>());
        path.exists() && !is_same(&path, to)
    })
}

/// The names of folders, and the words in them that may be the names of others.
fn own_words<'a>(folders: &[&'a str]) -> Vec<&'a str> {
    let words = folders.iter().flat_map(|folder| folder.split(['_', '-', ' ']));
    let words = folders.iter().copied().chain(words).filter(|word| !word.is_empty() && !matches!(*word, "." | ".."));
    words.take(MAX_WORDS).collect()
}

/// Whether `to` can be of the part of a data set that `from` is of, by their names.
fn fit_by_name(from: &Path, to: &Path) -> Fit {
    let [common, one, other] = folders(from, to).map(|names| told(names.into_iter()));
    let mut fit = Fit::Fits;
    for ((common, one), other) in common.iter().zip(&one).zip(&other) {
        let is_other = |one: &Words, other: &Words| !one.is_empty() && !other.is_empty() && one.is_disjoint(other);
        if is_other(one, other) {
            return Fit::Contradicts;
        }
        if one.is_empty() != other.is_empty() {
            let is_doubtful = is_other(common, one) || is_other(common, other);
            fit = fit.min(if is_doubtful { Fit::Doubtful } else { Fit::Unknown });
        }
    }
    fit
}

/// The place that fits a path best, and what to say about it.
#[derive(Debug)]
pub(super) struct Choice<T> {
    pub chosen: Option<(PathBuf, T)>,
    /// Others that are as good.
    pub others: Vec<PathBuf>,
    pub remark: Option<String>,
}

/// Chooses one of several places for the text or folder `from`: the first of those that fit best. None is chosen that is of
/// another part of the data set. Places with equal `T` are one place in several spellings.
pub(super) fn choose<T: PartialEq>(from: &Path, places: Vec<(PathBuf, T)>) -> Choice<T> {
    let mut fitting: Vec<(Fit, (PathBuf, T))> = places.into_iter().map(|place| (fit(from, &place.0), place)).collect();
    fitting.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    let refused = fitting.iter().position(|(fit, _)| *fit == Fit::Contradicts);
    let refused = refused.map(|at| fitting.split_off(at)).unwrap_or_default();
    if fitting.is_empty() {
        let remark = refused.first().map(|(_, (place, _))| {
            format!(
                "{} is not taken, although it has the name: its path names another part of the data set",
                place.shown()
            )
        });
        return Choice { chosen: None, others: Vec::new(), remark };
    }
    let (best, chosen) = fitting.remove(0);
    let is_other =
        |(fit, (place, names)): &(Fit, (PathBuf, T))| *fit == best && *names != chosen.1 && !is_same(place, &chosen.0);
    let mut others: Vec<PathBuf> = Vec::new();
    for (_, (place, _)) in fitting.into_iter().filter(is_other) {
        if !others.iter().any(|known| is_same(known, &place)) {
            others.push(place);
        }
    }
    let rival = || if best == Fit::Unknown { rival(from, &chosen.0) } else { None };
    let others = if others.is_empty() { rival().into_iter().collect() } else { others };
    let remark = if others.is_empty() {
        (best == Fit::Doubtful).then(|| {
            let path = chosen.0.shown();
            format!("{path} is taken, because it has the name. It may be of another part of the data set")
        })
    } else {
        let named = others.iter().take(MAX_NAMED).map(|place| place.shown().to_string()).collect::<Vec<_>>();
        Some(format!(
            "{} is taken, because it has the name. So has {}: nothing says which one belongs to {}",
            chosen.0.shown(),
            named.join(", "),
            from.shown()
        ))
    };
    Choice { chosen: Some(chosen), others, remark }
}

/// Another part of the data set that has what is at `place`, if the path `from` does not say which part it is of.
pub(super) fn rival(from: &Path, place: &Path) -> Option<PathBuf> {
    let [common, one, other] = folders(from, place);
    let common: PathBuf = common.into_iter().collect();
    let below = place.strip_prefix(&common).ok()?;
    for (own, others) in told(one.into_iter()).into_iter().zip(told(other.into_iter())) {
        if !own.is_empty() || others.is_empty() {
            continue;
        }
        let parts: Vec<&str> = below.iter().filter_map(|part| part.to_str()).collect();
        let says = |name: &str| words(name).into_iter().any(|words| words == others);
        let at = parts.iter().rposition(|name| says(name))?;
        let beside: PathBuf = parts[..at].iter().fold(common.clone(), |path, part| path.join(part));
        let rest: PathBuf = parts[at + 1..].iter().collect();
        let is_other = |name: &str| words(name).iter().any(|words| !words.is_empty() && words.is_disjoint(&others));
        let entries = places::entries(&beside, MAX_BESIDE).unwrap_or_default().into_iter();
        let mut rivals = entries.filter(|(name, _)| is_other(name)).map(|(_, path)| path.join(&rest));
        if let Some(rival) = rivals.find(|rival| rival.exists()) {
            return Some(rival);
        }
    }
    None
}

/// How many folders are looked at for the other parts of a data set.
const MAX_BESIDE: usize = 500;

/// Whether two paths lead to one place.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_two_parts_of_a_data_set_are_told_apart() {
        for (from, to, expected) in [
            ("/d/annotations_mot/test/S.txt", "/d/test/S", Fit::Fits),
            ("/d/annotations_mot/test/S.txt", "/d/train/S", Fit::Contradicts),
            ("/d/annotations_mot/testing/S.txt", "/d/Test/S", Fit::Fits),
            ("/d/results/S.txt", "/d/train/S", Fit::Unknown),
            ("/d/results/S.txt", "/d/S", Fit::Fits),
            ("/d/test/S.txt", "/d/test/S/img1", Fit::Fits),
            ("/d/VisDrone2019-MOT-val/results/test/S.txt", "/d/VisDrone2019-MOT-val/sequences/S", Fit::Doubtful),
            ("/d/DETRAC-Train-Annotations-XML/S.xml", "/d/Insight-MVT_Annotation_Test/S", Fit::Contradicts),
            // Half of the sequences one trains with.
            ("/d/results/val_half/S.txt", "/d/train/S", Fit::Fits),
            ("/d/trackers/MOT15-train/T/data/S.txt", "/d/gt/MOT17-train/S", Fit::Contradicts),
            ("/d/trackers/MOT17/T/data/S.txt", "/d/gt/MOT17-train/S", Fit::Unknown),
            // The name of the sequence is no split.
            ("/d/test-1.txt", "/d/train/test-1", Fit::Unknown),
            ("/d/contest/S.txt", "/d/train/S", Fit::Unknown),
        ] {
            assert_eq!(fit_by_name(Path::new(from), Path::new(to)), expected, "{from} {to}");
        }
    }

    #[test]
    fn of_places_the_one_that_fits_best_is_chosen_and_doubts_are_told() {
        let place = |path: &str| (PathBuf::from(path), path.to_owned());
        let from = Path::new("/d/results/test/S.txt");
        let choice = choose(from, vec![place("/d/train/S"), place("/d/S"), place("/d/test/S")]);
        assert_eq!((choice.chosen, choice.remark), (Some(place("/d/test/S")), None));
        let choice = choose(from, vec![place("/d/train/S")]);
        assert!(choice.chosen.is_none() && choice.remark.unwrap().contains("/d/train/S is not taken"));
        let choice = choose(Path::new("/d/results/S.txt"), vec![place("/d/train/S"), place("/d/test/S")]);
        assert_eq!(choice.chosen, Some(place("/d/train/S")));
        assert!(choice.remark.unwrap().contains("So has /d/test/S"));
    }
}
