//! The frame on screen: the whole frame, or only its boxes while the picture is being loaded.

use std::sync::Arc;

use eframe::egui::ColorImage;

use super::texture_image::{PreviewFrame, TextureImage};
use super::whole_frame::{Arranged, WholeFrame};
use crate::app::model::layers::LayerSet;
use crate::mot::Frame;
use crate::sequence::{Backdrop, LayerBoxes};

/// The frame on screen. Boxes and picture are always of one frame. A small picture may be of a frame nearby, and has
/// that frame's number.
#[derive(Clone, Debug)]
pub struct DisplayedFrame {
    number: u64,
    content: Content,
    /// The boxes, if the frame was loaded with other layers than those that are open.
    arranged: Option<Arc<Arranged>>,
    /// The picture with the user's brightness, contrast and gamma, if they change it.
    adjusted: Option<AdjustedImage>,
}

/// The part of the frame that is loaded.
#[derive(Clone, Debug)]
enum Content {
    Whole(Arc<WholeFrame>),
    Preview(Arc<PreviewFrame>),
}

/// A picture with brightness, contrast and gamma applied.
#[derive(Clone, Debug)]
pub enum AdjustedImage {
    /// The full picture.
    Whole(Arc<TextureImage>),
    /// A small picture.
    Proxy(Arc<ColorImage>),
}

/// What is drawn under the boxes.
#[derive(Clone, Copy, Debug)]
pub enum UnderBoxes<'a> {
    /// The sequence has no pictures.
    Nothing,
    /// The picture.
    Picture(&'a Arc<TextureImage>),
    /// A small picture of the frame with this number.
    Proxy(u64, &'a Arc<ColorImage>),
    /// The picture is being loaded, and there is no small picture to show meanwhile.
    Coming,
    /// This frame has no picture.
    Missing,
    /// The picture cannot be shown, for this reason.
    Damaged(&'a str),
}

impl DisplayedFrame {
    /// A frame that the cache has loaded, with its boxes of `layers`.
    pub fn whole(number: u64, frame: Arc<WholeFrame>, layers: &LayerSet) -> Self {
        let arranged = frame.arranged(layers).map(Arc::new);
        Self { number, content: Content::Whole(frame), arranged, adjusted: None }
    }

    /// A frame whose picture is being loaded.
    pub fn preview(number: u64, frame: Arc<PreviewFrame>) -> Self {
        Self { number, content: Content::Preview(frame), arranged: None, adjusted: None }
    }

    /// This frame with an adjusted picture.
    #[must_use]
    pub fn with_adjusted(self, image: AdjustedImage) -> Self {
        Self { adjusted: Some(image), ..self }
    }

    /// The number of the frame.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The boxes of the main layer.
    pub fn boxes(&self) -> &Arc<Frame> {
        if let Some(arranged) = &self.arranged {
            return &arranged.main;
        }
        match &self.content {
            Content::Whole(frame) => &frame.boxes,
            Content::Preview(preview) => &preview.frame.boxes,
        }
    }

    /// Whether the boxes of the main layer are still being read, because it has just become the main one.
    pub fn awaits_main(&self) -> bool {
        self.arranged.as_ref().is_some_and(|arranged| !arranged.has_main)
    }

    /// The boxes of the other layers, in the order of the layers, or the reason why there are none. A layer that is shown and
    /// counts as left out is still being read.
    pub fn further_boxes(&self) -> &[LayerBoxes] {
        if let Some(arranged) = &self.arranged {
            return &arranged.further;
        }
        match &self.content {
            Content::Whole(frame) => &frame.overlays,
            Content::Preview(preview) => &preview.frame.overlays,
        }
    }

    /// What is drawn under the boxes, before any adjustment.
    pub fn under_boxes(&self) -> UnderBoxes<'_> {
        match &self.content {
            Content::Whole(frame) => match &frame.backdrop {
                Backdrop::None => UnderBoxes::Nothing,
                Backdrop::Missing => UnderBoxes::Missing,
                Backdrop::Damaged(reason) => UnderBoxes::Damaged(reason),
                Backdrop::Ready(image) => UnderBoxes::Picture(image),
            },
            Content::Preview(preview) => match (&preview.frame.backdrop, &preview.proxy) {
                (Backdrop::None, _) => UnderBoxes::Nothing,
                (Backdrop::Missing, _) => UnderBoxes::Missing,
                (Backdrop::Damaged(reason), _) => UnderBoxes::Damaged(reason),
                (Backdrop::Ready(()), Some((number, image))) => UnderBoxes::Proxy(*number, image),
                (Backdrop::Ready(()), None) => UnderBoxes::Coming,
            },
        }
    }

    /// The image under the boxes, with the user's adjustments. `None` if there is no picture.
    pub fn image(&self) -> Option<&Arc<ColorImage>> {
        match (&self.adjusted, self.under_boxes()) {
            (Some(AdjustedImage::Whole(image)), _) | (None, UnderBoxes::Picture(image)) => image.image(),
            (Some(AdjustedImage::Proxy(image)), _) | (None, UnderBoxes::Proxy(_, image)) => Some(image),
            (None, _) => None,
        }
    }

    /// The whole frame. `None` while its picture is being loaded.
    pub fn loaded(&self) -> Option<&Arc<WholeFrame>> {
        match &self.content {
            Content::Whole(frame) => Some(frame),
            Content::Preview(_) => None,
        }
    }

    /// Whether the frame is complete: nothing of it is still being loaded.
    pub fn is_whole(&self) -> bool {
        self.loaded().is_some()
    }
}
