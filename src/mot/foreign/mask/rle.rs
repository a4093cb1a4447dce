//! Run-length codes of masks as COCO writes them.
//!
//! Source: `maskApi.c` of `pycocotools`. Pixels are counted down the columns, first column first. Runs of pixels outside and
//! inside of the mask alternate, and the first run is outside. A compressed code has the runs as characters from `0`: five
//! bits each, the least first, a sixth bit if more follow. From the third run on, it has the difference to the run before
//! the last.

use thiserror::Error;

use crate::mot::mask::MaskGrid;

/// Why a code is no mask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(in crate::mot::foreign) enum BadMask {
    /// A character or a number that cannot be in such a code.
    #[error("bad mask: its code cannot be read")]
    Code,
    /// The runs are longer or shorter than the picture.
    #[error("bad mask: its code has other pixels than the picture of {0} × {1}")]
    Length(u64, u64),
    /// The mask has no pixel.
    #[error("the mask is empty")]
    Empty,
}

/// Collects the bounds of a mask from its runs.
#[derive(Debug)]
pub(in crate::mot::foreign) struct Bounds {
    width: u64,
    height: u64,
    /// Where the next run begins, in pixels.
    at: u64,
    is_inside: bool,
    /// Left, top, right, bottom; right and bottom are the last pixels inside.
    found: Option<[u64; 4]>,
}

impl Bounds {
    /// A mask for a picture of this size, without runs yet.
    pub(in crate::mot::foreign) fn new(width: u64, height: u64) -> Self {
        Self { width, height, at: 0, is_inside: false, found: None }
    }

    /// Adds the next run.
    pub(in crate::mot::foreign) fn run(&mut self, length: u64) -> Result<(), BadMask> {
        let wrong = BadMask::Length(self.width, self.height);
        let end = self.at.checked_add(length).ok_or(wrong)?;
        if end > self.width.checked_mul(self.height).ok_or(wrong)? {
            return Err(wrong);
        }
        if self.is_inside && length > 0 {
            let (first, last) = (self.at, end - 1);
            let (left, right) = (first / self.height, last / self.height);
            let rows = if left == right { (first % self.height, last % self.height) } else { (0, self.height - 1) };
            let run = [left, rows.0, right, rows.1];
            self.found =
                Some(self.found.map_or(run, |old| {
                    [old[0].min(run[0]), old[1].min(run[1]), old[2].max(run[2]), old[3].max(run[3])]
                }));
        }
        (self.at, self.is_inside) = (end, !self.is_inside);
        Ok(())
    }

    /// Left, top, width and height, after all runs.
    pub(in crate::mot::foreign) fn sides(&self) -> Result<[f64; 4], BadMask> {
        if self.width.checked_mul(self.height) != Some(self.at) {
            return Err(BadMask::Length(self.width, self.height));
        }
        let [left, top, right, bottom] = self.found.ok_or(BadMask::Empty)?;
        Ok([left as f64, top as f64, (right - left + 1) as f64, (bottom - top + 1) as f64])
    }
}

/// The bounds of the mask in a compressed code: left, top, width and height.
pub(in crate::mot::foreign) fn bounds(code: &[u8], width: u64, height: u64) -> Result<[f64; 4], BadMask> {
    let mut bounds = Bounds::new(width, height);
    each_run(code, |run| bounds.run(run))?;
    bounds.sides()
}

/// The mask in a compressed code, whose bounds are known.
pub(in crate::mot::foreign) fn mask(code: &[u8], height: u64, bounds: [f64; 4]) -> Result<MaskGrid, BadMask> {
    let mut runs = Vec::new();
    each_run(code, |run| {
        runs.push(run);
        Ok(())
    })?;
    Ok(mask_of_runs(&runs, height, bounds))
}

/// The mask of runs, whose bounds are known.
pub(in crate::mot::foreign) fn mask_of_runs(runs: &[u64], height: u64, bounds: [f64; 4]) -> MaskGrid {
    let mut grid = MaskGrid::new(bounds.map(|side| side as u64));
    let (mut at, mut is_inside) = (0, false);
    for &run in runs {
        if is_inside {
            grid.add(at, at + run, height);
        }
        (at, is_inside) = (at + run, !is_inside);
    }
    grid
}

/// Calls `each` with the runs of a compressed code.
fn each_run(code: &[u8], mut each: impl FnMut(u64) -> Result<(), BadMask>) -> Result<(), BadMask> {
    // The run before the last, and the last.
    let mut before = [0_i64; 2];
    let (mut count, mut rest) = (0_u64, code);
    while !rest.is_empty() {
        let difference = next(&mut rest)?;
        let run = if count > 2 { before[0].checked_add(difference).ok_or(BadMask::Code)? } else { difference };
        each(u64::try_from(run).map_err(|_| BadMask::Code)?)?;
        before = [before[1], run];
        count += 1;
    }
    Ok(())
}

/// Takes the next number from a compressed code.
fn next(code: &mut &[u8]) -> Result<i64, BadMask> {
    let (mut value, mut bits) = (0_i64, 0);
    loop {
        let (&byte, rest) = code.split_first().ok_or(BadMask::Code)?;
        *code = rest;
        let six = i64::from(byte) - i64::from(b'0');
        if !(0..64).contains(&six) || bits > 50 {
            return Err(BadMask::Code);
        }
        value |= (six & 0x1F) << bits;
        bits += 5;
        if six & 0x20 == 0 {
            // The highest bit of the last five is the sign.
            return Ok(if six & 0x10 == 0 { value } else { value | -1 << bits });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The code of runs as the format describes it.
    fn compressed(runs: &[u64]) -> Vec<u8> {
        let mut code = Vec::new();
        for (at, &run) in runs.iter().enumerate() {
            let mut value = run as i64 - if at > 2 { runs[at - 2] as i64 } else { 0 };
            loop {
                let five = value & 0x1F;
                value >>= 5;
                let is_last = if five & 0x10 == 0 { value == 0 } else { value == -1 };
                code.push((five | if is_last { 0 } else { 0x20 }) as u8 + b'0');
                if is_last {
                    break;
                }
            }
        }
        code
    }

    /// Every pixel for itself.
    fn naive(runs: &[u64], height: u64) -> Option<[f64; 4]> {
        let pixels = runs.iter().enumerate().flat_map(|(at, &run)| std::iter::repeat_n(at % 2 == 1, run as usize));
        let inside: Vec<(u64, u64)> = (0..)
            .zip(pixels)
            .filter(|(_, is_inside)| *is_inside)
            .map(|(at, _): (u64, _)| (at / height, at % height))
            .collect();
        let (left, right) = (inside.iter().map(|at| at.0).min()?, inside.iter().map(|at| at.0).max()?);
        let (top, bottom) = (inside.iter().map(|at| at.1).min()?, inside.iter().map(|at| at.1).max()?);
        Some([left as f64, top as f64, (right - left + 1) as f64, (bottom - top + 1) as f64])
    }

    proptest! {
        #[test]
        fn bounds_are_those_of_all_pixels(
            height in 1..9_u64, width in 1..9_u64, cuts in prop::collection::vec(0..81_u64, 0..12),
        ) {
            let all = width * height;
            let mut cuts: Vec<u64> = cuts.into_iter().map(|cut| cut % (all + 1)).chain([all]).collect();
            cuts.sort_unstable();
            let runs: Vec<u64> = std::iter::once(0).chain(cuts.iter().copied()).zip(&cuts).map(|(from, to)| to - from).collect();
            let found = bounds(&compressed(&runs), width, height);
            prop_assert_eq!(found.ok(), naive(&runs, height));
            prop_assert!(found.is_ok() || found == Err(BadMask::Empty));
        }

        #[test]
        fn any_code_has_bounds_within_the_picture_or_none(code in "[0-o]{0,40}", width in 0..2000_u64, height in 0..2000_u64) {
            if let Ok([left, top, mask_width, mask_height]) = bounds(code.as_bytes(), width, height) {
                prop_assert!(left + mask_width <= width as f64 && top + mask_height <= height as f64);
            }
        }
    }

    #[test]
    fn what_is_no_code_or_of_another_size_is_told() {
        assert_eq!(bounds(b"4", 2, 2), Err(BadMask::Empty));
        assert_eq!(bounds(b"5", 2, 2), Err(BadMask::Length(2, 2)));
        assert_eq!(bounds(b"02", 2, 2), Err(BadMask::Length(2, 2)));
        assert_eq!(bounds(b"04", 2, 2), Ok([0.0, 0.0, 2.0, 2.0]));
        for code in [&b"\x2f"[..], b"p", b"oooooooooooooooooooo", b"o", b"L"] {
            assert_eq!(bounds(code, 2, 2), Err(BadMask::Code), "{}", code.escape_ascii());
        }
        assert_eq!(bounds(b"1", u64::MAX, 2), Err(BadMask::Length(u64::MAX, 2)));
    }
}
