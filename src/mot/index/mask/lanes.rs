//! The size of a block of bytes.

/// How many bytes are searched for line ends together: one for each bit of the answer.
pub(in crate::mot::index) const LANES: usize = 64;
