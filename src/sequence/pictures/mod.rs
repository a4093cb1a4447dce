//! Pictures of frames: picture files by number, and what decoding one gives.

mod clock;
mod decode;
mod error;
mod folder;
mod listing;
mod name_numbers;
mod names;
mod numbering;
mod orientation;
mod pages;
mod picture;
mod pool;
mod pooled;
mod read;
mod source;
mod view;

pub use folder::Pictures;
pub use orientation::Orientation;
pub use picture::{Backdrop, Picture, Rgba};
pub use pool::Pool;
pub use pooled::Pooled;
pub use source::PictureSource;
pub use view::PictureView;

pub(super) use decode::decode;
pub(super) use name_numbers::{numbers_of_names, numbers_of_stems};
pub(super) use names::{has_picture_ending, is_picture_name, unread_format};
pub(super) use pages::has_pages;
