//! Jump sizes as a text that a person edits.

/// Most jumps there can be.
pub const MAX_JUMPS: usize = 64;
/// The farthest a jump can lead, in frames.
pub const MAX_DISTANCE: i64 = 1_000_000;

/// Jumps as a text, `−15, −5, −1, 1, 5, 15`.
pub fn write(jumps: &[i64]) -> String {
    let texts: Vec<String> = jumps.iter().map(|jump| jump.to_string().replace('-', "−")).collect();
    texts.join(", ")
}

/// Reads jumps separated by commas, semicolons or blanks, with any kind of minus sign; sorts them and drops repeats.
///
/// # Errors
/// A sentence for people: what is no jump size, and why.
pub fn read(text: &str) -> Result<Vec<i64>, String> {
    let mut jumps = Vec::new();
    for word in text.split(|letter: char| matches!(letter, ',' | ';') || letter.is_whitespace()) {
        if word.is_empty() {
            continue;
        }
        let number =
            word.replace(['−', '–'], "-").parse::<i64>().map_err(|_| format!("“{word}” is no whole number"))?;
        if number == 0 {
            return Err("A jump of 0 frames leads nowhere".to_owned());
        }
        if number.unsigned_abs() > MAX_DISTANCE.unsigned_abs() {
            return Err(format!("{word} is farther than {MAX_DISTANCE} frames"));
        }
        jumps.push(number);
    }
    jumps.sort_unstable();
    jumps.dedup();
    if jumps.len() > MAX_JUMPS {
        return Err(format!("{} jumps are more than {MAX_JUMPS}", jumps.len()));
    }
    Ok(jumps)
}

/// Sorts jumps and drops repeats and what is no jump, as after reading a settings file that anybody may have edited.
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
    fn what_is_no_jump_is_told() {
        assert_eq!(read("1, five"), Err("“five” is no whole number".to_owned()));
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
