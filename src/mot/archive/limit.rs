//! How much an archive may unpack to without a question.

use std::env;

use super::problem::ArchiveProblem;

/// How much an archive may unpack to. Beyond it, opening fails with [`ArchiveProblem::Large`], so that the user can be asked:
/// a few kilobytes can unpack to more than the disk holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnpackLimit {
    /// The most bytes of text.
    pub bytes: u64,
    /// The most bytes of text for each byte of the archive.
    pub ratio: u64,
    /// A text of at most this many bytes is always unpacked.
    pub always: u64,
}

impl UnpackLimit {
    /// No limit.
    pub const NONE: Self = Self { bytes: u64::MAX, ratio: u64::MAX, always: u64::MAX };
}

impl Default for UnpackLimit {
    /// 2 GB, and 50 times the packed size. Results in MOT text take a fifth of their size when they are packed.
    fn default() -> Self {
        Self { bytes: 2_000_000_000, ratio: 50, always: 1 << 20 }
    }
}

/// The limit for one text in an archive.
#[derive(Clone, Copy, Debug)]
pub(in crate::mot) struct Allowance {
    /// The size of the packed text in bytes.
    packed: u64,
    /// The most bytes of text.
    most: u64,
}

impl Allowance {
    /// What `limit` allows for a text of `packed` bytes in the archive.
    pub(in crate::mot) fn new(limit: UnpackLimit, packed: u64) -> Self {
        let most = limit.bytes.min(limit.ratio.saturating_mul(packed)).max(limit.always);
        Self { packed, most }
    }

    /// Checks a size that the archive states before anything is unpacked.
    pub(super) fn check_stated(&self, bytes: u64) -> Result<(), ArchiveProblem> {
        if bytes > self.most { Err(self.exceeded(Some(bytes))) } else { Ok(()) }
    }

    /// Checks how many bytes are unpacked so far. What an archive states may be wrong.
    pub(in crate::mot) fn check(&self, bytes: u64) -> Result<(), ArchiveProblem> {
        if bytes > self.most { Err(self.exceeded(None)) } else { Ok(()) }
    }

    fn exceeded(&self, stated: Option<u64>) -> ArchiveProblem {
        ArchiveProblem::Large { packed: self.packed, most: self.most, stated, folder: env::temp_dir() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_have_the_bytes_and_the_ratio_of_the_limit_and_a_small_one_is_always_allowed() {
        let limit = UnpackLimit { bytes: 1000, ratio: 50, always: 100 };
        for (packed, most) in [(0, 100), (2, 100), (3, 150), (20, 1000), (u64::MAX, 1000)] {
            let allowance = Allowance::new(limit, packed);
            assert!(allowance.check(most).is_ok() && allowance.check_stated(most).is_ok(), "{packed}");
            assert!(allowance.check(most + 1).is_err() && allowance.check_stated(most + 1).is_err(), "{packed}");
        }
        assert!(Allowance::new(UnpackLimit::NONE, 1).check(u64::MAX).is_ok());
    }
}
