//! What a sequence has for one frame.

use std::sync::Arc;

use super::pictures::{Backdrop, Pooled};
use crate::mot::Frame;

/// The boxes of a frame and its picture: always of the same frame.
#[derive(Clone, Debug, PartialEq)]
pub struct SequenceFrame<P = Pooled> {
    /// The boxes of the first layer; none if there is no layer, or if it does not have this frame.
    pub boxes: Arc<Frame>,
    /// The boxes of the other layers, in their order.
    pub overlays: Box<[Arc<Frame>]>,
    /// The picture, or why there is none.
    pub backdrop: Backdrop<P>,
}

impl<P> SequenceFrame<P> {
    /// The same with another form of picture.
    pub fn map_picture<Q>(self, change: impl FnOnce(P) -> Q) -> SequenceFrame<Q> {
        SequenceFrame { boxes: self.boxes, overlays: self.overlays, backdrop: self.backdrop.map(change) }
    }

    /// Bytes that the boxes of all layers keep alive.
    pub fn box_bytes(&self) -> u64 {
        self.boxes.bytes() + self.overlays.iter().map(|boxes| boxes.bytes()).sum::<u64>()
    }
}
