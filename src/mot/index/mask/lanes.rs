//! A block of bytes, and what is found in it.

/// How many bytes are searched for line ends together: one for each bit of the answer.
pub(in crate::mot::index) const LANES: usize = 64;

/// Where fields and lines end in a block of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::mot::index) struct FieldEnds {
    /// A bit for each line end.
    pub(in crate::mot::index) lines: u64,
    /// A bit for each delimiter.
    pub(in crate::mot::index) delimiters: u64,
    /// Whether a quote or an opening bracket is among the bytes: it may keep delimiters inside a field.
    pub(in crate::mot::index) has_quotes: bool,
}
