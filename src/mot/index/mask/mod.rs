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
pub(super) use portable::line_ends;
#[cfg(target_arch = "x86_64")]
pub(super) use sse2::line_ends;

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
            prop_assert_eq!(portable::line_ends(&block), (naive, bytes.contains(&b';')));
        }
    }
}
