//! A made-up street with people in it: pictures, what is true of them, and what a detector and a tracker make of it.
//!
//! A [`Scene`] is a plan of a few kilobytes; any of its pictures can be drawn by itself, straight into a buffer. The same
//! options give the same bytes on every machine: whole numbers come from an own generator, and fractions use only
//! `+ − × ÷` and the square root, which IEEE 754 rounds in one way.
//!
//! ```
//! use motscope::scene::{Options, Scene};
//! use motscope::sequence::Rgba;
//! # fn main() -> Result<(), String> {
//! let scene = Scene::new(&Options { width: 320, height: 180, ..Options::default() })?;
//! let mut pixels = vec![Rgba::default(); 320 * 180];
//! scene.render(100, &mut pixels);
//! for person in scene.people(100) {
//!     println!("{} at {:?}, {:.0} % of it visible", person.id, person.area, 100.0 * person.visibility);
//! }
//! # Ok(()) }
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod area;
mod camera;
mod canvas;
mod colour;
mod demo;
mod figure;
mod folder;
mod houses;
mod labels;
mod options;
mod path;
mod people;
mod props;
mod source;
mod street;
#[cfg(test)]
mod tests;
mod tracker;

use std::sync::{Arc, OnceLock};

use crate::provider::KeySet;
use crate::random::Random;
use crate::sequence::Rgba;
use camera::Camera;
use canvas::Canvas;
use colour::Colour;
use path::Step;
use people::{People, Person, picture};
use props::Prop;

pub use area::Area;
pub use demo::{DEMO_SIZE, Demo, demo};
pub use folder::{Written, is_sequence, write_to};
pub use labels::{detections, ground_truth};
pub use options::Options;
pub use tracker::tracker;

/// Frames a second.
pub const FPS: u32 = 30;

/// A street, and everybody who walks through it.
#[derive(Debug)]
pub struct Scene {
    options: Options,
    camera: Camera,
    people: People,
    props: Vec<Prop>,
    /// What each prop hides, in their order.
    hidden: Vec<Vec<Area>>,
    /// Its frames.
    numbers: Arc<KeySet>,
    /// The empty street, drawn when the first picture is.
    street: OnceLock<Vec<Rgba>>,
}

/// Someone in a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// Counted from 1 in the order of appearance.
    pub id: u32,
    /// The box around the figure, to the pixel. May reach out of the picture.
    pub area: Area,
    /// The share of the box that is in the picture and before which nobody and nothing stands, from 0 to 1.
    pub visibility: f64,
}

/// Someone in a frame, as they are drawn.
struct Placed<'a> {
    id: u32,
    person: &'a Person,
    step: Step,
    area: Area,
}

impl Scene {
    /// Plans a scene. Draws nothing yet.
    ///
    /// # Errors
    /// Options that ask for too little or too much, in words.
    pub fn new(options: &Options) -> Result<Self, String> {
        options.check()?;
        Ok(Self::plan(options))
    }

    /// The same for options that were checked.
    fn plan(options: &Options) -> Self {
        let camera = Camera { width: f64::from(options.width), height: f64::from(options.height) };
        let mut random = Random::new(options.seed);
        let props = props::all(camera, &mut Random::new(random.next()));
        let hidden = props.iter().map(|prop| prop.hides(camera)).collect();
        let people = People::new(options, camera, &mut random);
        let numbers = Arc::new(KeySet::from_runs([1..=u64::from(options.frames)]));
        Self { options: options.clone(), camera, people, props, hidden, numbers, street: OnceLock::new() }
    }

    /// What it was made of.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// How many people there are in all.
    pub fn tracks(&self) -> usize {
        self.people.count()
    }

    /// Draws the picture of a frame: [`Options::width`] × [`Options::height`] pixels, row by row. Rows for which there are
    /// no pixels are left out. Before frame 1 and after the last the street is empty.
    pub fn render(&self, frame: u32, pixels: &mut [Rgba]) {
        self.draw(frame, pixels, |_| true);
    }

    /// Everybody who is in the picture of a frame, by id.
    pub fn people(&self, frame: u32) -> Vec<Seen> {
        let placed = self.placed(frame);
        let mut seen: Vec<Seen> = (0..placed.len()).map(|at| self.seen(&placed, at)).collect();
        seen.sort_unstable_by_key(|seen| seen.id);
        seen
    }

    /// From far to near.
    fn placed(&self, frame: u32) -> Vec<Placed<'_>> {
        let around = self.people.around(frame).map(|(id, person)| {
            let step = person.step(frame);
            Placed { id, person, area: person.area(self.camera, &step), step }
        });
        let mut placed: Vec<_> = around.filter(|one| one.area.common(picture(self.camera)).is_some()).collect();
        placed.sort_by(|one, other| other.step.at[1].total_cmp(&one.step.at[1]));
        placed
    }

    fn seen(&self, placed: &[Placed], at: usize) -> Seen {
        let Placed { id, area, step, .. } = placed[at];
        let nearer = placed[at + 1..].iter().map(|other| other.area);
        let props = self.props.partition_point(|prop| prop.at[1] >= step.at[1]);
        let before = self.hidden[props..].iter().flatten().copied();
        Seen { id, area, visibility: area.visible(picture(self.camera), nearer.chain(before)) }
    }

    fn draw(&self, frame: u32, pixels: &mut [Rgba], is_shown: impl Fn(u32) -> bool) {
        let street = self.street.get_or_init(|| street::draw(self.camera, &self.props, self.options.seed));
        let count = street.len().min(pixels.len());
        pixels[..count].copy_from_slice(&street[..count]);
        let mut canvas = Canvas::new(&mut pixels[..count], self.options.width);
        let placed = self.placed(frame);
        for Placed { person, step, .. } in &placed {
            let [x, z] = step.at;
            let tall = person.look.tall;
            street::shadow(self.camera, &mut canvas, [x + 0.2 * tall, z], [0.34 * tall, 0.085 * tall]);
        }
        let mut props = self.props.iter().peekable();
        for one in &placed {
            while let Some(prop) = props.next_if(|prop| prop.at[1] >= one.step.at[1]) {
                prop.draw(self.camera, &mut canvas);
            }
            if is_shown(one.id) {
                // What is far away is paler.
                let haze = ((one.step.at[1] - 6.0) / 95.0).max(0.0);
                one.person.pose(self.camera, &one.step, &mut |corners, colour, alpha| {
                    canvas.shape(corners, colour.toward(Colour([196, 202, 208]), haze), alpha);
                });
            }
        }
        props.for_each(|prop| prop.draw(self.camera, &mut canvas));
    }
}
