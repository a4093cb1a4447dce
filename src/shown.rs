//! Names and texts as they are shown: without control characters, which a terminal would obey.

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};
use std::path::Path;

/// A path that can be shown.
pub(crate) trait ShowPath {
    /// Displays the path on one line, with control characters as JSON writes them, such as `\u001b`.
    fn shown(&self) -> ShownPath<'_>;
}

impl ShowPath for Path {
    fn shown(&self) -> ShownPath<'_> {
        ShownPath(self)
    }
}

/// See [`ShowPath::shown`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct ShownPath<'a>(&'a Path);

impl Display for ShownPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.0.to_string_lossy();
        if !path.contains(char::is_control) {
            return f.pad(&path);
        }
        f.pad(&escaped(&path, |_| true))
    }
}

/// A text of several lines with control characters other than ends of lines as JSON writes them. A JSON document keeps its
/// meaning: it has such characters only in strings.
#[cfg_attr(not(any(feature = "cli", feature = "gui")), allow(dead_code))]
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let is_escaped = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    if text.contains(is_escaped) { escaped(text, is_escaped).into() } else { text.into() }
}

/// A name on one line, with control characters as JSON writes them, such as `\u001b`.
pub(crate) fn shown_text(name: &str) -> String {
    if name.contains(char::is_control) { escaped(name, |_| true) } else { name.to_owned() }
}

/// A name whose control characters were escaped by [`shown_text`] or [`ShowPath::shown`].
pub(crate) fn unescaped(shown: &str) -> String {
    let mut parts = shown.split("\\u00");
    let mut name = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(letter) = code.map(char::from).filter(|letter| letter.is_control()) {
            name.push(letter);
            name.push_str(&part[2..]);
        } else {
            name.push_str("\\u00");
            name.push_str(part);
        }
    }
    name
}

/// A text with the control characters escaped for which `is_escaped` is true.
fn escaped(text: &str, is_escaped: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\n' if is_escaped(letter) => shown.push_str("\\n"),
            _ if letter.is_control() && is_escaped(letter) => {
                let _ = write!(shown, "\\u{:04x}", u32::from(letter));
            }
            _ => shown.push(letter),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_path_is_one_line_without_control_characters() {
        for (path, expected) in
            [("a/b c.txt", "a/b c.txt"), ("a\u{1b}[31mb\n\u{9b}2J\u{7f}ä", "a\\u001b[31mb\\n\\u009b2J\\u007fä")]
        {
            assert_eq!(Path::new(path).shown().to_string(), expected);
        }
    }

    #[test]
    fn a_text_keeps_its_lines_and_json_its_meaning() {
        assert_eq!(printable("one\ttwo\n\u{1b}[2J"), "one\ttwo\n\\u001b[2J");
        let json = serde_json::json!({ "path": "a\u{1b}\u{7f}\u{9b}\n" }).to_string();
        let shown = printable(&json);
        assert!(!shown.contains(char::is_control), "{shown}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&shown).unwrap()["path"], "a\u{1b}\u{7f}\u{9b}\n");
    }

    #[test]
    fn control_characters_of_a_name_are_escaped_and_come_back() {
        for name in ["a b", "a\u{1b}[31mb", "\u{9b}2J\u{7f}ä", "\\u00zz", "\\u0041"] {
            assert_eq!(unescaped(&shown_text(name)), name);
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_has_no_control_characters(text in any::<String>()) {
            prop_assert!(!Path::new(&text).shown().to_string().contains(char::is_control));
            prop_assert!(!printable(&text).contains(|letter: char| letter.is_control() && letter != '\n' && letter != '\t'));
        }
    }
}
