//! Where in a block of bytes the line ends are, as bits.
//!
//! One call of memchr a line costs more than everything else the index does with a line; a bit for each byte of 64 at
//! once is two thirds of that, in plain words, without vector instructions of one machine.

/// Bytes looked at together.
pub(super) const LANES: usize = 64;

/// A one in each byte, and in all bits of each byte but the highest.
const ONES: u64 = 0x0101_0101_0101_0101;
const LOW_BITS: u64 = 0x7F7F_7F7F_7F7F_7F7F;

/// A bit for each line end among 64 bytes, and whether there is a semicolon among them.
#[inline]
pub(super) fn line_ends(bytes: &[u8; LANES]) -> (u64, bool) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_are_the_places_of_line_ends(bytes in prop::collection::vec(prop::sample::select(vec![b'\n', b';', b'1', 0x0B, 0x8A, 0xFF]), LANES)) {
            let block: [u8; LANES] = bytes.clone().try_into().unwrap();
            let naive = (0..LANES).filter(|&at| bytes[at] == b'\n').fold(0_u64, |bits, at| bits | 1 << at);
            prop_assert_eq!(line_ends(&block), (naive, bytes.contains(&b';')));
        }
    }
}
