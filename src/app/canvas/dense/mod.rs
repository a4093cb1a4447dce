//! Frames with more boxes than can be drawn one by one: what is in view is found on a thread, and drawn as a density.

pub mod apart;
pub mod ask;
pub mod heat;
pub mod question;

mod crowd;
mod density;
