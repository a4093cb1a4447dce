//! How much may be resident: [`Capacity`].

/// How much may be resident, in keys and in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// The most keys; at least 1.
    pub entries: usize,
    /// The most bytes, by [`DataProvider::weight`](crate::DataProvider::weight). The value of the current key stays
    /// even if it alone is heavier. Not counted are values that have left and that somebody still holds: those that
    /// callers hold, and the one of [`latest`](crate::PrefetchCache::latest), which stays until a newer one arrives. Nor
    /// are values that are being loaded, one for each load in flight.
    pub bytes: u64,
}

impl Capacity {
    /// A limit in keys, without one in bytes.
    pub fn entries(entries: usize) -> Self {
        Self { entries: entries.max(1), bytes: u64::MAX }
    }

    /// A limit in bytes, without one in keys.
    pub fn bytes(bytes: u64) -> Self {
        Self { entries: usize::MAX, bytes }
    }

    /// Sets the limit in bytes and keeps that in keys.
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
