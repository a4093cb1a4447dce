//! What stands in the street and hides people behind it: trees, lamp posts, bollards and parked cars.

use super::layout::{CROSSING, FAR_KERB, NEAR_KERB};
use crate::random::Random;
use crate::scene::drawing::camera::{Camera, Ground};
use crate::scene::drawing::canvas::{Canvas, Point};
use crate::scene::drawing::colour::Colour;
use crate::scene::drawing::pixel_box::PixelBox;

/// Something that stands on the ground.
#[derive(Clone, Copy, Debug)]
pub struct Prop {
    /// Where it stands.
    pub at: Ground,
    kind: Kind,
    /// Start of the random numbers for its shape and colour.
    seed: u64,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Tree,
    Lamp,
    Bollard,
    Car,
}

const BARK: Colour = Colour([82, 68, 56]);
const IRON: Colour = Colour([52, 58, 60]);
const LEAVES: Colour = Colour([62, 92, 48]);
const PAINTS: [Colour; 6] = [
    Colour([166, 40, 42]),
    Colour([60, 84, 116]),
    Colour([198, 198, 196]),
    Colour([48, 50, 54]),
    Colour([96, 116, 104]),
    Colour([190, 180, 158]),
];

/// Everything that stands in a street as wide as the picture, from far to near.
pub fn all(camera: Camera, random: &mut Random) -> Vec<Prop> {
    let mut props = Vec::new();
    let mut put = |kind, at, random: &mut Random| props.push(Prop { at, kind, seed: random.next() });
    // From the middle outwards: a wider picture then shows more of one street, not another street.
    for side in [-1.0, 1.0] {
        let mut x = 7.0 + random.between(0.0, 1.5);
        while x < camera.edge(FAR_KERB) + 3.0 {
            put(Kind::Tree, [side * x, FAR_KERB + 0.6], random);
            x += random.between(6.5, 8.5);
        }
        x = 7.2 + random.between(0.0, 2.0);
        while x < camera.edge(FAR_KERB) + 3.0 {
            if random.below(3) > 0 {
                put(Kind::Car, [side * x, FAR_KERB - 1.1], random);
            }
            x += 5.6 + random.between(0.0, 1.0);
        }
        x = 4.4;
        while x < camera.edge(NEAR_KERB) + 1.0 {
            put(Kind::Lamp, [side * x, NEAR_KERB - 0.45], random);
            x += 11.0;
        }
        put(Kind::Bollard, [side * (CROSSING[1] + 0.5), NEAR_KERB - 0.35], random);
        put(Kind::Bollard, [side * (CROSSING[1] + 0.5), FAR_KERB + 0.35], random);
        let near = 8.6 + 0.6 * side;
        put(Kind::Tree, [side * (0.76 - 0.08 * side) * camera.edge(near), near], random);
    }
    props.sort_by(|one, other| other.at[1].total_cmp(&one.at[1]));
    props
}

impl Prop {
    /// The place in the picture of a point `x` metres to the right of where it stands and `up` metres above the ground.
    fn place(&self, camera: Camera, [x, up]: Point) -> Point {
        [camera.column(self.at[0] + x, self.at[1]), camera.row(up, self.at[1])]
    }

    /// The box between two corners, each given in metres to the right of where it stands and above the ground.
    fn between(&self, camera: Camera, [left, low]: Point, [right, top]: Point) -> PixelBox {
        PixelBox::around([self.place(camera, [left, low]), self.place(camera, [right, top])])
    }

    /// The boxes that it hides, approximately.
    pub fn hides(&self, camera: Camera) -> Vec<PixelBox> {
        match self.kind {
            Kind::Tree => vec![
                self.between(camera, [-0.16, 0.0], [0.16, 3.2]),
                self.between(camera, [-1.0, 3.0], [1.0, 5.8]),
                self.between(camera, [-1.5, 3.4], [1.5, 5.2]),
            ],
            Kind::Lamp => vec![self.between(camera, [-0.07, 0.0], [0.07, 4.6])],
            Kind::Bollard => vec![self.between(camera, [-0.08, 0.0], [0.08, 0.95])],
            Kind::Car => {
                vec![self.between(camera, [-2.1, 0.2], [2.1, 0.9]), self.between(camera, [-1.2, 0.9], [1.2, 1.42])]
            }
        }
    }

    /// The centre of its shadow on the ground, and the two radii of the shadow in metres: across and away.
    pub fn shadow(&self) -> (Ground, [f64; 2]) {
        let [x, z] = self.at;
        match self.kind {
            Kind::Tree => ([x + 1.3, z + 0.1], [2.1, 0.75]),
            Kind::Lamp => ([x + 0.5, z], [0.55, 0.07]),
            Kind::Bollard => ([x + 0.25, z], [0.3, 0.06]),
            Kind::Car => ([x + 0.15, z - 0.35], [2.35, 0.5]),
        }
    }

    /// Draws it.
    pub fn draw(&self, camera: Camera, canvas: &mut Canvas) {
        let mut random = Random::new(self.seed);
        let mut brush = Brush { prop: self, camera, canvas };
        match self.kind {
            Kind::Tree => brush.tree(&mut random),
            Kind::Lamp => brush.lamp(),
            Kind::Bollard => {
                brush.block([-0.07, 0.0], [0.07, 0.9], IRON);
                brush.oval([0.0, 0.9], [0.07, 0.06], IRON);
                brush.block([-0.07, 0.68], [0.07, 0.76], Colour([214, 210, 200]));
            }
            Kind::Car => brush.car(Colour::varied(&PAINTS, &mut random)),
        }
    }
}

/// Draws a prop. Places are in metres: to the right of where it stands, and above the ground.
struct Brush<'a, 'c> {
    prop: &'a Prop,
    camera: Camera,
    canvas: &'a mut Canvas<'c>,
}

impl Brush<'_, '_> {
    fn block(&mut self, [left, low]: Point, [right, top]: Point, colour: Colour) {
        self.shape(&[[left, low], [right, low], [right, top], [left, top]], colour);
    }

    fn shape(&mut self, corners: &[Point], colour: Colour) {
        let mut placed = [[0.0; 2]; 8];
        let count = corners.len().min(placed.len());
        for (to, &corner) in placed.iter_mut().zip(corners) {
            *to = self.prop.place(self.camera, corner);
        }
        self.canvas.shape(&placed[..count], colour, 1.0);
    }

    fn oval(&mut self, centre: Point, radii: Point, colour: Colour) {
        let scale = self.camera.scale(self.prop.at[1]);
        self.canvas.ellipse(self.prop.place(self.camera, centre), radii.map(|radius| radius * scale), colour, 1.0);
    }

    fn tree(&mut self, random: &mut Random) {
        self.shape(&[[-0.21, 0.0], [0.21, 0.0], [0.13, 1.2], [0.12, 3.6], [-0.12, 3.6], [-0.15, 1.2]], BARK);
        self.shape(&[[0.04, 0.0], [0.21, 0.0], [0.13, 1.2], [0.12, 3.6], [0.04, 3.6]], BARK.times(0.76));
        self.shape(&[[-0.08, 2.5], [0.02, 2.6], [-0.8, 4.0], [-0.9, 3.9]], BARK);
        self.shape(&[[0.0, 2.4], [0.1, 2.5], [0.9, 3.9], [0.8, 4.0]], BARK.times(0.8));
        // First large dark clumps, then smaller and lighter ones towards the light.
        let clumps = [(16, 1.0, 0.8, 0.7), (26, 1.06, 0.46, 0.86), (40, 1.04, 0.27, 1.02), (60, 1.02, 0.15, 1.2)];
        for (count, reach, size, light) in clumps {
            for _ in 0..count {
                let [x, y] = disc(random);
                let toward = (light - 0.7) * 0.4;
                let centre = [1.35 * reach * x - toward, 4.45 + 1.15 * reach * y + toward];
                let radius = size * random.between(0.7, 1.15);
                let shade = light * random.between(0.9, 1.1) * (1.0 - 0.12 * x + 0.12 * y);
                self.oval(centre, [radius, 0.78 * radius], LEAVES.times(shade));
            }
        }
    }

    fn lamp(&mut self) {
        self.block([-0.12, 0.0], [0.12, 0.35], IRON);
        self.block([-0.06, 0.35], [0.06, 4.6], IRON);
        self.block([0.02, 0.35], [0.06, 4.6], IRON.times(0.7));
        self.block([-0.3, 4.52], [0.3, 4.6], IRON);
        self.shape(&[[-0.16, 4.6], [0.16, 4.6], [0.24, 5.05], [-0.24, 5.05]], Colour([226, 222, 196]));
        self.shape(&[[-0.28, 5.05], [0.28, 5.05], [0.05, 5.25], [-0.05, 5.25]], IRON);
    }

    fn car(&mut self, paint: Colour) {
        let glass = Colour([70, 84, 96]);
        let roof = [[-1.45, 0.85], [-0.95, 1.4], [-0.75, 1.46], [0.6, 1.46], [0.85, 1.4], [1.4, 0.85]];
        self.shape(&roof, paint.times(0.94));
        self.shape(&[[-1.22, 0.88], [-0.85, 1.34], [-0.12, 1.37], [-0.12, 0.88]], glass);
        self.shape(&[[-0.02, 0.88], [-0.02, 1.37], [0.72, 1.34], [1.15, 0.88]], glass.times(0.9));
        self.shape(&[[-1.1, 0.98], [-0.85, 1.3], [-0.7, 1.32], [-0.9, 0.98]], glass.times(1.5));
        let body = [[-2.15, 0.3], [-2.12, 0.72], [-1.95, 0.88], [1.8, 0.9], [2.1, 0.78], [2.17, 0.45], [2.1, 0.28]];
        self.shape(&body, paint);
        self.shape(&[[-2.15, 0.3], [-2.14, 0.48], [2.16, 0.48], [2.1, 0.28]], paint.times(0.74));
        self.block([-0.08, 0.34], [-0.05, 0.88], paint.times(0.7));
        self.shape(&[[2.02, 0.62], [2.14, 0.6], [2.11, 0.76], [2.0, 0.76]], Colour([236, 232, 214]));
        self.shape(&[[-2.13, 0.6], [-2.02, 0.6], [-2.02, 0.76], [-2.11, 0.74]], Colour([150, 34, 30]));
        for x in [-1.32, 1.34] {
            self.oval([x, 0.32], [0.38, 0.38], Colour([30, 30, 32]));
            self.oval([x, 0.31], [0.31, 0.31], Colour([22, 22, 24]));
            self.oval([x, 0.31], [0.18, 0.18], Colour([150, 152, 154]));
        }
    }
}

/// A random point in a circle of radius 1, uniformly distributed.
fn disc(random: &mut Random) -> Point {
    for _ in 0..16 {
        let place = [random.between(-1.0, 1.0), random.between(-1.0, 1.0)];
        if place[0] * place[0] + place[1] * place[1] <= 1.0 {
            return place;
        }
    }
    [0.0; 2]
}
