//! How picture files are shown, where there is a choice.

use serde::{Deserialize, Serialize};

/// How picture files are shown, where there is a choice. The default shows them as `cv2.imread` does, which most trackers read
/// their pictures with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct PictureView {
    /// Whether a picture is turned and mirrored as the orientation in its file says.
    pub turn: bool,
    /// Whether a picture of 16 bits a sample is stretched: its least sample becomes black and its greatest white. Otherwise the
    /// upper 8 bits are shown, and a picture that uses a small part of the range looks black.
    pub stretch: bool,
}

impl Default for PictureView {
    fn default() -> Self {
        Self { turn: true, stretch: false }
    }
}
