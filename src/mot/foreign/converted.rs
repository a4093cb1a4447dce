//! What is known of a document whose boxes were written as MOT text.

use super::kind::SourceKind;
use super::places::Places;
use super::problem::ItemProblem;
use crate::mot::format::Format;
use crate::mot::layout::{CLASS_COLUMN, FileKind, Layout};

/// The column of the class of an oriented box.
const ORIENTED_CLASS: u32 = 12;

/// What is known of a document beside its boxes.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each says of one column whether it is there")]
pub(in crate::mot) struct Converted {
    /// What kind of document it was.
    pub(in crate::mot) kind: SourceKind,
    pub(super) is_oriented: bool,
    pub(super) has_confidence: bool,
    pub(super) has_class: bool,
    pub(super) has_visibility: bool,
    /// Whether its rows are points without width and height.
    pub(super) are_points: bool,
    /// Whether the last field of each row is its mask.
    pub(in crate::mot) has_masks: bool,
    /// How many of its items are no boxes.
    pub(in crate::mot) rejected: u64,
    /// The first of them.
    pub(in crate::mot) problems: Vec<ItemProblem>,
    /// Width and height of its pictures in pixels, if it states one size for all.
    pub(in crate::mot) picture_size: Option<(u32, u32)>,
    /// What the user should know.
    pub(in crate::mot) remarks: Vec<String>,
    /// Where its boxes are in it.
    pub(in crate::mot) places: Places,
    /// Which of several videos this is, and whether there are others.
    pub(in crate::mot) member: Option<(String, bool)>,
}

impl Converted {
    /// The format of its lines.
    pub(in crate::mot) fn format(&self) -> Format {
        if self.is_oriented { Format::Obb } else { Format::Mot }
    }

    /// What its columns mean. Nothing has to be guessed, except how many columns most rows have.
    pub(in crate::mot) fn layout(&self, columns: u32) -> Layout {
        let class_column = if self.is_oriented { ORIENTED_CLASS } else { CLASS_COLUMN };
        Layout {
            // Boxes without confidence were not detected, but drawn. Trackers of points often have none.
            kind: if self.has_confidence || self.are_points { FileKind::Results } else { FileKind::GroundTruth },
            class_column: self.has_class.then_some(class_column),
            has_visibility: self.has_visibility,
            are_points: self.are_points,
            has_masks: self.has_masks,
            // Where names lie beside such texts, their rows were written with these.
            has_class_numbers: self.has_class && self.kind.has_class_numbers(),
            columns,
            ..Layout::EMPTY
        }
    }
}
