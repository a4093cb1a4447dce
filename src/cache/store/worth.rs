//! Compares resident values with candidates by one number, their worth: which of them do not fit.

use crate::predict::Recency;

/// A resident value or a candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rival {
    /// Likelihood, plus what a recent use adds.
    pub(super) worth: f64,
    /// The number of the eviction policy, which decides among equals; the lowest possible for a candidate.
    pub(super) retention: f64,
    pub(super) weight: u64,
    pub(super) key: u64,
}

impl Rival {
    /// Orders by worth, then by retention, then by falling key.
    fn compare(&self, other: &Self) -> std::cmp::Ordering {
        (self.worth.total_cmp(&other.worth))
            .then(self.retention.total_cmp(&other.retention))
            .then(other.key.cmp(&self.key))
    }
}

/// When a value was last asked for and when it was loaded, as numbers of moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LastUse {
    /// None if it was never asked for.
    pub(super) asked: Option<u64>,
    pub(super) loaded: u64,
}

impl LastUse {
    /// What a recent use is worth if the number of moves is `moves` now: see [`Recency`].
    pub(super) fn worth(self, recency: Recency, moves: u64) -> f64 {
        let (share, at) = self.asked.map_or((recency.loaded, self.loaded), |asked| (1.0, asked));
        // Of a number and NaN, `max` gives the number.
        let worth = (recency.worth * share).max(0.0);
        worth / (1.0 + moves.saturating_sub(at) as f64 / recency.moves.max(f64::MIN_POSITIVE))
    }
}

/// The rivals that do not fit if those that are worth most stay, in no order. It sorts as few as possible, since there
/// may be many thousands, of which only few do not fit.
pub(super) fn losers(mut rivals: Vec<Rival>, entries: usize, bytes: u64) -> Vec<Rival> {
    let total = weight_of(&rivals);
    let too_heavy = total.saturating_sub(bytes.into());
    let mut going = rivals.len().saturating_sub(entries);
    loop {
        if (1..rivals.len()).contains(&going) {
            rivals.select_nth_unstable_by(going, Rival::compare);
        }
        // As many go as are needed for the others to fit.
        if weight_of(&rivals[..going]) >= too_heavy {
            break;
        }
        going = (2 * going).clamp(1, rivals.len());
    }
    let (mut entries_left, mut bytes_left) =
        (entries - (rivals.len() - going), u128::from(bytes) - weight_of(&rivals[going..]));
    rivals.truncate(going);
    if entries_left > 0 {
        // Of those that go, the ones that still fit stay after all, the most worth first. Otherwise one heavy rival
        // would displace all that are worth less.
        rivals.sort_unstable_by(|a, b| b.compare(a));
        rivals.retain(|rival| {
            let fits = entries_left > 0 && u128::from(rival.weight) <= bytes_left;
            if fits {
                entries_left -= 1;
                bytes_left -= u128::from(rival.weight);
            }
            !fits
        });
    }
    rivals
}

/// Sum of the weights.
fn weight_of(rivals: &[Rival]) -> u128 {
    rivals.iter().map(|rival| u128::from(rival.weight)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_most_worth_stays_as_far_as_it_fits(
            worths in prop::collection::vec((0_u8..6, 0_u64..40), 0..60), entries in 0_usize..60, bytes in 0_u64..150,
        ) {
            let rivals: Vec<Rival> = (0..).zip(&worths)
                .map(|(key, &(worth, weight))| Rival { worth: worth.into(), retention: (key % 3) as f64, weight, key })
                .collect();
            let mut naive = rivals.clone();
            naive.sort_by(|a, b| b.compare(a));
            let (mut entries_left, mut bytes_left) = (entries, bytes);
            naive.retain(|rival| {
                let stays = entries_left > 0 && rival.weight <= bytes_left;
                if stays {
                    entries_left -= 1;
                    bytes_left -= rival.weight;
                }
                !stays
            });
            let mut lost = losers(rivals, entries, bytes);
            lost.sort_by(|a, b| b.compare(a));
            prop_assert_eq!(lost, naive);
        }
    }

    #[test]
    fn what_was_used_long_ago_is_worth_less_and_what_was_only_loaded_is_worth_what_the_predictor_says() {
        let recency = Recency { worth: 0.02, moves: 16.0, loaded: 0.5 };
        let (asked, unasked) = (LastUse { asked: Some(84), loaded: 4 }, LastUse { asked: None, loaded: 84 });
        assert_eq!(asked.worth(recency, 100), 0.01);
        assert_eq!(unasked.worth(recency, 100), 0.005);
        assert_eq!(unasked.worth(Recency { loaded: 0.0, ..recency }, 100), 0.0);
        for absurd in [f64::NAN, f64::NEG_INFINITY, -1.0] {
            assert_eq!(unasked.worth(Recency { loaded: absurd, ..recency }, 100), 0.0);
        }
        assert_eq!(asked.worth(Recency::default(), 100), 0.0);
    }
}
