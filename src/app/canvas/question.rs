//! What is asked about a dense frame, and what is answered.

use std::sync::Weak;

use eframe::egui::{ColorImage, Pos2, Rect};

use crate::app::model::camera::{Area, Transform};
use crate::app::model::filter::Filter;
use crate::mot::{Frame, Layout, TrackId};

/// What is looked at, and where.
#[derive(Clone, Debug)]
pub struct DenseQuestion {
    /// The frame; whoever asks keeps it alive.
    pub frame: Weak<Frame>,
    /// What its columns mean.
    pub layout: Layout,
    /// Which boxes are shown.
    pub filter: Filter,
    /// Where they are on the screen.
    pub view: Outlook,
    /// The selected track.
    pub selected: Option<TrackId>,
    /// Where the pointer is.
    pub pointer: Option<Pos2>,
}

/// Which part of the scene is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outlook {
    /// Where the scene is on the screen.
    pub transform: Transform,
    /// The canvas on the screen.
    pub canvas: Rect,
    /// Whether it is dark.
    pub dark: bool,
}

impl DenseQuestion {
    /// Whether it asks for the same as `other`.
    pub fn is_same(&self, other: &Self) -> bool {
        self.is_of_same_boxes(other)
            && (self.view, self.selected, self.pointer) == (other.view, other.selected, other.pointer)
    }

    /// Whether it is about the same frame under the same filter.
    pub fn is_of_same_boxes(&self, other: &Self) -> bool {
        self.frame.ptr_eq(&other.frame) && self.layout == other.layout && self.filter == other.filter
    }
}

/// What is to be seen of a frame.
pub enum DensePicture {
    /// These boxes, by their places in the frame.
    Boxes(Vec<usize>),
    /// How many boxes there are where.
    Heat(Heat),
}

/// A picture of the density.
pub struct Heat {
    /// What it looks like, until it is handed to the screen.
    pub image: ColorImage,
    /// The part of the scene it shows.
    pub area: Area,
    /// The most boxes over one spot.
    pub greatest: u32,
}

/// What was found.
pub struct DenseAnswer {
    /// In which frame.
    pub frame: Weak<Frame>,
    /// The picture and the number of boxes in it, unless it is the last one still.
    pub picture: Option<(DensePicture, usize)>,
    /// Boxes of the selected track.
    pub selected: Vec<usize>,
    /// Where the pointer was.
    pub pointer: Option<Pos2>,
    /// The smallest box under it.
    pub hovered: Option<usize>,
}
