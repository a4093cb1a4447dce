//! Counts how many boxes cover each cell of the canvas, for frames with too many boxes to draw. Pure functions.

use eframe::egui::{Pos2, Rect, Vec2, vec2};

/// Side length of a cell, in points.
pub const CELL: f32 = 3.0;
/// Maximum number of cells per side. A very large canvas gets larger cells.
const MAX_CELLS: f32 = 2048.0;

/// Counts boxes per cell. A box costs four additions, whatever its size: its corners are recorded as differences, and
/// the counts are running sums over them (a summed-area table).
#[derive(Debug)]
pub struct Density {
    origin: Pos2,
    cell: f32,
    columns: usize,
    rows: usize,
    /// Differences per cell, with one more column and row for boxes that end at the far sides.
    changes: Vec<u32>,
}

impl Density {
    /// Starts with no boxes over `area` (in points).
    pub fn new(area: Rect) -> Self {
        let cell = CELL.max(area.size().max_elem() / MAX_CELLS);
        let count = |length: f32| (length / cell).ceil().max(1.0) as usize;
        let (columns, rows) = (count(area.width()), count(area.height()));
        Self { origin: area.min, cell, columns, rows, changes: vec![0; (columns + 1) * (rows + 1)] }
    }

    /// Number of columns and rows.
    pub fn size(&self) -> [usize; 2] {
        [self.columns, self.rows]
    }

    /// The area of all cells, in points. It ends where the last cells end.
    pub fn area(&self) -> Rect {
        Rect::from_min_size(self.origin, vec2(self.columns as f32, self.rows as f32) * self.cell)
    }

    /// Adds one to all cells that `rect` touches. A rectangle without area touches the cell that contains it.
    pub fn add(&mut self, rect: Rect) {
        let cells = |offset: Vec2| offset / self.cell;
        let (start, end) = (cells(rect.min - self.origin), cells(rect.max - self.origin));
        let (left, right) = range(start.x, end.x, self.columns);
        let (top, bottom) = range(start.y, end.y, self.rows);
        if left >= right || top >= bottom {
            return;
        }
        let width = self.columns + 1;
        // Wrapping arithmetic: the sums are right although single differences are negative.
        let mut change = |column: usize, row: usize, by: u32| {
            let at = &mut self.changes[row * width + column];
            *at = at.wrapping_add(by);
        };
        change(left, top, 1);
        change(right, top, 1_u32.wrapping_neg());
        change(left, bottom, 1_u32.wrapping_neg());
        change(right, bottom, 1);
    }

    /// The counts, row by row.
    pub fn counts(self) -> Vec<u32> {
        let width = self.columns + 1;
        let mut counts = Vec::with_capacity(self.columns * self.rows);
        let mut above = vec![0_u32; self.columns];
        for changes in self.changes.chunks_exact(width).take(self.rows) {
            let mut sum = 0_u32;
            for (above, change) in above.iter_mut().zip(changes) {
                sum = sum.wrapping_add(*change);
                *above = above.wrapping_add(sum);
            }
            counts.extend_from_slice(&above);
        }
        counts
    }
}

/// The range of cells from `start` to `end`: at least one cell, and at most `count`.
fn range(start: f32, end: f32, count: usize) -> (usize, usize) {
    let first = start.floor();
    let end = end.ceil().max(first + 1.0);
    // The conversion saturates: negative and too large values become the limits.
    (first as usize, (end as usize).min(count))
}

/// A count as a level from 0 (none) to 1 (the greatest), on a logarithmic scale, so that small and large counts are
/// both visible.
pub fn level(count: u32, greatest: u32) -> f32 {
    if greatest == 0 { 0.0 } else { (f64::from(count).ln_1p() / f64::from(greatest).ln_1p()) as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::pos2;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_cell_counts_the_boxes_that_touch_it(
            boxes in prop::collection::vec((-90_i16..300, -90_i16..300, 0_i16..200, 0_i16..200), 0..60),
            width in 1_u8..200, height in 1_u8..200,
        ) {
            let area = Rect::from_min_size(pos2(20.0, 30.0), vec2(width.into(), height.into()));
            let rect = |&(x, y, w, h): &(i16, i16, i16, i16)| {
                Rect::from_min_size(pos2(x.into(), y.into()), vec2(w.into(), h.into()))
            };
            let mut density = Density::new(area);
            boxes.iter().for_each(|one| density.add(rect(one)));
            let [columns, rows] = density.size();
            prop_assert!(density.area().contains_rect(area));
            let counts = density.counts();
            prop_assert_eq!(counts.len(), columns * rows);
            for (at, count) in counts.iter().enumerate() {
                let (left, top) = (20.0 + (at % columns) as f32 * CELL, 30.0 + (at / columns) as f32 * CELL);
                let meets = |low: f32, high: f32, start: f32| {
                    low < start + CELL && high > start || low == high && (start..start + CELL).contains(&low)
                };
                let touching =
                    boxes.iter().map(rect).filter(|one| meets(one.left(), one.right(), left) && meets(one.top(), one.bottom(), top));
                prop_assert_eq!(*count as usize, touching.count(), "cell {}", at);
            }
        }

        #[test]
        fn any_rectangle_over_any_area_is_borne(
            x in any::<f32>(), y in any::<f32>(), right in any::<f32>(), bottom in any::<f32>(), side in 0.0_f32..1e6,
        ) {
            let mut density = Density::new(Rect::from_min_size(pos2(0.0, 0.0), vec2(side, 10.0)));
            density.add(Rect { min: pos2(x, y), max: pos2(right, bottom) });
            prop_assert!(density.size()[0] <= 2049);
            prop_assert!(density.counts().iter().all(|&count| count <= 1));
        }
    }

    #[test]
    fn levels_rise_with_the_count_from_none_to_the_greatest() {
        assert_eq!([level(0, 9), level(9, 9), level(0, 0)], [0.0, 1.0, 0.0]);
        let levels: Vec<f32> = [1, 10, 1000, 10_000].into_iter().map(|count| level(count, 10_000)).collect();
        assert!(levels.is_sorted() && levels[0] > 0.05 && levels[2] < 0.8, "{levels:?}");
    }
}
