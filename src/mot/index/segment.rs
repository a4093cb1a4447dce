//! The entries of a stretch of a file.

use super::entry::Entry;

/// The entries of a part of a file, sorted by frame, then by offset.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::mot) struct Segment(pub(super) Vec<Entry>);

impl Segment {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The frame numbers in it, sorted, each once.
    pub(in crate::mot) fn frames(&self) -> impl Iterator<Item = u32> {
        self.0.chunk_by(|one, next| one.frame == next.frame).map(|runs| runs[0].frame)
    }
}
