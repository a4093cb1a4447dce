//! The true boxes of a scene.

use std::fmt::Write as _;

use crate::scene::drawing::pixel_box::PixelBox;
use crate::scene::street_scene::Scene;

/// The true boxes, by frame and id, in the columns of MOT17: `frame,id,left,top,width,height,1,1,visibility`.
pub fn ground_truth(scene: &Scene) -> Vec<u8> {
    let mut text = String::new();
    for frame in 1..=scene.options().frames {
        for person in scene.people(frame) {
            let PixelBox { left, top, .. } = person.bounds;
            let (width, height) = (person.bounds.width(), person.bounds.height());
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{frame},{},{left},{top},{width},{height},1,1,{:.3}", person.id, person.visibility);
        }
    }
    text.into_bytes()
}
