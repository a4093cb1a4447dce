//! Pictures of frames: picture files by number, and what decoding one gives.

mod decode;
mod error;
mod folder;
mod listing;
mod names;
mod picture;
mod pool;
mod pooled;
mod read;
mod source;

pub use folder::Pictures;
pub use picture::{Backdrop, Picture, Rgba};
pub use pool::Pool;
pub use pooled::Pooled;
pub use source::PictureSource;

pub(super) use decode::decode;
pub(super) use names::is_picture_name;
