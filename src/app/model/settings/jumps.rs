//! Jump sizes as a text that the user edits.

use thiserror::Error;

/// The most jumps that can be set.
pub const MAX_JUMPS: usize = 64;
/// The longest jump, in frames.
pub const MAX_DISTANCE: i64 = 1_000_000;

/// Why a text is not a list of jumps, in words for the user.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum JumpsError {
    /// A part of the text is no whole number.
    #[error("“{0}” is not a whole number")]
    NoNumber(String),
    /// A jump to the frame itself.
    #[error("A jump cannot be 0 frames")]
    Zero,
    /// A jump is longer than [`MAX_DISTANCE`].
    #[error("{0} is too far: the longest jump is {MAX_DISTANCE} frames")]
    TooFar(String),
    /// There are more jumps than [`MAX_JUMPS`].
    #[error("{0} jumps are too many: at most {MAX_JUMPS} are possible")]
    TooMany(usize),
}

/// Writes jumps as a text, such as `−15, −5, −1, 1, 5, 15`.
pub fn write(jumps: &[i64]) -> String {
    let texts: Vec<String> = jumps.iter().map(|jump| jump.to_string().replace('-', "−")).collect();
    texts.join(", ")
}

/// Reads jumps separated by commas, semicolons or blanks. The minus sign may be a hyphen, a minus or a dash. The result
/// is sorted, and has each jump once.
///
/// # Errors
/// Which part is not a jump size, and why.
pub fn read(text: &str) -> Result<Vec<i64>, JumpsError> {
    let mut jumps = Vec::new();
    for word in text.split(|letter: char| matches!(letter, ',' | ';') || letter.is_whitespace()) {
        if word.is_empty() {
            continue;
        }
        let number = word.replace(['−', '–'], "-").parse::<i64>();
        let number = number.map_err(|_| JumpsError::NoNumber(word.to_owned()))?;
        if number == 0 {
            return Err(JumpsError::Zero);
        }
        if number.unsigned_abs() > MAX_DISTANCE.unsigned_abs() {
            return Err(JumpsError::TooFar(word.to_owned()));
        }
        jumps.push(number);
    }
    jumps.sort_unstable();
    jumps.dedup();
    if jumps.len() > MAX_JUMPS {
        return Err(JumpsError::TooMany(jumps.len()));
    }
    Ok(jumps)
}

/// Sorts jumps, and removes repeated and impossible ones, because a person may have edited the settings file.
pub fn tidy(jumps: &mut Vec<i64>) {
    jumps.retain(|jump| *jump != 0 && jump.unsigned_abs() <= MAX_DISTANCE.unsigned_abs());
    jumps.sort_unstable();
    jumps.dedup();
    jumps.truncate(MAX_JUMPS);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn jumps_can_be_written_in_many_ways() {
        for text in ["−15, −5, −1, 1, 5, 15", "15 5 1 -1 -5 -15", "1;1;5;+15;–1\t-5,,-15,"] {
            assert_eq!(read(text), Ok(vec![-15, -5, -1, 1, 5, 15]), "{text}");
        }
        assert_eq!(read(" "), Ok(vec![]));
    }

    #[test]
    fn a_text_that_is_not_a_jump_is_refused_with_a_reason() {
        assert_eq!(read("1, five").unwrap_err().to_string(), "“five” is not a whole number");
        for text in ["0", "1.5", "--1", "2000000", "99999999999999999999", "-9223372036854775808"] {
            assert!(read(text).is_err(), "{text}");
        }
        let many: Vec<i64> = (1..=65).collect();
        assert!(read(&write(&many)).is_err());
    }

    proptest! {
        #[test]
        fn reading_what_was_written_gives_the_same_jumps(jumps in prop::collection::btree_set(-999_999..999_999_i64, 0..60)) {
            let jumps: Vec<i64> = jumps.into_iter().filter(|&jump| jump != 0).collect();
            prop_assert_eq!(read(&write(&jumps)), Ok(jumps));
        }

        #[test]
        fn any_text_is_answered(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
