//! The errors of each column of pixels.

use super::numbers;
use crate::app::model::judging::{EventKinds, Judgement};
use crate::app::model::strip;
use crate::metrics::EventKind;
use crate::provider::KeySet;

/// A lane of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorLane {
    /// Boxes of the ground truth that are not matched.
    Missed,
    /// Boxes of the results that are not matched.
    False,
    /// Switches of identity.
    Switch,
    /// Fragmentations.
    Fragmentation,
}

impl ErrorLane {
    /// All lanes, from top to bottom.
    pub const ALL: [Self; 4] = [Self::Missed, Self::False, Self::Switch, Self::Fragmentation];

    /// Its name in the legend.
    pub fn name(self) -> &'static str {
        match self {
            Self::Missed => "missed",
            Self::False => "false",
            Self::Switch => "switch",
            Self::Fragmentation => "fragmentation",
        }
    }

    /// The name of one of what it counts, and of several.
    pub fn counted(self) -> [&'static str; 2] {
        match self {
            Self::Missed => ["missed box (FN)", "missed boxes (FN)"],
            Self::False => ["false box (FP)", "false boxes (FP)"],
            Self::Switch => ["switch", "switches"],
            Self::Fragmentation => ["fragmentation", "fragmentations"],
        }
    }

    /// What it counts, in one sentence.
    pub fn help(self) -> &'static str {
        match self {
            Self::Missed => "Boxes of the ground truth without a match: false negatives, FN.",
            Self::False => "Boxes of the results without a match: false positives, FP.",
            Self::Switch => "A track of the ground truth is matched by another id than before: IDSW.",
            Self::Fragmentation => "A track of the ground truth is matched again after a gap: Frag.",
        }
    }
}

/// The errors of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErrorsColumn {
    /// How many there are in each lane, in the order of [`ErrorLane::ALL`].
    pub counts: [u64; 4],
    /// How many frames share the column.
    pub frames: u64,
    /// The first and the last of these frames.
    pub ends: (u64, u64),
}

impl ErrorsColumn {
    /// How many errors there are in a frame of a lane, in the mean.
    pub fn density(&self, lane: ErrorLane) -> f32 {
        self.counts[lane as usize] as f32 / self.frames.max(1) as f32
    }
}

/// The errors of all of `keys` in `columns` columns.
pub fn errors(columns: usize, keys: &KeySet, judgement: &Judgement) -> Vec<ErrorsColumn> {
    let number = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    let fragmentations = EventKinds::of(&[EventKind::Fragmentation]);
    let before = |limit: Option<u32>| {
        let place =
            limit.map_or(judgement.events.len(), |limit| judgement.events.partition_point(|at| at.first < limit));
        judgement.order.before(fragmentations, place) as u64
    };
    let column = |at: usize| {
        let numbers = numbers(at, keys, columns)?;
        let (first, last) = (number(*numbers.start()), number(*numbers.end()));
        let counts = judgement.counts(first..=last);
        let fragmentations = before(last.checked_add(1)) - before(Some(first));
        let ranks = strip::ranks_of(at, keys.len(), columns);
        Some(ErrorsColumn {
            counts: [counts.false_negatives(), counts.false_positives(), counts.switches, fragmentations],
            frames: ranks.end - ranks.start,
            ends: (keys.key_at(ranks.start)?, keys.key_at(ranks.end - 1)?),
        })
    };
    (0..columns).map(|at| column(at).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MotFile;
    use crate::metrics::{Options, evaluate};
    use crate::mot::Progress;
    use proptest::prelude::*;
    use std::fmt::Write as _;

    fn judged(truth: &str, result: &str) -> Judgement {
        let file = |name: &str, text: &str| MotFile::from_bytes(name, text.as_bytes().to_vec()).unwrap();
        let options = Options { has_events: true, ..Options::default() };
        let (truth, result) = (file("gt.txt", truth), file("run.txt", result));
        let evaluation = evaluate(&truth, Some(&result), &options, &Progress::new()).unwrap();
        Judgement::new((0, 1), Default::default(), &Options::default(), evaluation, None)
    }

    /// Rows of boxes of 10 × 10, one in each frame from 1 on. Without an id, it is elsewhere.
    fn rows(ids: &[Option<u64>]) -> String {
        let mut rows = String::new();
        for (frame, id) in (1..).zip(ids) {
            let (id, left) = id.map_or((99, 500), |id| (id, 0));
            writeln!(rows, "{frame},{id},{left},0,10,10,1,-1,-1,-1").unwrap();
        }
        rows
    }

    proptest! {
        #[test]
        fn columns_have_the_errors_of_their_frames(
            ids in prop::collection::vec(prop::option::weighted(0.8, 5_u64..8), 2..60), columns in 1_usize..120,
        ) {
            let truth = rows(&vec![Some(1); ids.len()]);
            let judgement = judged(&truth, &rows(&ids));
            let len = ids.len() as u64;
            let keys = KeySet::from_runs([1..=len]);
            let got = errors(columns, &keys, &judgement);
            // The naive way: every frame by itself.
            let mut last = None;
            let mut was_lost = false;
            let each: Vec<[u64; 4]> = ids.iter().map(|id| {
                let is_switch = id.is_some() && last.is_some() && last != *id;
                let is_found = id.is_some() && last.is_some() && was_lost;
                was_lost = id.is_none();
                last = id.or(last);
                let is_lost = u64::from(id.is_none());
                [is_lost, is_lost, u64::from(is_switch), u64::from(is_found)]
            }).collect();
            for (at, column) in got.iter().enumerate() {
                let ranks = strip::ranks_of(at, len, columns);
                let mut sum = [0; 4];
                for rank in ranks {
                    sum.iter_mut().zip(each[rank as usize]).for_each(|(sum, count)| *sum += count);
                }
                prop_assert_eq!(column.counts, sum, "column {} of {}", at, columns);
            }
        }
    }

    #[test]
    fn without_frames_there_are_no_errors() {
        let judgement = judged("1,1,0,0,10,10,1,-1,-1,-1\n", "1,1,0,0,10,10,1,-1,-1,-1\n");
        assert_eq!(errors(3, &KeySet::default(), &judgement), [ErrorsColumn::default(); 3]);
    }
}
