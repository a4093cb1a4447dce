//! What to draw, with every decision made: no ids, no files, no settings.

use super::adjustment::PictureAdjustment;
use super::box_style::LinePattern;
use super::rect::Rect;
use crate::palette::{self, Rgb};
use crate::sequence::Picture;

/// One frame as the canvas shows it. Lengths are in pixels of the sequence's pictures unless they say otherwise.
#[derive(Clone, Debug)]
pub struct Drawing<'a> {
    /// The area to draw. The picture has its top left corner at 0, 0; the area may be a part of it or reach out of it.
    pub area: Rect,
    /// Pixels drawn per pixel of the sequence.
    pub scale: f64,
    /// Pixels drawn per point of the screen. Dashes and trails have lengths in points.
    pub pixels_per_point: f32,
    /// The picture under the boxes.
    pub backdrop: Option<&'a Picture>,
    /// The colour where there is no picture.
    pub ground: Rgb,
    /// How the picture is made lighter or darker.
    pub adjustment: PictureAdjustment,
    /// Text in the middle where there is no picture; empty for none.
    pub note: String,
    /// Where tracks were and will be. They are drawn under the boxes.
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
            pixels_per_point: 1.0,
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
    /// The most pixels along a side, and the most pixels of the whole drawing.
    pub const MOST: (u32, u64) = (16_384, 1 << 27);

    /// Width and height in pixels drawn, at least 1; `None` if they are more than [`MOST`](Self::MOST) or not numbers.
    pub fn size(&self) -> Option<(u32, u32)> {
        let side = |length: f64| {
            let pixels = (length * self.scale - 1e-6).ceil().max(1.0);
            (pixels <= f64::from(Self::MOST.0)).then_some(pixels as u32)
        };
        let (width, height) = (side(self.area.width())?, side(self.area.height())?);
        let is_drawn = self.area.is_finite() && self.scale.is_finite() && self.scale > 0.0;
        (is_drawn && u64::from(width) * u64::from(height) <= Self::MOST.1).then_some((width, height))
    }

    /// Where a point of the sequence is, in pixels drawn.
    pub(super) fn place(&self, (x, y): (f64, f64)) -> (f64, f64) {
        ((x - self.area.left) * self.scale, (y - self.area.top) * self.scale)
    }

    /// Where a rectangle of the sequence is, in pixels drawn.
    pub(super) fn place_rect(&self, rect: Rect) -> Rect {
        let (left, top) = self.place((rect.left, rect.top));
        let (right, bottom) = self.place((rect.right, rect.bottom));
        Rect { left, top, right, bottom }
    }

    /// Pixels per point for dashes and trails. Not less than a half: smaller dashes could not be told from a line.
    pub(super) fn point(&self) -> f64 {
        let point = self.pixels_per_point;
        if point.is_nan() { 1.0 } else { point.clamp(0.5, 64.0).into() }
    }
}

/// Boxes that share a width and an opacity.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// The boxes, the lowest first. Labels are placed in this order, too: the first ones get the best places.
    pub marks: Vec<Mark>,
    /// Width of outlines in pixels drawn, at least 1.
    pub line_width: f32,
    /// Opacity of outlines, fills and labels, from 0 to 1.
    pub opacity: f32,
    /// Whether a label that has no room above its box is drawn below it. Boxes of several layers have one place where they agree.
    pub labels_below: bool,
}

/// A box, as it is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mark {
    /// Its bounding box. One without width or height is drawn as a line or a pixel. One with a side that is not a number is
    /// left out.
    pub rect: Rect,
    /// Whether it is a point: a dot that is equally large at any scale.
    pub is_point: bool,
    /// The corners of an oriented box, each as x and y.
    pub corners: Option<[(f64, f64); 4]>,
    /// The parts of its mask, which do not overlap. They are filled below the outlines of the layer.
    pub mask: Vec<Rect>,
    /// Colour of outline and label: red, green and blue, and the opacity of the outline.
    pub color: [u8; 4],
    /// The pattern of the outline.
    pub pattern: LinePattern,
    /// Whether the outline has a dark edge, so that it is seen on any ground.
    pub is_edged: bool,
    /// Whether it is drawn above the other boxes of its layer, with a wider outline and a fill. Its label is always drawn.
    pub emphasised: bool,
    /// The text of its label; empty for none.
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
    /// Distance from the left side of the picture.
    pub x: f64,
    /// Distance from the top of the picture.
    pub y: f64,
    /// Opacity of what is drawn for it, from 0 to 1.
    pub opacity: f32,
    /// What is drawn for it.
    pub form: TrailForm,
}

/// What is drawn for a point of a trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrailForm {
    /// Nothing: a line may begin here.
    Start,
    /// A line from the previous point.
    Line,
    /// A dot.
    Dot,
}
