//! What of the comparison is shown. These settings are kept across restarts.

use serde::{Deserialize, Serialize};

use super::EventKinds;

/// The most frames that scores of the last frames are told for.
const MAX_LAST: u32 = 100_000;

/// What of the comparison of layers is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a check box, and none depends on another")]
pub struct JudgingSettings {
    /// The kinds of events that are listed and that the keys go to. They are not kept across restarts: whoever starts the program
    /// and sees errors has to see all of them.
    #[serde(skip)]
    pub kinds: EventKinds,
    /// Whether the camera goes to the place of an event.
    pub camera_goes: bool,
    /// For how many frames up to the one on screen scores are told.
    pub last: u32,
    /// Whether the lanes of errors under the scrubber are shown.
    pub show_lanes: bool,
    /// Whether the scores of two results are shown side by side in the panel of errors.
    pub show_compare: bool,
    /// Whether the timeline of identities is shown.
    pub show_timeline: bool,
    /// Whether boxes are drawn by what became of them.
    pub show_verdicts: bool,
}

impl Default for JudgingSettings {
    fn default() -> Self {
        Self {
            kinds: EventKinds::default(),
            camera_goes: true,
            last: 100,
            show_lanes: true,
            show_compare: false,
            show_timeline: false,
            show_verdicts: true,
        }
    }
}

impl JudgingSettings {
    /// Brings every value into its range, because a person may have edited the file.
    #[must_use]
    pub fn sanitized(self) -> Self {
        Self { last: self.last.clamp(1, MAX_LAST), ..self }
    }
}
