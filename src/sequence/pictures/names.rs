//! The number in the name of a picture file.

/// Endings of the files that are listed, in lower case. The format is told by the content of a file, not by its ending.
const ENDINGS: [&str; 5] = ["jpg", "jpeg", "png", "bmp", "webp"];

/// What follows the last dot of a name.
pub(super) fn ending(name: &str) -> Option<&str> {
    name.rsplit_once('.').map(|(_, ending)| ending)
}

/// Whether a name ends as that of a picture does. Names of hidden files do not count.
fn has_picture_extension(name: &str) -> bool {
    let is_one = |ending: &str| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
    !name.starts_with('.') && ending(name).is_some_and(is_one)
}

/// The name of a picture file, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Numbered {
    /// The value of the last run of digits before the ending.
    pub number: u64,
    /// The name in lower case, without its ending, with one `#` for each run of digits. Names of one sequence have the same
    /// pattern.
    pub pattern: String,
}

/// Takes the name of a picture file apart. `None` if it does not end as a picture does, has no number, or has a number of
/// more than 64 bits.
pub(super) fn numbered(name: &str) -> Option<Numbered> {
    if !has_picture_extension(name) {
        return None;
    }
    let (stem, _) = name.rsplit_once('.')?;
    let is_digit = |letter: char| letter.is_ascii_digit();
    let end = stem.rfind(is_digit)? + 1;
    let begin =
        stem[..end].rfind(|letter: char| !is_digit(letter)).map_or(0, |at| stem[at..].ceil_char_boundary(1) + at);
    let number = stem[begin..end].parse().ok()?;
    let mut pattern = String::with_capacity(stem.len());
    for letter in stem.chars() {
        if !is_digit(letter) {
            pattern.push(letter.to_ascii_lowercase());
        } else if !pattern.ends_with('#') {
            pattern.push('#');
        }
    }
    Some(Numbered { number, pattern })
}

/// Whether a name ends as that of a picture does and has a number.
pub(in crate::sequence) fn is_picture_name(name: &str) -> bool {
    numbered(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_digits_are_the_number() {
        for (name, number) in [
            ("000001.jpg", Some(1)),
            ("00000001.JPG", Some(1)),
            ("1.png", Some(1)),
            ("0.bmp", Some(0)),
            ("img_000101.jpeg", Some(101)),
            ("frame-12.png", Some(12)),
            ("cam2_0007_left.webp", Some(7)),
            ("é12é.png", Some(12)),
            ("18446744073709551615.jpg", Some(u64::MAX)),
            ("18446744073709551616.jpg", None),
            ("cover.jpg", None),
            (".000001.jpg", None),
            ("._000001.jpg", None),
            ("000001.txt", None),
            ("000001", None),
            ("000001.jpg.part", None),
            ("Thumbs.db", None),
            ("mp4.jpg~", None),
            ("", None),
            (".jpg", None),
        ] {
            assert_eq!(numbered(name).map(|name| name.number), number, "{name}");
        }
    }

    #[test]
    fn names_of_one_sequence_have_one_pattern() {
        let pattern = |name| numbered(name).map(|name| name.pattern);
        assert_eq!(pattern("cam2_0007_left.webp"), pattern("Cam10_12_LEFT.png"));
        assert_ne!(pattern("000001.jpg"), pattern("preview-1.jpg"));
    }

    proptest! {
        #[test]
        fn any_name_is_answered(name in any::<String>()) {
            let _ = numbered(&name);
        }

        #[test]
        fn a_number_is_found_behind_any_prefix(
            prefix in "[^./]{0,6}[^0-9./]", number in any::<u64>(), width in 0_usize..24, ending in "(jpg|JPEG|Png|bmp|webp)",
        ) {
            prop_assume!(!prefix.starts_with('.'));
            let name = format!("{prefix}{number:0width$}.{ending}");
            prop_assert_eq!(numbered(&name).map(|name| name.number), Some(number));
        }
    }
}
