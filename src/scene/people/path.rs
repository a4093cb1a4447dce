//! The routes that people walk, and where they are on them.

use crate::random::Random;
use crate::scene::drawing::camera::{Camera, Ground};
use crate::scene::street::layout::{CROSSING, FAR_KERB, HOUSES, NEAR_KERB, NEAREST};

/// Where a person is in a frame, and how it moves there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The place.
    pub at: Ground,
    /// Direction of the walk, of length 1.
    pub heading: Ground,
    /// Metres walked so far.
    pub walked: f64,
    /// How strongly arms and legs swing: 1 while walking, 0 while standing.
    pub swing: f64,
}

/// A route over the ground, walked at a constant speed, with at most one pause.
#[derive(Clone, Debug)]
pub struct Path {
    corners: Vec<Ground>,
    /// Metres from the start to each corner.
    lengths: Vec<f64>,
    /// Metres walked in a frame.
    pace: f64,
    /// The frame of the walk in which the pause begins, and its length in frames; 0 frames for no pause.
    pause: [f64; 2],
}

/// Metres before and after a corner over which it is rounded.
const ROUNDING: f64 = 0.8;
/// Number of frames it takes to stop.
const HALT: f64 = 8.0;

impl Path {
    /// A random route that begins and ends outside of the picture.
    pub fn new(camera: Camera, fps: f64, random: &mut Random) -> Self {
        let near = random.between(NEAREST, NEAR_KERB - 0.6);
        let far = random.between(FAR_KERB + 0.7, HOUSES - 0.7);
        let side = [-1.0, 1.0][random.below(2) as usize];
        let beyond = |side: f64, z: f64| [side * (camera.edge(z) + 0.9), z];
        let mut corners = match random.below(10) {
            0..4 => {
                let end = (near + random.between(-1.2, 1.2)).clamp(NEAREST, NEAR_KERB - 0.5);
                vec![beyond(-side, near), beyond(side, end)]
            }
            4..6 => vec![beyond(-side, far), beyond(side, far)],
            _ => {
                let [left, right] = CROSSING;
                let x = random.between(left + 0.5, right - 0.5);
                let other = [-1.0, 1.0][random.below(2) as usize];
                let steps = [[x, NEAR_KERB - 0.3], [x + random.between(-0.4, 0.4), FAR_KERB + 0.3]];
                vec![beyond(side, near), steps[0], steps[1], beyond(other, far)]
            }
        };
        if random.below(2) == 0 {
            corners.reverse();
        }
        let pace = random.between(1.05, 1.65) / fps;
        let mut path = Self { lengths: Vec::new(), corners, pace, pause: [0.0; 2] };
        path.measure();
        // Some people stop for a while, but nobody in the middle of the road.
        if random.below(5) == 0 {
            let stop = path.length() * random.between(0.15, 0.85);
            if !(NEAR_KERB - 0.5..FAR_KERB + 0.5).contains(&path.place(stop)[1]) {
                path.pause = [stop / pace, fps * random.between(2.0, 7.0)];
            }
        }
        path
    }

    /// Computes the distances of the corners from the start.
    fn measure(&mut self) {
        let mut length = 0.0;
        let legs = self.corners.windows(2).map(|leg| {
            length += distance(leg[0], leg[1]);
            length
        });
        self.lengths = std::iter::once(0.0).chain(legs).collect();
    }

    /// Length in metres.
    fn length(&self) -> f64 {
        self.lengths.last().copied().unwrap_or(0.0)
    }

    /// Number of frames that the whole walk takes, at least 1.
    pub fn frames(&self) -> u32 {
        (self.length() / self.pace + self.pause[1]) as u32 + 1
    }

    /// The point `walked` metres along the corners. Before the first and after the last corner the line goes straight on.
    fn along(&self, walked: f64) -> Ground {
        let leg = self.lengths.partition_point(|&length| length <= walked).clamp(1, self.corners.len() - 1);
        let ([from, to], start) = ([self.corners[leg - 1], self.corners[leg]], self.lengths[leg - 1]);
        let share = (walked - start) / (self.lengths[leg] - start).max(1e-9);
        [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * share)
    }

    /// The point `walked` metres along the route, with rounded corners.
    fn place(&self, walked: f64) -> Ground {
        let points = [-1.0, -0.5, 0.0, 0.5, 1.0].map(|step| self.along(walked + step * ROUNDING));
        [0, 1].map(|axis| points.iter().map(|point| point[axis]).sum::<f64>() / 5.0)
    }

    /// Where a person is this many frames after the walk began.
    pub fn at(&self, frame: f64) -> Step {
        let [begin, pause] = self.pause;
        let waited = (frame - begin).clamp(0.0, pause);
        let walked = (frame - waited) * self.pace;
        let at = self.place(walked);
        let ahead = self.place(walked + 0.3);
        let length = distance(at, ahead).max(1e-9);
        let still = (waited.min(pause - waited) / HALT).min(1.0);
        Step {
            at,
            heading: [0, 1].map(|axis| (ahead[axis] - at[axis]) / length),
            walked,
            swing: if waited > 0.0 { 1.0 - still } else { 1.0 },
        }
    }
}

/// Distance between two places in metres. IEEE 754 rounds a square root in exactly one way, so it is equal on all machines.
fn distance([x, z]: Ground, [right, away]: Ground) -> f64 {
    ((right - x) * (right - x) + (away - z) * (away - z)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths() -> impl Iterator<Item = Path> {
        let camera = Camera { width: 1920.0, height: 1080.0 };
        (0..200).map(move |seed| Path::new(camera, 30.0, &mut Random::new(seed)))
    }

    #[test]
    fn people_move_smoothly_and_never_leap() {
        for path in paths() {
            for frame in 1..path.frames() {
                let [before, after] = [frame - 1, frame].map(|frame| path.at(f64::from(frame)));
                assert!(distance(before.at, after.at) <= path.pace * 1.001, "{frame} of {path:?}");
                let turn = distance(before.heading, after.heading);
                assert!(turn < 0.5, "{turn} in {frame} of {path:?}");
            }
        }
    }

    #[test]
    fn the_road_is_crossed_at_the_crossing_alone() {
        let mut crossed = 0;
        for path in paths() {
            for frame in 0..path.frames() {
                let [x, z] = path.at(f64::from(frame)).at;
                if (NEAR_KERB..FAR_KERB).contains(&z) {
                    assert!((CROSSING[0]..CROSSING[1]).contains(&x), "{x} {z}");
                    crossed += 1;
                }
            }
        }
        assert!(crossed > 1000);
    }

    #[test]
    fn some_rest_and_none_of_them_on_the_road() {
        let resting: Vec<Path> = paths().filter(|path| path.pause[1] > 0.0).collect();
        assert!(resting.len() > 10);
        for path in resting {
            let middle = path.at(path.pause[0] + path.pause[1] / 2.0);
            assert_eq!(middle.swing, 0.0);
            assert!(!(NEAR_KERB..FAR_KERB).contains(&middle.at[1]));
        }
    }
}
