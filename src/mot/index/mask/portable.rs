//! In plain words, for any processor.

use super::lanes::LANES;

/// A one in each byte, and in all bits of each byte but the highest.
const ONES: u64 = 0x0101_0101_0101_0101;
const LOW_BITS: u64 = 0x7F7F_7F7F_7F7F_7F7F;

/// A bit for each line end among 64 bytes, and whether there is a semicolon among them.
#[inline]
pub(in crate::mot::index) fn line_ends(bytes: &[u8; LANES]) -> (u64, bool) {
    let mut ends = 0;
    let mut semicolons = 0;
    let (words, _) = bytes.as_chunks();
    for (place, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let newline = word ^ (ONES * u64::from(b'\n'));
        // The high bit of each byte that is 0, and no other: no carry leaves a byte.
        let is_zero = !(((newline & LOW_BITS) + LOW_BITS) | newline | LOW_BITS);
        // The product gathers the eight high bits in the highest byte.
        ends |= ((is_zero >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * place);
        // Not zero if and only if a byte is (Mycroft 1987); where it is does not matter.
        let semicolon = word ^ (ONES * u64::from(b';'));
        semicolons |= semicolon.wrapping_sub(ONES) & !semicolon & !LOW_BITS;
    }
    (ends, semicolons != 0)
}
