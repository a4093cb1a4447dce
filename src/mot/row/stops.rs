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
    #[cfg(target_arch = "x86_64")]
    return vectors::stops(bytes);
    #[cfg(not(target_arch = "x86_64"))]
    return words::stops(bytes);
}

/// Sets a bit for each byte with this value.
#[inline]
pub(super) fn equal(bytes: &[u8; LANES], byte: u8) -> u64 {
    #[cfg(target_arch = "x86_64")]
    return vectors::equal(bytes, byte);
    #[cfg(not(target_arch = "x86_64"))]
    return words::equal(bytes, byte);
}

/// By the vector instructions that every 64-bit x86 processor has.
#[cfg(target_arch = "x86_64")]
mod vectors {
    use std::arch::x86_64::{
        __m128i, _mm_cmpeq_epi8, _mm_min_epu8, _mm_movemask_epi8, _mm_set_epi64x, _mm_set1_epi8, _mm_sub_epi8,
    };

    use super::LANES;

    #[inline]
    pub(super) fn stops(bytes: &[u8; LANES]) -> u64 {
        // SAFETY: SSE2 is part of x86-64: there is no such processor without it.
        #[allow(unsafe_code)]
        unsafe {
            let (first, most) = (all(b'-'), all(b'9' - b'-'));
            !mask(bytes, |vector| {
                let places = _mm_sub_epi8(vector, first);
                _mm_cmpeq_epi8(_mm_min_epu8(places, most), places)
            })
        }
    }

    #[inline]
    pub(super) fn equal(bytes: &[u8; LANES], byte: u8) -> u64 {
        // SAFETY: as above.
        #[allow(unsafe_code)]
        unsafe {
            let wanted = all(byte);
            mask(bytes, |vector| _mm_cmpeq_epi8(vector, wanted))
        }
    }

    #[inline]
    #[target_feature(enable = "sse2")]
    fn all(byte: u8) -> __m128i {
        _mm_set1_epi8(byte as i8)
    }

    /// Sets a bit for each byte that `test` sets in its vector.
    #[inline]
    #[target_feature(enable = "sse2")]
    fn mask(bytes: &[u8; LANES], test: impl Fn(__m128i) -> __m128i) -> u64 {
        let (quarters, _) = bytes.as_chunks();
        let quarters = quarters.iter().enumerate().map(|(place, quarter)| {
            let word = u128::from_le_bytes(*quarter);
            let vector = _mm_set_epi64x((word >> 64) as i64, word as i64);
            // The mask has 16 bits, so the sign of the cast does not matter.
            (_mm_movemask_epi8(test(vector)) as u64) << (16 * place)
        });
        quarters.fold(0, |mask, quarter| mask | quarter)
    }
}

/// For any processor.
#[cfg(any(not(target_arch = "x86_64"), test))]
mod words {
    use super::LANES;

    pub(super) fn stops(bytes: &[u8; LANES]) -> u64 {
        mask(bytes, |byte| byte.wrapping_sub(b'-') > b'9' - b'-')
    }

    pub(super) fn equal(bytes: &[u8; LANES], byte: u8) -> u64 {
        mask(bytes, |other| other == byte)
    }

    fn mask(bytes: &[u8; LANES], test: impl Fn(u8) -> bool) -> u64 {
        // Each bit is at its place among eight. This loop compiles to vector instructions. The product then adds up the eight
        // bytes of each word.
        let bits: [u8; LANES] = std::array::from_fn(|at| if test(bytes[at]) { 1 << (at % 8) } else { 0 });
        let (words, _) = bits.as_chunks();
        let mut mask = 0;
        for (place, word) in words.iter().enumerate() {
            mask |= (u64::from_le_bytes(*word).wrapping_mul(0x0101_0101_0101_0101) >> 56) << (8 * place);
        }
        mask
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bits_are_the_places_of_what_is_no_number(bytes in prop::collection::vec(any::<u8>(), LANES)) {
            let block: [u8; LANES] = bytes.clone().try_into().unwrap();
            let naive = |test: &dyn Fn(u8) -> bool| (0..LANES).filter(|&at| test(bytes[at])).fold(0_u64, |bits, at| bits | 1 << at);
            let expected = naive(&|byte| !(b'-'..=b'9').contains(&byte));
            prop_assert_eq!((stops(&block), words::stops(&block)), (expected, expected));
            let expected = naive(&|byte| byte == bytes[7]);
            prop_assert_eq!((equal(&block, bytes[7]), words::equal(&block, bytes[7])), (expected, expected));
        }
    }
}
