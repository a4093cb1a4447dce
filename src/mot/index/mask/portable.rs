//! Line ends in words of eight bytes, for any processor.

use super::lanes::{FieldEnds, LANES};

/// The value 1 in each byte.
const ONES: u64 = 0x0101_0101_0101_0101;
/// All bits of each byte but the highest.
const LOW_BITS: u64 = 0x7F7F_7F7F_7F7F_7F7F;

/// Sets a bit for each line end among 64 bytes. Also tells whether a semicolon is among them.
#[inline]
pub(in crate::mot::index) fn line_ends(bytes: &[u8; LANES]) -> (u64, bool) {
    let mut ends = 0;
    let mut semicolons = 0;
    let (words, _) = bytes.as_chunks();
    for (place, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let newline = word ^ (ONES * u64::from(b'\n'));
        // The high bit of each byte that is 0. No sum carries into the next byte.
        let is_zero = !(((newline & LOW_BITS) + LOW_BITS) | newline | LOW_BITS);
        // The product moves the eight high bits into the highest byte.
        ends |= ((is_zero >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * place);
        // Not zero if and only if some byte is zero (test by Alan Mycroft, 1987). Its place does not matter here.
        let semicolon = word ^ (ONES * u64::from(b';'));
        semicolons |= semicolon.wrapping_sub(ONES) & !semicolon & !LOW_BITS;
    }
    (ends, semicolons != 0)
}

/// Sets a bit for each line end and each delimiter among 64 bytes. Also tells whether a quote or an opening bracket is among
/// them.
#[inline]
pub(in crate::mot::index) fn field_ends(bytes: &[u8; LANES], delimiter: u8) -> FieldEnds {
    let mut found = FieldEnds { lines: 0, delimiters: 0, has_quotes: false };
    for (place, byte) in bytes.iter().enumerate() {
        found.lines |= u64::from(*byte == b'\n') << place;
        found.delimiters |= u64::from(*byte == delimiter) << place;
        found.has_quotes |= matches!(byte, b'"' | b'\'' | b'(' | b'[' | b'{');
    }
    found
}
