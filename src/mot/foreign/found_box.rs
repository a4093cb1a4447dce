//! A box as the reader of a document found it.

use crate::mot::mask::MaskGrid;

/// A box that was found in a document, in pixels from the left top corner of the picture.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FoundBox<'a> {
    /// The number of its frame.
    pub(crate) frame: u32,
    /// Its identity.
    pub(crate) id: FoundId<'a>,
    /// Left side.
    pub(crate) left: f64,
    /// Top side.
    pub(crate) top: f64,
    /// Width.
    pub(crate) width: f64,
    /// Height.
    pub(crate) height: f64,
    /// By how many degrees the box is turned clockwise around its centre.
    pub(crate) rotation: f64,
    /// How sure the detector was.
    pub(crate) confidence: Option<f64>,
    /// Its class.
    pub(crate) class: FoundClass<'a>,
    /// The visible share of the box, from 0 to 1.
    pub(crate) visibility: Option<f64>,
    /// Its mask.
    pub(crate) mask: Option<&'a MaskGrid>,
}

/// The identity of a box as a document states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FoundId<'a> {
    /// It has none.
    #[default]
    None,
    /// A number.
    Number(u64),
    /// A negative number other than −1. It is read as "no identity", which is told.
    Negative,
    /// A text. Texts of digits are numbers, too, unless another text of the document is the equal number.
    Text(&'a str),
}

/// The class of a box as a document states it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum FoundClass<'a> {
    /// It has none.
    #[default]
    None,
    /// A number without a name.
    Number(i64),
    /// A name.
    Name(&'a str),
}

impl FoundBox<'_> {
    /// The corners of the turned box: first the one that was left and top before it was turned, then clockwise.
    pub(crate) fn corners(&self) -> [(f64, f64); 4] {
        let (right, bottom) = (self.left + self.width, self.top + self.height);
        let square = [(self.left, self.top), (right, self.top), (right, bottom), (self.left, bottom)];
        if self.rotation == 0.0 {
            return square;
        }
        let (x, y) = (self.left + self.width / 2.0, self.top + self.height / 2.0);
        let (sine, cosine) = self.rotation.to_radians().sin_cos();
        square.map(|(left, top)| {
            let (across, down) = (left - x, top - y);
            // y grows downwards, so this turns clockwise.
            (x + across * cosine - down * sine, y + across * sine + down * cosine)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_turn_clockwise_moves_the_left_top_corner_to_the_right() {
        let turned = FoundBox { left: 0.0, top: 0.0, width: 4.0, height: 2.0, rotation: 90.0, ..FoundBox::default() };
        let expected = [(3.0, -1.0), (3.0, 3.0), (1.0, 3.0), (1.0, -1.0)];
        for ((x, y), (right_x, right_y)) in turned.corners().into_iter().zip(expected) {
            assert!((x - right_x).abs() < 1e-9 && (y - right_y).abs() < 1e-9, "{x} {y}");
        }
    }
}
