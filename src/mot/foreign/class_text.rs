//! Class names of documents as text in column 8.

use crate::mot::number;
use crate::mot::write;

/// Writes class names so that a row reads them back. Remembers whether a name had to be changed.
#[derive(Debug, Default)]
pub(super) struct ClassText {
    /// The latest name, as the document has it and as it is written. Most boxes have the class of the box before.
    latest: (String, String),
    is_changed: bool,
}

impl ClassText {
    /// The text of a name. `None` for an empty name.
    pub(super) fn written(&mut self, name: &str) -> Option<&str> {
        if self.latest.0 != name {
            let (written, is_changed) = text_of(name);
            self.is_changed |= is_changed;
            self.latest = (name.to_owned(), written);
        }
        Some(self.latest.1.as_str()).filter(|written| !written.is_empty())
    }

    /// What the user should know about the names.
    pub(super) fn remark(&self) -> Option<String> {
        self.is_changed.then(|| "line ends in class names are shown as blanks".to_owned())
    }
}

/// The text that stands for a name in column 8, and whether letters of the name were changed.
fn text_of(name: &str) -> (String, bool) {
    let text = name.replace(char::is_control, " ");
    let is_changed = text != name;
    let text = text.trim();
    if number::is_non_finite_word(text.as_bytes()) {
        // Column 8 would read as "no class".
        return (format!("class {text}"), is_changed);
    }
    (write::text(text).into_owned(), is_changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::row;

    #[test]
    fn a_name_reads_back_as_it_is_or_the_change_is_told() {
        for (name, read, is_told) in [
            ("car", Some("car"), false),
            ("a, b", Some("a, b"), false),
            ("a; b", Some("a; b"), false),
            ("a \"b\", c", Some("a \"b\", c"), false),
            ("5' rule", Some("5' rule"), false),
            ("a\nb", Some("a b"), true),
            (" car ", Some("car"), false),
            ("\"car\"", Some("\"car\""), false),
            ("nan", Some("class nan"), false),
            ("", None, false),
            ("7", None, false),
        ] {
            let mut classes = ClassText::default();
            let line = ["1", "1", "1", "1", "1", "1", "1", classes.written(name).unwrap_or("nan")].join(",");
            let row = row::parse(line.as_bytes(), 0).unwrap();
            assert_eq!(row.detection.columns.class_name().map(|name| &**name), read, "{name}");
            assert_eq!(classes.remark().is_some(), is_told, "{name}");
        }
    }
}
