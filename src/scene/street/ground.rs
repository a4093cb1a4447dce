//! The empty street: sky, houses, pavements and road. It is drawn once for all pictures.

use super::houses;
use super::layout::{CROSSING, FAR_KERB, HOUSES, NEAR_KERB};
use super::props::Prop;
use crate::random::Random;
use crate::scene::drawing::camera::Camera;
use crate::scene::drawing::canvas::Canvas;
use crate::scene::drawing::colour::{Colour, noise};
use crate::sequence::Rgba;

/// Colour of the sky at the top of the picture and at the roofs.
const SKY: [Colour; 2] = [Colour([126, 168, 206]), Colour([214, 226, 232])];
const ASPHALT: Colour = Colour([92, 94, 97]);
const PAVEMENT: Colour = Colour([172, 166, 156]);
const KERB: Colour = Colour([190, 187, 180]);
const PAINT: Colour = Colour([222, 221, 214]);

/// Height of the kerb above the road, in metres.
const STEP: f64 = 0.13;

/// The pixels of the empty street, row by row, with the shadows of `props` but without the props themselves.
pub fn street(camera: Camera, props: &[Prop], seed: u64) -> Vec<Rgba> {
    let (width, height) = (camera.width as usize, camera.height as usize);
    let mut pixels = vec![Colour([0; 3]).pixel(); width * height];
    let mut canvas = Canvas::new(&mut pixels, camera.width as u32);
    sky(camera, &mut canvas, &mut Random::new(seed ^ 1));
    houses::draw(camera, &mut canvas, &mut Random::new(seed ^ 2));
    let mut ground = Ground { camera, canvas: &mut canvas };
    ground.pavements();
    ground.road();
    ground.grain(seed);
    ground.shadows(props);
    pixels
}

fn sky(camera: Camera, canvas: &mut Canvas, random: &mut Random) {
    let low = camera.row(0.0, HOUSES);
    for row in 0..(low as usize).min(camera.height as usize) {
        let share = (row as f64 / low * 1.6).min(1.0);
        canvas.row(row).fill(SKY[0].toward(SKY[1], share).pixel());
    }
    for _ in 0..7 {
        let [x, y] = [random.between(0.0, camera.width), random.between(0.0, 0.16) * camera.height];
        let size = random.between(0.05, 0.12) * camera.height;
        for _ in 0..40 {
            let at = [x + size * random.between(-1.8, 1.8), y + size * random.between(-0.2, 0.2)];
            let radii = [size * random.between(0.3, 1.1), size * random.between(0.06, 0.24)];
            canvas.ellipse(at, radii, Colour([246, 247, 248]), 0.05);
        }
    }
}

/// Draws on the ground. Places are in metres: to the right of the camera, and away from it.
struct Ground<'a, 'c> {
    camera: Camera,
    canvas: &'a mut Canvas<'c>,
}

impl Ground<'_, '_> {
    /// A rectangle on the ground, from its left near corner to its right far corner.
    fn patch(&mut self, [left, near]: [f64; 2], [right, far]: [f64; 2], colour: Colour, alpha: f64) {
        let at = |x, z| [self.camera.column(x, z), self.camera.row(0.0, z)];
        let corners = [at(left, near), at(right, near), at(right, far), at(left, far)];
        self.canvas.shape(&corners, colour, alpha);
    }

    /// A strip of the ground across the whole picture, from the distance `near` to `far`.
    fn band(&mut self, near: f64, far: f64, colour: Colour, alpha: f64) {
        let edge = self.camera.edge(far) + 1.0;
        self.patch([-edge, near], [edge, far], colour, alpha);
    }

    /// Distance in metres of the nearest ground that is in the picture.
    fn front(&self) -> f64 {
        self.camera.distance(self.camera.height).unwrap_or(1.0)
    }

    fn pavements(&mut self) {
        let front = self.front() * 0.98;
        self.band(front, NEAR_KERB, PAVEMENT, 1.0);
        self.band(FAR_KERB, HOUSES, PAVEMENT.times(0.97), 1.0);
        let joint = PAVEMENT.times(0.8);
        for (near, far, tile) in [(front, NEAR_KERB, 0.9), (FAR_KERB, HOUSES, 1.1)] {
            let edge = self.camera.edge(far) + tile;
            let rows = ((far - near) / tile) as i32 + 1;
            let columns = (edge / tile) as i32 + 1;
            for row in 0..rows {
                let z = far - f64::from(row) * tile;
                for column in -columns..columns {
                    let shade =
                        [0.955, 0.985, 1.0, 1.02, 1.035][(column * 7 + row * 11 + column * row).rem_euclid(5) as usize];
                    let x = f64::from(column) * tile + 0.45 * tile * f64::from(row % 2);
                    self.patch([x, (z - tile).max(near)], [x + tile, z], PAVEMENT.times(shade), 0.8);
                    self.patch([x, (z - tile).max(near)], [x + 0.022, z], joint, 0.7);
                }
                self.band(z - 0.03, z, joint, 0.7);
            }
        }
        // The ground is darker close to the houses.
        for step in 1..=5 {
            self.band(HOUSES - 0.16 * f64::from(step), HOUSES, Colour([40, 40, 46]), 0.09);
        }
    }

    fn road(&mut self) {
        self.band(NEAR_KERB, FAR_KERB, ASPHALT, 1.0);
        // Wheels polish the lanes, and dirt gathers at the sides.
        for z in [NEAR_KERB + 1.6, NEAR_KERB + 3.3, FAR_KERB - 3.5, FAR_KERB - 1.9] {
            self.band(z - 0.35, z + 0.35, ASPHALT.times(1.1), 0.35);
        }
        self.band(NEAR_KERB, NEAR_KERB + 0.45, ASPHALT.times(0.8), 0.6);
        self.band(FAR_KERB - 0.45, FAR_KERB, ASPHALT.times(0.8), 0.6);
        let middle = 0.5 * (NEAR_KERB + FAR_KERB);
        for side in [-1.0, 1.0] {
            let mut x = CROSSING[1] + 1.6;
            while x < self.camera.edge(middle) + 1.0 {
                let [left, right] = if side < 0.0 { [-x - 2.0, -x] } else { [x, x + 2.0] };
                self.patch([left, middle - 0.07], [right, middle + 0.07], PAINT, 0.85);
                x += 4.0;
            }
        }
        let mut z = NEAR_KERB + 0.5;
        while z + 0.5 < FAR_KERB {
            self.patch([CROSSING[0], z], [CROSSING[1], z + 0.52], PAINT, 0.92);
            z += 1.05;
        }
        self.kerbs();
    }

    /// The kerbs: the far one shows its front, the near one only its top.
    fn kerbs(&mut self) {
        let right = self.camera.width;
        let [top, low] = [STEP, 0.0].map(|up| self.camera.row(up, FAR_KERB));
        self.canvas.rectangle([0.0, top], [right, low], KERB.times(0.72), 1.0);
        self.band(FAR_KERB + 0.02, FAR_KERB + 0.6, KERB, 0.8);
        self.band(NEAR_KERB - 0.32, NEAR_KERB, KERB, 1.0);
        self.band(NEAR_KERB - 0.02, NEAR_KERB + 0.1, Colour([40, 40, 42]), 0.5);
    }

    /// Makes the ground a little lighter and darker in places, so that it does not look like paper.
    fn grain(&mut self, seed: u64) {
        let (width, height) = (self.camera.width as usize, self.camera.height as usize);
        for row in 0..height {
            let Some(z) = self.camera.distance(row as f64 + 0.5).filter(|&z| z < HOUSES) else { continue };
            let scale = self.camera.scale(z);
            // Far away, grains are smaller than a pixel and would only flicker.
            let share = (scale * 0.05).min(1.0);
            let [spots, grains] = [0.035, 0.045 * share];
            let mut x = -0.5 * self.camera.width / scale;
            for pixel in &mut self.canvas.row(row)[..width] {
                let change = spots * noise(x * 0.9, z * 0.9, seed) + grains * noise(x * 17.0, z * 8.0, seed ^ 3);
                let factor = ((1.0 + change) * 256.0) as u32;
                for part in &mut pixel.0[..3] {
                    *part = ((u32::from(*part) * factor) >> 8).min(255) as u8;
                }
                x += 1.0 / scale;
            }
        }
    }

    fn shadows(&mut self, props: &[Prop]) {
        for prop in props {
            let (at, reach) = prop.shadow();
            shadow(self.camera, self.canvas, at, reach);
        }
    }
}

/// Number of ellipses that make one shadow.
const RINGS: u32 = 7;

/// A soft shadow around a place on the ground; `across` and `away` are its radii in metres.
pub fn shadow(camera: Camera, canvas: &mut Canvas, [x, z]: [f64; 2], [across, away]: [f64; 2]) {
    let centre = [camera.column(x, z), camera.row(0.0, z)];
    let scale = camera.scale(z);
    let high = 0.5 * (camera.row(0.0, z - away) - camera.row(0.0, z + away));
    for ring in 0..RINGS {
        let size = 1.0 - f64::from(ring) / f64::from(RINGS);
        canvas.ellipse(centre, [across * scale * size, high * size], Colour([24, 26, 36]), 0.075);
    }
}
