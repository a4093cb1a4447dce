//! How a person walks, and what a camera and a detector make of it.
//!
//! People stand on a ground that rises towards a horizon, so they are small where they are high in the picture. Each
//! follows a curve; any frame of it can be computed by itself. Only `+ − × ÷` on fractions here: see the module above.

use super::options::Options;
use super::track_plan::PlannedTrack;
use crate::random::{Random, mix, unit};

/// A box clipped to the picture, and its confidence, all in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SeenBox {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) confidence: u32,
}

/// One person's way through the picture.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    born: i32,
    last_frame: u32,
    picture: [f64; 2],
    /// Where the feet are, in pixels: begin, bend and end of a quadratic Bézier curve.
    path: [[f64; 2]; 3],
    /// One step along the path: 1 ÷ (frames − 1).
    step: f64,
    /// Height relative to others at the same place, width relative to height, steps a frame.
    build: f64,
    aspect: f64,
    gait: f64,
    /// Confidence when nothing is in the way.
    clarity: f64,
    seed: u64,
}

/// Where people would be infinitely small, and the farthest and nearest place for feet; shares of the picture's height.
const HORIZON: f64 = 0.25;
const FAR: f64 = 0.4;
const NEAR: f64 = 1.05;
/// Height of a person ÷ distance of the feet below the horizon.
const TALLNESS: f64 = 0.6;
/// Frames between two moments at which the detector's luck is drawn anew.
const LUCK: i32 = 24;

impl Walk {
    pub(super) fn new(track: &PlannedTrack, options: &Options) -> Self {
        let mut random = Random::new(track.seed);
        let (width, height) = (f64::from(options.width), f64::from(options.height));
        let depth = random.between(0.0, 1.0);
        // Squared: most people are far away.
        let y = height * (FAR + (NEAR - FAR) * depth * depth);
        let build = random.between(0.85, 1.15);
        let aspect = random.between(0.36, 0.44);
        let tall = (y - HORIZON * height) * TALLNESS * build;
        let is_standing = random.below(5) == 0;
        // A person of 1.7 m at 1.4 m/s and 30 frames a second covers 0.027 of their height in a frame.
        let pace = random.between(0.01, 0.03) * if is_standing { 0.05 } else { 1.0 };
        let distance = (tall * pace * f64::from(track.length)).min(0.95 * width);
        let direction = if random.below(2) == 0 { 1.0 } else { -1.0 };
        // Where the border cuts through a person who comes or goes.
        let border = if direction > 0.0 { -0.2 * tall * aspect } else { width + 0.2 * tall * aspect };
        let (from, to) = match random.below(5) {
            0 | 1 if !is_standing => (border, border + direction * distance),
            2 | 3 if !is_standing => (width - border - direction * distance, width - border),
            // Comes out from behind something, or goes behind something.
            _ => {
                let x = random.between(0.05, 0.95) * width;
                (x, (x + direction * distance).clamp(0.02 * width, 0.98 * width))
            }
        };
        let clamp = |y: f64| y.clamp(FAR * height, NEAR * height);
        let end = clamp(y + distance * random.between(-0.2, 0.2));
        let bend = clamp(0.5 * (y + end) + distance * random.between(-0.1, 0.1));
        let middle = 0.5 * (from + to) + (to - from) * random.between(-0.15, 0.15);
        Self {
            born: track.born,
            last_frame: track.last_frame(options),
            picture: [width, height],
            path: [[from, y], [middle, bend], [to, end]],
            step: 1.0 / f64::from(track.length.max(2) - 1),
            build,
            aspect,
            gait: random.between(0.06, 0.1),
            clarity: random.between(0.7, 0.99),
            seed: random.next(),
        }
    }

    /// The last frame of the file this person is seen in.
    pub(super) fn last_frame(&self) -> u32 {
        self.last_frame
    }

    /// What is seen in a frame of the track.
    #[inline]
    pub(super) fn at(&self, frame: u32) -> SeenBox {
        let age = frame as i32 - self.born;
        let noise = mix(self.seed ^ u64::from(frame));
        let [x, y] = self.feet(f64::from(age) * self.step);
        let jitter = |shift: u32| unit(noise << shift) - 0.5;
        let tall = (y - HORIZON * self.picture[1]) * TALLNESS * self.build;
        // Arms and legs make the box wider and narrower with every step.
        let stride = triangle(f64::from(age) * self.gait);
        let wide = tall * (self.aspect + 0.06 * stride);
        let x = x + 0.01 * wide * jitter(0);
        let bottom = y + 0.01 * tall * (stride + jitter(16));
        let [left, right] = self.clip(0, x - wide / 2.0, x + wide / 2.0);
        let [top, low] = self.clip(1, bottom - tall, bottom);
        let seen = f64::from(right - left) * f64::from(low - top) / (wide * tall * 1e4);
        let confidence = self.clarity * (0.5 + 0.5 * seen.min(1.0)) - self.occlusion(age) + 0.03 * jitter(32);
        SeenBox {
            left,
            top,
            width: right - left,
            height: low - top,
            confidence: (confidence.clamp(0.05, 1.0) * 100.0 + 0.5) as u32,
        }
    }

    fn feet(&self, along: f64) -> [f64; 2] {
        let rest = 1.0 - along;
        std::array::from_fn(|axis| {
            let [from, bend, to] = self.path.map(|point| point[axis]);
            rest * rest * from + 2.0 * along * rest * bend + along * along * to
        })
    }

    /// Two sides, clipped to the picture, in hundredths of a pixel. At least one hundredth apart.
    fn clip(&self, axis: usize, low: f64, high: f64) -> [u32; 2] {
        // The cast rounds, down from a half more; what is negative becomes 0.
        let hundredths = |side: f64| (side.clamp(0.0, self.picture[axis]) * 100.0 + 0.5) as u32;
        let low = hundredths(low).min(hundredths(self.picture[axis]) - 1);
        [low, hundredths(high).max(low + 1)]
    }

    /// How much confidence is lost to what stands in the way: mostly nothing, now and then a lot, and smoothly.
    fn occlusion(&self, age: i32) -> f64 {
        let luck = |moment: i32| {
            let drawn = unit(mix(self.seed ^ ((moment as u64) << 32)));
            (drawn - 0.6).max(0.0)
        };
        let along = f64::from(age % LUCK) / f64::from(LUCK);
        let ease = along * along * (3.0 - 2.0 * along);
        luck(age / LUCK) * (1.0 - ease) + luck(age / LUCK + 1) * ease
    }
}

/// A wave from −1 to 1 and back in one period.
fn triangle(phase: f64) -> f64 {
    let part = phase - f64::from(phase as u32);
    if part < 0.5 { 4.0 * part - 1.0 } else { 3.0 - 4.0 * part }
}
