//! The content of one frame of a sequence.

use std::sync::Arc;

use super::pictures::{Backdrop, Pooled};
use crate::mot::Frame;

/// The boxes and the picture of one frame.
#[derive(Clone, Debug, PartialEq)]
pub struct SequenceFrame<P = Pooled> {
    /// The boxes of the main layer. Empty if there is no layer, or if the layer does not have this frame.
    pub boxes: Arc<Frame>,
    /// The boxes of the other layers, in the order of the layers.
    pub overlays: Box<[Arc<Frame>]>,
    /// The picture, or the reason why there is none.
    pub backdrop: Backdrop<P>,
}

impl<P> SequenceFrame<P> {
    /// Converts the picture, and keeps the boxes.
    pub fn map_picture<Q>(self, change: impl FnOnce(P) -> Q) -> SequenceFrame<Q> {
        SequenceFrame { boxes: self.boxes, overlays: self.overlays, backdrop: self.backdrop.map(change) }
    }

    /// The memory that the boxes of all layers use, in bytes.
    pub fn box_bytes(&self) -> u64 {
        self.boxes.bytes() + self.overlays.iter().map(|boxes| boxes.bytes()).sum::<u64>()
    }
}
