//! Recognises JSON, XML and other files by their first bytes.

use memchr::memmem;

use super::kinds::OtherFile;

/// How many bytes are searched for words.
const HEAD: usize = 64 << 10;

/// What a text is, if it is no table.
pub(in crate::mot) fn recognise(text: &[u8]) -> Option<OtherFile> {
    let start = text.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let text = &text[start..text.len().min(start + HEAD)];
    let has = |word: &str| memmem::find(text, word.as_bytes()).is_some();
    if text.starts_with(b"version https://git-lfs") {
        return Some(OtherFile::LfsPointer);
    }
    match text[0] {
        b'{' => Some(json(&has)),
        b'[' => {
            let next = text[1..].iter().find(|byte| !byte.is_ascii_whitespace());
            match next {
                None | Some(b'{' | b'[' | b']' | b'"') => Some(json(&has)),
                Some(next) if next.is_ascii_alphabetic() => Some(OtherFile::Settings),
                Some(_) => None,
            }
        }
        b'<' => Some(xml(text, &has)),
        _ => None,
    }
}

fn json(has: &impl Fn(&str) -> bool) -> OtherFile {
    if has("\"box2d\"") || has("\"videoName\"") {
        OtherFile::BddJson
    } else if has("\"tracker_id\"") && has("\"x_min\"") {
        OtherFile::SupervisionJson
    } else if has("\"images\"") || has("\"annotations\"") || has("\"image_id\"") {
        OtherFile::CocoJson
    } else {
        OtherFile::Json
    }
}

fn xml(text: &[u8], has: &impl Fn(&str) -> bool) -> OtherFile {
    let head = text[..text.len().min(512)].to_ascii_lowercase();
    let begins = |word: &[u8]| memmem::find(&head, word).is_some();
    if begins(b"<!doctype html") || begins(b"<html") {
        OtherFile::WebPage
    } else if has("<target_list") || has("<ignored_region") {
        OtherFile::DetracXml
    } else if has("<annotations") {
        OtherFile::CvatXml
    } else if has("<annotation>") && has("<bndbox") {
        OtherFile::VocXml
    } else {
        OtherFile::Xml
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_told_from_rows() {
        for (text, kind) in [
            ("{}", Some(OtherFile::Json)),
            ("\n [ {\"box2d\": 1}]", Some(OtherFile::BddJson)),
            ("{\"annotations\": []}", Some(OtherFile::CocoJson)),
            ("[Sequence]\nname=a", Some(OtherFile::Settings)),
            ("[1,2,3]", None),
            ("<?xml?><annotations>", Some(OtherFile::CvatXml)),
            ("<!DOCTYPE html>", Some(OtherFile::WebPage)),
            ("1,2,3", None),
            ("", None),
        ] {
            assert_eq!(recognise(text.as_bytes()), kind, "{text}");
        }
    }
}
