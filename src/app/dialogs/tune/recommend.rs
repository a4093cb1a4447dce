//! Which of the results of a search is recommended. Pure functions.

use crate::sim::tune::Evaluation;

/// How much more stall than the least one is hardly noticed: as a share, and in milliseconds.
const HARDLY_MORE: (f64, f64) = (0.1, 0.5);

/// The place of the result that is recommended: of those with hardly more than the least stall, the one with the fewest loads.
pub fn recommended(front: &[Evaluation]) -> Option<usize> {
    let least = front.iter().map(|point| point.stall_mean_ms).min_by(f64::total_cmp)?;
    let most = (least * (1.0 + HARDLY_MORE.0)).max(least + HARDLY_MORE.1);
    let good = front.iter().enumerate().filter(|(_, point)| point.stall_mean_ms <= most);
    good.min_by(|one, other| one.1.loads_per_move.total_cmp(&other.1.loads_per_move)).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::predict::PredictorConfig;
    use crate::sim::tune::TunedSettings;

    fn front(points: &[(f64, f64)]) -> Vec<Evaluation> {
        let settings = TunedSettings { predictors: PredictorConfig::default(), capacity: 1, degree: 1 };
        let point = |&(loads_per_move, stall_mean_ms)| Evaluation {
            settings: settings.clone(),
            loads_per_move,
            stall_mean_ms,
            hit_rate: 0.0,
        };
        points.iter().map(point).collect()
    }

    #[test]
    fn hardly_less_stall_is_not_worth_more_loads() {
        assert_eq!(recommended(&front(&[])), None);
        assert_eq!(recommended(&front(&[(1.0, 40.0), (1.5, 10.4), (4.0, 10.0)])), Some(1));
        assert_eq!(recommended(&front(&[(1.0, 40.0), (1.5, 12.0), (4.0, 10.0)])), Some(2));
        assert_eq!(recommended(&front(&[(1.0, 0.4), (2.0, 0.0)])), Some(0));
    }
}
