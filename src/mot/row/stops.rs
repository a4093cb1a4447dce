//! Finds where numbers end: a bit for each byte that cannot be part of a plain number.
//!
//! If all ends are known first, the processor can convert several numbers at once. A loop that searches the end of a number
//! while it reads it must wait for each digit.

/// How many bytes are examined together. Few rows are longer.
pub(super) const LANES: usize = 64;

/// Sets a bit for each byte that is neither a digit nor one of `-`, `.` and `/`. These three come right before the digits in
/// ASCII, so one comparison is enough.
#[inline]
pub(super) fn stops(bytes: &[u8; LANES]) -> u64 {
    // Each stop becomes one bit of a byte, at its place among eight. This loop compiles to vector instructions. The product
    // then adds up the eight bytes of each word.
    let bits: [u8; LANES] =
        std::array::from_fn(|at| if bytes[at].wrapping_sub(b'-') > b'9' - b'-' { 1 << (at % 8) } else { 0 });
    let (words, _) = bits.as_chunks();
    let mut stops = 0;
    for (place, word) in words.iter().enumerate() {
        stops |= (u64::from_le_bytes(*word).wrapping_mul(0x0101_0101_0101_0101) >> 56) << (8 * place);
    }
    stops
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_are_the_places_of_what_is_no_number(bytes in prop::collection::vec(any::<u8>(), LANES)) {
            let block: [u8; LANES] = bytes.clone().try_into().unwrap();
            let is_stop = |at: &usize| !(b'-'..=b'9').contains(&bytes[*at]);
            prop_assert_eq!(stops(&block), (0..LANES).filter(is_stop).fold(0_u64, |bits, at| bits | 1 << at));
        }
    }
}
