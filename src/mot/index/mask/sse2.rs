//! Line ends by the vector instructions that every 64-bit x86 processor has: twice as fast as words of eight bytes.

use std::arch::x86_64::{
    __m128i, _mm_cmpeq_epi8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8, _mm_setzero_si128,
};

use super::lanes::LANES;

/// Sets a bit for each line end among 64 bytes. Also tells whether a semicolon is among them.
#[inline]
pub(in crate::mot::index) fn line_ends(bytes: &[u8; LANES]) -> (u64, bool) {
    // SAFETY: SSE2 is part of x86-64: there is no such processor without it.
    #[allow(unsafe_code)]
    unsafe {
        by_vectors(bytes)
    }
}

#[inline]
#[target_feature(enable = "sse2")]
fn by_vectors(bytes: &[u8; LANES]) -> (u64, bool) {
    let (newline, semicolon) = (_mm_set1_epi8(b'\n' as i8), _mm_set1_epi8(b';' as i8));
    let mut ends = 0;
    let mut semicolons = _mm_setzero_si128();
    let (quarters, _) = bytes.as_chunks();
    for (place, quarter) in quarters.iter().enumerate() {
        let vector = vector(quarter);
        // The mask has 16 bits, so the sign of the cast does not matter.
        ends |= (_mm_movemask_epi8(_mm_cmpeq_epi8(vector, newline)) as u64) << (16 * place);
        semicolons = _mm_or_si128(semicolons, _mm_cmpeq_epi8(vector, semicolon));
    }
    (ends, _mm_movemask_epi8(semicolons) != 0)
}

/// The bytes as a vector. It compiles to one load.
#[inline]
#[target_feature(enable = "sse2")]
fn vector(bytes: &[u8; 16]) -> __m128i {
    let word = u128::from_le_bytes(*bytes);
    _mm_set_epi64x((word >> 64) as i64, word as i64)
}
