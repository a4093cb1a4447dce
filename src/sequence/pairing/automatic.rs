//! From which number pictures and frames are counted: pure, from all that is known of a sequence.
//!
//! It is decided for the sequence, so all of its texts are paired alike. A text proves it with its first or last label. Without
//! a proof, `MOTChallenge` text is taken to count from 1, and that is said.

use crate::provider::KeySet;

/// The labels of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sequence) struct Labels {
    /// The first frame with boxes.
    pub first: u64,
    /// The last frame with boxes.
    pub last: u64,
    /// Whether its format counts frames from 1, as `MOTChallenge` has it, if nothing proves otherwise.
    pub is_mot: bool,
}

/// The offset between frames and pictures, and what to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Automatic {
    /// Frame f shows picture f + this number.
    pub offset: i64,
    pub remark: Option<String>,
}

/// Why the first frame with boxes shows the first picture.
const LONGER: &str = "the first frame with boxes and the first picture are taken to belong together; the text has more frames than \
                      there are pictures, so choose the offset 0 if that is wrong";

/// Of two texts of a sequence that count frames in different ways: the one from 0, and the one from 1.
pub(super) fn contradiction(pictures: &KeySet, texts: &[(String, Labels)]) -> Option<String> {
    let count = pictures.last()?.checked_sub(pictures.first()?)?.saturating_add(1);
    let (from_0, _) = texts.iter().find(|(_, text)| text.first == 0 && text.last < count)?;
    let (from_1, _) = texts.iter().find(|(_, text)| text.first > 0 && text.last == count)?;
    Some(format!(
        "{from_0} counts frames from 0, and {from_1} from 1: all texts are paired with the pictures alike, so the boxes of one are a frame off"
    ))
}

impl Automatic {
    const BY_NUMBER: Self = Self { offset: 0, remark: None };

    fn shifted(offset: i64, why: &str) -> Self {
        let (pictures, frames, shown) = if offset < 0 { (0, 1, "f − 1") } else { (1, 0, "f + 1") };
        let remark = format!(
            "pictures are numbered from {pictures}, frames from {frames}: frame f shows picture {shown}, because {why}"
        );
        Self { offset, remark: Some(remark) }
    }
}

/// The offset for `pictures`. `texts` are those of the sequence, the most trusted first. `length` is the number of frames that
/// `seqinfo.ini` states.
pub(super) fn automatic(pictures: &KeySet, texts: &[Labels], length: Option<u64>) -> Automatic {
    let (Some(first), Some(last)) = (pictures.first(), pictures.last()) else { return Automatic::BY_NUMBER };
    if first > 1 || texts.is_empty() {
        return Automatic::BY_NUMBER;
    }
    // The number of the last frame, if frames are counted from 1.
    let count = (last - first).saturating_add(1);
    let proofs = || texts.iter().filter(|text| text.last <= count && (text.first == 0) != (text.last == count));
    // A text with more frames than there are pictures: its first frame shows the first picture.
    let is_sparse = pictures.len() <= count / 2;
    let is_longer = |begin: u64| {
        !is_sparse
            && texts.iter().any(|text| text.is_mot && text.first == begin && text.last > count)
            && texts.iter().all(|text| text.first >= begin && (begin == 1 || text.first == 0))
    };
    if first == 1 {
        return match proofs().next() {
            Some(text) if text.first == 0 => Automatic::shifted(1, "a text of the sequence has frame 0"),
            None if is_longer(0) => Automatic::shifted(1, LONGER),
            _ => Automatic::BY_NUMBER,
        };
    }
    match proofs().next() {
        Some(text) if text.first == 0 => return Automatic::BY_NUMBER,
        Some(_) => {
            return Automatic::shifted(
                -1,
                &format!("a text of the sequence has frame {count}, and there are {count} pictures"),
            );
        }
        None => {}
    }
    if is_longer(1) {
        return Automatic::shifted(-1, LONGER);
    }
    let has_both = texts.iter().any(|text| text.first == 0 || text.last > count);
    if has_both || is_sparse || !texts.iter().any(|text| text.is_mot) {
        return Automatic::BY_NUMBER;
    }
    if length == Some(count) {
        return Automatic::shifted(-1, &format!("seqinfo.ini counts {count} frames, which are frames 1 to {count}"));
    }
    let begins = texts.iter().map(|text| text.first).min();
    if begins == Some(1) {
        let why = "the first frame with boxes is 1; if frames are counted from 0, choose the offset 0";
        return Automatic::shifted(-1, why);
    }
    let remark = "pictures are numbered from 0, and no text says whether frames are, too: frame f shows picture f; if frames are \
                  counted from 1, choose the offset −1";
    Automatic { offset: 0, remark: Some(remark.to_owned()) }
}

#[cfg(test)]
mod tests {
    use std::ops::RangeInclusive;

    use super::*;

    fn labels(frames: &RangeInclusive<u64>) -> Labels {
        Labels { first: *frames.start(), last: *frames.end(), is_mot: true }
    }

    #[test]
    fn pictures_are_shifted_where_a_text_proves_it_or_the_convention_says_so() {
        for (pictures, texts, length, offset, is_told) in [
            (0..=5, &[1..=6][..], None, -1, true),
            (0..=0, &[1..=1], None, -1, true),
            // The first frames are empty, the last one is not.
            (0..=5, &[2..=6], None, -1, true),
            // The last frame is empty.
            (0..=5, &[1..=5], None, -1, true),
            (0..=5, &[3..=5], None, 0, true),
            (0..=5, &[3..=5], Some(6), -1, true),
            (0..=5, &[0..=4], Some(6), 0, false),
            (0..=5, &[0..=5], None, 0, false),
            // One text proves it for all, the most trusted first.
            (0..=5, &[3..=5, 1..=6], None, -1, true),
            (0..=5, &[3..=5, 0..=4], None, 0, false),
            (0..=5, &[1..=6, 0..=5], None, -1, true),
            (0..=5, &[0..=5, 1..=6], None, 0, false),
            // Labels that fit neither way.
            (0..=5, &[1..=7], None, -1, true),
            (0..=5, &[0..=6], None, 0, false),
            (1..=6, &[1..=6], None, 0, false),
            (1..=6, &[0..=5], None, 1, true),
            (1..=6, &[0..=4], Some(6), 1, true),
            (1..=6, &[0..=6], None, 0, false),
            (1..=6, &[2..=6, 0..=5], None, 0, false),
            (1..=6, &[2..=5, 0..=5], None, 1, true),
            (1..=5, &[1..=6], None, 0, false),
            (7..=9, &[1..=3], None, 0, false),
            (0..=5, &[], None, 0, false),
        ] {
            let texts: Vec<Labels> = texts.iter().map(labels).collect();
            let told = automatic(&KeySet::from_runs([pictures.clone()]), &texts, length);
            assert_eq!((told.offset, told.remark.is_some()), (offset, is_told), "{pictures:?} {texts:?} {length:?}");
        }
        automatic(&KeySet::from_runs([0..=u64::MAX]), &[labels(&(1..=u64::MAX))], Some(u64::MAX));
        assert_eq!(automatic(&KeySet::default(), &[labels(&(1..=6))], None), Automatic::BY_NUMBER);
    }

    #[test]
    fn a_format_that_does_not_count_from_1_shifts_nothing_without_a_proof() {
        let kitti = Labels { is_mot: false, ..labels(&(1..=5)) };
        let pictures = KeySet::from_runs([0..=5]);
        assert_eq!(automatic(&pictures, &[kitti], None), Automatic::BY_NUMBER);
        assert_eq!(automatic(&pictures, &[Labels { last: 6, ..kitti }], None).offset, -1);
    }

    #[test]
    fn two_texts_that_count_in_different_ways_are_named() {
        let text = |name: &str, frames| (name.to_owned(), labels(&frames));
        let pictures = KeySet::from_runs([1..=5]);
        let told = contradiction(&pictures, &[text("gt.txt", 1..=5), text("mine.txt", 0..=4)]).unwrap();
        assert!(told.starts_with("mine.txt counts frames from 0, and gt.txt from 1"), "{told}");
        for others in [1..=4, 2..=5, 0..=5] {
            assert_eq!(contradiction(&pictures, &[text("gt.txt", 1..=5), text("mine.txt", others)]), None);
        }
    }

    #[test]
    fn of_sampled_pictures_each_has_the_number_of_its_frame() {
        let sampled = KeySet::from_keys((0..6).map(|n| 5 * n));
        for frames in [5..=25, 1..=40] {
            assert_eq!(automatic(&sampled, &[labels(&frames)], None), Automatic::BY_NUMBER);
        }
    }
}
