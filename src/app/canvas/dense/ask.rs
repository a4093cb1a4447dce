//! Dense frames have too many boxes to draw one by one, or to tell them apart. A thread returns the visible boxes if they are few enough, else
//! a picture of their density. It also finds the selected track and the box under the pointer.

use std::sync::{Arc, Weak};

use eframe::egui::{ColorImage, Context, Pos2, TextureHandle, TextureOptions};

use super::crowd::DenseFrame;
use super::question::{DenseAnswer, DensePicture, DenseQuestion};
use crate::app::model::shown_rows::HiddenRows;
use crate::app::session::background::Newest;
use crate::mot::Frame;

/// The last result for a dense frame.
pub struct DenseView {
    frame: Weak<Frame>,
    /// How it is drawn.
    pub picture: DensePicture,
    /// Number of boxes in view.
    pub visible: usize,
    /// Number of rows of the frame that are not shown.
    pub hidden: HiddenRows,
    /// The texture of the density picture, if a density is drawn.
    pub texture: Option<TextureHandle>,
    /// Indices of the boxes of the selected track.
    pub selected: Vec<usize>,
    pointer: Option<Pos2>,
    /// Index of the smallest box under the pointer.
    pub hovered: Option<usize>,
}

/// A click on the canvas, once it is known what it hit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Click {
    /// Where it was, in points.
    pub at: Pos2,
    /// Whether it adds to the selection. The key may be released before the thread answers.
    pub adds: bool,
    /// The index of the box of the main layer that it hit.
    pub hit: Option<usize>,
}

/// Sends requests about a dense frame to a thread and keeps the last result.
#[derive(Default)]
pub struct Dense {
    worker: Option<Newest<DenseQuestion, DenseAnswer>>,
    asked: Option<DenseQuestion>,
    known: Option<DenseView>,
    /// A click whose box is not known yet.
    click: Option<Click>,
    clicked: Option<Click>,
}

impl Dense {
    /// The result for `frame`, if there is one.
    pub fn known(&self, frame: &Arc<Frame>) -> Option<&DenseView> {
        self.known.as_ref().filter(|known| std::ptr::eq(known.frame.as_ptr(), Arc::as_ptr(frame)))
    }

    /// Sends a request if it differs from the last one, and collects results.
    pub fn ask(&mut self, ctx: &Context, question: DenseQuestion) {
        // Boxes drawn one by one are few: the canvas itself finds the box under the pointer.
        let are_few = self.known.as_ref().is_some_and(|known| matches!(known.picture, DensePicture::Boxes(_)));
        let pointer = self.click.map(|click| click.at).or(question.pointer.filter(|_| !are_few));
        let question = DenseQuestion { pointer, ..question };
        let worker = self.worker.get_or_insert_with(|| {
            let mut memory = DenseFrame::default();
            // Requests are never cancelled by newer ones, or a pointer that keeps moving would prevent every result.
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
        if let Some(click) = self.click.take_if(|click| Some(click.at) == answer.pointer) {
            self.clicked = Some(Click { hit: answer.hovered, ..click });
        }
        let DenseAnswer { frame, hidden, selected, pointer, hovered, .. } = answer;
        self.known = Some(DenseView { frame, picture, visible, hidden, texture, selected, pointer, hovered });
    }

    /// Stores a click, which adds to the selection or not. The thread finds the box that was hit.
    pub fn click(&mut self, at: Pos2, adds: bool) {
        let click = Click { at, adds, hit: None };
        match &self.known {
            Some(known) if known.pointer == Some(at) => self.clicked = Some(Click { hit: known.hovered, ..click }),
            _ => self.click = Some(click),
        }
    }

    /// Takes the click, if it is known which box it hit.
    pub fn take_clicked(&mut self) -> Option<Click> {
        self.clicked.take()
    }

    /// Forgets the frame and ends the thread, because the frame on screen is not dense.
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
