//! The extent of the scene: the rectangle that the canvas fits into the window.

use super::dense::MAX_BOXES;
use super::displayed_frame::{DisplayedFrame, UnderBoxes};
use crate::app::model::camera::Area;
use crate::mot::Summary;

/// The rectangle that the canvas fits into the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// The rectangle, in pixels of the scene.
    pub area: Area,
    /// Whether it is the area of the picture. If not, it is the rectangle around the boxes.
    pub is_picture: bool,
}

impl Default for Extent {
    fn default() -> Self {
        Self { area: Area { left: 0.0, top: 0.0, right: 1.0, bottom: 1.0 }, is_picture: false }
    }
}

impl Extent {
    /// Measures again, with what is known by now: the area of the picture, else the rectangle around all boxes, else around
    /// the boxes of the frames seen so far. `picture` is the area of the first picture of the sequence.
    #[must_use]
    pub fn measured(
        self,
        displayed: Option<&DisplayedFrame>,
        picture: Option<Area>,
        summary: Option<&Summary>,
    ) -> Self {
        // Sizes may vary inside a sequence: the picture on screen tells its own.
        let of_displayed = displayed.and_then(|frame| match frame.under_boxes() {
            UnderBoxes::Picture(image) => Some(Area::of_picture(image.size())),
            _ => None,
        });
        if let Some(area) = of_displayed.or(self.is_picture.then_some(self.area)).or(picture) {
            return Self { area, is_picture: true };
        }
        let area = match summary {
            Some(summary) => summary.extent.map(|extent| Area {
                left: extent.left,
                top: extent.top,
                right: extent.right,
                bottom: extent.bottom,
            }),
            None => self.of_frames(displayed),
        };
        area.map_or(self, |area| Self { area, is_picture: false })
    }

    /// The rectangle around the boxes of the displayed frame and of those before it.
    fn of_frames(self, displayed: Option<&DisplayedFrame>) -> Option<Area> {
        let detections = &displayed?.boxes().detections;
        // In a frame with very many boxes only some are looked at, so that the window does not wait.
        let step = detections.len().div_ceil(MAX_BOXES).max(1);
        let boxes = detections.iter().step_by(step).filter(|row| !row.is_degenerate());
        let areas = boxes.map(|row| Area { left: row.left, top: row.top, right: row.right(), bottom: row.bottom() });
        let seen = (self != Self::default()).then_some(self.area);
        areas.chain(seen).reduce(Area::union)
    }
}
