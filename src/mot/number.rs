//! Numbers as MOT files write them: sign, digits, dot, exponent; nothing else.

/// Powers of ten that an `f64` holds exactly.
const EXACT_POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Those that a short number may be divided by.
const SHORT_POWERS: [f64; 8] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7];

/// A one in each byte, and the highest bit of each byte.
const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// Largest mantissa that an `f64` holds exactly, with all smaller ones.
const EXACT_MANTISSA: u64 = 1 << 53;

/// Reads the number at the start of `bytes`: its value, correctly rounded, and how many bytes it takes.
///
/// What follows the number is the caller's business; `None` if there is no number at all. Too large a number is
/// infinite, as everywhere.
#[inline]
pub(super) fn prefix(bytes: &[u8]) -> Option<(f64, usize)> {
    let negative = bytes.first() == Some(&b'-');
    let unsigned = usize::from(negative || bytes.first() == Some(&b'+'));
    let mut at = unsigned;
    let mut mantissa = 0_u64;
    while let Some(digit) = digit_at(bytes, at) {
        mantissa = mantissa.wrapping_mul(10).wrapping_add(digit);
        at += 1;
    }
    let mut digits = at - unsigned;
    let mut exponent = 0_i64;
    if bytes.get(at) == Some(&b'.') {
        at += 1;
        let fraction = at;
        while let Some(digit) = digit_at(bytes, at) {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(digit);
            at += 1;
        }
        exponent = -((at - fraction) as i64);
        digits += at - fraction;
    }
    if digits == 0 {
        return None;
    }
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let (written, end) = exponent_at(bytes, at + 1)?;
        exponent = exponent.saturating_add(written);
        at = end;
    }
    // 19 digits always fit a u64. Within these bounds one division or product of exact numbers rounds correctly
    // (Clinger 1990); beyond them the full algorithm is needed.
    let value = if digits <= 19 && mantissa <= EXACT_MANTISSA && exponent.unsigned_abs() < EXACT_POWERS.len() as u64 {
        let power = EXACT_POWERS[exponent.unsigned_abs() as usize];
        if exponent < 0 { mantissa as f64 / power } else { mantissa as f64 * power }
    } else {
        fast_float2::parse(&bytes[unsigned..at]).ok()?
    };
    Some((if negative { -value } else { value }, at))
}

/// Eight bytes with digits as 0 to 9, and the high bit of each byte that is no digit. `None` if all of them are digits, or
/// one is not ASCII.
#[inline]
fn eight_bytes(bytes: [u8; 8]) -> Option<(u64, u64)> {
    let word = u64::from_le_bytes(bytes) ^ (ONES * u64::from(b'0'));
    // Nothing is carried from byte to byte, as all that get so far are below 128.
    let others = word.wrapping_add(ONES * 0x76) & HIGH_BITS;
    (word & HIGH_BITS == 0 && others != 0).then_some((word, others))
}

/// Reads the number that begins at `at`, in the usual case, without a loop or a guess: up to seven digits with or
/// without a dot, and its end within eight bytes behind the sign. Its value, and where it ends; `None` where [`prefix`]
/// must decide. Whether what follows may follow a number (an exponent may not) is the caller's business.
///
/// Nearly all of the time for a row goes into its numbers, and most of that into mispredicted ends of digits.
#[inline]
pub(super) fn short_prefix(bytes: &[u8], at: usize) -> Option<(f64, usize)> {
    let nine: &[u8; 9] = bytes.get(at..)?.first_chunk()?;
    let negative = nine[0] == b'-';
    let [_, behind @ ..] = *nine;
    let [here @ .., _] = *nine;
    let (word, others) = eight_bytes(if negative { behind } else { here })?;
    let first = others.trailing_zeros() & 0x38;
    let (count, fraction, end, digits) = if (word >> first) as u8 == b'.' ^ b'0' {
        let behind = others & (others - 1);
        if behind == 0 {
            return None;
        }
        let end = behind.trailing_zeros() / 8;
        // What follows the dot moves into its place.
        let whole = word & ((1 << first) - 1);
        (end - 1, end - first / 8 - 1, end, whole | (word >> first >> 8) << first)
    } else {
        (first / 8, 0, first / 8, word)
    };
    if count == 0 {
        return None;
    }
    // Both are exact, so the one division rounds correctly (Clinger 1990).
    let mantissa = eight_digits(digits << (64 - 8 * count)) as i64 as f64;
    let value = mantissa / SHORT_POWERS[fraction as usize & 7];
    Some((if negative { -value } else { value }, at + usize::from(negative) + end as usize))
}

/// Reads the one to seven digits that begin at `at`: their value, and where they end.
#[inline]
pub(super) fn short_digits(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let (word, others) = eight_bytes(*bytes.get(at..)?.first_chunk()?)?;
    let count = others.trailing_zeros() / 8;
    (count > 0).then(|| (eight_digits(word << (64 - 8 * count)), at + count as usize))
}

/// The number of eight digits, the first in the lowest byte: pairs, then fours, then all.
#[inline]
fn eight_digits(digits: u64) -> u64 {
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let low = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let high = ((pairs >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    low.wrapping_add(high) >> 32
}

#[inline]
fn digit_at(bytes: &[u8], at: usize) -> Option<u64> {
    let digit = bytes.get(at)?.wrapping_sub(b'0');
    (digit < 10).then_some(u64::from(digit))
}

/// The exponent behind an `e`, saturated far beyond what matters, and where it ends.
fn exponent_at(bytes: &[u8], at: usize) -> Option<(i64, usize)> {
    let negative = bytes.get(at) == Some(&b'-');
    let start = at + usize::from(negative || bytes.get(at) == Some(&b'+'));
    let mut end = start;
    let mut value = 0_i64;
    while let Some(digit) = digit_at(bytes, end) {
        value = value.saturating_mul(10).saturating_add(digit as i64);
        end += 1;
    }
    (end > start).then_some((if negative { -value } else { value }, end))
}

/// The number that `field` is as a whole.
pub(super) fn parse(field: &[u8]) -> Option<f64> {
    prefix(field).and_then(|(value, end)| (end == field.len()).then_some(value))
}

/// Whether `field` is one of the words for what is not a finite number: `nan`, `inf`, `infinity`, with or without sign.
pub(super) fn is_non_finite_word(field: &[u8]) -> bool {
    let word = field.strip_prefix(b"-").or_else(|| field.strip_prefix(b"+")).unwrap_or(field);
    [b"nan".as_slice(), b"inf", b"infinity"].iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether `field` is neither empty, a number nor a word for what is not a finite number.
pub(super) fn is_text(field: &[u8]) -> bool {
    !field.is_empty() && !is_non_finite_word(field) && parse(field).is_none()
}

/// An integral number in `0 … max`, however it is written.
pub(super) fn integral(value: f64, max: u64) -> Option<u64> {
    // `max` is at most 2^53 wherever this is called, so both conversions are exact. −0 counts as 0.
    (value >= 0.0 && value <= max as f64 && value % 1.0 == 0.0).then_some(value as u64)
}

/// The digits that `field` consists of, with an optional sign, as an exact integer: its sign and magnitude.
pub(super) fn exact_integer(field: &[u8]) -> Option<(bool, u64)> {
    let negative = field.first() == Some(&b'-');
    let digits = &field[usize::from(negative || field.first() == Some(&b'+'))..];
    let mut value = 0_u64;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(u64::from(digit))?;
    }
    (!digits.is_empty()).then_some((negative, value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The grammar, spelt out; the value by the standard library.
    fn naive(field: &str) -> Option<f64> {
        let mut rest = field.strip_prefix(['+', '-']).unwrap_or(field);
        let digits = |rest: &mut &str| {
            let all = *rest;
            *rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            all.len() - rest.len()
        };
        let mut count = digits(&mut rest);
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = fraction;
            count += digits(&mut rest);
        }
        if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
            rest = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if digits(&mut rest) == 0 {
                return None;
            }
        }
        if count == 0 || !rest.is_empty() { None } else { field.parse().ok() }
    }

    proptest! {
        #[test]
        fn any_text_reads_as_the_grammar_says(field in "[-+]?[0-9._ex]{0,24}([eE][-+]?[0-9]{0,3})?") {
            prop_assert_eq!(parse(field.as_bytes()).map(f64::to_bits), naive(&field).map(f64::to_bits));
        }

        #[test]
        fn the_short_way_agrees_with_the_long_one(
            before in "[0-9,]{0,3}", text in "[-+]?[0-9.]{0,9}[,; \t.5]{0,3}[\u{0}-\u{d7ff}]{0,9}",
        ) {
            let (at, bytes) = (before.len(), format!("{before}{text}").into_bytes());
            let is_exponent = |end: usize| matches!(bytes.get(end), Some(b'e' | b'E'));
            if let Some((value, end)) = short_prefix(&bytes, at).filter(|&(_, end)| !is_exponent(end)) {
                let expected = prefix(&bytes[at..]);
                prop_assert_eq!(expected.map(|(value, end)| (value.to_bits(), end)), Some((value.to_bits(), end - at)));
            }
            if let Some((value, end)) = short_digits(&bytes, at) {
                prop_assert_eq!(std::str::from_utf8(&bytes[at..end]).ok().and_then(|text| text.parse().ok()), Some(value));
                prop_assert!(!bytes[end].is_ascii_digit());
            }
        }

        #[test]
        fn the_short_way_takes_short_numbers(
            whole in 0..=99_999_u32, fraction in "(\\.[0-9]{0,1})?", rest in "[,; \t\r\n][-0-9.,]{8}",
        ) {
            let text = format!("-{whole}{fraction}{rest}");
            prop_assert!(short_prefix(text.as_bytes(), 0).is_some(), "{}", text);
            prop_assert!(short_digits(text.as_bytes(), 1).is_some(), "{}", text);
        }

        #[test]
        fn any_f64_survives_being_written(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
            for text in [value.to_string(), format!("{value:e}"), format!("{value:.18e}")] {
                prop_assert_eq!(parse(text.as_bytes()), text.parse().ok());
            }
        }
    }

    #[test]
    fn the_spellings_of_real_files_are_numbers_and_others_are_not() {
        for (text, value) in
            [("1.000e+00", 1.0), (".5", 0.5), ("3.", 3.0), ("+4", 4.0), ("007", 7.0), ("1e400", f64::INFINITY)]
        {
            assert_eq!(parse(text.as_bytes()), Some(value), "{text}");
        }
        for text in ["", "-", ".", "e5", "1e", "0x10", "1_000", "nan", "inf", "1 2", "--1", "1.2.3"] {
            assert_eq!(parse(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn integers_are_exact_up_to_64_bits() {
        assert_eq!(exact_integer(b"18446744073709551615"), Some((false, u64::MAX)));
        assert_eq!(exact_integer(b"18446744073709551616"), None);
        assert_eq!(exact_integer(b"-007"), Some((true, 7)));
        assert_eq!(exact_integer(b"-"), None);
    }
}
