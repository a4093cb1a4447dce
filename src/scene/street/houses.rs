//! The row of houses on the far side of the street.

use super::layout::HOUSES;
use crate::random::Random;
use crate::scene::drawing::camera::Camera;
use crate::scene::drawing::canvas::Canvas;
use crate::scene::drawing::colour::Colour;

const WALLS: [Colour; 7] = [
    Colour([196, 178, 148]),
    Colour([168, 104, 84]),
    Colour([204, 194, 176]),
    Colour([146, 140, 132]),
    Colour([186, 150, 112]),
    Colour([128, 82, 70]),
    Colour([176, 182, 178]),
];
const AWNINGS: [Colour; 5] =
    [Colour([156, 44, 44]), Colour([40, 92, 76]), Colour([46, 70, 112]), Colour([196, 152, 62]), Colour([96, 60, 92])];
const GLASS: Colour = Colour([74, 90, 104]);
const FRAME: Colour = Colour([228, 224, 214]);
const ROOF: Colour = Colour([92, 74, 68]);

/// Draws all houses.
pub fn draw(camera: Camera, canvas: &mut Canvas, random: &mut Random) {
    let edge = camera.edge(HOUSES);
    let mut wall = Wall { camera, canvas };
    // From the middle outwards: a wider picture then shows more of one street, not another street.
    let middle = random.between(5.0, 8.0);
    let mut x = middle;
    while x > -edge {
        let width = random.between(7.5, 11.0);
        wall.house(x - width, x, random);
        x -= width;
    }
    x = middle;
    while x < edge {
        let width = random.between(7.5, 11.0);
        wall.house(x, x + width, random);
        x += width;
    }
}

/// Draws on the fronts of the houses. Places are in metres: to the right of the camera, and above the ground.
struct Wall<'a, 'c> {
    camera: Camera,
    canvas: &'a mut Canvas<'c>,
}

impl Wall<'_, '_> {
    fn place(&self, [x, up]: [f64; 2]) -> [f64; 2] {
        [self.camera.column(x, HOUSES), self.camera.row(up, HOUSES)]
    }

    fn block(&mut self, from: [f64; 2], to: [f64; 2], colour: Colour) {
        self.canvas.rectangle(self.place([from[0], to[1]]), self.place([to[0], from[1]]), colour, 1.0);
    }

    fn veil(&mut self, corners: [[f64; 2]; 4], colour: Colour, alpha: f64) {
        let corners = corners.map(|corner| self.place(corner));
        self.canvas.shape(&corners, colour, alpha);
    }

    fn house(&mut self, left: f64, right: f64, random: &mut Random) {
        let colour = Colour::varied(&WALLS, random);
        let floors = 1 + random.below(2) as u32 + u32::from(random.below(3) > 0);
        let ground = random.between(3.3, 3.8);
        let floor = random.between(2.7, 3.0);
        let top = ground + f64::from(floors.min(2)) * floor;
        if floors != 2 {
            let slope = [[left - 0.1, top], [right + 0.1, top], [right - 0.6, top + 1.5], [left + 0.6, top + 1.5]];
            self.veil(slope, ROOF.times(random.between(0.85, 1.2)), 1.0);
            self.block([left + 1.2, top + 0.8], [left + 1.9, top + 2.3], colour.times(0.7));
        }
        self.block([left, 0.0], [right, top], colour);
        self.veil([[left, 0.0], [right, 0.0], [right, ground], [left, ground]], Colour([0, 0, 0]), 0.06);
        self.veil([[right - 0.35, 0.0], [right, 0.0], [right, top], [right - 0.35, top]], Colour([0, 0, 0]), 0.14);
        self.block([left, top - 0.12], [right, top + 0.16], colour.times(1.14));
        self.veil(
            [[left, top - 0.4], [right, top - 0.4], [right, top - 0.12], [left, top - 0.12]],
            Colour([0; 3]),
            0.16,
        );
        self.block([left, ground - 0.12], [right, ground + 0.08], colour.times(1.1));
        let columns = ((right - left) / 2.1) as u32;
        let gap = (right - left) / f64::from(columns);
        for level in 0..floors.min(2) {
            let sill = ground + 0.75 + f64::from(level) * floor;
            for column in 0..columns {
                self.window(left + gap * (f64::from(column) + 0.5), sill, colour, random);
            }
        }
        self.shops(left, right, ground, random);
    }

    fn window(&mut self, x: f64, sill: f64, wall: Colour, random: &mut Random) {
        let (half, high) = (0.5, 1.5);
        let top = sill + high;
        self.block([x - half - 0.12, sill - 0.12], [x + half + 0.12, top + 0.1], FRAME.toward(wall, 0.35));
        self.block([x - half, sill], [x + half, top], GLASS.times(random.between(0.8, 1.15)));
        if random.below(3) == 0 {
            let side = if random.below(2) == 0 { -half } else { 0.1 };
            self.block(
                [x + side, sill],
                [x + side + half - 0.1, top],
                Colour([204, 196, 180]).times(random.between(0.8, 1.0)),
            );
        }
        self.veil(
            [[x - half, sill + 0.5], [x - half, top], [x + 0.3, top], [x - 0.05, sill + 0.9]],
            Colour([200, 220, 236]),
            0.22,
        );
        self.block([x - 0.03, sill], [x + 0.03, top], FRAME);
        self.block([x - half, sill + 0.95], [x + half, sill + 1.01], FRAME);
        self.block([x - half - 0.18, sill - 0.2], [x + half + 0.18, sill - 0.08], wall.times(1.16));
        self.veil(
            [[x - half, top - 0.16], [x + half, top - 0.16], [x + half, top], [x - half, top]],
            Colour([0; 3]),
            0.3,
        );
    }

    fn shops(&mut self, left: f64, right: f64, ground: f64, random: &mut Random) {
        let door = if random.below(2) == 0 { left + 1.1 } else { right - 1.1 };
        let wood = Colour::varied(&AWNINGS, random).times(0.62);
        self.block([door - 0.62, 0.0], [door + 0.62, 2.65], FRAME.times(0.86));
        self.block([door - 0.5, 0.0], [door + 0.5, 2.1], wood);
        self.block([door - 0.36, 1.1], [door + 0.36, 1.95], GLASS.times(0.8));
        self.block([door - 0.5, 2.15], [door + 0.5, 2.55], GLASS);
        let [from, to] = if door < 0.5 * (left + right) { [door + 1.1, right - 0.5] } else { [left + 0.5, door - 1.1] };
        let top = ground - 0.95;
        let sign = Colour::varied(&AWNINGS, random);
        self.block([from - 0.1, 0.35], [to + 0.1, top + 0.1], Colour([58, 54, 52]));
        self.block([from, 0.55], [to, top], GLASS.times(0.72));
        // Goods behind the glass.
        let mut x = from + 0.25;
        while x < to - 0.3 {
            let (wide, high) = (random.between(0.2, 0.6), random.between(0.2, 0.9));
            let goods = Colour::varied(&WALLS, random).toward(GLASS, 0.45);
            self.block([x, 0.6], [(x + wide).min(to), 0.6 + high], goods);
            x += wide + random.between(0.1, 0.5);
        }
        let panes = ((to - from) / 1.7).ceil().max(1.0);
        let pane = (to - from) / panes;
        for at in 0..panes as u32 {
            let x = from + pane * f64::from(at);
            self.veil(
                [[x + 0.2, 0.55], [x + 0.6, 0.55], [x + 1.1, top], [x + 0.7, top]],
                Colour([214, 228, 238]),
                0.13,
            );
            self.block([x - 0.03, 0.55], [x + 0.03, top], Colour([58, 54, 52]));
        }
        if random.below(3) > 0 {
            let stripes = ((to - from) / 0.45) as u32;
            let wide = (to - from + 0.3) / f64::from(stripes.max(1));
            for stripe in 0..stripes {
                let x = from - 0.15 + wide * f64::from(stripe);
                let colour = if stripe % 2 == 0 { sign } else { Colour([226, 220, 206]) };
                self.veil(
                    [[x, top + 0.32], [x + wide, top + 0.32], [x + wide, top - 0.42], [x, top - 0.42]],
                    colour,
                    1.0,
                );
            }
            self.veil(
                [
                    [from - 0.15, top - 0.42],
                    [to + 0.15, top - 0.42],
                    [to + 0.15, top - 0.28],
                    [from - 0.15, top - 0.28],
                ],
                Colour([0; 3]),
                0.22,
            );
            self.veil([[from, top - 0.9], [to, top - 0.9], [to, top - 0.42], [from, top - 0.42]], Colour([0; 3]), 0.25);
        } else {
            self.block([from - 0.1, top + 0.14], [to + 0.1, top + 0.62], sign.times(0.9));
            let mut x = from + 0.6;
            while x < to - 0.8 {
                self.block([x, top + 0.28], [x + 0.22, top + 0.48], FRAME);
                x += 0.36;
            }
        }
    }
}
