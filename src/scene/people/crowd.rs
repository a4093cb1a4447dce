//! Who walks through the street, and when.

use super::figure::Figure;
use super::path::{Path, Step};
use crate::mot::generate::Amount;
use crate::random::Random;
use crate::scene::drawing::camera::Camera;
use crate::scene::drawing::canvas::Point;
use crate::scene::drawing::colour::Colour;
use crate::scene::drawing::pixel_box::PixelBox;
use crate::scene::options::{FPS, SceneOptions};

/// A person who walks through the street once.
#[derive(Clone, Debug)]
pub struct Person {
    /// What it looks like.
    pub figure: Figure,
    path: Path,
    /// The frame in which the walk begins. It may be before frame 1.
    start: i32,
    /// The first frame in which it is in the picture.
    first: u32,
    /// The last frame in which it is in the picture.
    last: u32,
}

impl Person {
    /// Where it is in a frame.
    pub fn step(&self, frame: u32) -> Step {
        self.path.at(f64::from(frame as i32 - self.start))
    }

    /// Hands each of its shapes, with its colour and opacity, to `draw`.
    pub fn pose(&self, camera: Camera, step: &Step, draw: &mut impl FnMut(&[Point], Colour, f64)) {
        let [x, z] = step.at;
        let feet = [camera.column(x, z), camera.row(0.0, z)];
        self.figure.pose(step, feet, self.figure.tall * camera.scale(z), draw);
    }

    /// The smallest box around everything that is drawn of it.
    pub fn bounds(&self, camera: Camera, step: &Step) -> PixelBox {
        let (mut least, mut most) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        self.pose(camera, step, &mut |corners, _, _| {
            for corner in corners {
                least = [0, 1].map(|axis| least[axis].min(corner[axis]));
                most = [0, 1].map(|axis| most[axis].max(corner[axis]));
            }
        });
        PixelBox::around([least, most])
    }

    /// Whether it is in the picture of a frame.
    fn is_seen(&self, camera: Camera, frame: u32) -> bool {
        let step = self.step(frame);
        let [x, z] = step.at;
        // Nobody is a metre wide: more than a metre outside of the picture, drawing cannot change the answer.
        x.abs() < camera.edge(z) + 1.0 && self.bounds(camera, &step).common(camera.picture()).is_some()
    }

    /// Finds the first and the last frame with this person. Answers whether there is any.
    fn appears(&mut self, camera: Camera, frames: u32) -> bool {
        let last = (i64::from(self.start) + i64::from(self.path.frames()) - 1).min(i64::from(frames)) as u32;
        let mut alive = self.start.max(1) as u32..=last;
        let Some(first) = alive.find(|&frame| self.is_seen(camera, frame)) else { return false };
        self.first = first;
        self.last = alive.rev().find(|&frame| self.is_seen(camera, frame)).unwrap_or(first);
        true
    }
}

/// All people of a scene, by first appearance. An id is the place in this order, counted from 1.
#[derive(Debug)]
pub struct Crowd {
    all: Vec<Person>,
    /// Number of frames that the person who stays longest is in the picture.
    longest: u32,
}

impl Crowd {
    /// Random people, as many as `options` ask for.
    pub fn new(options: &SceneOptions, camera: Camera, random: &mut Random) -> Self {
        let mut all = Vec::new();
        let mut shown = 0;
        let is_enough = |people: usize, shown: u64| match options.amount {
            Amount::Tracks(tracks) => people >= tracks as usize,
            Amount::Density(density) => shown as f64 >= density * f64::from(options.frames),
        };
        // People who begin too late or end too early are never seen. Others soon are, so this limit is not reached in practice.
        let mut failed = 0;
        while !is_enough(all.len(), shown) && failed < 10_000 {
            let path = Path::new(camera, f64::from(FPS), random);
            // Walks may begin before frame 1 and end after the last, so that all frames are equally busy.
            let start = random.below(u64::from(path.frames()) + u64::from(options.frames)) as i64;
            let start = (start - i64::from(path.frames()) + 2) as i32;
            let mut person = Person { figure: Figure::new(random), path, start, first: 0, last: 0 };
            if person.appears(camera, options.frames) {
                shown += u64::from(person.last - person.first + 1);
                all.push(person);
                failed = 0;
            } else {
                failed += 1;
            }
        }
        all.sort_by_key(|person| person.first);
        let longest = all.iter().map(|person| person.last - person.first + 1).max().unwrap_or(0);
        Self { all, longest }
    }

    /// How many people there are.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// The people who may be in the picture of a frame, with their ids.
    pub fn around(&self, frame: u32) -> impl Iterator<Item = (u32, &Person)> {
        let begun = self.all.partition_point(|person| person.first <= frame);
        let oldest = frame.saturating_sub(self.longest);
        let gone = self.all.partition_point(|person| person.first < oldest);
        (gone as u32 + 1..).zip(&self.all[gone.min(begun)..begun]).filter(move |(_, person)| frame <= person.last)
    }
}
