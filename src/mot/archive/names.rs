//! Which files may be texts of boxes, by their names and their first bytes: in archives and in folders.

/// Endings of text files, in lower case.
const TEXT_ENDINGS: [&str; 2] = ["txt", "csv"];
/// Endings of documents, in lower case.
const DOCUMENT_ENDINGS: [&str; 2] = ["json", "xml"];
/// Words at the beginning of documents of boxes: the outermost elements of XML, the fields of JSON.
const DOCUMENT_WORDS: [&str; 14] = [
    "<annotations",
    "<sequence",
    "\"annotations\"",
    "\"categories\"",
    "\"images\"",
    "\"videos\"",
    "\"frames\"",
    "\"frameIndex\"",
    "\"labels\"",
    "\"bbox\"",
    "\"box2d\"",
    "\"image_id\"",
    "\"track_id\"",
    "\"tracker_id\"",
];
/// Names of files without boxes that lie beside texts of boxes, in lower case and without their ending.
const OTHER_FILES: [&str; 22] = [
    "labels",
    "classes",
    "obj_names",
    "readme",
    "license",
    "licence",
    "copying",
    "notice",
    "authors",
    "changelog",
    "citation",
    "seqmap",
    "seqinfo",
    "gameinfo",
    "requirements",
    "poses",
    "times",
    "timestamps",
    "calib",
    "calibration",
    "train",
    "makefile",
];
/// How many bytes at the beginning of a file are enough to see whether it has rows.
pub(crate) const SAMPLE: usize = 4096;

/// Whether a file may be a text of boxes, by its name without folders. Hidden files are not, such as the `._NAME` that macOS
/// adds to archives.
pub(crate) fn is_text_of_boxes(name: &str) -> bool {
    stem_of_text(name).is_some_and(|stem| !is_other(stem)) && !name.starts_with('.')
}

/// Whether a file may be a document of boxes, by its name without folders.
pub(crate) fn is_document(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| is_one_of(ending, &DOCUMENT_ENDINGS)) && !name.starts_with('.')
}

/// What a member of an archive may be, by its path. There, a text may lack an ending.
pub(super) fn member_kind(path: &str) -> MemberKind {
    // Some archivers on Windows write backslashes.
    let mut parts = path.rsplit(['/', '\\']);
    let file = parts.next().unwrap_or_default();
    let is_visible = !file.starts_with('.') && !parts.any(is_ignored);
    let stem = match file.rsplit_once('.') {
        None => Some(file),
        Some((stem, ending)) => is_one_of(ending, &DOCUMENT_ENDINGS).then_some(stem).or_else(|| stem_of_text(file)),
    };
    match stem.filter(|stem| is_visible && !stem.is_empty()) {
        None => MemberKind::Other,
        Some(stem) if is_other(stem) => MemberKind::SetAside,
        Some(_) if file.contains('.') && stem_of_text(file).is_none() => MemberKind::Document,
        Some(_) => MemberKind::Text,
    }
}

/// What a member of an archive may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MemberKind {
    /// A text of boxes.
    Text,
    /// A document, which may have boxes.
    Document,
    /// A text whose name says that it has no boxes.
    SetAside,
    /// No text.
    Other,
}

/// Whether the beginning of a document looks like one of boxes.
pub(crate) fn looks_like_document(sample: &[u8]) -> bool {
    let text = String::from_utf8_lossy(sample);
    DOCUMENT_WORDS.iter().any(|word| text.contains(word))
}

/// Whether the beginning of a text looks like the boxes of one picture as shares of it: a class, and four shares.
pub(super) fn looks_like_shares(sample: &[u8]) -> bool {
    let text = String::from_utf8_lossy(sample);
    let is_row = |line: &str| {
        let numbers: Option<Vec<f64>> = line.split_whitespace().map(|field| field.parse().ok()).collect();
        let is_share = |number: &f64| (0.0..=1.0).contains(number);
        numbers.is_some_and(|row| row.len() >= 5 && row[0].fract() == 0.0 && row[1..5].iter().all(is_share))
    };
    text.lines().find(|line| !line.trim().is_empty()).is_some_and(is_row)
}

/// Whether a folder in an archive is of no interest: that of macOS, or a hidden one such as `.git`. The folders `.` and `..`
/// are not hidden.
pub(super) fn is_ignored(folder: &str) -> bool {
    folder == "__MACOSX" || folder.starts_with('.') && folder != "." && folder != ".."
}

/// A name without `.gz` and without the ending of a text file.
pub(crate) fn without_endings(name: &str) -> &str {
    let name = match name.rsplit_once('.') {
        Some((stem, ending)) if is_one_of(ending, &["gz", "zip"]) && !stem.is_empty() => stem,
        _ => name,
    };
    stem_of_text(name).filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// The name of a text file without its ending; `None` if it has not the ending of a text file.
fn stem_of_text(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    is_one_of(ending, &TEXT_ENDINGS).then_some(stem)
}

fn is_one_of(ending: &str, endings: &[&str]) -> bool {
    endings.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

fn is_other(stem: &str) -> bool {
    OTHER_FILES.iter().any(|other| other.eq_ignore_ascii_case(stem))
}

/// Whether the beginning of a file looks like rows of boxes: one of its lines begins with a number and has six fields or more.
pub(crate) fn looks_like_rows(sample: &[u8]) -> bool {
    let separators = |letter: &u8| matches!(letter, b',' | b';' | b' ' | b'\t');
    sample.split(|&letter| letter == b'\n').any(|line| {
        let mut fields = line.split(separators).filter(|field| !field.is_empty());
        let is_number = |field: &[u8]| std::str::from_utf8(field).is_ok_and(|text| text.parse::<f64>().is_ok());
        fields.next().is_some_and(is_number) && fields.count() >= 5
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_lie_beside_texts_of_boxes_are_told_by_their_names() {
        for name in ["gt.txt", "MOT17-02.TXT", "a.b.csv", "train-01.txt", "readme2.txt"] {
            let kinds = [name, &format!("a/./b/{name}")].map(member_kind);
            assert!(is_text_of_boxes(name) && kinds == [MemberKind::Text; 2], "{name}");
        }
        for name in [
            "README.txt",
            "labels.txt",
            "seqinfo.ini",
            "LICENSE.txt",
            "._gt.txt",
            "gt.json5",
            "Train.txt",
            ".txt",
            "",
            "a.",
        ] {
            assert!(!is_text_of_boxes(name) && member_kind(name) != MemberKind::Text, "{name}");
        }
        for path in ["__MACOSX/gt.txt", "a\\__MACOSX\\b\\gt.txt", ".git/gt.txt", "a/", "a/LICENSE", "a/._x"] {
            assert_ne!(member_kind(path), MemberKind::Text, "{path}");
        }
        assert!(member_kind("results/MOT17-02") == MemberKind::Text && !is_text_of_boxes("MOT17-02"));
        assert_eq!(["a/annotations.xml", "gt.JSON"].map(member_kind), [MemberKind::Document; 2]);
        assert_eq!(["a/README.txt", "LICENSE"].map(member_kind), [MemberKind::SetAside; 2]);
    }

    #[test]
    fn a_name_is_told_without_its_endings() {
        for (name, short) in [
            ("a.txt", "a"),
            ("a.TXT.GZ", "a"),
            ("a.csv", "a"),
            ("a.b", "a.b"),
            (".txt", ".txt"),
            ("a.gz", "a"),
            ("", ""),
        ] {
            assert_eq!(without_endings(name), short);
        }
    }

    #[test]
    fn rows_are_told_from_prose() {
        for rows in [&b"1,1,10,20,30,40\n"[..], b"frame,id,x,y,w,h\n1,1,1,1,1,1", b"1 -1 1.5 2 3 4 0.9"] {
            assert!(looks_like_rows(rows));
        }
        for prose in [&b"person\n"[..], b"", b"1 of six", b"\xFF\xFE", b"these are the results of our tracker\n"] {
            assert!(!looks_like_rows(prose));
        }
    }
}
