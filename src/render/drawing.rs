//! What is to be drawn, with everything decided: no ids, no files, no settings.

use super::adjustment::PictureAdjustment;
use super::rect::Rect;
use crate::palette::{self, Rgb};
use crate::sequence::Picture;

/// One frame as the canvas shows it. Lengths are in pixels of the sequence's pictures unless they say otherwise.
#[derive(Clone, Debug)]
pub struct Drawing<'a> {
    /// What is drawn: the picture, which lies at 0, 0, a part of it, or what stands for it where there is none.
    pub area: Rect,
    /// Pixels drawn for each pixel of the sequence.
    pub scale: f64,
    /// The picture under the boxes.
    pub backdrop: Option<&'a Picture>,
    /// The colour where there is no picture.
    pub ground: Rgb,
    /// How the picture is changed.
    pub adjustment: PictureAdjustment,
    /// What is told on a ground without a picture; empty for nothing.
    pub note: String,
    /// Where tracks were and will be, under the boxes.
    pub trails: Vec<Trail>,
    /// Boxes, the lowest layer first.
    pub layers: Vec<Layer>,
    /// Size of labels in pixels drawn.
    pub label_size: f32,
}

impl Default for Drawing<'_> {
    fn default() -> Self {
        Self {
            area: Rect::default(),
            scale: 1.0,
            backdrop: None,
            ground: palette::ground(true),
            adjustment: PictureAdjustment::default(),
            note: String::new(),
            trails: Vec::new(),
            layers: Vec::new(),
            label_size: 12.0,
        }
    }
}

impl Drawing<'_> {
    /// Most pixels along a side, and in all, that are drawn.
    pub const MOST: (u32, u64) = (16_384, 1 << 27);

    /// Width and height in pixels drawn, at least 1; `None` if that is more than [`MOST`](Self::MOST), or no number.
    pub fn size(&self) -> Option<(u32, u32)> {
        let side = |length: f64| {
            let pixels = (length * self.scale - 1e-6).ceil().max(1.0);
            (pixels <= f64::from(Self::MOST.0)).then_some(pixels as u32)
        };
        let (width, height) = (side(self.area.width())?, side(self.area.height())?);
        let is_drawn = self.area.is_finite() && self.scale.is_finite() && self.scale > 0.0;
        (is_drawn && u64::from(width) * u64::from(height) <= Self::MOST.1).then_some((width, height))
    }

    /// A point of the sequence in pixels drawn.
    pub(super) fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.area.left) * self.scale, (y - self.area.top) * self.scale)
    }

    /// The same of a rectangle.
    pub(super) fn place_rect(&self, rect: Rect) -> Rect {
        let (left, top) = self.place((rect.left, rect.top));
        let (right, bottom) = self.place((rect.right, rect.bottom));
        Rect { left, top, right, bottom }
    }
}

/// Boxes that are drawn alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// The boxes, the lowest first; labels of the first are placed first.
    pub marks: Vec<Mark>,
    /// Width of outlines in pixels drawn, at least 1.
    pub line_width: f32,
    /// How opaque all of it is, from 0 to 1.
    pub opacity: f32,
}

/// A box.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mark {
    /// Its bounds. One without width or height is drawn as a line or a point; one that has sides that are no numbers is
    /// left out.
    pub rect: Rect,
    /// Corners of an oriented box, each x, y.
    pub corners: Option<[(f64, f64); 4]>,
    /// Colour of outline and label: red, green, blue and how opaque the outline is.
    pub color: [u8; 4],
    /// The outline is dashed.
    pub dashed: bool,
    /// It lies above all others, filled lightly and with a wider outline, and its label is always drawn.
    pub emphasised: bool,
    /// Its label; empty for none.
    pub label: String,
}

/// Where a track was and will be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trail {
    /// Its colour.
    pub color: Rgb,
    /// Its points in the order of the frames.
    pub points: Vec<TrailPoint>,
}

/// A point of a trail.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrailPoint {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// How opaque what is drawn for it is, from 0 to 1.
    pub opacity: f32,
    /// What is drawn for it.
    pub form: TrailForm,
}

/// What is drawn for a point of a trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrailForm {
    /// Nothing: a line may begin here.
    Start,
    /// A line from the point before.
    Line,
    /// A dot.
    Dot,
}
