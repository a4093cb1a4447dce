//! The content of one frame of a sequence.

use std::fmt;
use std::sync::Arc;

use super::pictures::{Backdrop, Pooled};
use crate::mot::Frame;

/// The boxes of one layer in one frame, or why there are none.
pub type LayerBoxes = Result<Arc<Frame>, Unread>;

/// Why a frame was loaded without the boxes of a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The layer was [left out](super::Sequence::set_layer_loaded) when the frame was loaded.
    LeftOut,
    /// They could not be read, for this reason, for people.
    Failed(Arc<str>),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LeftOut => f.write_str("the layer is left out"),
            Self::Failed(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for Unread {}

/// The boxes and the picture of one frame.
#[derive(Clone, Debug, PartialEq)]
pub struct SequenceFrame<P = Pooled> {
    /// The boxes of the main layer. Empty if there is no layer, or if the layer does not have this frame.
    pub boxes: Arc<Frame>,
    /// The boxes of the other layers, in the order of the layers. A layer that is left out, or that cannot be read, never
    /// makes the load of the frame fail: it has the reason here instead.
    pub overlays: Box<[LayerBoxes]>,
    /// The picture, or the reason why there is none.
    pub backdrop: Backdrop<P>,
}

impl<P> SequenceFrame<P> {
    /// Converts the picture, and keeps the boxes.
    pub fn map_picture<Q>(self, change: impl FnOnce(P) -> Q) -> SequenceFrame<Q> {
        SequenceFrame { boxes: self.boxes, overlays: self.overlays, backdrop: self.backdrop.map(change) }
    }

    /// Replaces the picture, and keeps the boxes.
    pub fn with_backdrop<Q>(self, backdrop: Backdrop<Q>) -> SequenceFrame<Q> {
        SequenceFrame { boxes: self.boxes, overlays: self.overlays, backdrop }
    }

    /// The memory that the boxes of all layers use, in bytes.
    pub fn box_bytes(&self) -> u64 {
        self.boxes.bytes() + self.overlays.iter().flatten().map(|boxes| boxes.bytes()).sum::<u64>()
    }
}
