//! A folder of pictures, or one file with several.

mod facts;
mod pictures;
mod source;

pub use pictures::Pictures;
