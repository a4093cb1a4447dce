//! The sequence that the program shows when it is started without one.

use std::sync::Arc;

use super::labels::{ground_truth, tracker};
use super::options::SceneOptions;
use super::street_scene::Scene;

/// A short scene together with two layers of boxes.
#[derive(Clone, Debug)]
pub struct Demo {
    /// The results of a tracker, as text in ten columns.
    pub tracker: Vec<u8>,
    /// The ground truth, as text in the columns of MOT17.
    pub ground_truth: Vec<u8>,
    /// The pictures of the frames 1 … 600.
    pub scene: Arc<Scene>,
}

/// Width and height of the demo's pictures in pixels. Drawing one takes about four milliseconds, so that slow machines can
/// play it, too.
pub const DEMO_SIZE: (u32, u32) = (1280, 720);

/// Twenty seconds of a street, made in memory. Nothing in it depends on the machine, so it looks alike on every machine.
pub fn demo() -> Demo {
    let options = SceneOptions { width: DEMO_SIZE.0, height: DEMO_SIZE.1, ..SceneOptions::default() };
    let scene = Scene::from_checked(&options);
    Demo { tracker: tracker(&scene), ground_truth: ground_truth(&scene), scene: Arc::new(scene) }
}
