//! Masks: which pixels of a picture belong to an object. Only their bounds are read, as a box.

mod classes;

pub(super) mod mots;
pub(super) mod rle;
pub(super) mod track_rcnn;
