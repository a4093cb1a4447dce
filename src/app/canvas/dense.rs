//! Frames with more boxes than can be drawn: a thread counts what is in view, and answers with the boxes if they are
//! few enough, else with a picture of their density; it also finds the selected track and the box under the pointer.

use std::sync::{Arc, Weak};

use eframe::egui::{Color32, ColorImage, Context, Pos2, Rect, TextureHandle, TextureOptions};

use super::boxes::NEAR;
use super::density::{self, Density};
use super::view::{Area, Transform};
use crate::app::background::{self, Newest};
use crate::app::theme;
use crate::app::tracks::Filter;
use crate::mot::{Detection, Frame, Layout, TrackId};

/// Most boxes that are drawn, labelled and searched in a pass.
pub const MOST_BOXES: usize = 10_000;
/// Most boxes of the selected track that are drawn over a picture of the density.
const MOST_SELECTED: usize = 1000;

/// Whether a frame has so many boxes that the window does not look at all of them.
pub fn is_dense(frame: &Frame) -> bool {
    frame.detections.len() > MOST_BOXES
}

/// Drops a frame, a large one on a thread of its own: that takes longer than a pass may.
pub fn let_go(frame: Arc<Frame>) {
    if is_dense(&frame) {
        background::spawn("motscope-drop", move || drop(frame));
    }
}

/// What is looked at, and where.
#[derive(Clone, Debug)]
pub struct Question {
    /// The frame; whoever asks keeps it alive.
    pub frame: Weak<Frame>,
    /// What its columns mean.
    pub layout: Layout,
    /// Which boxes are shown.
    pub filter: Filter,
    /// Where they are on the screen.
    pub view: Outlook,
    /// The selected track.
    pub selected: Option<TrackId>,
    /// Where the pointer is.
    pub pointer: Option<Pos2>,
}

/// Which part of the scene is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// Where the scene is on the screen.
    pub transform: Transform,
    /// The canvas on the screen.
    pub canvas: Rect,
    /// Whether it is dark.
    pub dark: bool,
}

impl Question {
    fn is_same(&self, other: &Self) -> bool {
        self.is_of_same_boxes(other)
            && (self.view, self.selected, self.pointer) == (other.view, other.selected, other.pointer)
    }

    fn is_of_same_boxes(&self, other: &Self) -> bool {
        self.frame.ptr_eq(&other.frame) && self.layout == other.layout && self.filter == other.filter
    }
}

/// What is to be seen of a frame.
pub enum Picture {
    /// These boxes, by their places in the frame.
    Boxes(Vec<usize>),
    /// How many boxes there are where.
    Heat(Heat),
}

/// A picture of the density.
pub struct Heat {
    /// What it looks like, until it is handed to the screen.
    image: ColorImage,
    /// The part of the scene it shows.
    pub area: Area,
    /// The most boxes over one spot.
    pub greatest: u32,
}

struct Answer {
    frame: Weak<Frame>,
    /// The picture and the number of boxes in it, unless it is the last one still.
    picture: Option<(Picture, usize)>,
    selected: Vec<usize>,
    pointer: Option<Pos2>,
    hovered: Option<usize>,
}

/// What is known of a dense frame.
pub struct Known {
    frame: Weak<Frame>,
    /// What is to be seen.
    pub picture: Picture,
    /// How many boxes are in view.
    pub visible: usize,
    /// The picture of the density, where it is one.
    pub texture: Option<TextureHandle>,
    /// Boxes of the selected track.
    pub selected: Vec<usize>,
    pointer: Option<Pos2>,
    /// The smallest box under the pointer.
    pub hovered: Option<usize>,
}

/// Asks for what is to be seen of a dense frame, and keeps the last answer.
#[derive(Default)]
pub struct Dense {
    worker: Option<Newest<Question, Answer>>,
    asked: Option<Question>,
    known: Option<Known>,
    /// Where a click waits to be told which box it hit.
    click: Option<Pos2>,
    clicked: Option<usize>,
}

impl Dense {
    /// What is known of `frame`, if anything is.
    pub fn known(&self, frame: &Arc<Frame>) -> Option<&Known> {
        self.known.as_ref().filter(|known| std::ptr::eq(known.frame.as_ptr(), Arc::as_ptr(frame)))
    }

    /// Asks, unless that was asked last, and takes in what was answered.
    pub fn ask(&mut self, ctx: &Context, question: Question) {
        let question = Question { pointer: self.click.or(question.pointer), ..question };
        let worker = self.worker.get_or_insert_with(|| {
            let mut memory = Memory::default();
            // A question is answered though a newer one waits: a pointer that keeps moving must not keep all from being
            // answered.
            Newest::start("motscope-density", ctx, move |question, _| memory.answer(question))
        });
        if self.asked.as_ref().is_none_or(|asked| !asked.is_same(&question)) {
            worker.ask(question.clone());
            self.asked = Some(question);
        }
        let answers: Vec<Answer> = worker.answers().collect();
        answers.into_iter().for_each(|answer| self.receive(ctx, answer));
    }

    fn receive(&mut self, ctx: &Context, answer: Answer) {
        let before = self.known.take();
        let (picture, visible, texture) = match (answer.picture, before) {
            (Some((mut picture, visible)), before) => {
                let texture = match &mut picture {
                    Picture::Boxes(_) => None,
                    Picture::Heat(heat) => {
                        let image = std::mem::take(&mut heat.image);
                        Some(upload(ctx, before.and_then(|before| before.texture), image))
                    }
                };
                (picture, visible, texture)
            }
            (None, Some(before)) => (before.picture, before.visible, before.texture),
            (None, None) => return,
        };
        if self.click.is_some() && self.click == answer.pointer {
            self.click = None;
            self.clicked = answer.hovered;
        }
        let Answer { frame, selected, pointer, hovered, .. } = answer;
        self.known = Some(Known { frame, picture, visible, texture, selected, pointer, hovered });
    }

    /// Notes a click: which box it hit may take a moment to find.
    pub fn click(&mut self, pointer: Pos2) {
        match &self.known {
            Some(known) if known.pointer == Some(pointer) => self.clicked = known.hovered,
            _ => self.click = Some(pointer),
        }
    }

    /// The box that was clicked, once.
    pub fn take_clicked(&mut self) -> Option<usize> {
        self.clicked.take()
    }

    /// Forgets the frame and ends the thread: one that is not dense is on screen.
    pub fn rest(&mut self) {
        if self.worker.is_some() {
            *self = Self::default();
        }
    }
}

fn upload(ctx: &Context, texture: Option<TextureHandle>, image: ColorImage) -> TextureHandle {
    match texture {
        Some(mut texture) => {
            texture.set(image, TextureOptions::NEAREST);
            texture
        }
        None => ctx.load_texture("density", image, TextureOptions::NEAREST),
    }
}

/// A box as far as it matters here: a fifth of a row's memory, so that looking through millions takes milliseconds.
#[derive(Clone, Copy, Debug)]
struct Place {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
    index: u32,
}

impl Place {
    fn of(index: u32, detection: &Detection) -> Self {
        let Detection { left, top, width, height, .. } = *detection;
        let (right, bottom) = (left + width.max(0.0), top + height.max(0.0));
        Self { left: left as f32, top: top as f32, right: right as f32, bottom: bottom as f32, index }
    }

    fn on_screen(&self, transform: Transform) -> Rect {
        Rect {
            min: transform.to_screen(self.left.into(), self.top.into()),
            max: transform.to_screen(self.right.into(), self.bottom.into()),
        }
    }
}

/// What the thread keeps from question to question.
#[derive(Default)]
struct Memory {
    last: Option<Question>,
    /// The boxes that pass the filter.
    places: Vec<Place>,
    selected: Vec<usize>,
}

impl Memory {
    fn answer(&mut self, question: Question) -> Option<Answer> {
        let frame = question.frame.upgrade()?;
        let before = self.last.take().filter(|last| last.is_of_same_boxes(&question));
        if before.is_none() {
            let shown = (0..).zip(&frame.detections).filter(|(_, row)| question.filter.passes(row, question.layout));
            self.places.clear();
            self.places.extend(shown.map(|(index, row)| Place::of(index, row)));
        }
        if before.as_ref().is_none_or(|before| before.selected != question.selected) {
            self.selected = question.selected.map_or_else(Vec::new, |id| self.boxes_of(&frame, id));
        }
        let is_seen = before.is_some_and(|before| before.view == question.view);
        let picture = (!is_seen).then(|| picture(&self.places, question.view));
        let hovered = question.pointer.and_then(|pointer| hit(&self.places, question.view.transform, pointer));
        let (frame, pointer) = (question.frame.clone(), question.pointer);
        self.last = Some(question);
        Some(Answer { frame, picture, selected: self.selected.clone(), pointer, hovered })
    }

    fn boxes_of(&self, frame: &Frame, id: TrackId) -> Vec<usize> {
        let places = self.places.iter().map(|place| place.index as usize);
        places.filter(|&at| frame.detections[at].id == Some(id)).take(MOST_SELECTED).collect()
    }
}

/// What is to be seen of the boxes, and how many of them are in view.
fn picture(places: &[Place], view: Outlook) -> (Picture, usize) {
    let mut density = Density::new(view.canvas);
    let mut boxes = Vec::new();
    let mut visible = 0;
    for place in places {
        let rect = place.on_screen(view.transform);
        if rect.intersects(view.canvas) {
            visible += 1;
            if boxes.len() < MOST_BOXES {
                boxes.push(place.index as usize);
            }
            density.add(rect);
        }
    }
    if visible <= MOST_BOXES {
        return (Picture::Boxes(boxes), visible);
    }
    let (size, area) = (density.size(), density.area());
    let counts = density.counts();
    let greatest = counts.iter().copied().max().unwrap_or(0);
    let color = |count: u32| match count {
        0 => Color32::TRANSPARENT,
        count => theme::heat(density::level(count, greatest), view.dark),
    };
    let image = ColorImage::new(size, counts.into_iter().map(color).collect());
    let ((left, top), (right, bottom)) = (view.transform.to_scene(area.min), view.transform.to_scene(area.max));
    (Picture::Heat(Heat { image, area: Area { left, top, right, bottom }, greatest }), visible)
}

/// The smallest box under the pointer.
fn hit(places: &[Place], transform: Transform, pointer: Pos2) -> Option<usize> {
    let (x, y) = transform.to_scene(pointer);
    let near = f64::from(NEAR) / transform.scale;
    let (low_x, high_x, low_y, high_y) = ((x - near) as f32, (x + near) as f32, (y - near) as f32, (y + near) as f32);
    let under = places
        .iter()
        .filter(|place| place.left <= high_x && place.right >= low_x && place.top <= high_y && place.bottom >= low_y);
    let area = |place: &&Place| (place.right - place.left) * (place.bottom - place.top);
    under.min_by(|a, b| area(a).total_cmp(&area(b))).map(|place| place.index as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::canvas::boxes::{self, Item};
    use crate::app::canvas::view::View;
    use crate::mot::MotFile;
    use eframe::egui::{pos2, vec2};

    const CANVAS: Rect = Rect { min: pos2(30.0, 20.0), max: pos2(830.0, 620.0) };
    const SCENE: Area = Area { left: 0.0, top: 0.0, right: 2000.0, bottom: 1500.0 };

    /// More boxes than are drawn, spread over the scene; every third is of track 7.
    fn file() -> MotFile {
        let mut seed = 9_u32;
        let mut next = |below: u32| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) % below
        };
        let rows: Vec<String> = (0..MOST_BOXES + 2000)
            .map(|at| {
                let id = if at % 3 == 0 { 7 } else { 1000 + at };
                format!("1,{id},{},{},{},{},0.{}\n", next(1950), next(1450), next(40), next(50), next(100))
            })
            .collect();
        MotFile::from_bytes("a.txt", rows.concat().into_bytes()).unwrap()
    }

    fn question(frame: &Arc<Frame>, layout: Layout, view: View) -> Question {
        Question {
            frame: Arc::downgrade(frame),
            layout,
            filter: Filter::default(),
            view: Outlook { transform: view.transform(SCENE, CANVAS), canvas: CANVAS, dark: true },
            selected: None,
            pointer: None,
        }
    }

    /// All boxes in view, found the long way.
    fn naive(frame: &Frame, question: &Question) -> Vec<Item> {
        let sight = boxes::Sight {
            layout: question.layout,
            filter: &question.filter,
            transform: question.view.transform,
            canvas: CANVAS,
            pixels_per_point: 1.0,
        };
        let mut items = Vec::new();
        boxes::items(frame, 0..frame.detections.len(), sight, &mut items);
        items
    }

    #[test]
    fn few_boxes_in_view_are_answered_one_by_one_and_many_as_a_density() {
        let file = file();
        let frame = Arc::new(file.frame(1));
        let mut memory = Memory::default();
        let mut view = View::default();
        let mut seen = [false; 2];
        for _ in 0..8 {
            let question = question(&frame, file.layout(), view);
            let expected: Vec<usize> = naive(&frame, &question).iter().map(|item| item.index).collect();
            let (picture, visible) = memory.answer(question).unwrap().picture.unwrap();
            assert_eq!(visible, expected.len());
            match picture {
                Picture::Boxes(places) => {
                    assert_eq!(places, expected);
                    seen[0] = true;
                }
                Picture::Heat(heat) => {
                    assert!(visible > MOST_BOXES && heat.greatest > 0);
                    assert!(heat.image.pixels.iter().any(|pixel| *pixel != Color32::TRANSPARENT));
                    seen[1] = true;
                }
            }
            view.zoom_at(pos2(400.0, 300.0), 1.3, SCENE, CANVAS);
        }
        assert_eq!(seen, [true, true]);
    }

    #[test]
    fn the_box_under_the_pointer_is_the_one_that_looking_at_all_boxes_finds() {
        let file = file();
        let frame = Arc::new(file.frame(1));
        let mut memory = Memory::default();
        let all = naive(&frame, &question(&frame, file.layout(), View::default()));
        let area = |index: usize| frame.detections[index].width * frame.detections[index].height;
        for step in 0..200 {
            let pointer = CANVAS.min + vec2(8.0, 6.0) * (step % 100) as f32 + vec2(0.5, 0.5);
            let question = Question { pointer: Some(pointer), ..question(&frame, file.layout(), View::default()) };
            let found = memory.answer(question).unwrap().hovered;
            // On whole pixels a box may be hit a little further off.
            let Some(expected) = boxes::hit(&all, pointer) else { continue };
            if let Some(found) = found {
                assert!(area(found) <= area(expected.index) + 400.0);
                assert!(all[found].rect.expand(NEAR + 2.0).contains(pointer));
            } else {
                assert!(!expected.rect.expand(NEAR - 2.0).contains(pointer));
            }
        }
    }

    #[test]
    fn a_picture_is_made_once_and_the_selected_track_is_found() {
        let file = file();
        let frame = Arc::new(file.frame(1));
        let mut memory = Memory::default();
        let first = question(&frame, file.layout(), View::default());
        assert!(memory.answer(first.clone()).unwrap().picture.is_some());
        let answer = memory.answer(Question { selected: Some(TrackId(7)), ..first.clone() }).unwrap();
        assert!(answer.picture.is_none());
        let of_track: Vec<usize> = (0..MOST_BOXES).step_by(3).take(MOST_SELECTED).collect();
        assert_eq!(answer.selected, of_track);
        let filter = Filter { min_confidence: Some(0.5), ..Filter::default() };
        let answer = memory.answer(Question { filter, ..first.clone() }).unwrap();
        assert!(answer.selected.is_empty());
        assert!(matches!(answer.picture, Some((Picture::Boxes(_), _))), "half of them are few enough");
        drop(frame);
        assert!(memory.answer(first).is_none());
    }
}
