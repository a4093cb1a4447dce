//! Where in a block of bytes the line ends are, as bits.
//!
//! One call of memchr a line costs more than everything else the index does with a line; a bit for each byte of 64 at
//! once costs less.

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
