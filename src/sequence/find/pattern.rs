//! Patterns of paths: which names they take from a path, and which paths they stand for.

use std::path::{Path, PathBuf};

use super::naming::detector::spellings;
use super::places;

/// How many entries of a folder are looked at, where a pattern stands for any name.
const MAX_NAMES: usize = 2000;
/// The placeholder for the name of the sequence.
pub(super) const SEQUENCE: &str = "seq";

/// The names that stand for the placeholders of patterns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Names(Vec<(&'static str, String)>);

impl Names {
    pub(super) fn get(&self, placeholder: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == placeholder).map(|(_, value)| value.as_str())
    }

    fn with(&self, placeholder: &'static str, value: &str) -> Self {
        let mut names = self.clone();
        names.0.push((placeholder, value.to_owned()));
        names
    }
}

/// One part of a pattern: a name, or a placeholder with what is before and after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Name(&'static str),
    Any { before: &'static str, placeholder: &'static str, after: &'static str },
}

impl Part {
    fn of(text: &'static str) -> Self {
        let split = text.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
        split.map_or(Self::Name(text), |(before, (placeholder, after))| Self::Any { before, placeholder, after })
    }
}

/// What a placeholder with this text around it stands for in a name, in any letter case.
fn between<'a>(name: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let end = name.len().checked_sub(after.len()).filter(|&end| end > before.len())?;
    let is_framed =
        name.get(..before.len())?.eq_ignore_ascii_case(before) && name.get(end..)?.eq_ignore_ascii_case(after);
    is_framed.then(|| name.get(before.len()..end)).flatten()
}

/// The parts of a pattern up to the one with the sequence; all of them if there is none.
pub(super) fn to_sequence(pattern: &'static str) -> &'static str {
    let Some(sequence) = pattern.find("{seq}") else { return pattern };
    pattern[sequence..].find('/').map_or(pattern, |end| &pattern[..sequence + end])
}

/// All beginnings of a pattern that end with a whole part, from the one with the sequence on, without the whole pattern.
pub(super) fn beginnings(pattern: &'static str) -> impl Iterator<Item = &'static str> {
    let least = to_sequence(pattern).len();
    pattern.match_indices('/').map(|(at, _)| &pattern[..at]).filter(move |beginning| beginning.len() >= least)
}

/// Matches the end of an absolute path. Returns the root that the pattern begins in, and what its placeholders stand for.
pub(super) fn matched(pattern: &'static str, path: &Path) -> Option<(PathBuf, Names)> {
    let mut names = Names::default();
    let mut root = path;
    for part in pattern.rsplit('/').map(Part::of) {
        let name = root.file_name()?.to_str()?;
        root = root.parent()?;
        match part {
            Part::Name(known) => known.eq_ignore_ascii_case(name).then_some(())?,
            Part::Any { before, placeholder, after } => {
                let value = between(name, before, after)?;
                match names.get(placeholder) {
                    Some(known) if known != value => return None,
                    Some(_) => {}
                    None => names = names.with(placeholder, value),
                }
            }
        }
    }
    Some((root.to_owned(), names))
}

/// The files and folders that there are for a pattern, where `names` stand for its placeholders. A placeholder without a name
/// stands for all names that there are.
pub(super) fn expanded(root: &Path, pattern: &'static str, names: &Names) -> Vec<(PathBuf, Names)> {
    expanded_in(root, pattern, names, false)
}

/// What [`expanded`] gives, with names as they are written and in no other letter case: for many names, one after the other.
pub(super) fn expanded_as_written(root: &Path, pattern: &'static str, names: &Names) -> Vec<(PathBuf, Names)> {
    expanded_in(root, pattern, names, true)
}

fn expanded_in(root: &Path, pattern: &'static str, names: &Names, mut is_wide: bool) -> Vec<(PathBuf, Names)> {
    // A text may be packed, too.
    let packed = |path: PathBuf| {
        let is_text = path.extension().is_some_and(|ending| ["txt", "csv"].iter().any(|text| ending == *text));
        let mut packed = path.into_os_string();
        packed.push(".gz");
        Some(PathBuf::from(packed)).filter(|packed| is_text && packed.is_file())
    };
    // Once all names of a folder were looked at, names are only looked for as they are written: reading each of those
    // folders, to find other letter cases, would take long.
    let mut found = vec![(root.to_owned(), names.clone())];
    for part in pattern.split('/').map(Part::of) {
        let next = |at: &Path, name: &str| {
            let exact = at.join(name);
            if exact.exists() {
                return Some(exact);
            }
            (!is_wide).then(|| places::child(at, name)).flatten().or_else(|| packed(exact))
        };
        let mut below = Vec::new();
        let mut widens = false;
        for (at, names) in &found {
            match part {
                Part::Name(name) => below.extend(next(at, name).map(|path| (path, names.clone()))),
                Part::Any { before, placeholder, after } => {
                    if let Some(value) = names.get(placeholder) {
                        let values = if placeholder == SEQUENCE { spellings(value) } else { vec![value.to_owned()] };
                        let there = values.iter().filter_map(|value| next(at, &format!("{before}{value}{after}")));
                        below.extend(there.map(|path| (path, names.clone())));
                    } else {
                        widens = true;
                        for (name, path) in places::entries(at, MAX_NAMES).unwrap_or_default() {
                            let plain = name.strip_suffix(".gz").unwrap_or(&name);
                            let value = between(&name, before, after).or_else(|| between(plain, before, after));
                            if let Some(value) = value.filter(|_| !name.starts_with('.')) {
                                below.push((path, names.with(placeholder, value)));
                            }
                        }
                    }
                }
            }
        }
        is_wide |= widens;
        found = below;
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(path: &str, pattern: &'static str) -> Option<(String, Vec<(&'static str, String)>)> {
        matched(pattern, Path::new(path)).map(|(root, names)| (root.to_str().unwrap().to_owned(), names.0))
    }

    #[test]
    fn a_pattern_takes_names_from_the_end_of_a_path() {
        let kitti = names("/data/KITTI/training/label_02/0007.txt", "label_02/{seq}.txt");
        assert_eq!(kitti, Some(("/data/KITTI/training".to_owned(), vec![("seq", "0007".to_owned())])));
        let detrac =
            names("/d/DETRAC-Train-Annotations-XML/MVI_1.xml", "DETRAC-{split}-Annotations-XML/{seq}.xml").unwrap();
        assert_eq!(detrac.1, [("seq", "MVI_1".to_owned()), ("split", "Train".to_owned())]);
        assert!(names("/data/Label_02/0007.TXT", "label_02/{seq}.txt").is_some());
        for path in ["/data/label_03/0007.txt", "/label_02/.txt", "/0007.txt", "/", "label_02", ""] {
            assert_eq!(names(path, "label_02/{seq}.txt"), None, "{path}");
        }
        assert_eq!(names("/a/one/two.txt", "{seq}/{seq}.txt"), None);
    }

    #[test]
    fn beginnings_of_a_pattern_run_from_its_sequence_on() {
        assert_eq!(to_sequence("gt/{suite}/{seq}/gt/gt.txt"), "gt/{suite}/{seq}");
        assert_eq!(to_sequence("label_02/{seq}.txt"), "label_02/{seq}.txt");
        let all: Vec<_> = beginnings("gt/{suite}/{seq}/gt/gt.txt").collect();
        assert_eq!(all, ["gt/{suite}/{seq}", "gt/{suite}/{seq}/gt"]);
        assert_eq!(beginnings("label_02/{seq}.txt").count(), 0);
    }

    #[test]
    fn a_pattern_stands_for_what_is_there() {
        let root = tempfile::tempdir().unwrap();
        for file in [
            "trackers/A/S.txt",
            "trackers/B/S.txt",
            "trackers/B/other.txt",
            "trackers/.hidden/S.txt",
            "Truth/MOT17-01-SDP/gt.txt",
        ] {
            let path = root.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        let shown = |pattern, names: &[(&'static str, &str)]| {
            let names = Names(names.iter().map(|&(name, value)| (name, value.to_owned())).collect());
            let found = expanded(root.path(), pattern, &names).into_iter();
            found
                .map(|(path, _)| path.strip_prefix(root.path()).unwrap().to_str().unwrap().replace('\\', "/"))
                .collect::<Vec<_>>()
        };
        assert_eq!(shown("trackers/{tracker}/{seq}.txt", &[("seq", "S")]), ["trackers/A/S.txt", "trackers/B/S.txt"]);
        assert_eq!(shown("trackers/{tracker}/{seq}.txt", &[("seq", "S"), ("tracker", "B")]), ["trackers/B/S.txt"]);
        assert_eq!(shown("truth/{seq}/gt.txt", &[("seq", "MOT17-01")]), ["Truth/MOT17-01-SDP/gt.txt"]);
        assert_eq!(shown("nothing/{seq}.txt", &[("seq", "S")]), [""; 0]);
    }

    proptest! {
        #[test]
        fn any_path_is_answered(path in any::<String>()) {
            for pattern in ["{a}/{seq}.txt", "x-{seq}-y/{seq}", "{seq}"] {
                if let Some((_, names)) = matched(pattern, Path::new(&path)) {
                    prop_assert!(names.get(SEQUENCE).is_some_and(|value| !value.is_empty()));
                }
            }
        }

        #[test]
        fn what_a_placeholder_stands_for_is_what_was_put_there(value in "[a-zé.{}]{1,6}", before in "[a-z]{0,3}", after in "[a-z.]{0,3}") {
            let name = format!("{before}{value}{after}");
            prop_assert_eq!(between(&name, &before, &after), Some(value.as_str()));
        }
    }
}
