//! The camera: which part of the scene the canvas shows, and which track it follows.

pub mod lock;
pub mod viewport;

mod reveal;

use crate::mot::TrackId;

pub use lock::CameraLock;
pub use viewport::{Area, Transform, Viewport, Zoom};

/// The camera of the canvas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Camera {
    /// Zoom and pan.
    pub viewport: Viewport,
    /// How the camera follows the selected track, while it does.
    pub lock: Option<CameraLock>,
    /// A place that is brought into view as soon as it is known.
    pub reveal: Option<Reveal>,
}

/// A place to bring into view.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reveal {
    /// A part of the scene.
    Area(Area),
    /// The box of a track, once its frame is on screen.
    Box {
        /// The place of the layer.
        layer: usize,
        /// The track.
        id: TrackId,
        /// The number of the frame.
        frame: u64,
    },
}
