//! What is learned of a person, whatever the sequence: [`Habits`].

use serde::{Deserialize, Serialize};

use super::counts::Counts;
use super::drag::{HandModel, Recall};

/// What is learned of a person, whatever the sequence: which action follows which, and how the hand drags, with
/// its last samples.
///
/// Habits can be saved with serde. They name no frames, and their size is bounded (below 200 kB as JSON).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, from = "SavedHabits")]
pub struct Habits {
    pub(super) counts: Counts,
    pub(super) hand: HandModel,
    pub(super) recall: Recall,
}

/// [`Habits`] as read from a file, which anybody may have changed. They are checked when they are converted.
#[derive(Default, Deserialize)]
#[serde(default)]
struct SavedHabits {
    counts: Counts,
    hand: HandModel,
    recall: Recall,
}

impl From<SavedHabits> for Habits {
    fn from(saved: SavedHabits) -> Self {
        Self { counts: saved.counts, hand: saved.hand.sanitized(), recall: saved.recall }
    }
}
