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
    /// Whether it is the area of a picture that was displayed.
    is_seen: bool,
}

/// What is known of the area of the picture before one is displayed.
#[derive(Clone, Copy, Debug, Default)]
pub struct KnownSizes {
    /// The area of the first picture.
    pub picture: Option<Area>,
    /// The area that a text states.
    pub stated: Option<Area>,
}

impl Default for Extent {
    fn default() -> Self {
        Self { area: Area { left: 0.0, top: 0.0, right: 1.0, bottom: 1.0 }, is_picture: false, is_seen: false }
    }
}

impl Extent {
    /// The extent from what is known by now: the area of the picture; without one, the rectangle around all boxes;
    /// before those are known, around the boxes of the frames shown so far. A stated area is not used if boxes reach so far out of
    /// it that it cannot be right.
    #[must_use]
    pub fn measured(self, displayed: Option<&DisplayedFrame>, known: KnownSizes, summary: Option<&Summary>) -> Self {
        // Pictures of a sequence may differ in size, so the size of the picture on screen is used.
        let of_displayed = displayed.and_then(|frame| match frame.under_boxes() {
            UnderBoxes::Picture(image) => Some(Area::of_picture(image.size())),
            _ => None,
        });
        if let Some(area) = of_displayed.or(self.is_seen.then_some(self.area)) {
            return Self { area, is_picture: true, is_seen: true };
        }
        let boxes = summary.map(|summary| {
            summary.extent.map(|extent| Area {
                left: extent.left,
                top: extent.top,
                right: extent.right,
                bottom: extent.bottom,
            })
        });
        let fits = |stated: &Area| boxes.flatten().is_none_or(|boxes| is_near(boxes, *stated));
        if let Some(area) = known.picture.or(known.stated.filter(fits)) {
            return Self { area, is_picture: true, is_seen: false };
        }
        let area = boxes.unwrap_or_else(|| self.of_frames(displayed));
        area.map_or(self, |area| Self { area, is_picture: false, is_seen: false })
    }

    /// The rectangle around the boxes of the displayed frame and of the frames displayed before it.
    fn of_frames(self, displayed: Option<&DisplayedFrame>) -> Option<Area> {
        let detections = &displayed?.boxes().detections;
        // In a dense frame only every n-th box is measured, so that the window does not wait.
        let step = detections.len().div_ceil(MAX_BOXES).max(1);
        let boxes = detections.iter().step_by(step).filter(|row| !row.is_degenerate());
        let areas = boxes.map(|row| Area { left: row.left, top: row.top, right: row.right(), bottom: row.bottom() });
        let seen = (self != Self::default()).then_some(self.area);
        areas.chain(seen).reduce(Area::union)
    }
}

/// Whether boxes reach out of a picture by no more than its width and height. Trackers follow objects out of the picture.
fn is_near(boxes: Area, picture: Area) -> bool {
    let (width, height) = (picture.width(), picture.height());
    boxes.left >= picture.left - width
        && boxes.right <= picture.right + width
        && boxes.top >= picture.top - height
        && boxes.bottom <= picture.bottom + height
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::{MotFile, Progress};

    fn summary(rows: &str) -> Summary {
        let file = MotFile::from_bytes("a.txt", rows.as_bytes().to_vec()).unwrap();
        file.summarize(&Progress::new()).unwrap()
    }

    #[test]
    fn a_stated_area_is_used_unless_boxes_reach_far_out_of_it() {
        let stated = Area::of_picture((640, 480));
        let known = KnownSizes { picture: None, stated: Some(stated) };
        let before = Extent::default().measured(None, known, None);
        assert_eq!((before.area, before.is_picture), (stated, true));
        let of = |rows| before.measured(None, known, Some(&summary(rows)));
        assert_eq!(of("1,1,10,10,50,50,1\n1,2,-300,400,900,200,1\n"), before);
        let far = of("1,1,10,10,50,50,1\n1,2,1800,10,50,50,1\n");
        assert_eq!((far.is_picture, far.area.right), (false, 1850.0));
        let picture = Area::of_picture((1920, 1080));
        let known = KnownSizes { picture: Some(picture), ..known };
        assert_eq!(before.measured(None, known, None).area, picture);
    }
}
