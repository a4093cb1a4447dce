//! Draws convex shapes with smooth edges into a picture.
//!
//! How much of a pixel a shape covers is exact along the row. Down the pixel it is the mean of four lines. Parts outside of
//! the picture are cut off.

use std::f64::consts::FRAC_1_SQRT_2;

use super::colour::Colour;
use crate::sequence::Rgba;

/// A corner of a shape: column and row in pixels.
pub type Point = [f64; 2];

/// Number of lines across a pixel on which coverage is computed.
const LINES: usize = 4;

/// A picture to draw into. Rows that do not fit into its pixels are cut off.
pub struct Canvas<'a> {
    pixels: &'a mut [Rgba],
    width: usize,
    height: usize,
    /// Left and right end of the current shape on each line. Kept to reuse its memory.
    lines: Vec<[f64; 2]>,
}

impl<'a> Canvas<'a> {
    /// A canvas over `pixels`, with `width` pixels in a row.
    pub fn new(pixels: &'a mut [Rgba], width: u32) -> Self {
        let width = width.max(1) as usize;
        let height = pixels.len() / width;
        Self { pixels, width, height, lines: Vec::new() }
    }

    /// The pixels of a row. Panics if the row is not in the picture.
    pub fn row(&mut self, row: usize) -> &mut [Rgba] {
        &mut self.pixels[row * self.width..][..self.width]
    }

    /// Draws a convex shape. Its corners are in order, clockwise or not. `alpha` is the opacity, from 0 to 1.
    pub fn shape(&mut self, corners: &[Point], colour: Colour, alpha: f64) {
        let limit = (self.height * LINES) as f64;
        let rows = corners.iter().map(|corner| corner[1]);
        let top = rows.clone().fold(f64::INFINITY, f64::min) * LINES as f64 - 0.5;
        let low = rows.fold(f64::NEG_INFINITY, f64::max) * LINES as f64 - 0.5;
        // Lines are at the middles of quarters of a pixel; casts saturate, so nothing here can overflow.
        let first = top.clamp(0.0, limit).ceil() as usize;
        let last = (low.clamp(-1.0, limit - 1.0).floor() + 1.0) as usize;
        if first >= last {
            return;
        }
        self.lines.clear();
        self.lines.resize(last - first, [f64::INFINITY, f64::NEG_INFINITY]);
        for (at, &from) in corners.iter().enumerate() {
            let to = corners[(at + 1) % corners.len()];
            self.edge(from, to, first);
        }
        let whole = (alpha.clamp(0.0, 1.0) * 256.0 + 0.5) as u32;
        let lines = std::mem::take(&mut self.lines);
        for row in first / LINES..last.div_ceil(LINES) {
            let begin = (row * LINES).saturating_sub(first);
            let end = ((row + 1) * LINES - first).min(lines.len());
            self.fill(row, &lines[begin..end], colour, whole);
        }
        self.lines = lines;
    }

    /// Extends the spans of `self.lines`, which begin at line `first`, by an edge of the shape.
    fn edge(&mut self, from: Point, to: Point, first: usize) {
        let ([x, y], [end, low]) = if from[1] <= to[1] { (from, to) } else { (to, from) };
        let last = (first + self.lines.len()) as f64;
        // A coordinate that is not a number counts as line 0.
        let begin = ((y * LINES as f64 - 0.5).clamp(first as f64, last).ceil() as usize).max(first);
        let stop = ((low * LINES as f64 - 0.5).clamp(first as f64 - 1.0, last - 1.0).floor() + 1.0) as usize;
        if begin >= stop {
            return;
        }
        let slope = (end - x) / (low - y);
        let at = |line: usize| x + slope * ((line as f64 + 0.5) / LINES as f64 - y);
        for (line, span) in (begin..).zip(&mut self.lines[begin - first..stop - first]) {
            let x = at(line);
            *span = [span[0].min(x), span[1].max(x)];
        }
    }

    /// Lays the colour over one row. `lines` are the spans in this row; `whole` is the opacity, up to 256.
    fn fill(&mut self, row: usize, lines: &[[f64; 2]], colour: Colour, whole: u32) {
        let width = self.width as f64;
        let pick = |side: usize, start: f64, choose: fn(f64, f64) -> f64| {
            let chosen = lines.iter().map(|line| line[side]).fold(start, choose);
            chosen.clamp(0.0, width)
        };
        let outer = [pick(0, f64::INFINITY, f64::min), pick(1, f64::NEG_INFINITY, f64::max)];
        let [from, to] = [outer[0].floor() as usize, outer[1].ceil() as usize];
        // Between these, every line covers every pixel.
        let [mut inner, mut outside] =
            [pick(0, 0.0, f64::max).ceil() as usize, pick(1, f64::INFINITY, f64::min).floor() as usize];
        if lines.len() < LINES || inner >= outside {
            [inner, outside] = [to, to];
        }
        let pixels = self.row(row);
        let mut ragged = |range: std::ops::Range<usize>| {
            for at in range {
                let left = at as f64;
                let covered = |line: &[f64; 2]| (line[1].min(left + 1.0) - line[0].max(left)).max(0.0);
                let coverage = lines.iter().map(covered).sum::<f64>() / LINES as f64;
                colour.over(&mut pixels[at], (coverage * f64::from(whole) + 0.5) as u32);
            }
        };
        ragged(from..inner.min(to));
        ragged(outside.max(from)..to);
        let Some(full) = pixels.get_mut(inner..outside) else { return };
        if whole >= 256 {
            full.fill(colour.pixel());
        } else {
            full.iter_mut().for_each(|pixel| colour.over(pixel, whole));
        }
    }

    /// Draws an axis-aligned rectangle.
    pub fn rectangle(&mut self, [left, top]: Point, [right, low]: Point, colour: Colour, alpha: f64) {
        self.shape(&[[left, top], [right, top], [right, low], [left, low]], colour, alpha);
    }

    /// Draws an ellipse around `centre`, with a horizontal and a vertical radius.
    pub fn ellipse(&mut self, centre: Point, radii: Point, colour: Colour, alpha: f64) {
        self.shape(&ellipse(centre, radii), colour, alpha);
    }
}

/// The corners of a polygon that stands for an ellipse. The outermost points in all four directions are among them.
pub fn ellipse([x, y]: Point, [wide, high]: Point) -> [Point; 24] {
    /// Cosines of 0°, 15°, …, 75°: a quarter of a circle.
    const QUARTER: [f64; 6] = [1.0, 0.965_925_826_289, 0.866_025_403_784, FRAC_1_SQRT_2, 0.5, 0.258_819_045_103];
    let cosine = |step: usize| if step == 0 { 0.0 } else { QUARTER[6 - step] };
    std::array::from_fn(|corner| {
        let (across, down) = (QUARTER[corner % 6], cosine(corner % 6));
        match corner / 6 {
            0 => [x + across * wide, y + down * high],
            1 => [x - down * wide, y + across * high],
            2 => [x - across * wide, y - down * high],
            _ => [x + down * wide, y - across * high],
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const WHITE: Colour = Colour([255, 255, 255]);

    fn drawn(corners: &[Point]) -> Vec<u8> {
        let mut pixels = vec![Rgba([0, 0, 0, 255]); 16 * 12];
        Canvas::new(&mut pixels, 16).shape(corners, WHITE, 1.0);
        pixels.iter().map(|pixel| pixel.0[0]).collect()
    }

    #[test]
    fn a_pixel_is_as_bright_as_it_is_covered() {
        let drawn = drawn(&[[2.5, 3.0], [6.0, 3.0], [6.0, 5.5], [2.5, 5.5]]);
        let row = |row: usize| &drawn[row * 16..][..8];
        assert_eq!(row(2), [0; 8]);
        assert_eq!(row(3), [0, 0, 127, 255, 255, 255, 0, 0]);
        assert_eq!(row(5), [0, 0, 63, 127, 127, 127, 0, 0]);
        assert_eq!(row(6), [0; 8]);
    }

    #[test]
    fn an_ellipse_reaches_its_radii_and_stays_convex() {
        let corners = ellipse([10.0, 20.0], [4.0, 2.0]);
        let reach = |axis: usize| corners.iter().map(move |corner| corner[axis]);
        assert_eq!((reach(0).fold(99.0, f64::min), reach(0).fold(0.0, f64::max)), (6.0, 14.0));
        assert_eq!((reach(1).fold(99.0, f64::min), reach(1).fold(0.0, f64::max)), (18.0, 22.0));
        for at in 0..24 {
            let [a, b, c] = [0, 1, 2].map(|step| corners[(at + step) % 24]);
            let turn = (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]);
            assert!(turn > 0.0, "{a:?} {b:?} {c:?}");
        }
    }

    /// Whether a point is inside a triangle: on one side of all its edges.
    fn is_inside([x, y]: Point, corners: &[Point; 3]) -> bool {
        let sides = [0, 1, 2].map(|at| {
            let ([ax, ay], [bx, by]) = (corners[at], corners[(at + 1) % 3]);
            (bx - ax) * (y - ay) - (by - ay) * (x - ax)
        });
        sides.iter().all(|&side| side >= 0.0) || sides.iter().all(|&side| side <= 0.0)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_triangle_covers_what_counting_points_finds(corners in prop::array::uniform3(prop::array::uniform2(-9.0..25.0_f64))) {
            for (at, &shade) in drawn(&corners).iter().enumerate() {
                let [x, y] = [(at % 16) as f64, (at / 16) as f64];
                let inside = (0..4).flat_map(|line| (0..64).map(move |step| (line, step))).filter(|&(line, step)| {
                    is_inside([x + (f64::from(step) + 0.5) / 64.0, y + (f64::from(line) + 0.5) / 4.0], &corners)
                });
                let expected = inside.count() as f64 / 256.0 * 255.0;
                prop_assert!((f64::from(shade) - expected).abs() <= 5.0, "{shade} for {expected} at {x} {y}");
            }
        }

        #[test]
        fn no_corner_however_odd_leaves_the_picture(corners in prop::collection::vec(prop::array::uniform2(any::<f64>()), 0..6)) {
            drawn(&corners);
        }
    }
}
