//! Finds out which labels there is room for: a label that would overlap an earlier one is left out.

use super::rect::Rect;

/// Side of a cell in points or pixels. Labels are kept apart with this precision.
const CELL: f64 = 4.0;
/// Number of columns in a word: one per bit.
const WORD: usize = u64::BITS as usize;

/// The cells of the canvas that labels have taken. Each cell is one bit, so placing a thousand labels takes microseconds.
#[derive(Debug, Default)]
pub struct Occupancy {
    area: Option<Rect>,
    words_per_row: usize,
    rows: Vec<u64>,
}

impl Occupancy {
    /// Frees all cells. The canvas may have another size from now on.
    pub fn clear(&mut self, area: Rect) {
        let columns = (area.width() / CELL).ceil().max(0.0) as usize;
        let rows = (area.height() / CELL).ceil().max(0.0) as usize;
        self.area = Some(area);
        self.words_per_row = columns.div_ceil(WORD);
        self.rows.clear();
        self.rows.resize(rows * self.words_per_row, 0);
    }

    /// Takes the cells of `label` if all of them are free and at least one is on the canvas.
    pub fn try_place(&mut self, label: Rect) -> bool {
        let Some((columns, rows)) = self.cells(label) else { return false };
        if rows.clone().any(|row| self.words(row, &columns).any(|(at, mask)| self.rows[at] & mask != 0)) {
            return false;
        }
        self.take(&columns, rows);
        true
    }

    /// Takes the cells of `label`, even if some are taken already.
    pub fn place(&mut self, label: Rect) {
        if let Some((columns, rows)) = self.cells(label) {
            self.take(&columns, rows);
        }
    }

    /// Marks cells as taken.
    fn take(&mut self, columns: &std::ops::Range<usize>, rows: std::ops::Range<usize>) {
        for row in rows {
            for (at, mask) in self.words(row, columns) {
                self.rows[at] |= mask;
            }
        }
    }

    /// The columns and rows of cells that a rectangle touches, clipped to the canvas.
    fn cells(&self, label: Rect) -> Option<(std::ops::Range<usize>, std::ops::Range<usize>)> {
        let area = self.area?;
        let label = label.intersect(area);
        if !label.is_positive() {
            return None;
        }
        let label = label.translate(-area.left, -area.top);
        let range = |low: f64, high: f64| (low / CELL).floor() as usize..(high / CELL).ceil() as usize;
        Some((range(label.left, label.right), range(label.top, label.bottom)))
    }

    /// The words of a row that hold `columns`, and a mask of the bits that stand for these columns.
    fn words(&self, row: usize, columns: &std::ops::Range<usize>) -> impl Iterator<Item = (usize, u64)> + use<> {
        let (start, end, first) = (columns.start, columns.end, row * self.words_per_row);
        (start / WORD..end.div_ceil(WORD)).map(move |word| {
            let low = start.saturating_sub(word * WORD).min(WORD);
            let high = (end - word * WORD).min(WORD);
            let mask = if high == WORD { u64::MAX } else { (1 << high) - 1 };
            (first + word, mask & (u64::MAX << low))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const AREA: Rect = Rect { left: 30.0, top: 50.0, right: 630.0, bottom: 250.0 };

    proptest! {
        #[test]
        fn placed_labels_never_overlap_and_what_is_left_out_had_no_room(
            labels in prop::collection::vec((0.0_f64..700.0, 0.0_f64..300.0, 10.0_f64..90.0), 0..80),
        ) {
            let mut occupancy = Occupancy::default();
            occupancy.clear(AREA);
            let mut placed: Vec<Rect> = Vec::new();
            for (x, y, width) in labels {
                let label = Rect::at(x, y, width, 14.0);
                let near = |other: &Rect| other.expand(2.0 * CELL).intersect(label).is_positive();
                let overlaps = placed.iter().any(|other| other.expand(-0.01).intersect(label.expand(-0.01)).is_positive());
                if occupancy.try_place(label) {
                    prop_assert!(!overlaps && label.intersect(AREA).is_positive());
                    placed.push(label);
                } else {
                    prop_assert!(placed.iter().any(near) || !label.intersect(AREA).is_positive());
                }
            }
        }
    }

    #[test]
    fn a_label_that_was_put_there_first_keeps_others_out() {
        let mut occupancy = Occupancy::default();
        assert!(!occupancy.try_place(AREA));
        occupancy.clear(AREA);
        let selected = Rect::at(100.0, 100.0, 40.0, 14.0);
        occupancy.place(selected);
        assert!(!occupancy.try_place(selected.translate(20.0, 6.0)));
        assert!(occupancy.try_place(selected.translate(0.0, 40.0)));
        occupancy.clear(AREA);
        assert!(occupancy.try_place(selected));
    }
}
