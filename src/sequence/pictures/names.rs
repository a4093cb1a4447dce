//! The names of picture files, and the numbers in them.

use std::cmp::Ordering;

/// Endings of the files that are read, in lower case. The format is told by the content of a file, not by its ending.
const USUAL: [&str; 8] = ["jpg", "jpeg", "jpe", "jfif", "png", "bmp", "dib", "webp"];
/// Endings of files that are read, and that give way to those of the usual endings: they are often masks or depths.
const FURTHER: [&str; 7] = ["tif", "tiff", "gif", "pgm", "ppm", "pbm", "pnm"];
/// Endings that are read only where there are no pictures of the others.
const ALONE: [&str; 1] = ["tga"];
/// Endings of pictures that are not read, and the name of each format.
const NOT_READ: [(&str, &str); 18] = [
    ("avif", "AVIF"),
    ("heic", "HEIC"),
    ("heif", "HEIF"),
    ("jp2", "JPEG 2000"),
    ("j2k", "JPEG 2000"),
    ("jpx", "JPEG 2000"),
    ("jxl", "JPEG XL"),
    ("exr", "OpenEXR"),
    ("hdr", "Radiance HDR"),
    ("pfm", "PFM"),
    ("psd", "Photoshop"),
    ("dds", "DDS"),
    ("qoi", "QOI"),
    ("dng", "raw camera"),
    ("cr2", "raw camera"),
    ("nef", "raw camera"),
    ("arw", "raw camera"),
    ("raf", "raw camera"),
];

/// What the ending of a file's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ending {
    /// A picture of a usual format.
    Usual,
    /// A picture of another format that is read.
    Further,
    /// A picture that is read where there are no others.
    Alone,
    /// A picture that is not read, with the name of its format.
    NotRead(&'static str),
}

impl Ending {
    /// `None` if the file is no picture, or hidden.
    pub(super) fn of(name: &str) -> Option<Self> {
        let ending = ending(name).filter(|_| !name.starts_with('.'))?;
        let is = |known: &str| ending.eq_ignore_ascii_case(known);
        if USUAL.iter().any(|known| is(known)) {
            return Some(Self::Usual);
        }
        if FURTHER.iter().any(|known| is(known)) {
            return Some(Self::Further);
        }
        if ALONE.iter().any(|known| is(known)) {
            return Some(Self::Alone);
        }
        NOT_READ.iter().find(|(known, _)| is(known)).map(|(_, format)| Self::NotRead(format))
    }
}

/// What follows the last dot of a name.
pub(super) fn ending(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, ending)| ending)
}

/// What is before the last dot of a name.
pub(super) fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The numbers in the stem of a name, from the left. One that has more than 64 bits counts as the greatest.
pub(super) fn numbers(name: &str) -> impl DoubleEndedIterator<Item = u64> {
    let runs = stem(name).split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty());
    runs.map(|run| run.parse().unwrap_or(u64::MAX))
}

/// The stem of a name in lower case, with one `#` for each number. Names of one sequence have the same pattern.
pub(super) fn pattern(name: &str) -> String {
    let stem = stem(name);
    let mut pattern = String::with_capacity(stem.len());
    for letter in stem.chars() {
        if !letter.is_ascii_digit() {
            pattern.push(letter.to_ascii_lowercase());
        } else if !pattern.ends_with('#') {
            pattern.push('#');
        }
    }
    pattern
}

/// The order of two names as people see it: numbers by their value.
pub(super) fn natural_order(one: &str, other: &str) -> Ordering {
    let (mut ones, mut others) = (stem(one), stem(other));
    loop {
        match (split_first(ones), split_first(others)) {
            (None, None) => return one.cmp(other),
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some((part, rest)), Some((other_part, other_rest))) => {
                let is_number = |part: &str| part.starts_with(|letter: char| letter.is_ascii_digit());
                let order = if is_number(part) && is_number(other_part) {
                    by_value(part, other_part)
                } else {
                    part.cmp(other_part)
                };
                if order.is_ne() {
                    return order;
                }
                (ones, others) = (rest, other_rest);
            }
        }
    }
}

/// The order of two numbers of any length.
fn by_value(one: &str, other: &str) -> Ordering {
    let (one, other) = (one.trim_start_matches('0'), other.trim_start_matches('0'));
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

/// The first number of a text, or what is before it, and the rest.
fn split_first(text: &str) -> Option<(&str, &str)> {
    let is_digit = text.chars().next()?.is_ascii_digit();
    let end = text.find(|letter: char| letter.is_ascii_digit() != is_digit).unwrap_or(text.len());
    Some(text.split_at(end))
}

/// Whether a name ends as that of a picture does and has a number.
pub(in crate::sequence) fn is_picture_name(name: &str) -> bool {
    has_picture_ending(name) && numbers(name).next().is_some()
}

/// Whether a name ends as that of a picture does, of a format that is read or not.
pub(in crate::sequence) fn has_picture_ending(name: &str) -> bool {
    Ending::of(name).is_some()
}

/// The format that a name stands for by its ending, if it is one that is not read.
pub(in crate::sequence) fn unread_format(name: &str) -> Option<&'static str> {
    match Ending::of(name) {
        Some(Ending::NotRead(format)) => Some(format),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_of_a_name_are_its_runs_of_digits_before_the_ending() {
        for (name, expected) in [
            ("000001.jpg", &[1][..]),
            ("img_000101.jpeg", &[101]),
            ("cam2_0007_left.webp", &[2, 7]),
            ("é12é.png", &[12]),
            ("18446744073709551616.jpg", &[u64::MAX]),
            ("cover.jpg", &[]),
            ("a.mp4", &[]),
            ("", &[]),
        ] {
            assert_eq!(numbers(name).collect::<Vec<_>>(), expected, "{name}");
        }
    }

    #[test]
    fn pictures_are_known_by_their_ending() {
        for name in ["1.JPG", "a.jpeg", "é12é.png"] {
            assert_eq!(Ending::of(name), Some(Ending::Usual), "{name}");
        }
        assert_eq!(["b.tif", "x.Tiff"].map(Ending::of), [Some(Ending::Further); 2]);
        for name in
            [".000001.jpg", "._000001.jpg", "000001.txt", "000001", "1.jpg.part", "Thumbs.db", "mp4.jpg~", "", ".jpg"]
        {
            assert_eq!(Ending::of(name), None, "{name}");
        }
        assert_eq!(Ending::of("1.AVIF"), Some(Ending::NotRead("AVIF")));
    }

    #[test]
    fn names_of_one_sequence_have_one_pattern() {
        assert_eq!(pattern("cam2_0007_left.webp"), pattern("Cam10_12_LEFT.png"));
        assert_ne!(pattern("000001.jpg"), pattern("preview-1.jpg"));
    }

    #[test]
    fn numbers_are_ordered_by_their_value() {
        let mut names = ["a10.png", "a9.png", "b1.png", "a9b.png", "a.png", "10.png", "9.png"];
        names.sort_by(|one, other| natural_order(one, other));
        assert_eq!(names, ["9.png", "10.png", "a.png", "a9.png", "a9b.png", "a10.png", "b1.png"]);
    }

    proptest! {
        #[test]
        fn any_name_is_answered(name in any::<String>(), other in any::<String>()) {
            let _ = (numbers(&name).count(), pattern(&name), Ending::of(&name));
            prop_assert_eq!(natural_order(&name, &other), natural_order(&other, &name).reverse());
        }

        #[test]
        fn the_last_number_is_found_behind_any_prefix(
            prefix in "[^./]{0,6}[^0-9./]", number in any::<u64>(), width in 0_usize..24, ending in "(jpg|JPEG|Png|bmp|webp)",
        ) {
            prop_assume!(!prefix.starts_with('.'));
            let name = format!("{prefix}{number:0width$}.{ending}");
            prop_assert_eq!(numbers(&name).next_back(), Some(number));
        }
    }
}
