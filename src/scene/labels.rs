//! What is true of a scene, and what a detector makes of it, as text.

use std::fmt::Write as _;

use super::Scene;
use super::area::Area;
use super::colour::noise;
use crate::random::Random;

/// The true boxes, by frame and id, in the columns of MOT17: `frame,id,left,top,width,height,1,1,visibility`.
pub fn ground_truth(scene: &Scene) -> Vec<u8> {
    let mut text = String::new();
    for frame in 1..=scene.options.frames {
        for one in scene.people(frame) {
            let Area { left, top, .. } = one.area;
            let (width, height) = (one.area.width(), one.area.height());
            // Text in memory takes whatever is written.
            let _ = writeln!(text, "{frame},{},{left},{top},{width},{height},1,1,{:.3}", one.id, one.visibility);
        }
    }
    text.into_bytes()
}

/// What a detector sees: most people, some of them twice, and now and then somebody who is not there. By frame, in ten
/// columns: `frame,-1,left,top,width,height,confidence,-1,-1,-1`.
pub fn detections(scene: &Scene) -> Vec<u8> {
    let mut text = String::new();
    let mut random = Random::new(scene.options.seed ^ 0x4445_5445_4354);
    for frame in 1..=scene.options.frames {
        for one in scene.people(frame) {
            let luck = noise(f64::from(frame) / 4.0, f64::from(one.id), scene.options.seed ^ 5);
            if one.visibility + 0.2 * luck < 0.25 || random.below(60) == 0 {
                continue;
            }
            let confidence = (0.3 + 0.6 * one.visibility + 0.1 * luck).clamp(0.1, 0.99);
            text += &row(frame, "-1", jittered(one.area, 0.025, &mut random), confidence);
            if random.below(50) == 0 {
                text += &row(frame, "-1", jittered(one.area, 0.12, &mut random), 0.4 * confidence);
            }
        }
        if random.below(6) == 0 {
            let area = nobody(scene, &mut random);
            text += &row(frame, "-1", jittered(area, 0.02, &mut random), random.between(0.1, 0.45));
        }
    }
    text.into_bytes()
}

/// A row of ten columns.
pub(super) fn row(frame: u32, id: &str, [left, top, width, height]: [f64; 4], confidence: f64) -> String {
    format!("{frame},{id},{left:.2},{top:.2},{width:.2},{height:.2},{confidence:.2},-1,-1,-1\n")
}

/// Left, top, width and height, each off by up to this share of the box.
fn jittered(area: Area, share: f64, random: &mut Random) -> [f64; 4] {
    let (width, height) = (f64::from(area.width()), f64::from(area.height()));
    let mut off = |length: f64| length * random.between(-share, share);
    let (left, top) = (f64::from(area.left) + off(width), f64::from(area.top) + off(height));
    [left, top, width + off(width), height + off(height)]
}

/// A box the size of a person where a detector takes something else for one: a prop, or a place anywhere on the ground.
pub(super) fn nobody(scene: &Scene, random: &mut Random) -> Area {
    let z = random.between(7.5, 26.0);
    let anywhere = [random.between(-0.9, 0.9) * scene.camera.edge(z), z];
    let [x, z] = match random.one_of(&scene.props) {
        Some(prop) if random.below(3) > 0 && prop.at[0].abs() < scene.camera.edge(prop.at[1]) => prop.at,
        _ => anywhere,
    };
    let tall = random.between(1.5, 1.9);
    let place = |right: f64, up: f64| [scene.camera.column(x + right, z), scene.camera.row(up, z)];
    Area::around([place(-0.2 * tall, 0.0), place(0.2 * tall, tall)])
}
