//! What everything in a scene is drawn with: camera, canvas, colours and boxes in whole pixels.

pub mod camera;
pub mod canvas;
pub mod colour;
pub mod pixel_box;
