//! Frames with more boxes than can be drawn: a thread counts what is in view, and answers with the boxes if they are
//! few enough, else with a picture of their density; it also finds the selected track and the box under the pointer.

use std::sync::{Arc, Weak};

use eframe::egui::{ColorImage, Context, Pos2, Rect, TextureHandle, TextureOptions};

use super::crowd::Memory;
use crate::app::model::camera::view::{Area, Transform};
use crate::app::model::displayed_frame::Shown;
use crate::app::panels::track_list::Filter;
use crate::app::session::background::{self, Newest};
use crate::mot::{Frame, Layout, TrackId};

/// Most boxes that are drawn, labelled and searched in a pass.
pub const MOST_BOXES: usize = 10_000;

/// Whether a frame has so many boxes that the window does not look at all of them.
pub fn is_dense(frame: &Frame) -> bool {
    frame.detections.len() > MOST_BOXES
}

/// Drops what was shown, a large one on a thread of its own: that takes longer than a pass may.
pub fn let_go(shown: Shown) {
    if is_dense(shown.boxes()) || shown.overlays().iter().any(|boxes| is_dense(boxes)) {
        background::spawn("motscope-drop", move || drop(shown));
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

    /// Whether it is about the same frame under the same filter.
    pub fn is_of_same_boxes(&self, other: &Self) -> bool {
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
    pub image: ColorImage,
    /// The part of the scene it shows.
    pub area: Area,
    /// The most boxes over one spot.
    pub greatest: u32,
}

/// What was found.
pub struct Answer {
    /// In which frame.
    pub frame: Weak<Frame>,
    /// The picture and the number of boxes in it, unless it is the last one still.
    pub picture: Option<(Picture, usize)>,
    /// Boxes of the selected track.
    pub selected: Vec<usize>,
    /// Where the pointer was.
    pub pointer: Option<Pos2>,
    /// The smallest box under it.
    pub hovered: Option<usize>,
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
        // Boxes that are drawn one by one are few enough to be looked through here.
        let are_few = self.known.as_ref().is_some_and(|known| matches!(known.picture, Picture::Boxes(_)));
        let pointer = self.click.or(question.pointer.filter(|_| !are_few));
        let question = Question { pointer, ..question };
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
