//! What changes for a reader when more of a file is indexed.

use std::sync::Arc;

use crate::provider::KeySet;

/// Tells which frames have to be loaded again after more of a file was indexed.
#[derive(Clone, Debug)]
pub struct Growth {
    /// All frames of the file now.
    pub keys: Arc<KeySet>,
    /// Frames whose rows may differ from before.
    pub changed: KeySet,
    /// Whether the whole file is indexed now.
    pub is_complete: bool,
}

impl Growth {
    /// The growth to these frames. Rows may differ in the frames `changed`, in any order.
    pub(super) fn new(keys: Arc<KeySet>, changed: Vec<u32>, is_complete: bool) -> Self {
        let changed = KeySet::from_keys(changed.into_iter().map(u64::from));
        Self { keys, changed, is_complete }
    }

    /// This growth, where rows of any frame may differ.
    pub(super) fn of_all_frames(self) -> Self {
        Self { changed: KeySet::clone(&self.keys), ..self }
    }
}
