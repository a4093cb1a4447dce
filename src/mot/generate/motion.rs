//! How a person walks, and the boxes that a detector would find.
//!
//! People stand on a ground that rises towards a horizon, so people higher in the picture are smaller. Each person follows
//! a curve, and the box in any frame can be computed on its own. Fractions use only `+ − × ÷`, so that all machines give
//! equal results.

use super::options::Options;
use super::track_plan::PlannedTrack;
use crate::random::{Random, mix, unit};

/// A box clipped to the picture, in hundredths of a pixel, and its confidence in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SeenBox {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) confidence: u32,
}

/// The way of one person through the picture.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    /// The frame in which the way begins. It may lie before frame 1.
    born: i32,
    last_frame: u32,
    /// Width and height of the picture in pixels.
    picture: [f64; 2],
    /// The way of the feet in pixels: start, control point and end of a quadratic Bézier curve.
    path: [[f64; 2]; 3],
    /// The share of the path for each frame: 1 ÷ (frames − 1).
    step: f64,
    /// Height, divided by the mean height of people at this place.
    build: f64,
    /// Width, divided by height.
    aspect: f64,
    /// How many steps the person makes a frame.
    gait: f64,
    /// The confidence while nothing hides the person.
    clarity: f64,
    seed: u64,
}

/// The height of the horizon, as a share of the height of the picture from its top. There, people would be infinitely small.
const HORIZON: f64 = 0.25;
/// The farthest place for feet, as a share of the height of the picture.
const FAR: f64 = 0.4;
/// The nearest place for feet, as a share of the height of the picture: a little below its lower edge.
const NEAR: f64 = 1.05;
/// The height of a person, divided by the distance of the feet from the horizon.
const TALLNESS: f64 = 0.6;
/// How many frames pass before a new random loss of confidence is drawn.
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
        // Where a person comes into or leaves the picture: partly outside of it.
        let border = if direction > 0.0 { -0.2 * tall * aspect } else { width + 0.2 * tall * aspect };
        let (from, to) = match random.below(5) {
            0 | 1 if !is_standing => (border, border + direction * distance),
            2 | 3 if !is_standing => (width - border - direction * distance, width - border),
            // The person appears or disappears behind something inside the picture.
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

    /// The last frame in which this person is in the picture.
    pub(super) fn last_frame(&self) -> u32 {
        self.last_frame
    }

    /// The box in a frame of the track.
    #[inline]
    pub(super) fn at(&self, frame: u32) -> SeenBox {
        let age = frame as i32 - self.born;
        let noise = mix(self.seed ^ u64::from(frame));
        let [x, y] = self.feet(f64::from(age) * self.step);
        let jitter = |shift: u32| unit(noise << shift) - 0.5;
        let tall = (y - HORIZON * self.picture[1]) * TALLNESS * self.build;
        // With every step, arms and legs make the box wider and narrower.
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

    /// Where the feet are, in pixels, after this share of the path.
    fn feet(&self, along: f64) -> [f64; 2] {
        let rest = 1.0 - along;
        std::array::from_fn(|axis| {
            let [from, bend, to] = self.path.map(|point| point[axis]);
            rest * rest * from + 2.0 * along * rest * bend + along * along * to
        })
    }

    /// Clips two opposite sides to the picture. The answer is in hundredths of a pixel, at least one hundredth apart.
    fn clip(&self, axis: usize, low: f64, high: f64) -> [u32; 2] {
        // Half is added because the cast rounds down. It turns negative numbers into 0.
        let hundredths = |side: f64| (side.clamp(0.0, self.picture[axis]) * 100.0 + 0.5) as u32;
        let low = hundredths(low).min(hundredths(self.picture[axis]) - 1);
        [low, hundredths(high).max(low + 1)]
    }

    /// The confidence lost to whatever hides the person: mostly none, sometimes much. It changes smoothly.
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

/// A triangle wave: from −1 to 1 and back while `phase` grows by 1.
fn triangle(phase: f64) -> f64 {
    let part = phase - f64::from(phase as u32);
    if part < 0.5 { 4.0 * part - 1.0 } else { 3.0 - 4.0 * part }
}
