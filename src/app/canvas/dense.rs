//! Frames with more boxes than can be drawn: a thread counts what is in view, and answers with the boxes if they are
//! few enough, else with a picture of their density; it also finds the selected track and the box under the pointer.

use std::sync::{Arc, Weak};

use eframe::egui::{ColorImage, Context, Pos2, TextureHandle, TextureOptions};

use super::crowd::DenseFrame;
use super::question::{DenseAnswer, DensePicture, DenseQuestion};
use crate::app::session::background::Newest;
use crate::mot::Frame;

/// What is known of a dense frame.
pub struct DenseView {
    frame: Weak<Frame>,
    /// What is to be seen.
    pub picture: DensePicture,
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
    worker: Option<Newest<DenseQuestion, DenseAnswer>>,
    asked: Option<DenseQuestion>,
    known: Option<DenseView>,
    /// Where a click waits to be told which box it hit.
    click: Option<Pos2>,
    clicked: Option<usize>,
}

impl Dense {
    /// What is known of `frame`, if anything is.
    pub fn known(&self, frame: &Arc<Frame>) -> Option<&DenseView> {
        self.known.as_ref().filter(|known| std::ptr::eq(known.frame.as_ptr(), Arc::as_ptr(frame)))
    }

    /// Asks, unless that was asked last, and takes in what was answered.
    pub fn ask(&mut self, ctx: &Context, question: DenseQuestion) {
        // Boxes that are drawn one by one are few enough to be looked through here.
        let are_few = self.known.as_ref().is_some_and(|known| matches!(known.picture, DensePicture::Boxes(_)));
        let pointer = self.click.or(question.pointer.filter(|_| !are_few));
        let question = DenseQuestion { pointer, ..question };
        let worker = self.worker.get_or_insert_with(|| {
            let mut memory = DenseFrame::default();
            // A question is answered though a newer one waits: a pointer that keeps moving must not keep all from being
            // answered.
            Newest::start("motscope-density", ctx, move |question, _| memory.answer(question))
        });
        if self.asked.as_ref().is_none_or(|asked| !asked.is_same(&question)) {
            worker.ask(question.clone());
            self.asked = Some(question);
        }
        let answers: Vec<DenseAnswer> = worker.answers().collect();
        answers.into_iter().for_each(|answer| self.receive(ctx, answer));
    }

    fn receive(&mut self, ctx: &Context, answer: DenseAnswer) {
        let before = self.known.take();
        let (picture, visible, texture) = match (answer.picture, before) {
            (Some((mut picture, visible)), before) => {
                let texture = match &mut picture {
                    DensePicture::Boxes(_) => None,
                    DensePicture::Heat(heat) => {
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
        let DenseAnswer { frame, selected, pointer, hovered, .. } = answer;
        self.known = Some(DenseView { frame, picture, visible, texture, selected, pointer, hovered });
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
