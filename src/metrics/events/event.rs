//! An event.

use super::repair::Repair;

/// What went wrong. The kinds are defined in the table of the module's doc.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// A track of the ground truth is matched by another id than before.
    Switch,
    /// Two tracks of the ground truth exchange their ids.
    Swap,
    /// An id moves from one track of the ground truth to another.
    Transfer,
    /// A track of the ground truth is matched again after a gap.
    Fragmentation,
    /// A track of the ground truth is not matched for some frames, or never.
    MissedStretch,
    /// A track of the ground truth is not matched from its beginning on.
    LateStart,
    /// A track of the ground truth is not matched until its end.
    EarlyEnd,
    /// Boxes of one id without a match.
    GhostStretch,
    /// Boxes of one id without a match, on a track that another id is matched with.
    Duplicate,
    /// Boxes of one id nearly on a track that is not matched.
    LooseBox,
}

impl EventKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Switch,
        Self::Swap,
        Self::Transfer,
        Self::Fragmentation,
        Self::MissedStretch,
        Self::LateStart,
        Self::EarlyEnd,
        Self::GhostStretch,
        Self::Duplicate,
        Self::LooseBox,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Switch => "switch",
            Self::Swap => "swap",
            Self::Transfer => "transfer",
            Self::Fragmentation => "fragmentation",
            Self::MissedStretch => "missed stretch",
            Self::LateStart => "late start",
            Self::EarlyEnd => "early end",
            Self::GhostStretch => "ghost stretch",
            Self::Duplicate => "duplicate",
            Self::LooseBox => "loose box",
        }
    }
}

/// What the sequence would gain if an event alone were repaired.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
    /// Points of MOTA, of which there are 100.
    pub mota: f64,
    /// True positives of Identity. `None` if there are so many events that this was not computed.
    pub identity: Option<i64>,
}

/// Something that went wrong, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What happened.
    pub kind: EventKind,
    /// The first frame of it; the frame of the new match if it is a change of ids.
    pub first: u32,
    /// The last frame of it.
    pub last: u32,
    /// How many boxes it has.
    pub boxes: u32,
    /// The track of the ground truth.
    pub truth: Option<u64>,
    /// The other track of the ground truth: the partner of a swap, or the track that an id moves away from.
    pub other_truth: Option<u64>,
    /// The id of the results before.
    pub from: Option<u64>,
    /// The id of the results.
    pub to: Option<u64>,
    /// For how many of its boxes the track of the ground truth was not matched before.
    pub lost: u32,
    /// Left, top, width and height of the first box of it.
    pub place: [f64; 4],
    /// What would be gained if this event alone were repaired.
    pub cost: Cost,
    /// How it would be repaired.
    pub repair: Repair,
}
