//! What is on screen: a frame whole, or its boxes while the picture is on its way.

use std::sync::Arc;

use eframe::egui::ColorImage;

use crate::app::session::texture_image::{Photo, Sketch};
use crate::mot::Frame;
use crate::sequence::{Backdrop, SequenceFrame};

/// A frame with its picture, as the cache holds it.
pub type Shot = SequenceFrame<Photo>;

/// What is on screen. Boxes and picture are always of one frame, but for a small picture, which tells of which it is.
#[derive(Clone, Debug)]
pub enum Shown {
    /// A frame with all there is of it.
    Whole(u64, Arc<Shot>),
    /// A frame whose picture is on its way.
    Sketch(u64, Arc<Sketch>),
}

/// What is to be drawn under the boxes.
#[derive(Clone, Copy, Debug)]
pub enum Under<'a> {
    /// The sequence has no pictures.
    Nothing,
    /// The picture.
    Picture(&'a Photo),
    /// A small picture of the frame with this number.
    Proxy(u64, &'a Arc<ColorImage>),
    /// The picture is on its way, and there is no small one.
    Coming,
    /// There is no picture of this frame.
    Missing,
    /// There is one that cannot be shown, for this reason.
    Damaged(&'a str),
}

impl Shown {
    /// The frame's number.
    pub fn number(&self) -> u64 {
        match self {
            Self::Whole(number, _) | Self::Sketch(number, _) => *number,
        }
    }

    /// The boxes of the main layer.
    pub fn boxes(&self) -> &Arc<Frame> {
        match self {
            Self::Whole(_, shot) => &shot.boxes,
            Self::Sketch(_, sketch) => &sketch.frame.boxes,
        }
    }

    /// The boxes of the other layers, in their order.
    pub fn overlays(&self) -> &[Arc<Frame>] {
        match self {
            Self::Whole(_, shot) => &shot.overlays,
            Self::Sketch(_, sketch) => &sketch.frame.overlays,
        }
    }

    /// What is to be drawn under the boxes.
    pub fn under(&self) -> Under<'_> {
        match self {
            Self::Whole(_, shot) => match &shot.backdrop {
                Backdrop::None => Under::Nothing,
                Backdrop::Missing => Under::Missing,
                Backdrop::Damaged(reason) => Under::Damaged(reason),
                Backdrop::Ready(photo) => Under::Picture(photo),
            },
            Self::Sketch(_, sketch) => match (&sketch.frame.backdrop, &sketch.proxy) {
                (Backdrop::None, _) => Under::Nothing,
                (Backdrop::Missing, _) => Under::Missing,
                (Backdrop::Damaged(reason), _) => Under::Damaged(reason),
                (Backdrop::Ready(()), Some((number, image))) => Under::Proxy(*number, image),
                (Backdrop::Ready(()), None) => Under::Coming,
            },
        }
    }

    /// Whether it is all there is of the frame.
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Whole(..))
    }
}
