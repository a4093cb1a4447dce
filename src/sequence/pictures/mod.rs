//! Pictures of frames.

mod picture;
mod pool;

pub use picture::{Backdrop, Picture, Rgba};
pub use pool::Pool;
