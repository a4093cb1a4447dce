//! What the header of a picture file says.

use crate::sequence::pictures::orientation::Orientation;

/// What the header of a picture file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sequence::pictures) struct Stored {
    /// Width and height in pixels, before the picture is turned.
    pub size: (u32, u32),
    pub orientation: Orientation,
}
