//! Rectangles.

/// A rectangle: in the pixels of a picture, x to the right and y down; 64 bits, because coordinates in files go further
/// than screens do.
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
    /// The one whose left top corner is at `x`, `y`.
    pub fn at(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { left: x, top: y, right: x + width, bottom: y + height }
    }

    /// That of a picture of a width and a height.
    pub fn of_picture((width, height): (u32, u32)) -> Self {
        Self { left: 0.0, top: 0.0, right: width.into(), bottom: height.into() }
    }

    /// Its middle, x and y.
    pub fn center(&self) -> (f64, f64) {
        (self.left.midpoint(self.right), self.top.midpoint(self.bottom))
    }

    /// Its width; negative if its sides are the wrong way round.
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// Its height; negative if its sides are the wrong way round.
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether it has an area.
    pub fn is_positive(&self) -> bool {
        self.right > self.left && self.bottom > self.top
    }

    /// Whether all sides are numbers.
    pub fn is_finite(&self) -> bool {
        self.sides().iter().all(|side| side.is_finite())
    }

    /// What it has in common with another; without area if that is nothing.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    /// The smallest one around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The same, moved.
    #[must_use]
    pub fn translate(self, x: f64, y: f64) -> Self {
        Self { left: self.left + x, top: self.top + y, right: self.right + x, bottom: self.bottom + y }
    }

    /// Larger by `by` on every side.
    #[must_use]
    pub fn expand(self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// On whole pixels.
    #[must_use]
    pub fn round(self) -> Self {
        let [left, top, right, bottom] = self.sides().map(f64::round);
        Self { left, top, right, bottom }
    }

    /// The least one on whole pixels around it.
    #[must_use]
    pub fn round_out(self) -> Self {
        Self { left: self.left.floor(), top: self.top.floor(), right: self.right.ceil(), bottom: self.bottom.ceil() }
    }

    fn sides(&self) -> [f64; 4] {
        [self.left, self.top, self.right, self.bottom]
    }
}
