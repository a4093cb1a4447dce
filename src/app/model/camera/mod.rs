//! The camera: which part of the scene the canvas shows, and which track it follows.

pub mod lock;
pub mod viewport;

mod reveal;

pub use lock::CameraLock;
pub use viewport::{Area, Transform, Viewport, Zoom};

/// The camera of the canvas.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Camera {
    /// Zoom and pan.
    pub viewport: Viewport,
    /// How the camera follows the selected track, while it does.
    pub lock: Option<CameraLock>,
    /// A place that the next pass brings into view.
    pub reveal: Option<Area>,
}
