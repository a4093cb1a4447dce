//! The mask of a row: which parts of a rectangle belong to the object.
//!
//! A mask is kept as runs on a grid, not as pixels, so that a frame with many masks stays small. The grid has at most
//! [`Mask::MOST`] cells across and down. A larger mask is reduced by a whole factor: a cell belongs to the object if at least
//! half of its pixels do.
//!
//! In the text that is made of a document, a mask is the last field of a row: an `m`, then numbers in letters, four bits each,
//! the greatest first. The last letter of a number is small, all others are large. The numbers are left, top, width, height,
//! the cells across and down, then the runs down the columns, outside and inside in turn, the first one outside.

/// The mask of a row, as runs of cells on a grid over a rectangle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mask {
    /// Left, top, width and height in pixels.
    rect: [u64; 4],
    columns: u64,
    rows: u64,
    /// Lengths of runs down the columns, outside and inside in turn.
    runs: Vec<u64>,
}

impl Mask {
    /// The most cells across and down.
    pub const MOST: u64 = 255;

    /// Reads a mask as [`MaskGrid::code`] writes it. `None` if there is none.
    pub(super) fn of_code(code: &[u8]) -> Option<Self> {
        let mut letters_left = code.strip_prefix(b"m")?;
        let mut next = || number(&mut letters_left);
        let rect = [next()?, next()?, next()?, next()?];
        let (columns, rows) = (next()?, next()?);
        if !(1..=Self::MOST).contains(&columns) || !(1..=Self::MOST).contains(&rows) {
            return None;
        }
        let (mut runs, mut left) = (Vec::new(), columns * rows);
        while let Some(run) = next() {
            left = left.checked_sub(run)?;
            runs.push(run);
        }
        Some(Self { rect, columns, rows, runs })
    }

    /// The parts that belong to the object, as rectangles that do not overlap: left, top, right and bottom in pixels.
    pub fn strips(&self) -> impl Iterator<Item = [f64; 4]> + '_ {
        let [left, top, width, height] = self.rect.map(|side| side as f64);
        let across = move |column: u64| left + width * column as f64 / self.columns as f64;
        let down = move |row: u64| top + height * row as f64 / self.rows as f64;
        let mut at = 0;
        let spans = self.runs.iter().enumerate().filter_map(move |(number, &run)| {
            let begin = at;
            at += run;
            (number % 2 == 1 && run > 0).then_some((begin, at))
        });
        spans.flat_map(move |(begin, end)| {
            // A run may go on at the top of the next column.
            (begin / self.rows..=(end - 1) / self.rows).map(move |column| {
                let first = begin.max(column * self.rows) - column * self.rows;
                let last = end.min((column + 1) * self.rows) - column * self.rows;
                [across(column), down(first), across(column + 1), down(last)]
            })
        })
    }
}

/// Takes the next number from a code.
fn number(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    loop {
        let (&letter, after) = rest.split_first()?;
        *rest = after;
        let (bits, is_last) = match letter {
            b'a'..=b'p' => (letter - b'a', true),
            b'A'..=b'P' => (letter - b'A', false),
            _ => return None,
        };
        value = value.checked_mul(16)? | u64::from(bits);
        if is_last {
            return Some(value);
        }
    }
}

/// Counts the pixels of a mask in the cells of its grid.
#[derive(Debug)]
pub(crate) struct MaskGrid {
    rect: [u64; 4],
    /// The side of a cell in pixels.
    factor: u64,
    columns: u64,
    rows: u64,
    /// How many pixels of each cell are inside, down the columns.
    counts: Vec<u64>,
}

impl MaskGrid {
    /// A grid over a rectangle: left, top, width, height. Both sides must be at least 1.
    pub(super) fn new(rect: [u64; 4]) -> Self {
        let [_, _, width, height] = rect.map(|side| side.max(1));
        let factor = width.max(height).div_ceil(Mask::MOST);
        let (columns, rows) = (width.div_ceil(factor), height.div_ceil(factor));
        Self { rect, factor, columns, rows, counts: vec![0; (columns * rows) as usize] }
    }

    /// Adds a run of pixels down the columns of a picture of this height, from `begin` to `end`. Its pixels are in the
    /// rectangle.
    pub(super) fn add(&mut self, begin: u64, end: u64, height: u64) {
        if begin >= end || height == 0 {
            return;
        }
        let (first, last) = (begin / height, (end - 1) / height);
        if first == last {
            return self.add_block([first, first + 1], [begin % height, (end - 1) % height + 1]);
        }
        self.add_block([first, first + 1], [begin % height, height]);
        self.add_block([first + 1, last], [0, height]);
        self.add_block([last, last + 1], [0, (end - 1) % height + 1]);
    }

    /// Adds the pixels of a block: its columns and rows, each the first one and the one after the last.
    fn add_block(&mut self, columns: [u64; 2], rows: [u64; 2]) {
        let [left, top, ..] = self.rect;
        let [columns, rows] =
            [columns.map(|column| column.saturating_sub(left)), rows.map(|row| row.saturating_sub(top))];
        let (across, down) = (self.columns, self.rows);
        let cells = |[from, to]: [u64; 2], most: u64, factor: u64| {
            let to = to.min(most * factor);
            (from / factor..to.div_ceil(factor)).map(move |cell| {
                let (begin, end) = (from.max(cell * factor), to.min((cell + 1) * factor));
                (cell, end.saturating_sub(begin))
            })
        };
        for (column, width) in cells(columns, across, self.factor) {
            for (row, height) in cells(rows, down, self.factor) {
                if let Some(count) = self.counts.get_mut((column * down + row) as usize) {
                    *count += width * height;
                }
            }
        }
    }

    /// Writes the mask behind `line`.
    pub(super) fn code(&self, line: &mut Vec<u8>) {
        line.push(b'm');
        let [left, top, width, height] = self.rect;
        // Cells at the right and at the bottom may reach beyond the rectangle.
        let cover = [self.columns * self.factor, self.rows * self.factor];
        let [width, height] = if self.factor == 1 { [width, height] } else { cover };
        [left, top, width, height, self.columns, self.rows].into_iter().for_each(|side| letters(line, side));
        let half = (self.factor * self.factor).div_ceil(2);
        let (mut run, mut is_inside) = (0, false);
        for &count in &self.counts {
            if (count >= half) != is_inside {
                letters(line, run);
                (run, is_inside) = (0, !is_inside);
            }
            run += 1;
        }
        letters(line, run);
    }
}

/// Writes a number.
fn letters(line: &mut Vec<u8>, value: u64) {
    let digits = (64 - (value | 1).leading_zeros()).div_ceil(4);
    for digit in (0..digits).rev() {
        let bits = (value >> (4 * digit) & 15) as u8;
        line.push(if digit == 0 { b'a' } else { b'A' } + bits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The cells of a mask, as whole pixels.
    fn pixels(mask: &Mask) -> Vec<(u64, u64)> {
        let mut pixels = Vec::new();
        for [left, top, right, bottom] in mask.strips() {
            let range = |from: f64, to: f64| from.round() as u64..to.round() as u64;
            range(left, right).for_each(|x| pixels.extend(range(top, bottom).map(|y| (x, y))));
        }
        pixels
    }

    proptest! {
        #[test]
        fn a_small_mask_has_its_pixels(
            (width, height) in (1..9_u64, 1..9_u64), cuts in prop::collection::vec(0..81_u64, 2..9),
        ) {
            let mut cuts: Vec<u64> = cuts.into_iter().map(|cut| cut % (width * height + 1)).collect();
            cuts.sort_unstable();
            let mut grid = MaskGrid::new([0, 0, width, height]);
            let mut expected = Vec::new();
            for pair in cuts.chunks_exact(2) {
                grid.add(pair[0], pair[1], height);
                expected.extend((pair[0]..pair[1]).map(|at| (at / height, at % height)));
            }
            expected.dedup();
            let mut code = Vec::new();
            grid.code(&mut code);
            prop_assert_eq!(pixels(&Mask::of_code(&code).unwrap()), expected);
        }

        #[test]
        fn any_letters_are_a_mask_or_none(code in "m[a-pA-P]{0,60}") {
            if let Some(mask) = Mask::of_code(code.as_bytes()) {
                prop_assert!(mask.strips().all(|[left, top, right, bottom]| left <= right && top <= bottom));
                prop_assert!(mask.strips().count() as u64 <= Mask::MOST * Mask::MOST);
            }
        }
    }

    #[test]
    fn a_large_mask_is_reduced_and_keeps_its_shape() {
        // The left half of 1,000 × 600 pixels, at 40, 20.
        let mut grid = MaskGrid::new([40, 20, 1000, 600]);
        (40..540).for_each(|column| grid.add(column * 700 + 20, column * 700 + 620, 700));
        let mut code = Vec::new();
        grid.code(&mut code);
        let mask = Mask::of_code(&code).unwrap();
        assert!(mask.columns <= Mask::MOST && mask.rows <= Mask::MOST && code.len() < 1000);
        let area: f64 = mask.strips().map(|[left, top, right, bottom]| (right - left) * (bottom - top)).sum();
        assert!((area / 300_000.0 - 1.0).abs() < 0.02, "{area}");
        assert!(mask.strips().all(|[left, _, right, _]| left >= 40.0 && right <= 544.0));
    }

    #[test]
    fn a_run_over_a_huge_picture_takes_no_longer_than_the_grid() {
        let mut grid = MaskGrid::new([0, 0, 1 << 31, 1 << 31]);
        grid.add(5, 1 << 61, 1 << 31);
        let mut code = Vec::new();
        grid.code(&mut code);
        assert!(Mask::of_code(&code).is_some());
    }
}
