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

/// How the digits of names are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reading {
    /// All of them are numbers.
    #[default]
    Plain,
    /// Those in hexadecimal words, such as a checksum, are none.
    WithoutHashes,
    /// Those in the words at these places, a bit for each from the left, are none: see [`hash_words`].
    WithoutWords(u32),
}

/// The least length of the words in one place of all names that are taken for checksums.
const MIN_WORD: usize = 4;

/// The words of a stem: runs of letters and digits.
fn words(stem: &str) -> impl Iterator<Item = &str> {
    stem.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The places of words that are checksums, a bit for each from the left: all names have a hexadecimal word of one length there, in
/// most of them with a letter, and digits and letters change places. One of these words may have digits only.
pub(super) fn hash_words<'a>(names: &(impl Iterator<Item = &'a str> + Clone)) -> u32 {
    let Some(first) = names.clone().next() else { return 0 };
    let count = words(stem(first)).count();
    if count > 32 || names.clone().any(|name| words(stem(name)).count() != count) {
        return 0;
    }
    let is_digit = |letter: u8| letter.is_ascii_digit();
    let is_alike = |one: &str, other: &str| {
        one.len() == other.len() && one.bytes().zip(other.bytes()).all(|(one, other)| is_digit(one) == is_digit(other))
    };
    let mut places = 0;
    for (place, pattern) in words(stem(first)).enumerate().filter(|(_, word)| word.len() >= MIN_WORD) {
        let (mut all, mut with_letter, mut varies, mut is_hex) = (0_usize, 0, false, true);
        for word in names.clone().filter_map(|name| words(stem(name)).nth(place)) {
            all += 1;
            with_letter += usize::from(word.bytes().any(|letter| !is_digit(letter)));
            varies |= !is_alike(pattern, word);
            is_hex &= word.len() == pattern.len() && word.bytes().all(|letter| letter.is_ascii_hexdigit());
            if !is_hex {
                break;
            }
        }
        if is_hex && varies && 2 * with_letter > all {
            places |= 1 << place;
        }
    }
    places
}

/// The least length of a hexadecimal word, unless it is a part of a longer one.
const MIN_HASH: usize = 8;
/// Lengths of the usual checksums in hexadecimal digits. Such a word may have digits only.
const CHECKSUMS: [usize; 3] = [32, 40, 64];
/// The lengths of the words of a UUID.
const UUID: [usize; 5] = [8, 4, 4, 4, 12];

/// A part of the stem of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    /// Digits.
    Number(&'a str),
    /// A hexadecimal word.
    Hash,
    Other(char),
}

/// The parts of a stem, from the left.
fn pieces(stem: &str, reading: Reading) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = stem;
    let mut is_start_of_word = true;
    let mut word = 0_u32;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let begins = is_start_of_word && first.is_alphanumeric();
        let hash = match reading {
            Reading::WithoutHashes if is_start_of_word => hash(rest),
            Reading::WithoutWords(places) if begins && places.checked_shr(word).unwrap_or(0) & 1 == 1 => {
                rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len())
            }
            _ => 0,
        };
        word += u32::from(begins);
        let digits = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        let (piece, length) = match (hash, digits) {
            (1.., _) => (Piece::Hash, hash),
            (_, 1..) => (Piece::Number(&rest[..digits]), digits),
            _ => (Piece::Other(first), first.len_utf8()),
        };
        is_start_of_word = !first.is_alphanumeric();
        rest = &rest[length..];
        Some(piece)
    })
}

/// The length of the hexadecimal word that a text begins with; 0 if there is none.
fn hash(text: &str) -> usize {
    let word = |text: &str| text.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(text.len());
    let is_hex = |word: &str| word.bytes().all(|letter| letter.is_ascii_hexdigit());
    let mut at = 0;
    let is_uuid = UUID.iter().enumerate().all(|(place, length)| {
        let rest = &text[at..];
        let rest = if place == 0 { Some(rest) } else { rest.strip_prefix('-') };
        let found = rest.filter(|rest| word(rest) == *length && is_hex(&rest[..*length]));
        at += length + usize::from(place > 0);
        found.is_some()
    });
    if is_uuid {
        return at;
    }
    let length = word(text);
    let word = &text[..length];
    let is_digit = |letter: &u8| letter.is_ascii_digit();
    let changes = word.as_bytes().windows(2).filter(|two| is_digit(&two[0]) != is_digit(&two[1])).count();
    let is_hash = is_hex(word) && (CHECKSUMS.contains(&length) || length >= MIN_HASH && changes > 1);
    if is_hash { length } else { 0 }
}

/// The numbers in the stem of a name, from the left: how many digits each has, and its value. One that has more than 64 bits
/// counts as the greatest.
pub(super) fn digits(name: &str, reading: Reading) -> impl Iterator<Item = (usize, u64)> {
    pieces(stem(name), reading).filter_map(|piece| match piece {
        Piece::Number(run) => Some((run.len(), run.parse().unwrap_or(u64::MAX))),
        Piece::Hash | Piece::Other(_) => None,
    })
}

/// The numbers in the stem of a name, from the left.
pub(super) fn numbers(name: &str, reading: Reading) -> impl Iterator<Item = u64> {
    digits(name, reading).map(|(_, value)| value)
}

/// The stem of a name in lower case, with one `#` for each number and one `*` for each hexadecimal word. Names of one sequence
/// have the same pattern.
pub(super) fn pattern(name: &str, reading: Reading) -> String {
    let stem = stem(name);
    let mut pattern = String::with_capacity(stem.len());
    pattern.extend(pieces(stem, reading).map(|piece| match piece {
        Piece::Number(_) => '#',
        Piece::Hash => '*',
        Piece::Other(letter) => letter.to_ascii_lowercase(),
    }));
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
    has_picture_ending(name) && numbers(name, Reading::Plain).next().is_some()
}

/// Whether a name ends as that of a picture does, of a format that is read or not.
pub(in crate::sequence) fn has_picture_ending(name: &str) -> bool {
    Ending::of(name).is_some()
}

/// Whether a file of this name may have several pictures.
pub(super) fn may_have_pages(name: &str) -> bool {
    ending(name).is_some_and(|ending| ["tif", "tiff", "gif", "webp"].iter().any(|one| ending.eq_ignore_ascii_case(one)))
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
            assert_eq!(numbers(name, Reading::Plain).collect::<Vec<_>>(), expected, "{name}");
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
        let pattern = |name: &str| pattern(name, Reading::Plain);
        assert_eq!(pattern("cam2_0007_left.webp"), pattern("Cam10_12_LEFT.png"));
        assert_ne!(pattern("000001.jpg"), pattern("preview-1.jpg"));
    }

    #[test]
    fn digits_of_hexadecimal_words_are_no_numbers() {
        for (name, expected, numbers_in) in [
            ("frame_0001_jpg.rf.0a1b2c3d4e5f60718293a4b5c6d7e8f9.jpg", "frame_#_jpg.rf.*", &[1][..]),
            ("1b4e28ba-2fa1-11d2-883f-001600160016_7.png", "*_#", &[7]),
            ("00000000000000000000000000000001.png", "*", &[]),
            ("0a1b2c3d.png", "*", &[]),
            ("f0001.png", "f#", &[1]),
            ("cafe0012.png", "cafe#", &[12]),
            ("x0a1b2c3d.png", "x#a#b#c#d", &[0, 1, 2, 3]),
            ("20240501.png", "#", &[20_240_501]),
        ] {
            assert_eq!(pattern(name, Reading::WithoutHashes), expected, "{name}");
            assert_eq!(numbers(name, Reading::WithoutHashes).collect::<Vec<_>>(), numbers_in, "{name}");
        }
    }

    #[test]
    fn words_that_are_checksums_in_all_names_are_found_by_their_place() {
        for (names, expected) in [
            (&["00001_7687a.jpg", "00002_0aa22.jpg", "00003_12345.jpg", "00004_c0ffe.jpg"][..], 0b10),
            (&["7a31bc.jpg", "0aa223.jpg", "123456.jpg", "c0ffee.jpg"], 0b1),
            (&["000001.jpg", "000002.jpg"], 0),
            (&["a001.jpg", "a002.jpg", "b001.jpg"], 0),
            (&["0001.jpg", "0002.jpg", "000a.jpg"], 0),
            (&["cafe_1.jpg", "cafe_2.jpg"], 0),
            (&[], 0),
        ] {
            assert_eq!(hash_words(&names.iter().copied()), expected, "{names:?}");
        }
        let reading = Reading::WithoutWords(0b10);
        assert_eq!(pattern("00003_12345.jpg", reading), "#_*");
        assert_eq!(numbers("00003_12345.jpg", reading).collect::<Vec<_>>(), [3]);
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
            for reading in [Reading::Plain, Reading::WithoutHashes, Reading::WithoutWords(5)] {
                let _ = (numbers(&name, reading).count(), pattern(&name, reading), Ending::of(&name));
            }
            prop_assert_eq!(natural_order(&name, &other), natural_order(&other, &name).reverse());
        }

        #[test]
        fn the_last_number_is_found_behind_any_prefix(
            prefix in "[^./]{0,6}[^0-9./]", number in any::<u64>(), width in 0_usize..24, ending in "(jpg|JPEG|Png|bmp|webp)",
        ) {
            prop_assume!(!prefix.starts_with('.'));
            let name = format!("{prefix}{number:0width$}.{ending}");
            prop_assert_eq!(numbers(&name, Reading::Plain).last(), Some(number));
        }
    }
}
