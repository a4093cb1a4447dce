//! How many threads prefetch: [`Workers`].

use std::time::Duration;

/// Most workers of a cache. A larger number is taken for a mistake.
pub(super) const MAX_WORKERS: usize = 256;

/// How many threads prefetch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workers {
    /// As many as are needed: ⌈load time ÷ gap⌉ + 1, with the medians of the last load times and of the last gaps
    /// between two moves; at least 4 and at most 32.
    #[default]
    Automatic,
    /// This number, at most 256. With 0, nothing is prefetched.
    Fixed(usize),
}

impl Workers {
    /// The fewest and the most workers that are chosen automatically.
    const BOUNDS: (usize, usize) = (4, 32);

    /// The automatic number of workers for this load time, and for this time between two moves, none if there were no
    /// two moves.
    pub fn suited_to(load: Duration, gap: Option<Duration>) -> usize {
        Self::suited(0, load, gap)
    }

    /// The automatic number of workers when there are `now` workers. It grows at once, but shrinks only to half or
    /// less, so that it does not go up and down all the time.
    pub(super) fn suited(now: usize, load: Duration, gap: Option<Duration>) -> usize {
        let (fewest, most) = Self::BOUNDS;
        let gap = gap.unwrap_or(Duration::MAX).as_nanos().max(1);
        let at_once = usize::try_from(load.as_nanos().div_ceil(gap)).unwrap_or(usize::MAX);
        let suited = at_once.saturating_add(1).clamp(fewest, most);
        if suited < now && suited * 2 > now { now } else { suited }
    }
}

impl From<usize> for Workers {
    fn from(count: usize) -> Self {
        Self::Fixed(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_enough_to_keep_up_and_never_absurdly_many() {
        let suited =
            |now, load, gap| Workers::suited(now, Duration::from_millis(load), Some(Duration::from_millis(gap)));
        assert_eq!(suited(4, 10, 500), 4);
        assert_eq!(suited(0, 300, 33), 11);
        assert_eq!(suited(4, 300, 33), 11);
        assert_eq!(suited(4, 60_000, 1), 32);
        assert_eq!(suited(4, 60_000, 0), 32);
        assert_eq!(suited(11, 200, 33), 11, "not to and fro");
        assert_eq!(suited(11, 100, 33), 5);
        assert_eq!(Workers::suited(4, Duration::from_secs(9), None), 4, "before the second move nothing is known");
    }
}
