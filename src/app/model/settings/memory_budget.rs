//! How much memory there is.

use std::time::Duration;

use sysinfo::{MemoryRefreshKind, System};

/// Most that is taken without being told to, in bytes.
const MOST: u64 = 1_000_000_000;

/// Least that is taken where much is to be left free, in bytes: a few frames, without which nothing is smooth.
const LEAST: u64 = 64_000_000;
/// How often free memory is looked at.
const OFTEN: Duration = Duration::from_secs(2);

/// Memory that frames with pictures may take where no number is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// A share of what was free when the sequence was opened: a limit that moved by itself would surprise.
    share: u64,
    /// What others leave, where it is to be followed.
    beside: Option<u64>,
    looked: Option<Duration>,
}

impl Room {
    /// The room that there is now.
    pub fn new() -> Self {
        Self { share: share(), beside: None, looked: None }
    }

    /// In bytes.
    pub fn bytes(&self) -> u64 {
        self.beside.unwrap_or(self.share)
    }

    /// Leaves `keep` bytes free from now on, or takes its share again without. `resident` bytes are taken already.
    pub fn keep(&mut self, keep: Option<u64>, resident: u64, free: impl FnOnce() -> u64) {
        (self.beside, self.looked) = (keep.map(|keep| beside(keep, resident, free())), None);
    }

    /// Looks, now and then, whether others need more memory, or less. True if that makes a difference.
    pub fn follow(
        &mut self,
        keep: u64,
        resident: impl FnOnce() -> u64,
        now: Duration,
        free: impl FnOnce() -> u64,
    ) -> bool {
        if self.looked.is_some_and(|looked| now.saturating_sub(looked) < OFTEN) {
            return false;
        }
        self.looked = Some(now);
        let (was, is) = (self.bytes(), beside(keep, resident(), free()));
        // Every change is a new plan: a little more or less is not worth one.
        let differs = was.abs_diff(is) > was / 16;
        if differs {
            self.beside = Some(is);
        }
        differs
    }
}

/// What may be taken for `keep` bytes to stay free, where `resident` bytes are taken already.
fn beside(keep: u64, resident: u64, free: u64) -> u64 {
    resident.saturating_add(free).saturating_sub(keep).max(LEAST)
}

/// Bytes that are free at this moment, or can be made so. Takes some ten microseconds.
pub fn free() -> u64 {
    // Where the system does not tell, nothing is known to be free.
    let Ok(mut system) = System::new() else { return 0 };
    system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
    system.available_memory()
}

/// The share of it that pictures may take where nobody says how much: a quarter, or a gigabyte if that is less.
fn share() -> u64 {
    share_of(free())
}

fn share_of(free: u64) -> u64 {
    // Where nothing is known, some.
    if free == 0 { MOST / 4 } else { (free / 4).min(MOST) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_what_is_free_is_taken_but_no_more_than_a_gigabyte() {
        assert_eq!(share_of(2_000_000_000), 500_000_000);
        assert_eq!(share_of(64_000_000_000), 1_000_000_000);
        assert_eq!(share_of(0), 250_000_000);
        assert!(free() > 0);
    }

    #[test]
    fn free_memory_is_followed_now_and_then_and_only_where_it_makes_a_difference() {
        const MB: u64 = 1_000_000;
        let mut room = Room { share: 900 * MB, beside: None, looked: None };
        room.keep(Some(2000 * MB), 100 * MB, || 2400 * MB);
        assert_eq!(room.bytes(), 500 * MB);
        let follow = |room: &mut Room, second, free| {
            room.follow(2000 * MB, || 100 * MB, Duration::from_secs(second), || free * MB)
        };
        assert!(!follow(&mut room, 10, 2410), "hardly more");
        assert!(!follow(&mut room, 11, 3000), "too soon");
        assert!(follow(&mut room, 12, 3000));
        assert_eq!(room.bytes(), 1100 * MB);
        assert!(follow(&mut room, 14, 500));
        assert_eq!(room.bytes(), 64 * MB, "never less than a few frames");
        room.keep(None, 0, || unreachable!());
        assert_eq!(room.bytes(), 900 * MB);
    }
}
