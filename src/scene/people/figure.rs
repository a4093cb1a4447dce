//! What a person looks like: a few convex shapes, whose outermost corners make the bounding box.
//!
//! Lengths are shares of the person's height: `across` to the right in the picture, `up` above the ground.

use super::path::Step;
use crate::random::Random;
use crate::scene::drawing::canvas::{Point, ellipse};
use crate::scene::drawing::colour::{Colour, wave};

/// The build and clothes of a person.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Height in metres.
    pub tall: f64,
    /// Width relative to the average.
    broad: f64,
    jacket: Colour,
    trousers: Colour,
    shoes: Colour,
    hair: Colour,
    skin: Colour,
    /// Height of the lower end of the jacket above the ground.
    hem: f64,
    has_long_hair: bool,
    bag: Option<Colour>,
    /// Where in a step the walk begins: 0 for its start, 1 for its end.
    phase: f64,
}

const JACKETS: [Colour; 12] = [
    Colour([178, 44, 48]),
    Colour([38, 70, 120]),
    Colour([44, 48, 56]),
    Colour([214, 168, 58]),
    Colour([62, 110, 78]),
    Colour([206, 202, 192]),
    Colour([120, 76, 128]),
    Colour([94, 66, 48]),
    Colour([70, 132, 160]),
    Colour([206, 108, 58]),
    Colour([92, 98, 106]),
    Colour([196, 128, 140]),
];
const TROUSERS: [Colour; 6] = [
    Colour([40, 46, 66]),
    Colour([34, 34, 38]),
    Colour([62, 72, 98]),
    Colour([112, 100, 82]),
    Colour([80, 80, 84]),
    Colour([58, 48, 44]),
];
const SHOES: [Colour; 4] = [Colour([28, 26, 26]), Colour([70, 50, 38]), Colour([214, 212, 206]), Colour([52, 54, 60])];
const HAIR: [Colour; 6] = [
    Colour([34, 26, 22]),
    Colour([62, 42, 28]),
    Colour([104, 72, 44]),
    Colour([176, 140, 88]),
    Colour([128, 124, 120]),
    Colour([24, 22, 24]),
];
const SKIN: [Colour; 5] = [
    Colour([226, 182, 152]),
    Colour([206, 156, 122]),
    Colour([168, 118, 84]),
    Colour([122, 82, 58]),
    Colour([236, 196, 168]),
];

/// How much darker the right side is, as a share: the light comes from the left.
const SHADE: f64 = 0.22;

impl Figure {
    /// A random person.
    pub fn new(random: &mut Random) -> Self {
        let is_child = random.below(12) == 0;
        let mut colour = |choices: &[Colour]| Colour::varied(choices, random);
        let (jacket, trousers, shoes) = (colour(&JACKETS), colour(&TROUSERS), colour(&SHOES));
        let (hair, skin, bag) = (colour(&HAIR), colour(&SKIN), colour(&JACKETS));
        Self {
            tall: if is_child { random.between(1.15, 1.4) } else { random.between(1.58, 1.92) },
            broad: random.between(0.9, 1.14),
            jacket,
            trousers,
            shoes,
            hair,
            skin,
            hem: [0.44, 0.46, 0.41, 0.3][random.below(4) as usize],
            has_long_hair: random.below(5) < 2,
            bag: (random.below(3) == 0).then(|| bag.times(0.75)),
            phase: random.between(0.0, 1.0),
        }
    }

    /// Hands each shape of the person, with its colour and opacity, to `draw`, from the back to the front. The person is
    /// `size` pixels high, and stands at `feet`.
    pub fn pose(&self, step: &Step, feet: Point, size: f64, draw: &mut impl FnMut(&[Point], Colour, f64)) {
        let [right, away] = step.heading;
        let forward = if right < 0.0 { -1.0 } else { 1.0 };
        // How much of a step is seen from the side. A person who walks towards the camera still moves a little.
        let stride = (right * forward).max(0.18);
        let phase = step.walked / (0.78 * self.tall) + self.phase;
        let swing = wave(phase) * step.swing;
        let bob = 0.012 * wave(2.0 * phase + 0.25) * step.swing - 0.012;
        let mut pen = Pen { feet, size, forward, draw };

        let profile = stride * stride;
        let shoulder = self.broad * (0.128 - 0.04 * profile);
        let waist = self.broad * (0.098 - 0.022 * profile);
        let apart = 0.042 * (1.0 - profile);
        let arm = |pen: &mut Pen<_>, near: f64| {
            let reach = -near * swing * 0.14 * stride;
            let out = near * forward * (shoulder - 0.02) * (1.0 - profile);
            let (elbow, hand) = ([out * 1.12 + 0.4 * reach - 0.012, 0.625 + bob], [out * 1.15 + reach, 0.47 + bob]);
            let shade = if near > 0.0 { 1.0 } else { 0.8 };
            pen.circle([hand[0], hand[1] - 0.008], 0.02, self.skin.times(shade));
            pen.limb([out, 0.79 + bob], 0.036, elbow, 0.03, self.jacket.times(shade * 0.94));
            pen.limb(elbow, 0.03, hand, 0.022, self.jacket.times(shade * 0.9));
        };
        let leg = |pen: &mut Pen<_>, near: f64| {
            let reach = near * swing;
            // The foot that moves forward is lifted.
            let lift = (near * wave(phase + 0.25)).max(0.0) * step.swing;
            let hip = [near * apart, 0.5 + bob];
            let foot = [near * apart + 0.2 * stride * reach, 0.028 + 0.035 * lift + 0.012 * near * (1.0 - stride)];
            let bend = stride * (0.012 + 0.05 * lift);
            let knee = [0.5 * (hip[0] + foot[0]) + bend, 0.27 + 0.015 * lift];
            let shade = if near > 0.0 { 1.0 } else { 0.78 };
            let toe = 0.03 + 0.028 * profile;
            pen.oval([foot[0] + 0.022 * profile, foot[1] - 0.006], [toe, 0.02], self.shoes.times(shade));
            pen.limb(hip, 0.062 * self.broad, knee, 0.042, self.trousers.times(shade));
            pen.limb(knee, 0.042, [foot[0], foot[1] + 0.016], 0.028, self.trousers.times(shade));
        };

        let is_back = away > 0.35;
        arm(&mut pen, -1.0);
        leg(&mut pen, -1.0);
        leg(&mut pen, 1.0);
        if let Some(bag) = self.bag.filter(|_| !is_back) {
            pen.oval([-0.085 * profile - 0.04, 0.7 + bob], [0.07, 0.105], bag);
        }
        self.torso(&mut pen, shoulder, waist, bob);
        if let Some(bag) = self.bag.filter(|_| is_back) {
            pen.oval([-0.02 * profile, 0.69 + bob], [0.085, 0.11], bag);
        }
        arm(&mut pen, 1.0);
        self.head(&mut pen, profile, away, bob);
    }

    fn torso<F: FnMut(&[Point], Colour, f64)>(&self, pen: &mut Pen<'_, F>, shoulder: f64, waist: f64, bob: f64) {
        let hem = waist * if self.hem < 0.35 { 1.22 } else { 1.06 };
        let half = |side: f64| {
            [
                [side * 0.03, 0.845 + bob],
                [side * (shoulder - 0.03), 0.826 + bob],
                [side * shoulder, 0.79 + bob],
                [side * waist * 1.04, 0.6 + bob],
                [side * hem, self.hem + bob],
            ]
        };
        let [left, right] = [half(-1.0), half(1.0)];
        let outline: [Point; 10] = std::array::from_fn(|at| if at < 5 { left[at] } else { right[9 - at] });
        // In two parts, because the waist may be narrower than the hem and each shape must be convex.
        let upper = [outline[0], outline[1], outline[2], outline[3], outline[6], outline[7], outline[8], outline[9]];
        let lower = [outline[3], outline[4], outline[5], outline[6]];
        pen.shape(&upper, self.jacket, 1.0);
        pen.shape(&lower, self.jacket, 1.0);
        let dark = |share: f64, at: usize| [right[at][0] * share * pen.forward, right[at][1]];
        let shadow = [dark(0.2, 1), dark(0.96, 2), dark(0.96, 3), dark(0.96, 4), dark(0.3, 4)];
        pen.shape(&shadow, Colour([0, 0, 0]), SHADE);
    }

    fn head<F: FnMut(&[Point], Colour, f64)>(&self, pen: &mut Pen<'_, F>, profile: f64, away: f64, bob: f64) {
        let up = 0.925 + bob;
        pen.limb([0.0, 0.86 + bob], 0.026, [0.004, 0.84 + bob], 0.03, self.skin.times(0.86));
        if self.has_long_hair {
            pen.oval([-0.018 * profile, up - 0.028], [0.06, 0.084], self.hair);
        }
        pen.oval([-0.004 * profile, up], [0.052, 0.07], self.hair);
        if away < 0.35 {
            pen.oval([0.015 * profile, up - 0.014], [0.04, 0.054], self.skin);
            pen.oval([0.05 * profile, up - 0.018], [0.01 * profile, 0.011], self.skin.times(0.94));
        }
    }
}

/// Draws a person. Places are shares of its height; `across` is mirrored for a person who walks to the left.
struct Pen<'a, F> {
    feet: Point,
    size: f64,
    forward: f64,
    draw: &'a mut F,
}

impl<F: FnMut(&[Point], Colour, f64)> Pen<'_, F> {
    fn place(&self, [across, up]: Point) -> Point {
        [self.feet[0] + across * self.forward * self.size, self.feet[1] - up * self.size]
    }

    fn shape(&mut self, corners: &[Point], colour: Colour, alpha: f64) {
        let mut placed = [[0.0; 2]; 10];
        let count = corners.len().min(placed.len());
        for (to, &corner) in placed.iter_mut().zip(corners) {
            *to = self.place(corner);
        }
        (self.draw)(&placed[..count], colour, alpha);
    }

    fn oval(&mut self, centre: Point, radii: Point, colour: Colour) {
        let corners = ellipse(self.place(centre), radii.map(|radius| radius * self.size));
        (self.draw)(&corners, colour, 1.0);
    }

    fn circle(&mut self, centre: Point, radius: f64, colour: Colour) {
        self.oval(centre, [radius; 2], colour);
    }

    /// A limb from one joint to another, with a radius at each.
    fn limb(&mut self, from: Point, thick: f64, to: Point, thin: f64, colour: Colour) {
        self.circle(to, thin, colour);
        self.circle(from, thick, colour);
        let along = [to[0] - from[0], to[1] - from[1]];
        let length = (along[0] * along[0] + along[1] * along[1]).sqrt().max(1e-9);
        let normal = [-along[1] / length, along[0] / length];
        let beside = |joint: Point, radius: f64| [0, 1].map(|axis| joint[axis] + normal[axis] * radius);
        self.shape(&[beside(from, thick), beside(to, thin), beside(to, -thin), beside(from, -thick)], colour, 1.0);
    }
}
