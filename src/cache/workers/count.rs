//! How many threads prefetch.

use std::time::Duration;

/// Most workers; more threads than this are a mistake, not a setting.
pub(super) const MAX_WORKERS: usize = 256;

/// How many threads prefetch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Workers {
    /// As many as load times and the pace of the moves call for: max(4, ⌈load time / gap⌉ + 1), both medians of what was
    /// seen lately, at most 32.
    #[default]
    Automatic,
    /// So many, at most 256. With 0 nothing is prefetched.
    Fixed(usize),
}

impl Workers {
    /// Fewest and most that are chosen automatically.
    const BOUNDS: (usize, usize) = (4, 32);

    /// How many suit loads that take `load` and moves `gap` apart, where they are chosen automatically.
    pub fn suited_to(load: Duration, gap: Option<Duration>) -> usize {
        Self::suited(0, load, gap)
    }

    /// How many there are to be, of `now`, if they are chosen automatically: enough to keep up with moves `gap` apart while
    /// a load takes `load`. Grows at once, shrinks only to less than half, so that it does not go to and fro.
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
