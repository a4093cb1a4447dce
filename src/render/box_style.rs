//! How boxes and trails are drawn: widths, opacities, dashes and order. The canvas of the window and [`render`](super::render())
//! both use these values and functions, so that an exported picture looks like the screen.
//!
//! Lengths are in points of the screen. To draw on pixels, multiply them by the pixels per point.

/// Width of outlines in points, unless it is set to another value.
pub const LINE_WIDTH: f32 = 2.0;
/// Factor on the width of the outline of an emphasised box: one that is selected or under the pointer.
pub const EMPHASIS: f32 = 1.75;
/// Opacity of the fill of an emphasised box, relative to the opacity of its outline. Other boxes have no fill.
pub const FILL_OPACITY: f32 = 0.18;
/// Opacity of a mask, relative to the opacity of the outline of its box.
pub const MASK_OPACITY: f32 = 0.35;
/// Opacity of a box that is not judged, relative to the opacity of its layer.
pub const NOT_JUDGED_OPACITY: f32 = 0.45;
/// Opacity of the dark edge of ground truth, relative to the opacity of its outline. The edge is one pixel wide.
pub const EDGE_OPACITY: f32 = 0.8;
/// Width of the line of a trail in points.
pub const TRAIL_WIDTH: f32 = 2.0;
/// Radius of the dots of a trail in points.
pub const TRAIL_DOT_RADIUS: f32 = 1.5;

/// The least radius of a point, in points of the screen.
const POINT_RADIUS: f32 = 2.5;

/// Dashes of boxes that are not judged.
const SHORT: Dash = Dash { on: 5.0, off: 4.0 };
/// Dashes of layers that are drawn dashed. More than twice as long as the short ones, so that nobody confuses the two. A box
/// below that agrees is seen through the gaps.
const LONG: Dash = Dash { on: 12.0, off: 8.0 };
/// The most dashes along a side. A side that is much longer than the screen does not need more.
const MAX_DASHES: usize = 500;
/// The most dashes along one side of all boxes together, so that drawing many boxes stays fast.
const ALL_DASHES: usize = 10_000;

/// The pattern of an outline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinePattern {
    /// A line without gaps.
    #[default]
    Solid,
    /// Short dashes: a box that is not judged.
    ShortDashes,
    /// Long dashes: a box of a dashed layer, for example of ground truth beside another layer.
    LongDashes,
}

impl LinePattern {
    /// The pattern of a box, by whether it is judged and whether its layer is drawn dashed.
    pub fn of(is_judged: bool, is_layer_dashed: bool) -> Self {
        match (is_judged, is_layer_dashed) {
            (false, _) => Self::ShortDashes,
            (true, true) => Self::LongDashes,
            (true, false) => Self::Solid,
        }
    }

    /// Its dash, with lengths in points; `None` for a solid line.
    pub fn dash(self) -> Option<Dash> {
        match self {
            Self::Solid => None,
            Self::ShortDashes => Some(SHORT),
            Self::LongDashes => Some(LONG),
        }
    }
}

/// A dash and the gap after it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dash {
    /// Length of the dash.
    pub on: f64,
    /// Length of the gap.
    pub off: f64,
}

impl Dash {
    /// Both lengths times `factor`.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self { on: self.on * factor, off: self.off * factor }
    }

    /// A dash that fits at most `most` times into `length`: this one, or a longer one in proportion.
    #[must_use]
    pub fn fitted(self, length: f64, most: f64) -> Self {
        let factor = length / most / (self.on + self.off);
        // Not `max`, so that a length that is not a number changes nothing.
        if factor > 1.0 { self.scaled(factor) } else { self }
    }

    /// The dashes from `start` to `end`, at most `most`: where each begins and ends.
    pub fn along(self, start: f64, end: f64, most: f64) -> impl Iterator<Item = (f64, f64)> {
        let length = (end - start).max(0.0);
        let Self { on, off } = self.fitted(length, most);
        (0..(length / (on + off)).ceil() as u32).map(move |at| {
            let from = start + f64::from(at) * (on + off);
            (from, (from + on).min(end))
        })
    }
}

/// The most dashes along each side, if so many boxes are drawn: the more boxes, the fewer.
pub fn most_dashes(boxes: usize) -> f64 {
    (ALL_DASHES / boxes.max(1)).clamp(1, MAX_DASHES) as f64
}

/// Width of an outline in whole pixels, at least 1. `line_width` is in points.
pub fn outline_pixels(line_width: f32, is_emphasised: bool, pixels_per_point: f32) -> f32 {
    let width = line_width * pixels_per_point * if is_emphasised { EMPHASIS } else { 1.0 };
    if width.is_nan() { 1.0 } else { width.round().clamp(1.0, 256.0) }
}

/// Radius of a point, a row without width and height, in the unit of `line_width`: that of the outlines of boxes.
pub fn point_radius(line_width: f32, is_emphasised: bool) -> f32 {
    let radius = 2.0 * line_width * if is_emphasised { EMPHASIS } else { 1.0 };
    if radius.is_nan() { POINT_RADIUS } else { radius.clamp(POINT_RADIUS, 256.0) }
}

/// Opacity of a box in a layer of this opacity, both from 0 to 1.
pub fn opacity(layer: f32, is_judged: bool) -> f32 {
    if is_judged { layer } else { layer * NOT_JUDGED_OPACITY }
}

/// Where the outlines of a layer are drawn, from the lowest to the highest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LayerOrder {
    /// A solid layer: below the main layer, which would be hidden otherwise.
    Below,
    /// The main layer.
    Main,
    /// A dashed layer: above the main layer, which is seen through the gaps.
    Above,
}

impl LayerOrder {
    /// The place of a layer.
    pub fn of(is_main: bool, is_dashed: bool) -> Self {
        match (is_main, is_dashed) {
            (true, _) => Self::Main,
            (false, false) => Self::Below,
            (false, true) => Self::Above,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dashed_layer_is_told_from_boxes_that_are_not_judged() {
        assert_eq!(LinePattern::of(true, false).dash(), None);
        let [not_judged, dashed] =
            [(false, false), (true, true)].map(|(judged, dashed)| LinePattern::of(judged, dashed));
        let (Some(short), Some(long)) = (not_judged.dash(), dashed.dash()) else { panic!("both have dashes") };
        assert!(long.on > 2.0 * short.on && long.off > short.off);
        assert_eq!(LinePattern::of(false, true), not_judged, "in a dashed layer, too");
        assert!(opacity(1.0, false) < 0.5 && opacity(0.8, true) == 0.8);
    }

    #[test]
    fn dashes_reach_from_end_to_end_and_are_never_too_many() {
        let along = |start, end, most| SHORT.along(start, end, most).collect::<Vec<_>>();
        assert_eq!(along(0.0, 20.0, 500.0), [(0.0, 5.0), (9.0, 14.0), (18.0, 20.0)]);
        assert_eq!(along(3.0, 9.0, 500.0), [(3.0, 8.0)]);
        assert_eq!(along(0.0, 90.0, 2.0).iter().map(|dash| dash.0).collect::<Vec<_>>(), [0.0, 45.0]);
        assert_eq!(along(9.0, 3.0, 500.0), []);
        assert!(along(0.0, 1e9, 500.0).len() <= 501);
        assert!(along(0.0, f64::NAN, 500.0).len() + along(f64::NAN, 1.0, 500.0).len() == 0);
        assert_eq!([0, 1, 20, 100, 1_000_000].map(most_dashes), [500.0, 500.0, 500.0, 100.0, 1.0]);
    }

    #[test]
    fn outlines_are_whole_pixels() {
        assert_eq!(outline_pixels(LINE_WIDTH, false, 1.0), 2.0);
        assert_eq!(outline_pixels(LINE_WIDTH, true, 1.0), 4.0);
        assert_eq!(outline_pixels(LINE_WIDTH, false, 0.1), 1.0);
        assert_eq!(outline_pixels(f32::NAN, false, 1.0), 1.0);
        assert_eq!(outline_pixels(f32::INFINITY, true, 1.0), 256.0);
    }

    #[test]
    fn solid_layers_lie_below_the_main_layer_and_dashed_ones_above() {
        let [below, main, above] =
            [(false, false), (true, true), (false, true)].map(|(main, dashed)| LayerOrder::of(main, dashed));
        assert!(below < main && main < above);
    }
}
