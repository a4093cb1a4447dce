//! The sequence that the program shows when it is started without one.

use std::sync::Arc;

use super::{Options, Scene, ground_truth, tracker};

/// A short scene with what belongs to it.
#[derive(Clone, Debug)]
pub struct Demo {
    /// What a tracker makes of it, as text in ten columns.
    pub tracker: Vec<u8>,
    /// What is true, as text in the columns of MOT17.
    pub ground_truth: Vec<u8>,
    /// Its pictures, of the frames 1 … 600.
    pub scene: Arc<Scene>,
}

/// Width and height of the demo's pictures in pixels: drawn in four milliseconds, on slow machines in time, too.
pub const DEMO_SIZE: (u32, u32) = (1280, 720);

/// Twenty seconds of a street, made in memory. Nothing here depends on the machine, so that it cannot fail on one and work
/// on another.
pub fn demo() -> Demo {
    let scene = Scene::plan(&Options { width: DEMO_SIZE.0, height: DEMO_SIZE.1, ..Options::default() });
    Demo { tracker: tracker(&scene), ground_truth: ground_truth(&scene), scene: Arc::new(scene) }
}
