//! How an event would be repaired in the file of results.

/// A change of the results. Frames are given by first and last. An id that is `None` is one that no row has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repair<Id = u64, Frame = u32> {
    /// Nothing can be done in the results.
    Nothing,
    /// Rows of one id get the other, and the other way round.
    Exchange {
        /// One id.
        one: Id,
        /// The other id.
        other: Id,
        /// The first frame.
        first: Frame,
        /// The last frame.
        last: Frame,
    },
    /// Rows of an id get a new one.
    Rename {
        /// The id.
        id: Id,
        /// The first frame.
        first: Frame,
    },
    /// The boxes of a track of the ground truth are added.
    Add {
        /// The track of the ground truth.
        truth: Id,
        /// The id that they get.
        id: Option<Id>,
        /// The first frame.
        first: Frame,
        /// The last frame.
        last: Frame,
    },
    /// Rows of an id are removed.
    Remove {
        /// The id.
        id: Id,
        /// The first frame.
        first: Frame,
        /// The last frame.
        last: Frame,
    },
    /// Rows of an id get the boxes of a track of the ground truth.
    Move {
        /// The track of the ground truth.
        truth: Id,
        /// The id.
        id: Id,
        /// The first frame.
        first: Frame,
        /// The last frame.
        last: Frame,
    },
}
