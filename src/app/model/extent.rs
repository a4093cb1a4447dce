//! What the canvas is to fit.

use super::displayed_frame::Under;
use super::state::State;
use crate::app::canvas::MOST_BOXES;
use crate::app::model::camera::view::Area;

/// What the canvas fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scene {
    /// The picture, or what stands for it.
    pub area: Area,
    /// Whether it is the picture; if not, it is the extent of the boxes.
    pub known: bool,
}

impl Default for Scene {
    fn default() -> Self {
        Self { area: Area { left: 0.0, top: 0.0, right: 1.0, bottom: 1.0 }, known: false }
    }
}

impl State {
    /// Finds out what the canvas is to fit: the picture, else the extent of all boxes, else that of the frames seen.
    pub fn measure(&mut self) {
        let Some(document) = &self.document else { return };
        let of_frames = || {
            let frame = self.shown.as_ref()?.boxes();
            // Of a frame with very many rows, as many of them as do not hold up the window.
            let step = frame.detections.len().div_ceil(MOST_BOXES).max(1);
            let boxes = frame.detections.iter().step_by(step).filter(|row| !row.is_degenerate());
            let areas =
                boxes.map(|row| Area { left: row.left, top: row.top, right: row.right(), bottom: row.bottom() });
            let seen = (self.scene != Scene::default()).then_some(self.scene.area);
            areas.chain(seen).reduce(Area::union)
        };
        // Sizes may vary inside a sequence: the picture on screen tells its own.
        let of_shown = self.shown.as_ref().and_then(|shown| match shown.under() {
            Under::Picture(photo) => Some(Area::of_picture(photo.size())),
            _ => None,
        });
        let of_picture = of_shown.or(self.scene.known.then_some(self.scene.area)).or(document.picture);
        let area = match (of_picture, &document.summary) {
            (Some(picture), _) => Some(picture),
            (None, Some(summary)) => summary.extent.map(|extent| Area {
                left: extent.left,
                top: extent.top,
                right: extent.right,
                bottom: extent.bottom,
            }),
            (None, None) => of_frames(),
        };
        if let Some(area) = area {
            self.scene = Scene { area, known: of_picture.is_some() };
        }
    }
}
