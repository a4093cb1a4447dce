//! Reads numbers as MOT files have them: sign, digits, dot and exponent, nothing else.

/// The powers of ten that an `f64` represents exactly.
const EXACT_POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// The divisor of a number in eight bytes, for each place of its dot.
const SHORT_POWERS: [f64; 8] = [1e7, 1e6, 1e5, 1e4, 1e3, 1e2, 1e1, 1e0];

/// The value 1 in each byte.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The powers of ten that a `u64` holds.
const WHOLE_POWERS: [u64; 20] = {
    let mut powers = [1; 20];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// The largest mantissa up to which an `f64` represents all whole numbers exactly.
const EXACT_MANTISSA: u64 = 1 << 53;

/// Reads the number at the start of `bytes`. Returns its value, correctly rounded, and its length in bytes.
///
/// `None` if `bytes` do not begin with a number. What follows the number is not checked. A number that is too large for an
/// `f64` is infinite.
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
    // 19 digits always fit a u64. Within these bounds both numbers are exact, so that one division or multiplication rounds
    // correctly (Clinger, "How to Read Floating Point Numbers Accurately", 1990). Other numbers need the full algorithm.
    let value = if digits <= 19 && mantissa <= EXACT_MANTISSA && exponent.unsigned_abs() < EXACT_POWERS.len() as u64 {
        let power = EXACT_POWERS[exponent.unsigned_abs() as usize];
        if exponent < 0 { mantissa as f64 / power } else { mantissa as f64 * power }
    } else {
        std::str::from_utf8(&bytes[unsigned..at]).ok()?.parse().ok()?
    };
    Some((if negative { -value } else { value }, at))
}

/// The one to eight bytes `bytes[at..end]` as a word: each digit as 0 to 9, the last in the highest byte, and zeros before
/// the first. `None` for a field of another length, and if eight bytes cannot be read at `at`.
#[inline(always)]
#[allow(clippy::inline_always, reason = "a call for each column takes a tenth of the time for a row")]
fn short_field(bytes: &[u8], at: usize, end: usize) -> Option<u64> {
    let word = u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?) ^ (ONES * u64::from(b'0'));
    let length = end.wrapping_sub(at);
    (1..=8).contains(&length).then(|| word << (64 - 8 * length))
}

/// Reads the field `bytes[at..end]` if it has at most eight bytes after the sign, digits and a dot only. `None` if [`parse`]
/// must decide. The field must have no other characters than digits and `-./`.
///
/// There is no loop and hardly a branch that depends on the digits, because numbers take nearly all of the time for a row.
#[inline(always)]
#[allow(clippy::inline_always, reason = "as above")]
pub(super) fn short(bytes: &[u8], at: usize, end: usize) -> Option<f64> {
    let is_negative = bytes.get(at) == Some(&b'-');
    let word = short_field(bytes, at + usize::from(is_negative), end)?;
    // All characters but digits have this bit. The lowest bit tells `.` from its neighbours `-` and `/`.
    let others = word & (ONES * 0x10);
    // Whether a column has dots is much the same in all rows, so that the processor guesses this right.
    if others == 0 {
        let value = eight_digits(word) as i64 as f64;
        return Some(f64::from_bits(value.to_bits() | u64::from(is_negative) << 63));
    }
    let dot = others >> 4;
    let is_number = others & others.wrapping_sub(1) | word & dot == 0 && word != u64::from(b'.' ^ b'0') << 56;
    if !is_number {
        return None;
    }
    let digits = word ^ (dot << 5).wrapping_sub(dot << 1);
    // The digits before the dot move by one byte, over the dot.
    let before = digits & dot.wrapping_sub(1);
    let digits = (before << 8) | (digits ^ before);
    let power = SHORT_POWERS[others.trailing_zeros() as usize / 8];
    // Both numbers are exact, so the one division rounds correctly (Clinger 1990).
    let value = eight_digits(digits) as i64 as f64 / power;
    Some(f64::from_bits(value.to_bits() | u64::from(is_negative) << 63))
}

/// Reads the field `bytes[at..end]` if it has one to seven digits before its dot, one to sixteen behind it, and nine bytes or
/// more, as programs write numbers that they have computed. `None` for all others.
pub(super) fn long(bytes: &[u8], at: usize, end: usize) -> Option<f64> {
    let is_negative = bytes.get(at) == Some(&b'-');
    let field = bytes.get(at + usize::from(is_negative)..end)?;
    let (first, last) = (word(*field.first_chunk()?), word(*field.last_chunk()?));
    let before = ((first & (ONES * 0x10)).trailing_zeros() / 8) as usize;
    if !(1..8).contains(&before) || field[before] != b'.' {
        return None;
    }
    let behind = field.len() - before - 1;
    if !(1..=16).contains(&behind) || before + behind > 19 || field.len() < 9 {
        return None;
    }
    let whole = first << (64 - 8 * before);
    // The digits behind the dot: at most eight at the end of the field, and eight before them.
    let ending = if behind > 8 { behind - 8 } else { behind };
    let ending_word = last & (u64::MAX << (64 - 8 * ending));
    let middle = if behind > 8 { word(*field[before + 1..].first_chunk()?) } else { 0 };
    let are_digits = |word: u64| (word | word.wrapping_add(ONES * 6)) & (ONES * 0xF0) == 0;
    if !(are_digits(whole) && are_digits(ending_word) && are_digits(middle)) {
        return None;
    }
    let fraction = eight_digits(middle) * WHOLE_POWERS[ending] + eight_digits(ending_word);
    let mantissa = eight_digits(whole) * WHOLE_POWERS[behind] + fraction;
    let value = if mantissa <= EXACT_MANTISSA {
        mantissa as f64 / EXACT_POWERS[behind]
    } else {
        rounded(mantissa, WHOLE_POWERS[behind])
    };
    Some(if is_negative { -value } else { value })
}

/// Eight bytes as a word in which digits are 0 to 9, the first in the lowest byte.
#[inline]
fn word(bytes: [u8; 8]) -> u64 {
    u64::from_le_bytes(bytes) ^ (ONES * u64::from(b'0'))
}

/// The correctly rounded quotient of two whole numbers above 0.
fn rounded(mantissa: u64, divisor: u64) -> f64 {
    let (up, down) = (mantissa.leading_zeros(), divisor.leading_zeros());
    let (mantissa, divisor) = (u128::from(mantissa << up) << 63, u128::from(divisor << down));
    // It has 63 bits or 64, far more than an `f64` keeps. The lowest stands for all bits that follow, so that one conversion
    // rounds correctly.
    let quotient = (mantissa / divisor) as u64 | u64::from(mantissa % divisor != 0);
    // 2 to the power of `down − up − 63`, which is far from the ends of the range.
    quotient as f64 * f64::from_bits(u64::from(1023 - 63 + down - up) << 52)
}

/// Reads the field `bytes[at..end]` if it is one to eight digits. The field must have no other characters than digits and
/// `-./`.
#[inline(always)]
#[allow(clippy::inline_always, reason = "as above")]
pub(super) fn short_digits(bytes: &[u8], at: usize, end: usize) -> Option<u64> {
    let word = short_field(bytes, at, end)?;
    (word & (ONES * 0x10) == 0).then(|| eight_digits(word))
}

/// The value of eight digits, the first in the lowest byte. Digits are joined to pairs, pairs to fours, and fours to eight.
#[inline]
pub(super) fn eight_digits(digits: u64) -> u64 {
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let low = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
    let high = ((pairs >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
    low.wrapping_add(high) >> 32
}

/// The value of the digit at a place; `None` if no digit is there.
#[inline]
fn digit_at(bytes: &[u8], at: usize) -> Option<u64> {
    let digit = bytes.get(at)?.wrapping_sub(b'0');
    (digit < 10).then_some(u64::from(digit))
}

/// Reads the exponent after an `e`. Returns its value, which saturates at the limits of `i64`, and where it ends.
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

/// Reads a field that is a number from its first to its last byte.
pub(super) fn parse(field: &[u8]) -> Option<f64> {
    long(field, 0, field.len()).or_else(|| prefix(field).and_then(|(value, end)| (end == field.len()).then_some(value)))
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
    // A round trip through an integer is many times as fast as a remainder.
    (value >= 0.0 && value <= max as f64 && value as u64 as f64 == value).then_some(value as u64)
}

/// Whether a number is whole. A remainder by 1 says so, too, but takes many times as long.
#[inline]
pub(super) fn is_whole(value: f64) -> bool {
    value.is_finite() && value.trunc() == value
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
            before in "[0-9,]{0,3}", field in "[-./0-9]{0,9}|-?[0-9]{0,5}[.]?[0-9]{0,4}", rest in "[-,0-9.]{0,9}",
        ) {
            let (at, bytes) = (before.len(), format!("{before}{field}{rest}").into_bytes());
            let end = at + field.len();
            if let Some(value) = short(&bytes, at, end) {
                prop_assert_eq!(parse(&bytes[at..end]).map(f64::to_bits), Some(value.to_bits()));
            }
            if let Some(value) = short_digits(&bytes, at, end) {
                prop_assert_eq!(exact_integer(&bytes[at..end]), Some((false, value)));
                prop_assert!(field.bytes().all(|byte| byte.is_ascii_digit()));
            }
        }

        #[test]
        fn the_way_for_long_numbers_agrees_with_the_standard_library(
            before in "[0-9,]{0,3}", field in "-?[0-9]{0,8}[.]?[0-9]{0,18}|[-./0-9]{9,20}|[0-9]{1,6}[.][0-9a-z:-]{4,16}", rest in "[-,0-9.]{0,3}",
        ) {
            let (at, bytes) = (before.len(), format!("{before}{field}{rest}").into_bytes());
            if let Some(value) = long(&bytes, at, at + field.len()) {
                prop_assert_eq!(field.parse().ok().map(f64::to_bits), Some(value.to_bits()), "{}", field);
            }
        }

        #[test]
        fn the_way_for_long_numbers_takes_what_programs_compute(value in 1.0..=9_999_999.0_f64, is_single in any::<bool>()) {
            let text = if is_single { f64::from(value as f32).to_string() } else { value.to_string() };
            let digits = text.find('.').map_or(0, |dot| text.len() - dot - 1);
            if text.len() >= 9 && (1..=16).contains(&digits) && text.len() <= 20 {
                prop_assert_eq!(long(text.as_bytes(), 0, text.len()), text.parse().ok());
            }
        }

        #[test]
        fn what_is_whole_has_no_remainder(value in any::<f64>(), digits in -1e17..1e17_f64) {
            for value in [value, digits.round(), digits, digits.round() + 0.5, f64::INFINITY] {
                prop_assert_eq!(is_whole(value), value % 1.0 == 0.0);
            }
        }

        #[test]
        fn the_short_way_takes_short_numbers(whole in 0..=99_999_u32, fraction in "(\\.[0-9]{0,1})?", rest in ",[-0-9.,]{8}") {
            let text = format!("-{whole}{fraction}{rest}");
            let end = text.find(',').unwrap();
            prop_assert!(short(text.as_bytes(), 0, end).is_some() && short(text.as_bytes(), 1, end).is_some(), "{}", text);
            let end = text.find(['.', ',']).unwrap();
            prop_assert!(short_digits(text.as_bytes(), 1, end).is_some(), "{}", text);
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
