//! From samples of 16 bits to levels of 8.

/// How samples of 16 bits become levels of 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Levels {
    /// The upper 8 bits.
    Upper,
    /// This sample becomes 0, and a sample that is greater by so many becomes 255.
    Stretched { least: u16, span: u16 },
}

impl Levels {
    pub(super) fn level(self, sample: u16) -> u8 {
        match self {
            Self::Upper => (sample >> 8) as u8,
            Self::Stretched { least, span } => {
                let above = u32::from(sample.saturating_sub(least));
                (above * 255 / u32::from(span.max(1))).min(255) as u8
            }
        }
    }
}

/// The least and the greatest of the samples that it is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Range {
    least: u16,
    greatest: u16,
}

impl Default for Range {
    fn default() -> Self {
        Self { least: u16::MAX, greatest: 0 }
    }
}

impl Range {
    pub(super) fn add(&mut self, sample: u16) {
        self.least = self.least.min(sample);
        self.greatest = self.greatest.max(sample);
    }

    /// The levels that show this range from black to white.
    pub(super) fn stretched(self) -> Levels {
        Levels::Stretched { least: self.least, span: self.greatest.saturating_sub(self.least) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretched_range_goes_from_black_to_white() {
        let mut range = Range::default();
        [1000, 1200, 1100].into_iter().for_each(|sample| range.add(sample));
        let levels = range.stretched();
        assert_eq!([1000, 1100, 1200].map(|sample| levels.level(sample)), [0, 127, 255]);
        assert_eq!([0, 65_535].map(|sample| levels.level(sample)), [0, 255]);
        let mut one = Range::default();
        one.add(7);
        assert_eq!(one.stretched().level(7), 0);
        assert_eq!(Levels::Upper.level(0x12FF), 0x12);
    }
}
