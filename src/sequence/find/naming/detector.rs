//! MOT17 has each sequence once for each of three detectors. Results often leave the detector out of the name.

use crate::sequence::video_name;

/// The names of the detectors, with the hyphen before them. The pictures and the ground truth of all three are equal.
const DETECTORS: [&str; 3] = ["-FRCNN", "-SDP", "-DPM"];

/// The name of a sequence as it may be written: as it is, then without its detector, or with each detector.
pub(in crate::sequence::find) fn spellings(name: &str) -> Vec<String> {
    let mut spellings = vec![name.to_owned()];
    match without(name) {
        Some(short) => spellings.push(short.to_owned()),
        None if is_mot17(name) => spellings.extend(DETECTORS.map(|detector| format!("{name}{detector}"))),
        None => {}
    }
    spellings
}

/// The name of a sequence of MOT17 without its detector.
fn without(name: &str) -> Option<&str> {
    let mut cut = DETECTORS.into_iter().filter_map(|detector| {
        let at = name.len().checked_sub(detector.len())?;
        name.get(at..)?.eq_ignore_ascii_case(detector).then(|| &name[..at])
    });
    cut.next().filter(|short| is_mot17(short))
}

/// Whether this is a name such as `MOT17-02`.
fn is_mot17(name: &str) -> bool {
    let number = name.get(..6).filter(|set| set.eq_ignore_ascii_case("MOT17-")).map(|_| &name[6..]);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// Whether two names differ, but only in their numbers: then they are names of two sequences.
pub(in crate::sequence::find) fn differ_in_numbers(one: &str, other: &str) -> bool {
    // A detector is no part of the name.
    let short = |name: &str| without(name).unwrap_or(name).to_owned();
    video_name::differ_in_numbers(&short(one), &short(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_mot17_have_a_detector() {
        assert_eq!(spellings("MOT17-92").join(" "), "MOT17-92 MOT17-92-FRCNN MOT17-92-SDP MOT17-92-DPM");
        assert_eq!(spellings("MOT17-92-SDP"), ["MOT17-92-SDP", "MOT17-92"]);
        assert_eq!(spellings("mot17-05-frcnn"), ["mot17-05-frcnn", "mot17-05"]);
        for name in ["MOT20-01", "walk-SDP", "MOT17-", "MOT17-é", "", "-DPM", "MOT17-DPM"] {
            assert_eq!(spellings(name), [name]);
        }
    }
}
