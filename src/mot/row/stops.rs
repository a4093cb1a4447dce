//! Where numbers end: bits for the bytes of a line that are no part of a plain number.
//!
//! With the ends known beforehand, each number is converted by itself, and the processor works on several at once; a
//! loop that finds the end of one number while it reads it waits for each digit.

/// Bytes looked at together; few rows are longer.
pub(super) const LANES: usize = 64;

/// A bit for each byte that is neither a digit nor one of `-`, `.` and `/`, which lie beside the digits.
#[inline]
pub(super) fn stops(bytes: &[u8; LANES]) -> u64 {
    // Each byte that is a stop turns into its bit among eight, in a loop that compiles to vector instructions; the
    // product then adds up the eight bytes of each word.
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
