//! The frames that playback will ask for.

use crate::predict::hints::PlaybackHint;

/// The ranks that playback will ask for after `current`, in that order, `most` at most. A stride that leads beyond the
/// range stops at its end, or goes on from its beginning if playback loops. It ends before `current` comes again.
pub(super) fn ranks_ahead(hint: &PlaybackHint, current: u64, most: usize) -> impl Iterator<Item = u64> {
    let PlaybackHint { stride, looping, first, last, .. } = *hint;
    let (first, last) = (first.min(last), first.max(last));
    let (forward, moves) = (stride > 0, stride.unsigned_abs());
    let next = move |at: u64| {
        if !(first..=last).contains(&at) {
            return Some(if forward { first } else { last });
        }
        let left = if forward { last - at } else { at - first };
        if moves <= left {
            return Some(if forward { at + moves } else { at - moves });
        }
        if !looping {
            return (left > 0).then_some(if forward { last } else { first });
        }
        // 128 bits, since the range may hold all 2^64 ranks.
        let beyond = u64::try_from(u128::from(moves - left - 1) % (u128::from(last - first) + 1)).unwrap_or(0);
        Some(if forward { first + beyond } else { last - beyond })
    };
    let mut at = Some(current).filter(|_| moves > 0);
    let ahead = std::iter::from_fn(move || {
        at = at.and_then(next);
        at
    });
    ahead.take_while(move |&rank| rank != current).take(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn ahead(stride: i64, looping: bool, current: u64) -> Vec<u64> {
        let hint = PlaybackHint { stride, period: Duration::from_millis(33), looping, first: 10, last: 20 };
        ranks_ahead(&hint, current, 8).collect()
    }

    #[test]
    fn it_follows_speed_direction_range_and_loop() {
        assert_eq!(ahead(1, false, 12), [13, 14, 15, 16, 17, 18, 19, 20]);
        assert_eq!(ahead(4, false, 12), [16, 20]);
        assert_eq!(ahead(-3, false, 15), [12, 10]);
        assert_eq!(ahead(4, true, 15), [19, 12, 16, 20, 13, 17, 10, 14]);
        assert_eq!(ahead(-4, true, 13), [20, 16, 12, 19, 15, 11, 18, 14]);
        assert_eq!(ahead(1, true, 19), [20, 10, 11, 12, 13, 14, 15, 16]);
        assert_eq!((ahead(1, false, 40).len(), ahead(1, false, 40)[0], ahead(-1, false, 3)[0]), (8, 10, 20));
        assert!(
            ahead(0, true, 12).is_empty() && ahead(1, false, 20).is_empty() && ahead(i64::MIN, false, 10).is_empty()
        );
    }
}
