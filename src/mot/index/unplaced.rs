//! Lines in which no frame number can be read.

/// Lines with data in which no frame number can be read: how many there are, and where the first two of them begin. The first one
/// may be a title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::mot) struct Unplaced {
    /// How many there are.
    pub lines: u64,
    /// Where the first two begin, in bytes, as far as there are any.
    pub first: [u64; 2],
}

impl Unplaced {
    /// Adds a line that begins here and comes after all others.
    pub(super) fn add(&mut self, start: usize) {
        if let Some(first) = self.first.get_mut(self.lines.min(2) as usize) {
            *first = start as u64;
        }
        self.lines += 1;
    }

    /// Adds lines that come after these.
    pub(super) fn append(&mut self, later: Self) {
        for (place, first) in (self.lines.min(2) as usize..2).zip(later.first) {
            self.first[place] = first;
        }
        self.lines += later.lines;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parts_that_are_appended_are_the_whole(count in 0..8_usize, cuts in prop::collection::vec(0..8_usize, 0..4)) {
            let mut whole = Unplaced::default();
            (0..count).for_each(|at| whole.add(at * 10 + 3));
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(count)).chain([0, count]).collect();
            cuts.sort_unstable();
            let mut parts = Unplaced::default();
            for cut in cuts.windows(2) {
                let mut part = Unplaced::default();
                (cut[0]..cut[1]).for_each(|at| part.add(at * 10 + 3));
                parts.append(part);
            }
            prop_assert_eq!(parts.lines, count as u64);
            prop_assert_eq!(&parts.first[..count.min(2)], &whole.first[..count.min(2)]);
        }
    }
}
