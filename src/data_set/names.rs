//! The names of sequences and of their results.

use std::path::Path;

use super::sequence::Sequence;

/// The detectors in the names of the sequences of MOT17. Results may leave them out.
const DETECTORS: [&str; 3] = ["-DPM", "-FRCNN", "-SDP"];

/// The name of a file without its ending: `A` of `A.txt` and of `A.txt.gz`.
pub(super) fn stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let unpacked = name.len().checked_sub(3).filter(|&at| name.is_char_boundary(at)).map(|at| name.split_at(at));
    let name = match unpacked {
        Some((name, ending)) if ending.eq_ignore_ascii_case(".gz") && !name.is_empty() => name,
        _ => &name,
    };
    let stem = name.rsplit_once('.').map(|(stem, _)| stem).filter(|stem| !stem.is_empty());
    stem.unwrap_or(name).to_owned()
}

/// The names that results of a sequence may have, without ending: its own first.
pub(super) fn names(sequence: &Sequence) -> impl Iterator<Item = &str> {
    let short = DETECTORS.iter().find_map(|detector| sequence.name.strip_suffix(detector));
    [Some(sequence.name.as_str()), short].into_iter().flatten()
}

/// Whether a name of results is that of another sequence: one beside this one, or one with other digits.
pub(super) fn is_of_other(name: &str, sequence: &Sequence) -> bool {
    if names(sequence).any(|own| own == name) {
        return false;
    }
    let shape = |name: &str| name.replace(|letter: char| letter.is_ascii_digit(), "0");
    let has_digits = name.contains(|letter: char| letter.is_ascii_digit());
    has_digits && names(sequence).any(|own| shape(own) == shape(name)) || is_beside(name, sequence)
}

/// Whether there is a sequence of this name beside another one whose ground truth is `NAME/gt/gt.txt`.
fn is_beside(name: &str, sequence: &Sequence) -> bool {
    let gt = sequence.truth.parent().filter(|folder| folder.file_name().is_some_and(|folder| folder == "gt"));
    let all = gt.and_then(Path::parent).and_then(Path::parent);
    all.is_some_and(|all| !name.is_empty() && all.join(name).join("gt").is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_ending_and_other_digits_are_another_sequence() {
        for (path, name) in [
            ("r/A.txt", "A"),
            ("A.txt.gz", "A"),
            ("A.TXT.GZ", "A"),
            ("sort_v1.0", "sort_v1"),
            ("A", "A"),
            (".gz", ".gz"),
            ("ä.gz", "ä"),
            ("", ""),
        ] {
            assert_eq!(stem(Path::new(path)), name, "{path}");
        }
        let of = |name: &str| Sequence { name: name.to_owned(), truth: "gt.txt".into(), member: None, frames: None };
        let sequence = of("MOT17-02-SDP");
        for (name, is_other) in
            [("MOT17-09-SDP", true), ("MOT17-09", true), ("MOT17-02", false), ("MOT17-02-SDP", false), ("mine", false)]
        {
            assert_eq!(is_of_other(name, &sequence), is_other, "{name}");
        }
        assert!(!is_of_other("run", &of("street")) && is_of_other("0001", &of("0002")));
    }
}
