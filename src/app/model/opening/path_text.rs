//! The text of a field for a path, part of which a person typed and part of which was chosen: [`PathText`].

use std::ffi::OsString;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::typed_path::{expanded, split};

/// The text of a field for a path. It knows which of its letters were typed: only there, `~` and variables mean something. In a
/// path that was chosen in a dialog, that was proposed, or whose name is that of a file, `$` and `~` are letters like all others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathText {
    text: String,
    /// Whether each byte of the text stands for itself, because it was not typed.
    is_literal: Vec<bool>,
    /// Chosen paths that no text can say exactly, and how they are shown.
    not_unicode: Vec<(String, PathBuf)>,
}

impl PathText {
    /// A path that was chosen or is proposed.
    pub fn chosen(path: &Path) -> Self {
        let mut text = Self::default();
        text.add_chosen(path);
        text
    }

    /// Adds a path that was chosen, on a line of its own.
    pub fn add_chosen(&mut self, path: &Path) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        let shown = path.to_string_lossy();
        self.text.push_str(&shown);
        self.is_literal.resize(self.text.len(), true);
        if path.to_str().is_none() {
            self.not_unicode.push((shown.into_owned(), path.to_owned()));
        }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes the text as a person has changed it. What is new counts as typed.
    pub fn edit(&mut self, text: String) {
        if text == self.text {
            return;
        }
        let (old, new) = (self.text.as_bytes(), text.as_bytes());
        let before = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let rest = old.iter().rev().zip(new.iter().rev()).take(old.len().min(new.len()) - before);
        let after = rest.take_while(|(old, new)| old == new).count();
        let typed = std::iter::repeat_n(false, new.len() - before - after);
        self.is_literal.splice(before..old.len() - after, typed);
        self.text = text;
    }

    /// Takes a longer text that was found for this one: its last part is a name in a folder.
    pub fn complete(&mut self, text: String) {
        if self.text == "~" {
            // Not a name, but the folder that it stands for.
            return self.edit(text);
        }
        let folder = split(&self.text).0.len();
        self.edit(text);
        self.is_literal.iter_mut().skip(folder).for_each(|literal| *literal = true);
    }

    /// The part of it before its last name.
    pub fn folder(&self) -> Self {
        self.part(0..split(&self.text).0.len())
    }

    /// Whether no path is in it.
    pub fn is_blank(&self) -> bool {
        unquoted(&self.text).is_empty()
    }

    /// The path that it means, without the spaces and quotes around a pasted one. `home` is the home folder.
    pub fn path(&self, home: Option<&Path>, variable: impl Fn(&str) -> Option<OsString>) -> PathBuf {
        if let Some((_, path)) = self.not_unicode.iter().find(|(shown, _)| *shown == self.text) {
            return path.clone();
        }
        let inner = self.part(place_of(&self.text, unquoted(&self.text)));
        expanded(&inner.text, |at| !inner.is_literal.get(at).copied().unwrap_or(false), home, variable)
    }

    /// Its lines, each of which is a path.
    pub fn lines(&self) -> impl Iterator<Item = Self> + '_ {
        self.text.lines().map(|line| self.part(place_of(&self.text, line)))
    }

    fn part(&self, place: Range<usize>) -> Self {
        let text = self.text.get(place.clone()).unwrap_or_default().to_owned();
        let is_literal = self.is_literal.get(place).unwrap_or_default().to_vec();
        Self { text, is_literal, not_unicode: self.not_unicode.clone() }
    }
}

/// Where a part of a text is in it.
fn place_of(text: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
    start..(start + part.len()).min(text.len())
}

/// Removes the spaces and quotes around a pasted path.
fn unquoted(path: &str) -> &str {
    let path = path.trim();
    let inner = |quote: char| path.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inner('"').or_else(|| inner('\'')).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed(text: &str) -> PathText {
        let mut path = PathText::default();
        path.edit(text.to_owned());
        path
    }

    fn meant(path: &PathText) -> String {
        let variable = |name: &str| (name == "DATA").then(|| "/data".into());
        path.path(Some(Path::new("/home/me")), variable).to_string_lossy().into_owned()
    }

    #[test]
    fn a_pasted_path_may_be_quoted() {
        for (pasted, path) in
            [(" /a b/c.txt \n", "/a b/c.txt"), ("'/a.txt'", "/a.txt"), ("\"x\"", "x"), ("'x", "'x"), ("", "")]
        {
            assert_eq!(meant(&typed(pasted)), path);
        }
        assert_eq!(meant(&typed("\"~/$DATA\"")), "/home/me//data");
    }

    #[test]
    fn only_what_was_typed_is_expanded() {
        assert_eq!(meant(&typed("~/$DATA")), "/home/me//data");
        let mut path = PathText::chosen(Path::new("~/$DATA/a.txt"));
        assert_eq!(meant(&path), "~/$DATA/a.txt");
        // The rest of a chosen path stays as it was chosen when a part of it is changed.
        path.edit("~/$DATA/b/a.txt".to_owned());
        assert_eq!(meant(&path), "~/$DATA/b/a.txt");
        path.edit("~/$DATA/$DATA.txt".to_owned());
        assert_eq!(meant(&path), "~/$DATA//data.txt");
        path.edit("$DATA".to_owned());
        path.edit(String::new());
        path.edit("$DATA".to_owned());
        assert_eq!(meant(&path), "/data");
    }

    #[test]
    fn a_name_that_was_found_is_a_name_and_the_typed_folder_before_it_is_expanded() {
        let mut path = typed("$DATA/$D");
        path.complete("$DATA/$DATA/".to_owned());
        assert_eq!(meant(&path), "/data/$DATA/");
        path.edit("$DATA/$DATA/~".to_owned());
        path.complete("$DATA/$DATA/~x$DATA".to_owned());
        assert_eq!((meant(&path), meant(&path.folder())), ("/data/$DATA/~x$DATA".into(), "/data/$DATA/".into()));
        let mut path = typed("~");
        path.complete("~/".to_owned());
        assert_eq!(meant(&path), "/home/me/");
    }

    #[test]
    fn lines_are_paths_of_their_own() {
        let mut paths = typed("~/a\n");
        paths.add_chosen(Path::new("/b/$DATA"));
        paths.add_chosen(Path::new("c"));
        let both = format!("{}\n$DATA", paths.text());
        paths.edit(both);
        let lines: Vec<String> = paths.lines().map(|line| meant(&line)).collect();
        assert_eq!(lines, ["/home/me/a", "/b/$DATA", "c", "/data"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_chosen_path_that_is_not_unicode_is_meant_exactly() {
        use std::os::unix::ffi::OsStrExt as _;
        let strange = Path::new(std::ffi::OsStr::from_bytes(b"/a/\xff.txt"));
        let mut paths = PathText::chosen(strange);
        assert_eq!(paths.path(None, |_| None), strange);
        paths.add_chosen(Path::new("/b"));
        assert_eq!(paths.lines().next().unwrap().path(None, |_| None), strange);
    }

    proptest! {
        #[test]
        fn any_edits_keep_one_mark_for_each_byte(texts in prop::collection::vec("[a$~/ä\n\"]{0,8}", 1..6), choose: bool) {
            let mut path = if choose { PathText::chosen(Path::new("/$DATA~")) } else { PathText::default() };
            for text in texts {
                path.edit(text.clone());
                prop_assert_eq!(path.text(), &text);
                prop_assert_eq!(path.is_literal.len(), text.len());
                meant(&path);
                meant(&path.folder());
                path.lines().for_each(|line| drop(meant(&line)));
                path.complete(format!("{text}x"));
                prop_assert_eq!(path.is_literal.len(), text.len() + 1);
            }
        }
    }
}
