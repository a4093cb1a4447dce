//! What a detector would report of a scene.

use super::rows::{false_positive, row};
use crate::random::Random;
use crate::scene::drawing::colour::noise;
use crate::scene::drawing::pixel_box::PixelBox;
use crate::scene::street_scene::Scene;

/// What a detector would report: most people, some of them twice, and now and then a false positive. By frame, in ten
/// columns: `frame,-1,left,top,width,height,confidence,-1,-1,-1`.
pub fn detections(scene: &Scene) -> Vec<u8> {
    let mut text = String::new();
    let seed = scene.options().seed;
    let mut random = Random::new(seed ^ 0x4445_5445_4354);
    for frame in 1..=scene.options().frames {
        for person in scene.people(frame) {
            let luck = noise(f64::from(frame) / 4.0, f64::from(person.id), seed ^ 5);
            if person.visibility + 0.2 * luck < 0.25 || random.below(60) == 0 {
                continue;
            }
            let confidence = (0.3 + 0.6 * person.visibility + 0.1 * luck).clamp(0.1, 0.99);
            text += &row(frame, "-1", jittered(person.bounds, 0.025, &mut random), confidence);
            if random.below(50) == 0 {
                text += &row(frame, "-1", jittered(person.bounds, 0.12, &mut random), 0.4 * confidence);
            }
        }
        if random.below(6) == 0 {
            let bounds = false_positive(scene, &mut random);
            text += &row(frame, "-1", jittered(bounds, 0.02, &mut random), random.between(0.1, 0.45));
        }
    }
    text.into_bytes()
}

/// Left, top, width and height in pixels, each wrong by up to this share of the box's width or height.
fn jittered(bounds: PixelBox, share: f64, random: &mut Random) -> [f64; 4] {
    let (width, height) = (f64::from(bounds.width()), f64::from(bounds.height()));
    let mut off = |length: f64| length * random.between(-share, share);
    let (left, top) = (f64::from(bounds.left) + off(width), f64::from(bounds.top) + off(height));
    [left, top, width + off(width), height + off(height)]
}
