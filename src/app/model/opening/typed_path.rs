//! Paths as people type them: with `~` and variables, and not yet complete. Pure functions.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The path that a text means. `~` at its beginning is the home folder, `$NAME` and `${NAME}` are variables, where
/// `is_special` says that of the place of `~` or `$` in the text, in bytes. What is not known stays as it is typed.
pub fn expanded(
    text: &str,
    is_special: impl Fn(usize) -> bool,
    home: Option<&Path>,
    variable: impl Fn(&str) -> Option<OsString>,
) -> PathBuf {
    let mut path = OsString::new();
    let mut rest = text;
    if let Some(after) = text.strip_prefix('~').filter(|_| is_special(0))
        && (after.is_empty() || after.starts_with(std::path::is_separator))
        && let Some(home) = home
    {
        path.push(home);
        rest = after;
    }
    while let Some(at) = rest.find('$') {
        path.push(&rest[..at]);
        rest = &rest[at..];
        let is_special = is_special(text.len() - rest.len());
        let (name, length) = if is_special { name_of(&rest[1..]) } else { (None, 0) };
        if let Some(value) = name.and_then(&variable) {
            path.push(value);
        } else {
            path.push(&rest[..=length]);
        }
        rest = &rest[length + 1..];
    }
    path.push(rest);
    path.into()
}

/// The name of the variable at the beginning of a text, if there is one, and how many bytes it takes, braces included.
fn name_of(text: &str) -> (Option<&str>, usize) {
    if let Some(inner) = text.strip_prefix('{') {
        return match inner.find('}') {
            Some(end) if is_name(&inner[..end]) => (Some(&inner[..end]), end + 2),
            _ => (None, 1),
        };
    }
    let end = text.find(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_')).unwrap_or(text.len());
    if is_name(&text[..end]) { (Some(&text[..end]), end) } else { (None, end) }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// Splits a path that is being typed before its last part: the folder, with the separator behind it, and the part that is not
/// complete yet.
pub fn split(text: &str) -> (&str, &str) {
    let at = text.rfind(std::path::is_separator).map_or(0, |at| at + 1);
    text.split_at(at)
}

/// What a path can become: the names in its folder that begin like its last part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// The whole texts, in the order of names. Folders end with a separator. If there are very many, only some.
    pub texts: Vec<String>,
    /// The longest text that all of them begin with.
    pub common: String,
    /// How many there are.
    pub count: usize,
    /// Whether the folder has so many names that not all of them were looked at.
    pub is_cut: bool,
}

/// Collects completions from the names of a folder, one after the other.
#[derive(Debug)]
pub struct Collector<'a> {
    folder: &'a str,
    name: &'a str,
    /// The names that begin exactly like the typed part, and those that do so in another case.
    exact: Names,
    other: Names,
}

/// Names, of which a few are kept.
#[derive(Debug, Default)]
struct Names {
    kept: Vec<String>,
    common: Option<String>,
    count: usize,
}

impl Names {
    fn add(&mut self, name: &str, most: usize) {
        self.count += 1;
        match &mut self.common {
            None => self.common = Some(name.to_owned()),
            Some(common) => {
                let same = common.chars().zip(name.chars()).take_while(|(one, other)| one == other);
                let length = same.map(|(letter, _)| letter.len_utf8()).sum();
                common.truncate(length);
            }
        }
        if self.kept.len() < most {
            self.kept.push(name.to_owned());
        }
    }
}

impl<'a> Collector<'a> {
    /// The most names that are kept. All are counted.
    pub const MOST: usize = 200;

    /// Collects completions of `text`.
    pub fn new(text: &'a str) -> Self {
        let (folder, name) = split(text);
        Self { folder, name, exact: Names::default(), other: Names::default() }
    }

    /// Looks at a name. Hidden files are left out unless the typed part begins with a dot.
    pub fn add(&mut self, name: &str) {
        if name.starts_with('.') && !self.name.starts_with('.') {
            return;
        }
        if name.starts_with(self.name) {
            self.exact.add(name, Self::MOST);
        } else if name.to_lowercase().starts_with(&self.name.to_lowercase()) {
            self.other.add(name, Self::MOST);
        }
    }

    /// The completions. `is_folder` says of a name that it is a folder.
    pub fn finish(self, is_cut: bool, is_folder: impl Fn(&str) -> bool) -> Completions {
        let Names { mut kept, common, count } = if self.exact.count > 0 { self.exact } else { self.other };
        kept.sort_unstable();
        let whole = |name: &str| {
            let end = if is_folder(name) { std::path::MAIN_SEPARATOR_STR } else { "" };
            format!("{}{name}{end}", self.folder)
        };
        let common = match (count, common) {
            (1, Some(name)) => whole(&name),
            (_, Some(common)) if common.len() >= self.name.len() => format!("{}{common}", self.folder),
            _ => format!("{}{}", self.folder, self.name),
        };
        Completions { texts: kept.iter().map(|name| whole(name)).collect(), common, count, is_cut }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> String {
        let variable = |name: &str| match name {
            "DATA" => Some("/data".into()),
            "_x1" => Some("y".into()),
            _ => None,
        };
        expanded(text, |_| true, Some(Path::new("/home/me")), variable).to_string_lossy().into_owned()
    }

    #[test]
    fn the_home_folder_and_variables_are_expanded_and_all_else_stays() {
        for (typed, meant) in [
            ("~", "/home/me"),
            ("~/a b.txt", "/home/me/a b.txt"),
            ("~other/a", "~other/a"),
            ("a/~/b", "a/~/b"),
            ("$DATA/gt.txt", "/data/gt.txt"),
            ("${DATA}set/$_x1", "/dataset/y"),
            ("$DATAset/a", "$DATAset/a"),
            ("${NO}/a", "${NO}/a"),
            ("cost$", "cost$"),
            ("5$ and ${", "5$ and ${"),
            ("${}x$1", "${}x$1"),
            ("ä$DATA€", "ä/data€"),
            ("", ""),
        ] {
            assert_eq!(of(typed), meant, "{typed}");
        }
        assert_eq!(expanded("~/a", |_| true, None, |_| None), Path::new("~/a"));
    }

    fn completed(text: &str, names: &[&str]) -> Completions {
        let mut collector = Collector::new(text);
        names.iter().for_each(|name| collector.add(name));
        collector.finish(false, |name| !name.contains('.'))
    }

    #[test]
    fn a_path_completes_to_what_all_names_have_in_common() {
        let names = ["gt.txt", "gt_train.txt", "img1", "other", ".git", "Video.mp4"];
        let found = completed("~/set/g", &names);
        assert_eq!(
            (found.texts, found.common.as_str()),
            (vec!["~/set/gt.txt".into(), "~/set/gt_train.txt".into()], "~/set/gt")
        );
        assert_eq!(completed("im", &names).common, "img1/");
        assert_eq!(completed("/x/vid", &names).common, "/x/Video.mp4");
        assert_eq!(
            completed("/x/nothing", &names),
            Completions { common: "/x/nothing".into(), ..Completions::default() }
        );
        assert_eq!(completed("/x/", &names).count, 5);
        assert_eq!(completed("/x/.", &names).texts, ["/x/.git"]);
        assert_eq!(completed("a", &["aä", "aö"]).common, "a");
    }

    #[test]
    fn of_very_many_names_all_are_counted_and_some_kept() {
        let names: Vec<String> = (0..5000).map(|at| format!("frame{at:06}.jpg")).collect();
        let mut collector = Collector::new("f");
        names.iter().for_each(|name| collector.add(name));
        let found = collector.finish(true, |_| false);
        assert_eq!((found.count, found.texts.len(), found.common.as_str()), (5000, Collector::MOST, "frame00"));
    }

    proptest! {
        #[test]
        fn any_text_is_borne(text in ".{0,40}", names in prop::collection::vec(".{0,12}", 0..8)) {
            let _ = expanded(&text, |at| at % 2 == 0, Some(Path::new("/h")), |_| Some("v".into()));
            prop_assert_eq!(expanded(&text, |_| false, Some(Path::new("/h")), |_| Some("v".into())), Path::new(&text));
            let (folder, name) = split(&text);
            prop_assert_eq!(format!("{folder}{name}"), text.clone());
            let mut collector = Collector::new(&text);
            names.iter().for_each(|name| collector.add(name));
            let found = collector.finish(false, |_| false);
            let begins = |one: &String| found.count == 1 || one.starts_with(&found.common) || found.common == text;
            prop_assert!(found.texts.iter().all(begins));
        }
    }
}
