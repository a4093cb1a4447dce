//! A street, and everybody who walks through it.

use std::sync::{Arc, OnceLock};

use super::drawing::camera::Camera;
use super::drawing::canvas::Canvas;
use super::drawing::colour::Colour;
use super::drawing::pixel_box::PixelBox;
use super::options::{SceneError, SceneOptions};
use super::people::crowd::{Crowd, Person};
use super::people::path::Step;
use super::street::ground;
use super::street::props::{self, Prop};
use crate::provider::KeySet;
use crate::random::Random;
use crate::sequence::Rgba;

/// A street, and everybody who walks through it.
#[derive(Debug)]
pub struct Scene {
    options: SceneOptions,
    camera: Camera,
    crowd: Crowd,
    /// From far to near.
    props: Vec<Prop>,
    /// The boxes that each prop hides, in the order of the props.
    hidden: Vec<Vec<PixelBox>>,
    /// The numbers of its frames.
    numbers: Arc<KeySet>,
    /// The pixels of the empty street, drawn together with the first picture.
    street: OnceLock<Vec<Rgba>>,
}

/// A person in a frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VisiblePerson {
    /// Counted from 1 in the order of appearance.
    pub id: u32,
    /// The smallest box around the figure. It may reach out of the picture.
    pub bounds: PixelBox,
    /// The share of the box, from 0 to 1, that is in the picture and that nobody and nothing hides.
    pub visibility: f64,
}

/// A person in a frame, as it is drawn.
pub(super) struct Placed<'a> {
    id: u32,
    pub(super) person: &'a Person,
    pub(super) step: Step,
    pub(super) bounds: PixelBox,
}

impl Scene {
    /// Plans a scene. Draws nothing yet.
    ///
    /// # Errors
    /// The first option that is out of its range.
    pub fn new(options: &SceneOptions) -> Result<Self, SceneError> {
        options.check()?;
        Ok(Self::from_checked(options))
    }

    /// Plans a scene from options that were checked before.
    pub(super) fn from_checked(options: &SceneOptions) -> Self {
        let camera = Camera { width: f64::from(options.width), height: f64::from(options.height) };
        let mut random = Random::new(options.seed);
        let props = props::all(camera, &mut Random::new(random.next()));
        let hidden = props.iter().map(|prop| prop.hides(camera)).collect();
        let crowd = Crowd::new(options, camera, &mut random);
        let numbers = Arc::new(KeySet::from_runs([1..=u64::from(options.frames)]));
        Self { options: options.clone(), camera, crowd, props, hidden, numbers, street: OnceLock::new() }
    }

    /// The options that it was made of.
    pub fn options(&self) -> &SceneOptions {
        &self.options
    }

    /// How many people there are in all frames together.
    pub fn tracks(&self) -> usize {
        self.crowd.count()
    }

    /// The projection into its pictures.
    pub(super) fn camera(&self) -> Camera {
        self.camera
    }

    /// What stands in the street, from far to near.
    pub(super) fn props(&self) -> &[Prop] {
        &self.props
    }

    /// The numbers of its frames: 1 … [`SceneOptions::frames`].
    pub(super) fn frame_numbers(&self) -> &Arc<KeySet> {
        &self.numbers
    }

    /// Draws the picture of a frame into [`SceneOptions::width`] × [`SceneOptions::height`] pixels, row by row. Rows that do
    /// not fit into `pixels` are left out. Before frame 1 and after the last frame the street is empty.
    pub fn render(&self, frame: u32, pixels: &mut [Rgba]) {
        self.draw(frame, pixels, |_| true);
    }

    /// Everybody who is in the picture of a frame, by id.
    pub fn people(&self, frame: u32) -> Vec<VisiblePerson> {
        let placed = self.placed(frame);
        let mut people: Vec<VisiblePerson> = (0..placed.len()).map(|at| self.visible(&placed, at)).collect();
        people.sort_unstable_by_key(|person| person.id);
        people
    }

    /// Everybody who is in the picture of a frame, from far to near.
    pub(super) fn placed(&self, frame: u32) -> Vec<Placed<'_>> {
        let around = self.crowd.around(frame).map(|(id, person)| {
            let step = person.step(frame);
            Placed { id, person, bounds: person.bounds(self.camera, &step), step }
        });
        let mut placed: Vec<_> = around.filter(|one| one.bounds.common(self.camera.picture()).is_some()).collect();
        placed.sort_by(|one, other| other.step.at[1].total_cmp(&one.step.at[1]));
        placed
    }

    /// How much is visible of the person in place `at` of `placed`.
    fn visible(&self, placed: &[Placed], at: usize) -> VisiblePerson {
        let Placed { id, bounds, step, .. } = placed[at];
        let nearer = placed[at + 1..].iter().map(|other| other.bounds);
        let props = self.props.partition_point(|prop| prop.at[1] >= step.at[1]);
        let before = self.hidden[props..].iter().flatten().copied();
        VisiblePerson { id, bounds, visibility: bounds.visible(self.camera.picture(), nearer.chain(before)) }
    }

    /// Draws the picture of a frame with those people for whose id `is_shown` is true.
    pub(super) fn draw(&self, frame: u32, pixels: &mut [Rgba], is_shown: impl Fn(u32) -> bool) {
        let street = self.street.get_or_init(|| ground::street(self.camera, &self.props, self.options.seed));
        let count = street.len().min(pixels.len());
        pixels[..count].copy_from_slice(&street[..count]);
        let mut canvas = Canvas::new(&mut pixels[..count], self.options.width);
        let placed = self.placed(frame);
        for Placed { person, step, .. } in &placed {
            let [x, z] = step.at;
            let tall = person.figure.tall;
            ground::shadow(self.camera, &mut canvas, [x + 0.2 * tall, z], [0.34 * tall, 0.085 * tall]);
        }
        let mut props = self.props.iter().peekable();
        for one in &placed {
            while let Some(prop) = props.next_if(|prop| prop.at[1] >= one.step.at[1]) {
                prop.draw(self.camera, &mut canvas);
            }
            if is_shown(one.id) {
                // Haze makes distant people paler.
                let haze = ((one.step.at[1] - 6.0) / 95.0).max(0.0);
                one.person.pose(self.camera, &one.step, &mut |corners, colour, alpha| {
                    canvas.shape(corners, colour.toward(Colour([196, 202, 208]), haze), alpha);
                });
            }
        }
        props.for_each(|prop| prop.draw(self.camera, &mut canvas));
    }
}
