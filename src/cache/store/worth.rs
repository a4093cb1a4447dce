//! One currency for what is resident and what may be loaded: who goes when not all fits.

use crate::predict::Recency;

/// Something that wants to be resident.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rival {
    pub(super) worth: f64,
    /// When it was last asked for, as a count; 0 for what is not resident.
    pub(super) last: u64,
    pub(super) weight: u64,
    pub(super) key: u64,
}

impl Rival {
    fn compare(&self, other: &Self) -> std::cmp::Ordering {
        self.worth.total_cmp(&other.worth).then(self.last.cmp(&other.last)).then(other.key.cmp(&self.key))
    }
}

/// What having been asked for is worth, `asked` and `moves` being numbers of moves: then, and by now.
pub(super) fn worth_of_recency(recency: Recency, asked: Option<u64>, moves: u64) -> f64 {
    let Some(asked) = asked.filter(|_| recency.worth > 0.0) else { return 0.0 };
    recency.worth / (1.0 + moves.saturating_sub(asked) as f64 / recency.moves.max(f64::MIN_POSITIVE))
}

/// The ones least worth that have to go so that the rest fits, in no order. Sorts no more than it must: there may be
/// many thousands, of which few go.
pub(super) fn losers(rivals: &mut [Rival], entries: usize, bytes: u64) -> &[Rival] {
    let total: u128 = rivals.iter().map(|rival| u128::from(rival.weight)).sum();
    let too_many = rivals.len().saturating_sub(entries);
    let too_heavy = total.saturating_sub(bytes.into());
    if too_many == 0 && too_heavy == 0 {
        return &[];
    }
    let mut guess = too_many.max(1);
    while guess < rivals.len() {
        rivals.select_nth_unstable_by(guess, Rival::compare);
        let freed: u128 = rivals[..guess].iter().map(|rival| u128::from(rival.weight)).sum();
        if freed >= too_heavy {
            break;
        }
        guess *= 2;
    }
    let going = guess.min(rivals.len());
    if too_heavy == 0 {
        return &rivals[..going];
    }
    rivals[..going].sort_unstable_by(Rival::compare);
    let mut freed = 0;
    let enough = rivals[..going].iter().position(|rival| {
        freed += u128::from(rival.weight);
        freed >= too_heavy
    });
    &rivals[..enough.map_or(going, |last| last + 1).max(too_many)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_least_worth_go_until_the_rest_fits_and_no_more(
            worths in prop::collection::vec((0_u8..6, 0_u64..9), 0..40), entries in 0_usize..40, bytes in 0_u64..150,
        ) {
            let mut rivals: Vec<Rival> = (0..).zip(&worths)
                .map(|(key, &(worth, weight))| Rival { worth: worth.into(), last: key % 3, weight, key })
                .collect();
            let mut naive = rivals.clone();
            naive.sort_by(Rival::compare);
            let fits = |rest: &[Rival]| rest.len() <= entries && rest.iter().map(|rival| rival.weight).sum::<u64>() <= bytes;
            let gone = (0..=naive.len()).find(|&gone| fits(&naive[gone..])).unwrap();
            let mut lost = losers(&mut rivals, entries, bytes).to_vec();
            lost.sort_by(Rival::compare);
            prop_assert_eq!(lost, &naive[..gone]);
        }
    }

    #[test]
    fn what_was_asked_for_long_ago_is_worth_less_and_what_never_was_nothing() {
        let recency = Recency { worth: 0.02, moves: 16.0 };
        assert_eq!(worth_of_recency(recency, Some(84), 100), 0.01);
        assert_eq!(worth_of_recency(recency, None, 100), 0.0);
        assert_eq!(worth_of_recency(Recency::default(), Some(100), 100), 0.0);
    }
}
