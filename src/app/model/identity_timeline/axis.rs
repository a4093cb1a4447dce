//! The axis of time: which frames lie on which column of pixels.

use crate::provider::KeySet;

/// The most columns that a frame is wide.
const WIDEST: f64 = 96.0;

/// The axis of time over the ranks of frames. Columns are counted from the start of the sequence on, so that a frame stays on
/// its column when the view moves by whole columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// How many frames lie on a column.
    step: f64,
    /// The column at the left edge of the view.
    first: u64,
    /// How many columns are in view.
    columns: u32,
    /// How many frames there are.
    len: u64,
}

impl Axis {
    /// The axis on which all of `len` frames are in view.
    pub fn fitting(len: u64, columns: u32) -> Self {
        let columns = columns.max(1);
        Self { step: len.max(1) as f64 / f64::from(columns), first: 0, columns, len }
    }

    /// This axis after the number of frames or of columns has changed.
    #[must_use]
    pub fn resized(self, len: u64, columns: u32) -> Self {
        Self { len, columns: columns.max(1), ..self }.limited()
    }

    /// Whether all frames are in view.
    pub fn is_fitting(&self) -> bool {
        self.step >= Self::fitting(self.len, self.columns).step
    }

    /// How many columns are in view.
    pub fn columns(&self) -> u32 {
        self.columns
    }

    /// How many frames lie on a column. It is below 1 if a frame is wider than a column.
    pub fn step(&self) -> f64 {
        self.step
    }

    /// Zooms by a factor. The frame at `column` stays there as far as the ends of the sequence allow.
    #[must_use]
    pub fn zoomed(self, column: f64, factor: f64) -> Self {
        if !(factor.is_finite() && factor > 0.0) {
            return self;
        }
        let rank = (self.first as f64 + column) * self.step;
        let zoomed = Self { step: self.step / factor, ..self }.limited();
        let first = (rank / zoomed.step - column).round().max(0.0) as u64;
        Self { first, ..zoomed }.limited()
    }

    /// Moves the view by columns: to later frames if `by` is positive.
    #[must_use]
    pub fn panned(self, by: i64) -> Self {
        Self { first: self.first.saturating_add_signed(by), ..self }.limited()
    }

    /// Moves the view so that the frame with this rank is at a share of the view: 0 is its left edge, 1 its right edge.
    #[must_use]
    pub fn showing(self, rank: u64, share: f64) -> Self {
        let first = (self.middle_of(rank) - share * f64::from(self.columns)).round().max(0.0) as u64;
        Self { first, ..self }.limited()
    }

    /// The ranks of the first and the last frame in view. `None` without frames.
    pub fn ranks(&self) -> Option<(u64, u64)> {
        let last = self.len.checked_sub(1)?;
        Some((self.rank_at(0).unwrap_or(last), self.rank_at(self.columns - 1).unwrap_or(last)))
    }

    /// The rank of the frame in the middle of a column. `None` after the last frame.
    pub fn rank_at(&self, column: u32) -> Option<u64> {
        Some(self.rank_on(self.first + u64::from(column))).filter(|&rank| rank < self.len)
    }

    /// The place of the left edge of a frame, in columns from the left edge of the view.
    pub fn edge_of(&self, rank: u64) -> f64 {
        rank as f64 / self.step - self.first as f64
    }

    /// The place of the middle of a frame, in columns from the left edge of the view.
    pub fn middle_of(&self, rank: u64) -> f64 {
        (rank as f64 + 0.5) / self.step - self.first as f64
    }

    /// The rank of the frame at a place, in columns from the left edge of the view. Places beside the frames are the first or the
    /// last frame.
    pub fn nearest(&self, place: f64) -> u64 {
        let rank = ((self.first as f64 + place) * self.step).floor();
        // The lower bound comes last because it also replaces NaN.
        rank.min(self.len.saturating_sub(1) as f64).max(0.0) as u64
    }

    /// The first column in view in whose middle is this frame or a later one. It may be beyond the view.
    pub(super) fn column_from(&self, rank: u64) -> u32 {
        let mut column = (rank as f64 / self.step - 0.5).ceil().max(0.0) as u64;
        // What rounding has moved.
        while column > 0 && self.rank_on(column - 1) >= rank {
            column -= 1;
        }
        while self.rank_on(column) < rank {
            column += 1;
        }
        self.in_view(column)
    }

    /// The column on which a frame lies: the first one if it lies on several. Frames before the view lie on its first column.
    pub(super) fn column_of(&self, rank: u64) -> u32 {
        if self.step < 1.0 { self.column_from(rank) } else { self.in_view(self.holder(rank)) }
    }

    /// The ranks of the frames whose middles are on a column, the end excluded. Empty if a frame is wider than a column and has
    /// its middle elsewhere.
    pub(super) fn ranks_on(&self, column: u32) -> std::ops::Range<u64> {
        let column = self.first + u64::from(column);
        let begin = |column: u64| {
            let mut rank = (column as f64 * self.step - 0.5).ceil().max(0.0) as u64;
            while rank > 0 && self.holder(rank - 1) >= column {
                rank -= 1;
            }
            while self.holder(rank) < column {
                rank += 1;
            }
            rank.min(self.len)
        };
        begin(column)..begin(column + 1)
    }

    /// The column that the middle of a frame is on, counted from the start of the sequence.
    fn holder(&self, rank: u64) -> u64 {
        ((rank as f64 + 0.5) / self.step) as u64
    }

    /// The rank in the middle of a column, counted from the start of the sequence.
    fn rank_on(&self, column: u64) -> u64 {
        ((column as f64 + 0.5) * self.step) as u64
    }

    fn in_view(&self, column: u64) -> u32 {
        u32::try_from(column.saturating_sub(self.first)).unwrap_or(u32::MAX)
    }

    fn limited(self) -> Self {
        let widest = Self::fitting(self.len, self.columns).step;
        let step = self.step.min(widest).max(widest.min(1.0 / WIDEST));
        let all = (self.len as f64 / step).ceil() as u64;
        Self { step, first: self.first.min(all.saturating_sub(self.columns.into())), ..self }
    }
}

/// The rank of the first frame with this number or a greater one. It is the number of frames if there is none.
pub(super) fn rank_from(keys: &KeySet, frame: u64) -> u64 {
    let Some(nearest) = keys.nearest(frame) else { return 0 };
    let rank = keys.rank_of(nearest).unwrap_or(0);
    if nearest < frame { rank + 1 } else { rank }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_view_never_leaves_the_frames(
            len in 0_u64..3_000_000, columns in 0_u32..4000,
            steps in prop::collection::vec((0_u8..4, any::<f64>(), -5000_i64..5000), 0..20),
        ) {
            let mut axis = Axis::fitting(len, columns);
            prop_assert!(axis.is_fitting());
            for (what, value, by) in steps {
                axis = match what {
                    0 => axis.zoomed(by.abs() as f64, value.abs()),
                    1 => axis.panned(by),
                    2 => axis.showing(by.unsigned_abs(), value),
                    _ => axis.zoomed(f64::from(columns) / 2.0, 1.5),
                };
                if len > 0 {
                    let (first, last) = axis.ranks().unwrap();
                    prop_assert!(first <= last && last < len, "{axis:?}");
                    prop_assert!(axis.step() > 0.0 && axis.nearest(value) < len);
                }
            }
        }

        #[test]
        fn a_frame_lies_where_its_column_says(
            len in 1_u64..5000, columns in 1_u32..2000, zoom in 0.5_f64..40.0, by in 0_i64..9000,
        ) {
            let axis = Axis::fitting(len, columns).zoomed(0.0, zoom).panned(by);
            let (first, last) = axis.ranks().unwrap();
            for rank in first..=last {
                let column = axis.column_of(rank);
                if axis.step() >= 1.0 {
                    prop_assert!(axis.ranks_on(column).contains(&rank) || column == 0);
                } else if column < axis.columns() {
                    prop_assert_eq!(axis.rank_at(column), Some(rank));
                }
            }
            for column in 0..axis.columns() {
                let ranks = axis.ranks_on(column);
                prop_assert_eq!(ranks.end, axis.ranks_on(column + 1).start);
                if let Some(rank) = axis.rank_at(column) {
                    prop_assert!(axis.column_from(rank) <= column && axis.column_from(rank + 1) > column);
                }
            }
        }

        #[test]
        fn a_zoom_keeps_the_frame_under_the_pointer(column in 200_u32..600, factor in 1.01_f64..3.0) {
            let axis = Axis::fitting(100_000, 800).zoomed(400.0, 8.0);
            let before = axis.nearest(f64::from(column));
            let after = axis.zoomed(f64::from(column), factor).nearest(f64::from(column));
            prop_assert!(before.abs_diff(after) as f64 <= axis.step() + 1.0, "{before} {after}");
        }
    }

    #[test]
    fn ranks_follow_the_frames_that_exist() {
        let keys = KeySet::from_runs([1..=5, 100..=104]);
        assert_eq!([0, 1, 5, 6, 99, 100, 104, 105].map(|frame| rank_from(&keys, frame)), [0, 0, 4, 5, 5, 5, 9, 10]);
        assert_eq!(rank_from(&KeySet::default(), 7), 0);
    }
}
