//! The scores that the window shows.

use crate::metrics::Scores;

/// A score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Score {
    /// HOTA.
    Hota,
    /// Detection of HOTA.
    DetA,
    /// Association of HOTA.
    AssA,
    /// MOTA.
    Mota,
    /// IDF1.
    Idf1,
    /// Switches.
    Switches,
    /// False positives.
    FalsePositives,
    /// False negatives.
    FalseNegatives,
    /// Fragmentations.
    Fragmentations,
}

impl Score {
    /// All scores, in the order in which they are shown.
    pub const ALL: [Self; 9] = [
        Self::Hota,
        Self::Mota,
        Self::Idf1,
        Self::Switches,
        Self::DetA,
        Self::AssA,
        Self::FalsePositives,
        Self::FalseNegatives,
        Self::Fragmentations,
    ];
    /// How many of them, from the first on, are shown where there is little room.
    pub const MAIN: usize = 4;

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hota => "HOTA",
            Self::DetA => "DetA",
            Self::AssA => "AssA",
            Self::Mota => "MOTA",
            Self::Idf1 => "IDF1",
            Self::Switches => "IDSW",
            Self::FalsePositives => "FP",
            Self::FalseNegatives => "FN",
            Self::Fragmentations => "Frag",
        }
    }

    /// What it says.
    pub fn help(self) -> &'static str {
        match self {
            Self::Hota => {
                "HOTA: detection and association in balance, in per cent.\nThe geometric mean of DetA and AssA over 19 \
                 thresholds of IoU. More is better."
            }
            Self::DetA => {
                "DetA: how well boxes are found, in per cent.\nMatches in proportion to matches, misses and false boxes. \
                 More is better."
            }
            Self::AssA => "AssA: how well tracks keep together what belongs together, in per cent.\nMore is better.",
            Self::Mota => {
                "MOTA: 100 − the share of misses, false boxes and switches in the true boxes.\nIt can be negative. More is \
                 better.\nMOTA of some of the frames counts what falls into them."
            }
            Self::Idf1 => {
                "IDF1: for how many boxes the right identity is kept over the whole sequence, in per cent.\nMore is better."
            }
            Self::Switches => {
                "IDSW: how often a true track is matched by another id than before.\nLess is better. In some of the frames: \
                 those that fall into them."
            }
            Self::FalsePositives => "FP: boxes of the results without a match.\nLess is better.",
            Self::FalseNegatives => "FN: true boxes without a match.\nLess is better.",
            Self::Fragmentations => "Frag: how often a true track is found again after a gap.\nLess is better.",
        }
    }

    /// Whether it is a number of things, of which less is better.
    pub fn is_count(self) -> bool {
        matches!(self, Self::Switches | Self::FalsePositives | Self::FalseNegatives | Self::Fragmentations)
    }

    /// Its value: a count, or per cent.
    pub fn of(self, scores: &Scores) -> f64 {
        let mean = |by_alpha: [f64; 19]| 100.0 * by_alpha.iter().sum::<f64>() / by_alpha.len() as f64;
        match self {
            Self::Hota => mean(scores.hota.hota()),
            Self::DetA => mean(scores.hota.detection()),
            Self::AssA => mean(scores.hota.association),
            Self::Mota => 100.0 * scores.clear.mota(),
            Self::Idf1 => 100.0 * scores.identity.f1(),
            Self::Switches => scores.clear.switches as f64,
            Self::FalsePositives => scores.clear.false_positives as f64,
            Self::FalseNegatives => scores.clear.false_negatives as f64,
            Self::Fragmentations => scores.clear.fragmentations as f64,
        }
    }

    /// How much better one value is than another; negative if it is worse.
    pub fn gain(self, value: f64, than: f64) -> f64 {
        if self.is_count() { than - value } else { value - than }
    }
}
