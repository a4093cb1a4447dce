//! Rectangles.

/// A rectangle in pixels: x to the right, y down. It has 64-bit coordinates, because files may have greater ones than 32-bit
/// numbers hold exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left side.
    pub left: f64,
    /// Top side.
    pub top: f64,
    /// Right side.
    pub right: f64,
    /// Bottom side.
    pub bottom: f64,
}

impl Rect {
    /// The rectangle with its top left corner at `x`, `y`.
    pub fn at(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { left: x, top: y, right: x + width, bottom: y + height }
    }

    /// The rectangle of a whole picture, by its width and height.
    pub fn of_picture((width, height): (u32, u32)) -> Self {
        Self { left: 0.0, top: 0.0, right: width.into(), bottom: height.into() }
    }

    /// The x and y of its centre.
    pub fn center(&self) -> (f64, f64) {
        (self.left.midpoint(self.right), self.top.midpoint(self.bottom))
    }

    /// Its width; negative if `right` is less than `left`.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Its height; negative if `bottom` is less than `top`.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether its width and height are greater than 0.
    pub fn is_positive(&self) -> bool {
        self.right > self.left && self.bottom > self.top
    }

    /// Whether all sides are finite numbers.
    pub fn is_finite(&self) -> bool {
        self.sides().iter().all(|side| side.is_finite())
    }

    /// The intersection with another one. Without an intersection, the result is not [positive](Self::is_positive).
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Moved by `x` to the right and by `y` down.
    #[must_use]
    pub fn translate(self, x: f64, y: f64) -> Self {
        Self { left: self.left + x, top: self.top + y, right: self.right + x, bottom: self.bottom + y }
    }

    /// Every side moved outwards by `by`.
    #[must_use]
    pub fn expand(self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// Every side rounded to the nearest whole pixel.
    #[must_use]
    pub fn round(self) -> Self {
        let [left, top, right, bottom] = self.sides().map(f64::round);
        Self { left, top, right, bottom }
    }

    /// The smallest rectangle of whole pixels around it.
    #[must_use]
    pub fn round_out(self) -> Self {
        Self { left: self.left.floor(), top: self.top.floor(), right: self.right.ceil(), bottom: self.bottom.ceil() }
    }

    fn sides(&self) -> [f64; 4] {
        [self.left, self.top, self.right, self.bottom]
    }
}
