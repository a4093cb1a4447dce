//! Class names of documents as text in column 8.

use crate::mot::number;

/// Writes class names so that a row reads them back. Remembers whether a name had to be changed.
#[derive(Debug, Default)]
pub(super) struct ClassText {
    /// The latest name, as the document has it and as it is written. Most boxes have the class of the box before.
    latest: (String, String),
    is_changed: bool,
}

impl ClassText {
    /// The text of a name, and the separator of its line: a semicolon if the name has a comma. `None` for an empty name.
    pub(super) fn written(&mut self, name: &str) -> (Option<&str>, u8) {
        if self.latest.0 != name {
            let (written, is_changed) = text_of(name);
            self.is_changed |= is_changed;
            self.latest = (name.to_owned(), written);
        }
        let written = Some(self.latest.1.as_str()).filter(|written| !written.is_empty());
        (written, if self.latest.1.contains(',') { b';' } else { b',' })
    }

    /// What the user should know about the names.
    pub(super) fn remark(&self) -> Option<String> {
        let what = "semicolons and line ends in class names are shown as commas and blanks";
        self.is_changed.then(|| what.to_owned())
    }
}

/// The text that stands for a name in column 8, and whether letters of the name were changed.
fn text_of(name: &str) -> (String, bool) {
    let changed = |letter: char| match letter {
        ';' => ',',
        letter if letter.is_control() => ' ',
        letter => letter,
    };
    let mut text: String = name.chars().map(changed).collect();
    let is_changed = text != name;
    text = text.trim().to_owned();
    let is_quoted = |quote| text.len() >= 2 && text.starts_with(quote) && text.ends_with(quote);
    if is_quoted('"') || is_quoted('\'') {
        text = format!("\"{text}\"");
    }
    if number::is_non_finite_word(text.as_bytes()) {
        // Column 8 would read as "no class".
        text = format!("class {text}");
    }
    (text, is_changed)
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
            ("a; b", Some("a, b"), true),
            ("a\nb", Some("a b"), true),
            (" car ", Some("car"), false),
            ("\"car\"", Some("\"car\""), false),
            ("nan", Some("class nan"), false),
            ("", None, false),
            ("7", None, false),
        ] {
            let mut classes = ClassText::default();
            let (text, separator) = classes.written(name);
            let separator = char::from(separator);
            let fields = ["1", "1", "1", "1", "1", "1", "1", text.unwrap_or("nan")];
            let line = fields.join(&separator.to_string());
            let row = row::parse(line.as_bytes(), 0).unwrap();
            assert_eq!(row.detection.columns.class_name().map(|name| &**name), read, "{name}");
            assert_eq!(classes.remark().is_some(), is_told, "{name}");
        }
    }
}
