//! Request and result of the thread that examines dense frames (frames with too many boxes to draw one by one, or to tell apart).

use std::sync::Weak;

use eframe::egui::{ColorImage, Pos2, Rect};

use crate::app::model::camera::{Area, Transform};
use crate::app::model::shown_rows::{HiddenRows, ShownRows};
use crate::app::model::tracks::TrackSet;
use crate::mot::{Frame, Layout, TrackId};

/// A request to examine a dense frame.
#[derive(Clone, Debug)]
pub struct DenseQuestion {
    /// The frame. The requester keeps it alive.
    pub frame: Weak<Frame>,
    /// The meaning of its columns.
    pub layout: Layout,
    /// Which rows are shown.
    pub rows: ShownRows,
    /// The visible part of the scene.
    pub view: Outlook,
    /// The selected track.
    pub selected: Option<TrackId>,
    /// All selected tracks.
    pub further: TrackSet,
    /// Position of the pointer, in points.
    pub pointer: Option<Pos2>,
}

/// The visible part of the scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// Maps the scene to the screen.
    pub transform: Transform,
    /// The canvas on the screen, in points.
    pub canvas: Rect,
    /// Screen pixels per point.
    pub pixels_per_point: f32,
    /// Whether the dark theme is used.
    pub dark: bool,
}

impl DenseQuestion {
    /// Whether both requests have the same result.
    pub fn is_same(&self, other: &Self) -> bool {
        self.is_of_same_boxes(other)
            && (self.view, self.selected, self.pointer) == (other.view, other.selected, other.pointer)
            && self.further == other.further
    }

    /// Whether both requests are about the same frame with the same rows shown.
    pub fn is_of_same_boxes(&self, other: &Self) -> bool {
        self.frame.ptr_eq(&other.frame) && self.layout == other.layout && self.rows == other.rows
    }
}

/// How a dense frame is drawn.
pub enum DensePicture {
    /// One by one: the indices of the visible boxes in the frame.
    Boxes(Vec<usize>),
    /// As a picture of the box density.
    Heat(Heat),
}

/// A picture of the box density.
pub struct Heat {
    /// Its pixels, until they are uploaded as a texture.
    pub image: ColorImage,
    /// The part of the scene that it covers.
    pub area: Area,
    /// The largest number of boxes that cover one spot.
    pub greatest: u32,
}

/// The result of examining a dense frame.
pub struct DenseAnswer {
    /// The frame.
    pub frame: Weak<Frame>,
    /// The picture and the number of boxes in it; `None` if the last picture is still valid.
    pub picture: Option<(DensePicture, usize)>,
    /// How many rows of the frame are not shown.
    pub hidden: HiddenRows,
    /// Indices of the boxes of the selected tracks, those of the one that was selected last first.
    pub selected: Vec<usize>,
    /// Position of the pointer in the request, in points.
    pub pointer: Option<Pos2>,
    /// Index of the smallest box under the pointer.
    pub hovered: Option<usize>,
}
