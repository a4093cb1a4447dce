//! Recognises files that are no table by their first bytes. JSON and XML have readers of their own.

use super::kinds::OtherFile;

/// What a text is, if it is no table.
pub(in crate::mot) fn recognise(text: &[u8]) -> Option<OtherFile> {
    let text = text.trim_ascii_start();
    if text.starts_with(b"version https://git-lfs") {
        return Some(OtherFile::LfsPointer);
    }
    let section = text.strip_prefix(b"[")?.trim_ascii_start();
    section.first().is_some_and(u8::is_ascii_alphabetic).then_some(OtherFile::Settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_and_pointers_are_told_from_rows() {
        for (text, kind) in [
            ("[Sequence]\nname=a", Some(OtherFile::Settings)),
            ("version https://git-lfs.github.com/spec/v1\n", Some(OtherFile::LfsPointer)),
            ("[1,2,3]", None),
            ("[", None),
            ("1,2,3", None),
            ("", None),
        ] {
            assert_eq!(recognise(text.as_bytes()), kind, "{text}");
        }
    }
}
