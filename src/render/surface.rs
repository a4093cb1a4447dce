//! Drawing on the pixels of a picture, with tiny-skia. The pixels are opaque, and stay opaque.

use tiny_skia::{Color, FillRule, LineCap, LineJoin, Paint, PathBuilder, PixmapMut, Stroke, StrokeDash, Transform};

use super::box_style::Dash;
use super::rect::Rect;
use crate::sequence::Picture;

/// A picture that is drawn on.
pub struct Surface<'a> {
    pixmap: PixmapMut<'a>,
}

impl<'a> Surface<'a> {
    /// Draws on `picture`; `None` if it has no pixels.
    pub fn new(picture: &'a mut Picture) -> Option<Self> {
        let (width, height) = (picture.width, picture.height);
        let pixmap = PixmapMut::from_bytes(bytemuck::cast_slice_mut(&mut picture.pixels), width, height)?;
        Some(Self { pixmap })
    }

    /// The rectangle of all pixels.
    pub fn bounds(&self) -> Rect {
        Rect::at(0.0, 0.0, f64::from(self.pixmap.width()), f64::from(self.pixmap.height()))
    }

    /// Fills a rectangle. Its sides are rounded to whole pixels.
    pub fn fill(&mut self, rect: Rect, color: [u8; 4]) {
        let rect = rect.intersect(self.bounds()).round();
        if rect.is_positive()
            && let Some(rect) =
                tiny_skia::Rect::from_ltrb(rect.left as f32, rect.top as f32, rect.right as f32, rect.bottom as f32)
        {
            self.pixmap.fill_rect(rect, &paint(color, false), Transform::identity(), None);
        }
    }

    /// Draws a line through points, and back to the first one if it is `closed`. Lengths are in pixels. Parts far outside of
    /// the picture are cut off.
    pub fn line(&mut self, points: &[(f64, f64)], closed: bool, width: f32, dash: Option<Dash>, color: [u8; 4]) {
        let room = self.bounds().expand(64.0 + 4.0 * f64::from(width));
        let is_near =
            |&(x, y): &(f64, f64)| (room.left..=room.right).contains(&x) && (room.top..=room.bottom).contains(&y);
        let mut path = PathBuilder::new();
        if points.iter().all(is_near) {
            for (at, &(x, y)) in points.iter().enumerate() {
                if at == 0 { path.move_to(x as f32, y as f32) } else { path.line_to(x as f32, y as f32) }
            }
            if closed {
                path.close();
            }
        } else {
            let back = closed.then(|| Some((*points.last()?, *points.first()?))).flatten();
            for (from, to) in points.windows(2).map(|pair| (pair[0], pair[1])).chain(back) {
                if let Some((from, to)) = clip(from, to, room) {
                    path.move_to(from.0 as f32, from.1 as f32);
                    path.line_to(to.0 as f32, to.1 as f32);
                }
            }
        }
        let dash = dash.and_then(|dash| StrokeDash::new(vec![dash.on as f32, dash.off as f32], 0.0));
        let stroke = Stroke { width, line_cap: LineCap::Butt, line_join: LineJoin::Miter, dash, ..Stroke::default() };
        if let Some(path) = path.finish() {
            self.pixmap.stroke_path(&path, &paint(color, true), &stroke, Transform::identity(), None);
        }
    }

    /// Fills the polygon between points.
    pub fn polygon(&mut self, points: &[(f64, f64)], color: [u8; 4]) {
        let mut path = PathBuilder::new();
        // Corners farther away are moved: that changes only the angles of edges, and only a little.
        let near = |value: f64| value.clamp(-1e6, 1e6) as f32;
        for (at, &(x, y)) in points.iter().enumerate() {
            if at == 0 { path.move_to(near(x), near(y)) } else { path.line_to(near(x), near(y)) }
        }
        path.close();
        if let Some(path) = path.finish() {
            self.pixmap.fill_path(&path, &paint(color, true), FillRule::Winding, Transform::identity(), None);
        }
    }

    /// Fills a circle.
    pub fn dot(&mut self, (x, y): (f64, f64), radius: f64, color: [u8; 4]) {
        let around = Rect { left: x, top: y, right: x, bottom: y }.expand(radius);
        if around.intersect(self.bounds()).is_positive()
            && let Some(path) = PathBuilder::from_circle(x as f32, y as f32, radius as f32)
        {
            self.pixmap.fill_path(&path, &paint(color, true), FillRule::Winding, Transform::identity(), None);
        }
    }

    /// Lays a colour over one pixel. `coverage` is the share of the pixel that is covered, from 0 to 1.
    pub fn cover(&mut self, x: i64, y: i64, coverage: f32, [red, green, blue]: [u8; 3]) {
        let (width, height) = (i64::from(self.pixmap.width()), i64::from(self.pixmap.height()));
        if !(0..width).contains(&x) || !(0..height).contains(&y) {
            return;
        }
        let at = (y * width + x) as usize * 4;
        let coverage = coverage.clamp(0.0, 1.0);
        if let Some(pixel) = self.pixmap.data_mut().get_mut(at..at + 3) {
            for (under, over) in pixel.iter_mut().zip([red, green, blue]) {
                let (from, to) = (f32::from(*under), f32::from(over));
                *under = (from + (to - from) * coverage).round() as u8;
            }
        }
    }
}

/// A colour with its opacity times `factor`, which is from 0 to 1.
pub fn fade([red, green, blue, alpha]: [u8; 4], factor: f32) -> [u8; 4] {
    // A factor that is not a number gives opacity 0.
    [red, green, blue, (f32::from(alpha) * factor.clamp(0.0, 1.0)).round() as u8]
}

fn paint<'p>([red, green, blue, alpha]: [u8; 4], anti_alias: bool) -> Paint<'p> {
    let mut paint = Paint { anti_alias, ..Paint::default() };
    paint.set_color(Color::from_rgba8(red, green, blue, alpha));
    paint
}

/// The part of a line inside a rectangle (Liang and Barsky 1984); `None` if there is none.
fn clip(from: (f64, f64), to: (f64, f64), room: Rect) -> Option<((f64, f64), (f64, f64))> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let sides =
        [(-dx, from.0 - room.left), (dx, room.right - from.0), (-dy, from.1 - room.top), (dy, room.bottom - from.1)];
    let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
    for (step, distance) in sides {
        if step == 0.0 {
            if distance < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            enters = enters.max(distance / step);
        } else {
            leaves = leaves.min(distance / step);
        }
    }
    let at = |share: f64| (from.0 + share * dx, from.1 + share * dy);
    let is_seen = enters <= leaves && (dx + dy).is_finite();
    is_seen.then(|| (at(enters), at(leaves)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROOM: Rect = Rect { left: 0.0, top: 0.0, right: 100.0, bottom: 50.0 };

    proptest! {
        #[test]
        fn a_clipped_line_has_the_points_of_the_line_that_are_inside(
            from in (-300.0_f64..300.0, -300.0_f64..300.0), to in (-300.0_f64..300.0, -300.0_f64..300.0),
        ) {
            let part = clip(from, to, ROOM);
            for step in 0..=1000 {
                let share = f64::from(step) / 1000.0;
                let (x, y) = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
                let is_inside = (0.0..=100.0).contains(&x) && (0.0..=50.0).contains(&y);
                let is_within = part.is_some_and(|(a, b)| {
                    let between = |v: f64, a: f64, b: f64| v >= a.min(b) - 1e-6 && v <= a.max(b) + 1e-6;
                    between(x, a.0, b.0) && between(y, a.1, b.1)
                });
                prop_assert!(is_within || !is_inside, "{x} {y}");
                if is_within && !is_inside {
                    prop_assert!(ROOM.expand(1e-3).intersect(Rect::at(x, y, 1e-9, 1e-9)).is_positive());
                }
            }
        }
    }
}
