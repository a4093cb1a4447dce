//! Who walks through the street, and when.

use super::FPS;
use super::area::Area;
use super::camera::Camera;
use super::canvas::Point;
use super::colour::Colour;
use super::figure::Look;
use super::options::Options;
use super::path::{Path, Step};
use crate::mot::generate::Amount;
use crate::random::Random;

/// Someone, from the first frame they are seen in to the last.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) look: Look,
    path: Path,
    born: i32,
    first: u32,
    last: u32,
}

impl Person {
    pub(super) fn step(&self, frame: u32) -> Step {
        self.path.at(f64::from(frame as i32 - self.born))
    }

    /// All that is drawn of them, by shape, with its colour and opacity.
    pub(super) fn pose(&self, camera: Camera, step: &Step, draw: &mut impl FnMut(&[Point], Colour, f64)) {
        let [x, z] = step.at;
        let feet = [camera.column(x, z), camera.row(0.0, z)];
        self.look.pose(step, feet, self.look.tall * camera.scale(z), draw);
    }

    /// The box around all that is drawn.
    pub(super) fn area(&self, camera: Camera, step: &Step) -> Area {
        let (mut least, mut most) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        self.pose(camera, step, &mut |corners, _, _| {
            for corner in corners {
                least = [0, 1].map(|axis| least[axis].min(corner[axis]));
                most = [0, 1].map(|axis| most[axis].max(corner[axis]));
            }
        });
        Area::around([least, most])
    }

    fn is_seen(&self, camera: Camera, frame: u32) -> bool {
        let step = self.step(frame);
        let [x, z] = step.at;
        // Nobody is a metre wide: who is farther away than that need not be drawn to know.
        x.abs() < camera.edge(z) + 1.0 && self.area(camera, &step).common(picture(camera)).is_some()
    }

    /// Whether there is any frame with this person, after finding the first and the last.
    fn appears(&mut self, camera: Camera, frames: u32) -> bool {
        let last = (i64::from(self.born) + i64::from(self.path.frames()) - 1).min(i64::from(frames)) as u32;
        let mut alive = self.born.max(1) as u32..=last;
        let Some(first) = alive.find(|&frame| self.is_seen(camera, frame)) else { return false };
        self.first = first;
        self.last = alive.rev().find(|&frame| self.is_seen(camera, frame)).unwrap_or(first);
        true
    }
}

pub(super) fn picture(camera: Camera) -> Area {
    Area { left: 0, top: 0, right: camera.width as i32, low: camera.height as i32 }
}

/// Everybody, by first appearance; the id is the place, counted from 1.
#[derive(Debug)]
pub(super) struct People {
    all: Vec<Person>,
    /// Frames from the first to the last of whoever stays longest.
    longest: u32,
}

impl People {
    pub(super) fn new(options: &Options, camera: Camera, random: &mut Random) -> Self {
        let mut all = Vec::new();
        let mut shown = 0;
        let is_enough = |people: usize, shown: u64| match options.amount {
            Amount::Tracks(tracks) => people >= tracks as usize,
            Amount::Density(density) => shown as f64 >= density * f64::from(options.frames),
        };
        // Who begins too late or ends too early is never seen; somebody always is, before long.
        let mut failed = 0;
        while !is_enough(all.len(), shown) && failed < 10_000 {
            let path = Path::new(camera, f64::from(FPS), random);
            // So that as many are under way in the first and in the last frame as in between.
            let born = random.below(u64::from(path.frames()) + u64::from(options.frames)) as i64;
            let born = (born - i64::from(path.frames()) + 2) as i32;
            let mut person = Person { look: Look::new(random), path, born, first: 0, last: 0 };
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

    pub(super) fn count(&self) -> usize {
        self.all.len()
    }

    /// Those who may be seen in a frame, with their ids.
    pub(super) fn around(&self, frame: u32) -> impl Iterator<Item = (u32, &Person)> {
        let begun = self.all.partition_point(|person| person.first <= frame);
        let oldest = frame.saturating_sub(self.longest);
        let gone = self.all.partition_point(|person| person.first < oldest);
        (gone as u32 + 1..).zip(&self.all[gone.min(begun)..begun]).filter(move |(_, person)| frame <= person.last)
    }
}
