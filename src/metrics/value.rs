//! The value of a score.

/// The value of a score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number of things.
    Count(u64),
    /// A share or a mean; shares are from 0 to 1, MOTA and its kin may be negative.
    Share(f64),
    /// A share at each of the 19 thresholds of HOTA.
    ByAlpha([f64; 19]),
}

impl Value {
    /// The value as one number. Of a value by threshold, the mean.
    pub fn number(&self) -> f64 {
        match self {
            Self::Count(count) => *count as f64,
            Self::Share(share) => *share,
            Self::ByAlpha(values) => values.iter().sum::<f64>() / values.len() as f64,
        }
    }
}
