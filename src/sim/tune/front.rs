//! The results of settings, and the Pareto front of those that no other result beats.

use super::settings::TunedSettings;

/// The result of settings, as a mean over all traces.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation {
    /// The settings.
    pub settings: TunedSettings,
    /// Hits ÷ rows.
    pub hit_rate: f64,
    /// Mean stall of a row, in milliseconds.
    pub stall_mean_ms: f64,
    /// Loads begun ÷ rows.
    pub loads_per_move: f64,
}

impl Evaluation {
    /// Stall and loads per move, in steps of 0.01 ms and 0.01 loads. Smaller differences do not matter.
    fn cost(&self) -> (u64, u64) {
        let steps = |value: f64| (value * 100.0).round() as u64;
        (steps(self.stall_mean_ms), steps(self.loads_per_move))
    }

    /// Whether this result beats another: it is not worse in stall and loads, and it is better in one of them, or has a
    /// smaller capacity if both are equal. Differences below 0.01 ms and 0.01 loads per move count as none.
    pub fn beats(&self, other: &Self) -> bool {
        let ((stall, loads), (other_stall, other_loads)) = (self.cost(), other.cost());
        let is_equal = stall == other_stall && loads == other_loads;
        let is_smaller = self.settings.capacity < other.settings.capacity;
        stall <= other_stall && loads <= other_loads && (!is_equal || is_smaller)
    }
}

/// Results that do not beat each other, by rising loads, and therefore by falling stall.
#[derive(Debug, Default)]
pub(super) struct Front {
    points: Vec<Evaluation>,
}

impl Front {
    /// Adds a point unless another one beats it or is equal, and removes the points that it beats.
    pub(super) fn insert(&mut self, point: Evaluation) {
        if self.points.iter().any(|other| other.beats(&point) || other.cost() == point.cost() && !point.beats(other)) {
            return;
        }
        self.points.retain(|other| !point.beats(other));
        let at = self.points.partition_point(|other| other.cost().1 < point.cost().1);
        self.points.insert(at, point);
    }

    /// The points, by rising loads.
    pub(super) fn points(&self) -> &[Evaluation] {
        &self.points
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predict::PredictorConfig;
    use proptest::prelude::*;

    fn point(number: usize, (stall, loads, capacity): (u32, u32, usize)) -> Evaluation {
        let settings = TunedSettings { predictors: PredictorConfig::default(), capacity, degree: number };
        let (stall, loads) = (f64::from(stall) / 100.0, f64::from(loads) / 100.0);
        Evaluation { settings, hit_rate: 0.5, stall_mean_ms: stall, loads_per_move: loads }
    }

    #[test]
    fn differences_that_nobody_can_tell_count_as_none() {
        let mut front = Front::default();
        let nearly = |stall, capacity| {
            let mut point = point(1, (0, 300, capacity));
            point.stall_mean_ms = stall;
            point
        };
        front.insert(nearly(1.004, 8));
        front.insert(nearly(1.001, 8));
        front.insert(nearly(1.0, 9));
        assert_eq!(front.points(), [nearly(1.004, 8)]);
        front.insert(nearly(1.004, 7));
        assert_eq!(front.points(), [nearly(1.004, 7)]);
        front.insert(nearly(0.994, 900));
        assert_eq!(front.points(), [nearly(0.994, 900)]);
    }

    proptest! {
        #[test]
        fn the_front_is_what_comparing_all_with_all_leaves(
            costs in prop::collection::vec((0_u32..8, 0_u32..8, 1_usize..4), 0..40),
        ) {
            let points: Vec<Evaluation> = costs.iter().enumerate().map(|(at, &cost)| point(at, cost)).collect();
            let mut front = Front::default();
            points.iter().for_each(|point| front.insert(point.clone()));
            let is_left = |at: usize| {
                let (stall, loads, capacity) = costs[at];
                costs.iter().enumerate().all(|(other, &(other_stall, other_loads, other_capacity))| {
                    let is_better_or_equal = other_stall <= stall && other_loads <= loads;
                    let is_same = (other_stall, other_loads) == (stall, loads);
                    let comes_first = (other_capacity, other) < (capacity, at);
                    !is_better_or_equal || is_same && !comes_first
                })
            };
            let mut naive: Vec<Evaluation> = (0..costs.len()).filter(|&at| is_left(at)).map(|at| points[at].clone()).collect();
            naive.sort_by(|one, other| one.loads_per_move.total_cmp(&other.loads_per_move));
            prop_assert_eq!(front.points(), naive);
        }
    }
}
