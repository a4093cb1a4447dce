//! The people in a scene: when they come and go, which way they walk, and what they look like.

pub mod crowd;
pub mod figure;
pub mod path;
