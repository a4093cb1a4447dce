//! A decoded picture, and why a frame may have none.

use bytemuck::{Pod, Zeroable};

use super::orientation::Orientation;

/// One pixel: red, green, blue and alpha, 8 bits each, not premultiplied. Aligned like a `u32`, so that a renderer can use a
/// buffer of pixels without a copy. The pixels of a picture file are opaque: its transparency is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
#[repr(C, align(4))]
pub struct Rgba(pub [u8; 4]);

/// A decoded picture. Its pixels are stored row by row from the top, each row from the left, without gaps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// All `width` × `height` pixels.
    pub pixels: Vec<Rgba>,
    /// Width and height of the picture in its file, in pixels. They are larger if the picture was made smaller by a whole
    /// factor, because it would take too much memory. Boxes refer to these pixels.
    pub full_size: (u32, u32),
    /// How the pixels of the file were turned and mirrored. Width and height are those of the turned picture.
    pub orientation: Orientation,
}

impl Picture {
    /// A picture at its full size. There should be `width` × `height` pixels.
    pub fn new(width: u32, height: u32, pixels: Vec<Rgba>) -> Self {
        Self { width, height, pixels, full_size: (width, height), orientation: Orientation::AsStored }
    }

    /// Size of its pixels in bytes.
    pub fn bytes(&self) -> u64 {
        size_of_val(self.pixels.as_slice()) as u64
    }

    /// The pixel in column `x` of row `y`, both counted from 0. `None` outside the picture.
    pub fn pixel(&self, x: u32, y: u32) -> Option<Rgba> {
        let at = u64::from(y) * u64::from(self.width) + u64::from(x);
        (x < self.width).then(|| self.pixels.get(usize::try_from(at).ok()?).copied())?
    }
}

/// What is drawn behind the boxes of a frame. `P` is the type of a decoded picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Backdrop<P = Picture> {
    /// The sequence has no pictures at all.
    None,
    /// The sequence has pictures, but none for this frame.
    Missing,
    /// The file of this frame cannot be shown. The text is its name and the reason, for people.
    Damaged(String),
    /// The picture.
    Ready(P),
}

impl<P> Backdrop<P> {
    /// The picture, if there is one.
    pub fn ready(&self) -> Option<&P> {
        match self {
            Self::Ready(picture) => Some(picture),
            _ => None,
        }
    }

    /// Converts the picture, if there is one.
    pub fn map<Q>(self, change: impl FnOnce(P) -> Q) -> Backdrop<Q> {
        match self {
            Self::None => Backdrop::None,
            Self::Missing => Backdrop::Missing,
            Self::Damaged(reason) => Backdrop::Damaged(reason),
            Self::Ready(picture) => Backdrop::Ready(change(picture)),
        }
    }
}
