//! How much may be resident.

/// How much may be resident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Most keys, at least 1.
    pub entries: usize,
    /// Most bytes, by [`DataProvider::weight`](crate::DataProvider::weight). The current key's value is kept even if it
    /// alone is heavier.
    pub bytes: u64,
}

impl Capacity {
    /// A number of keys, whatever they weigh.
    pub fn entries(entries: usize) -> Self {
        Self { entries: entries.max(1), bytes: u64::MAX }
    }

    /// A number of bytes, however many keys.
    pub fn bytes(bytes: u64) -> Self {
        Self { entries: usize::MAX, bytes }
    }

    /// The same with a bound on bytes as well.
    #[must_use]
    pub fn and_bytes(self, bytes: u64) -> Self {
        Self { bytes, ..self }
    }
}

impl From<usize> for Capacity {
    fn from(entries: usize) -> Self {
        Self::entries(entries)
    }
}
