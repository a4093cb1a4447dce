//! Dense frames: frames with more boxes than the window can draw or search in one pass.

use super::displayed_frame::DisplayedFrame;
use crate::mot::Frame;

/// The most boxes that are drawn, labelled and searched in one pass.
pub const MAX_BOXES: usize = 10_000;

/// Whether a frame has more than [`MAX_BOXES`] boxes.
pub fn is_dense(frame: &Frame) -> bool {
    frame.detections.len() > MAX_BOXES
}

/// Whether any layer of the frame is dense. To drop such a frame takes longer than a pass may.
pub fn is_slow_to_drop(displayed: &DisplayedFrame) -> bool {
    is_dense(displayed.boxes()) || displayed.further_boxes().iter().flatten().any(|boxes| is_dense(boxes))
}
