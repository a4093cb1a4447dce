//! Line ends by the vector instructions that every 64-bit x86 processor has: twice as fast as words of eight bytes.

use std::arch::x86_64::{
    __m128i, _mm_cmpeq_epi8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8, _mm_setzero_si128,
};

use super::lanes::{FieldEnds, LANES};

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

/// Sets a bit for each line end and each delimiter among 64 bytes. Also tells whether a quote or an opening bracket is among
/// them.
#[inline]
pub(in crate::mot::index) fn field_ends(bytes: &[u8; LANES], delimiter: u8) -> FieldEnds {
    // SAFETY: SSE2 is part of x86-64: there is no such processor without it.
    #[allow(unsafe_code)]
    unsafe {
        fields_by_vectors(bytes, delimiter)
    }
}

#[inline]
#[target_feature(enable = "sse2")]
fn fields_by_vectors(bytes: &[u8; LANES], delimiter: u8) -> FieldEnds {
    let all = |byte: u8| _mm_set1_epi8(byte as i8);
    // The bit by which an opening square bracket differs from a curly one.
    let case = b'[' ^ b'{';
    let (mut lines, mut delimiters, mut quotes) = (0, 0, _mm_setzero_si128());
    let (quarters, _) = bytes.as_chunks();
    for (place, quarter) in quarters.iter().enumerate() {
        let vector = vector(quarter);
        lines |= (_mm_movemask_epi8(_mm_cmpeq_epi8(vector, all(b'\n'))) as u64) << (16 * place);
        delimiters |= (_mm_movemask_epi8(_mm_cmpeq_epi8(vector, all(delimiter))) as u64) << (16 * place);
        for quote in [b'"', b'\'', b'('] {
            quotes = _mm_or_si128(quotes, _mm_cmpeq_epi8(vector, all(quote)));
        }
        quotes = _mm_or_si128(quotes, _mm_cmpeq_epi8(_mm_or_si128(vector, all(case)), all(b'{')));
    }
    FieldEnds { lines, delimiters, has_quotes: _mm_movemask_epi8(quotes) != 0 }
}

/// The bytes as a vector. It compiles to one load.
#[inline]
#[target_feature(enable = "sse2")]
fn vector(bytes: &[u8; 16]) -> __m128i {
    let word = u128::from_le_bytes(*bytes);
    _mm_set_epi64x((word >> 64) as i64, word as i64)
}
