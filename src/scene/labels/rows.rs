//! What detections and tracker results share: their rows, and boxes where nobody is.

use crate::random::Random;
use crate::scene::drawing::pixel_box::PixelBox;
use crate::scene::street_scene::Scene;

/// One row of ten columns: `frame,id,left,top,width,height,confidence,-1,-1,-1`. Lengths are in pixels.
pub fn row(frame: u32, id: &str, [left, top, width, height]: [f64; 4], confidence: f64) -> String {
    format!("{frame},{id},{left:.2},{top:.2},{width:.2},{height:.2},{confidence:.2},-1,-1,-1\n")
}

/// A false positive: a box of a person's size where nobody is. It is at a tree, lamp or car, or anywhere on the ground.
pub fn false_positive(scene: &Scene, random: &mut Random) -> PixelBox {
    let camera = scene.camera();
    let z = random.between(7.5, 26.0);
    let anywhere = [random.between(-0.9, 0.9) * camera.edge(z), z];
    let [x, z] = match random.one_of(scene.props()) {
        Some(prop) if random.below(3) > 0 && prop.at[0].abs() < camera.edge(prop.at[1]) => prop.at,
        _ => anywhere,
    };
    let tall = random.between(1.5, 1.9);
    let place = |right: f64, up: f64| [camera.column(x + right, z), camera.row(up, z)];
    PixelBox::around([place(-0.2 * tall, 0.0), place(0.2 * tall, tall)])
}
