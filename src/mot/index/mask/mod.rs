//! Finds the line ends in a block of bytes, as bits.
//!
//! Calling memchr once a line takes longer than all other work on a line. Finding the line ends of 64 bytes at once is
//! faster.

mod lanes;
#[cfg(any(not(target_arch = "x86_64"), test))]
mod portable;
#[cfg(target_arch = "x86_64")]
mod sse2;

pub(super) use lanes::LANES;
#[cfg(not(target_arch = "x86_64"))]
pub(super) use portable::{field_ends, line_ends};
#[cfg(target_arch = "x86_64")]
pub(super) use sse2::{field_ends, line_ends};

#[cfg(test)]
mod tests {
    use super::lanes::FieldEnds;
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_are_the_places_of_line_ends(bytes in prop::collection::vec(prop::sample::select(vec![b'\n', b';', b'1', 0x0B, 0x8A, 0xFF]), LANES)) {
            let block: [u8; LANES] = bytes.clone().try_into().unwrap();
            let naive = (0..LANES).filter(|&at| bytes[at] == b'\n').fold(0_u64, |bits, at| bits | 1 << at);
            prop_assert_eq!(line_ends(&block), (naive, bytes.contains(&b';')));
            prop_assert_eq!(portable::line_ends(&block), (naive, bytes.contains(&b';')));
        }

        #[test]
        fn bits_are_the_places_of_delimiters(
            bytes in prop::collection::vec(prop::sample::select(b"\n,;\t1\x8A\xFF".to_vec()), LANES),
            quote in prop::sample::select(b"\"'([{11111x]".to_vec()), at in 0..LANES,
        ) {
            let mut block: [u8; LANES] = bytes.try_into().unwrap();
            block[at] = quote;
            let naive = |wanted: u8| (0..LANES).filter(|&at| block[at] == wanted).fold(0_u64, |bits, at| bits | 1 << at);
            let has_quotes = b"\"'([{".contains(&quote);
            for delimiter in *b",;\t" {
                let expected = FieldEnds { lines: naive(b'\n'), delimiters: naive(delimiter), has_quotes };
                prop_assert_eq!(field_ends(&block, delimiter), expected);
                prop_assert_eq!(portable::field_ends(&block, delimiter), expected);
            }
        }
    }
}
