//! A list of class names in a file: `labels.txt`, `classes.txt`, `coco.names`, `data.yaml`.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use thiserror::Error;

use super::yaml;
use crate::mot::archive::names::looks_like_rows;
use crate::mot::detection::Columns;
use crate::mot::line;
use crate::mot::number;
use crate::shown::ShowPath as _;

/// Class names by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassList(BTreeMap<i64, Arc<str>>);

/// Why a file is no list of class names.
#[derive(Debug, Error)]
#[error("{}: {reason}", path.shown())]
pub struct ClassListError {
    /// The file.
    pub path: PathBuf,
    /// The reason.
    pub reason: ClassListReason,
}

/// Why a file is no list of class names.
#[derive(Debug, Error)]
pub enum ClassListReason {
    /// It cannot be read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It is a folder or a device.
    #[error("this is not a file")]
    NotAFile,
    /// It is longer than any list of classes.
    #[error("this is too long for a list of class names; the most are {} MB", ClassList::MAX_BYTES >> 20)]
    TooLong,
    /// It is no text.
    #[error("this is not a text with class names")]
    NotText,
    /// It has rows of boxes.
    #[error("it has rows of boxes in place of class names")]
    Rows,
    /// It has no names.
    #[error("it names no class; a list of classes has one name a line, or is a YAML file with `names:`")]
    NoNames,
    /// It is no YAML.
    #[error("it cannot be read as YAML: {0}")]
    Yaml(String),
}

impl ClassList {
    /// The most bytes that are read. No real list of classes is longer.
    pub(in crate::mot) const MAX_BYTES: usize = 1 << 20;

    /// Reads a file with one name a line, or a YAML file with `names`, as ultralytics has it.
    ///
    /// `first` is the number of the first name. Without it, names are counted from 0 in YAML files and in files that are named
    /// `classes.txt` or end with `.names`, as YOLO has them. In all others they are counted from 1, as in the `labels.txt` of
    /// CVAT. Where a YAML file has numbers, or each line begins with a number, these are the numbers.
    ///
    /// # Errors
    /// If the file cannot be read, or names no class.
    pub fn read(path: &Path, first: Option<i64>) -> Result<Self, ClassListError> {
        let read = || {
            let bytes = bytes_of(path)?;
            Self::of_file(&bytes, path, first)
        };
        read().map_err(|reason| ClassListError { path: path.to_owned(), reason })
    }

    /// The names in the bytes of a file.
    fn of_file(bytes: &[u8], path: &Path, first: Option<i64>) -> Result<Self, ClassListReason> {
        if bytes.len() > Self::MAX_BYTES {
            return Err(ClassListReason::TooLong);
        }
        if bytes.contains(&0) {
            return Err(ClassListReason::NotText);
        }
        let has_ending = |ending: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
        let is_yaml = has_ending("yaml") || has_ending("yml");
        let is_classes = path.file_name().is_some_and(|name| name.eq_ignore_ascii_case("classes.txt"));
        let is_yolo = is_yaml || has_ending("names") || is_classes;
        let first = first.unwrap_or(i64::from(!is_yolo));
        let list = if is_yaml {
            Self::of_yaml(bytes, first)?
        } else if looks_like_rows(bytes) {
            return Err(ClassListReason::Rows);
        } else {
            Self::of_lines(bytes, first)
        };
        if list.0.is_empty() { Err(ClassListReason::NoNames) } else { Ok(list) }
    }

    /// The names in a YAML file.
    fn of_yaml(bytes: &[u8], first: i64) -> Result<Self, ClassListReason> {
        let names = yaml::names(&String::from_utf8_lossy(bytes), first).map_err(ClassListReason::Yaml)?;
        Ok(Self::of(names.into_iter().map(|(number, name)| (number, name.into_bytes()))))
    }

    /// The names in lines, the first for the class with number `first`. Blank lines count.
    fn of_lines(bytes: &[u8], first: i64) -> Self {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let lines: Vec<&[u8]> = line::lines(text).map(|(_, name)| line::trim(name)).collect();
        if let Some(numbered) = numbered(&lines) {
            return Self::of(numbered.into_iter());
        }
        Self::of((first..).zip(lines.into_iter().map(<[u8]>::to_vec)))
    }

    fn of(names: impl Iterator<Item = (i64, Vec<u8>)>) -> Self {
        let shortened = names.map(|(number, name)| (number, Columns::shortened(line::trim(&name))));
        Self(shortened.filter(|(_, name)| !name.is_empty()).collect())
    }

    /// The `labels.txt` beside a MOT file, as CVAT writes it: the first name is that of class 1. `None` if there is none, or if
    /// it has no names or cannot be read.
    pub(in crate::mot) fn beside(path: &Path) -> Option<Self> {
        Self::read(&path.with_file_name("labels.txt"), Some(1)).ok()
    }

    /// The names in the lines of these bytes, the first for class 1. `None` if there are none.
    pub(in crate::mot) fn with_names(bytes: &[u8]) -> Option<Self> {
        Some(Self::of_lines(bytes, 1)).filter(|list| !list.0.is_empty())
    }

    /// The name of a class number.
    pub fn name(&self, number: i64) -> Option<&Arc<str>> {
        self.0.get(&number)
    }

    /// The name of the class with this number in a column, if the number is whole.
    pub(in crate::mot) fn name_of(&self, number: f64) -> Option<&Arc<str>> {
        // The cast turns a number that is too large into the greatest one.
        (number::is_whole(number)).then(|| self.name(number as i64)).flatten()
    }
}

/// The bytes of a file, and one more than the most if it is longer.
fn bytes_of(path: &Path) -> Result<Vec<u8>, ClassListReason> {
    // Checked before it is opened: opening a pipe would wait until another program writes to it.
    if !fs::metadata(path)?.is_file() {
        return Err(ClassListReason::NotAFile);
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(ClassList::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The numbers and names of lines such as `0 person` or `0: person`, if all lines have another number.
fn numbered(lines: &[&[u8]]) -> Option<Vec<(i64, Vec<u8>)>> {
    let mut named = BTreeMap::new();
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let digits = line.iter().take_while(|letter| letter.is_ascii_digit()).count();
        let (number, rest) = line.split_at(digits);
        let number: i64 = std::str::from_utf8(number).ok()?.parse().ok()?;
        let name = rest.strip_prefix(b":").or_else(|| rest.strip_prefix(b",")).unwrap_or(rest);
        let name = line::trim(name);
        let is_apart = rest.len() > name.len() && !name.is_empty();
        if !is_apart || named.insert(number, name.to_vec()).is_some() {
            return None;
        }
    }
    (!named.is_empty()).then(|| named.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(file: &str, text: &[u8], first: Option<i64>) -> Result<Vec<(i64, String)>, String> {
        let list = ClassList::of_file(text, Path::new(file), first).map_err(|reason| reason.to_string())?;
        Ok(list.0.iter().map(|(number, name)| (*number, name.to_string())).collect())
    }

    #[allow(clippy::unnecessary_wraps, reason = "to be compared with what is read")]
    fn pairs(pairs: &[(i64, &str)]) -> Result<Vec<(i64, String)>, String> {
        Ok(pairs.iter().map(|(number, name)| (*number, (*name).to_owned())).collect())
    }

    #[test]
    fn lines_are_names_counted_as_the_files_of_that_name_are() {
        let text = b"\xEF\xBB\xBFperson \r\n\nfire \xFF engine";
        assert_eq!(names("a/labels.txt", text, None), pairs(&[(1, "person"), (3, "fire \u{fffd} engine")]));
        assert_eq!(names("classes.txt", text, None), pairs(&[(0, "person"), (2, "fire \u{fffd} engine")]));
        assert_eq!(names("COCO.names", b"a\nb\n", None), pairs(&[(0, "a"), (1, "b")]));
        assert_eq!(names("labels.txt", b"a\nb\n", Some(0)), pairs(&[(0, "a"), (1, "b")]));
    }

    #[test]
    fn numbers_in_the_lines_are_the_numbers() {
        for text in [&b"0 person\n2  car\n"[..], b"2: car\n\n0: person", b"0,person\n2,car\n"] {
            assert_eq!(names("labels.txt", text, None), pairs(&[(0, "person"), (2, "car")]));
        }
        for text in [&b"0 person\ncar\n"[..], b"3d box\n2 car", b"0 a\n0 b\n"] {
            assert!(names("labels.txt", text, None).unwrap()[0].0 == 1);
        }
    }

    #[test]
    fn a_yaml_file_of_ultralytics_has_names_as_a_list_or_with_numbers() {
        for text in [
            "path: ../coco\ntrain: images\nnc: 2\nnames: [person, 'traffic light']  # two\n",
            "names:\n  0: person\n  1: traffic light\nval: a\n",
            "nc: 2\nnames:\n- person\n- \"traffic light\"\n",
            "names: {0: person, 1: traffic light}\n",
            "roboflow:\n  names: [no]\nnames:\n  - person\n  - traffic light\n",
        ] {
            assert_eq!(
                names("data.yaml", text.as_bytes(), None),
                pairs(&[(0, "person"), (1, "traffic light")]),
                "{text}"
            );
        }
        assert_eq!(names("a.yml", b"names: {7: a, b: c}", Some(1)), pairs(&[(7, "a")]));
    }

    #[test]
    fn what_is_no_list_of_names_is_told() {
        for (file, text, told) in [
            ("a.txt", &b"\n \n"[..], "names no class"),
            ("a.txt", b"1,2,3,4,5,6,1\n", "rows of boxes"),
            ("a.txt", b"\x89PNG\0", "not a text"),
            ("a.yaml", b"nc: 3\n", "names no class"),
            ("a.yaml", b"names: [a, 'b\n", "cannot be read as YAML"),
        ] {
            let reason = names(file, text, None).unwrap_err();
            assert!(reason.contains(told), "{reason}");
        }
        assert!(names("a.txt", &vec![b'a'; ClassList::MAX_BYTES + 1], None).unwrap_err().contains("too long"));
        let folder = tempfile::tempdir().unwrap();
        assert!(ClassList::read(folder.path(), None).unwrap_err().to_string().contains("not a file"));
    }

    #[test]
    fn only_whole_numbers_have_names() {
        let list = ClassList::with_names(b"person").unwrap();
        assert_eq!(list.name_of(1.0).map(|name| &**name), Some("person"));
        for number in [-1.0, 0.0, 1.5, 2.0, f64::NAN, f64::INFINITY, 1e300] {
            assert_eq!(list.name_of(number), None, "{number}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_list_or_none(text in prop::collection::vec(any::<u8>(), 0..200), is_yaml: bool, first: i64) {
            let _ = names(if is_yaml { "a.yaml" } else { "a.txt" }, &text, Some(first));
        }

        #[test]
        fn any_yaml_is_a_list_or_none(text in "(names|[a-c\\-:\\[\\]{},&*!|>'\"# 0-9\n]){0,60}") {
            let _ = names("a.yaml", text.as_bytes(), None);
        }
    }
}
