//! Which files may be texts of boxes, by their names and their first bytes: in archives and in folders.

/// Endings of text files, in lower case.
const TEXT_ENDINGS: [&str; 2] = ["txt", "csv"];
/// Names of files without boxes that lie beside texts of boxes, in lower case and without their ending.
const OTHER_FILES: [&str; 17] = [
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

/// Whether a member of an archive may be a text of boxes, by its path. There, a text may lack an ending.
pub(super) fn may_be_text(path: &str) -> bool {
    // Some archivers on Windows write backslashes.
    let mut parts = path.rsplit(['/', '\\']);
    let file = parts.next().unwrap_or_default();
    let stem = if file.contains('.') { stem_of_text(file) } else { Some(file) };
    let is_text = stem.is_some_and(|stem| !stem.is_empty() && !is_other(stem));
    is_text && !file.starts_with('.') && !parts.any(is_ignored)
}

/// Whether a folder in an archive is of no interest: that of macOS, or a hidden one such as `.git`. The folders `.` and `..`
/// are not hidden.
pub(super) fn is_ignored(folder: &str) -> bool {
    folder == "__MACOSX" || folder.starts_with('.') && folder != "." && folder != ".."
}

/// A name without `.gz` and without the ending of a text file.
pub(crate) fn without_endings(name: &str) -> &str {
    let name = match name.rsplit_once('.') {
        Some((stem, ending)) if ending.eq_ignore_ascii_case("gz") && !stem.is_empty() => stem,
        _ => name,
    };
    stem_of_text(name).filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// The name of a text file without its ending; `None` if it has not the ending of a text file.
fn stem_of_text(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    TEXT_ENDINGS.iter().any(|text| text.eq_ignore_ascii_case(ending)).then_some(stem)
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
            assert!(is_text_of_boxes(name) && may_be_text(name) && may_be_text(&format!("a/./b/{name}")), "{name}");
        }
        for name in [
            "README.txt",
            "labels.txt",
            "seqinfo.ini",
            "LICENSE.txt",
            "._gt.txt",
            "gt.json",
            "Train.txt",
            ".txt",
            "",
            "a.",
        ] {
            assert!(!is_text_of_boxes(name) && !may_be_text(name), "{name}");
        }
        for path in ["__MACOSX/gt.txt", "a\\__MACOSX\\b\\gt.txt", ".git/gt.txt", "a/", "a/LICENSE", "a/._x"] {
            assert!(!may_be_text(path), "{path}");
        }
        assert!(may_be_text("results/MOT17-02") && !is_text_of_boxes("MOT17-02"));
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
