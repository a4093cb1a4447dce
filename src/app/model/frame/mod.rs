//! The frame on screen, its picture, and the rectangle that the canvas fits into the window.

pub mod dense;
pub mod displayed_frame;
pub mod extent;
pub mod texture_image;
pub mod whole_frame;
