//! The memory budget: how many bytes frames with pictures may take if the user chose no limit.

use std::time::Duration;

use sysinfo::{MemoryRefreshKind, System};

/// The most that is taken if the user chose nothing, in bytes.
const MOST: u64 = 1_000_000_000;

/// The least that is taken, in bytes, even if less memory stays free than the user wants. Without a few resident
/// frames, playback is not smooth.
const LEAST: u64 = 64_000_000;
/// The time between two checks of the free memory.
const CHECK_INTERVAL: Duration = Duration::from_secs(2);

/// The memory that frames with pictures may take if the user chose no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// A share of the memory that was free when the sequence was opened, in bytes. It stays fixed, because a limit that
    /// changes by itself would surprise.
    share: u64,
    /// The budget in bytes that follows the free memory, if the user chose how much stays free.
    following: Option<u64>,
    /// When the free memory was last checked, on the window's clock.
    checked: Option<Duration>,
}

impl Room {
    /// A share of the memory that is free now.
    pub fn new() -> Self {
        Self { share: share(), following: None, checked: None }
    }

    /// The budget in bytes.
    pub fn bytes(&self) -> u64 {
        self.following.unwrap_or(self.share)
    }

    /// From now on leaves `keep` bytes free. If it is `None`, the share applies again. `resident` are the bytes that
    /// are already taken. `free` measures the free memory, in bytes.
    pub fn keep(&mut self, keep: Option<u64>, resident: u64, free: impl FnOnce() -> u64) {
        (self.following, self.checked) = (keep.map(|keep| budget_beside(keep, resident, free())), None);
    }

    /// Checks from time to time whether other programs need more or less memory. Returns whether the budget has
    /// changed. `now` is the window's clock.
    pub fn follow(
        &mut self,
        keep: u64,
        resident: impl FnOnce() -> u64,
        now: Duration,
        free: impl FnOnce() -> u64,
    ) -> bool {
        if self.checked.is_some_and(|checked| now.saturating_sub(checked) < CHECK_INTERVAL) {
            return false;
        }
        self.checked = Some(now);
        let (was, is) = (self.bytes(), budget_beside(keep, resident(), free()));
        // After every change the cache plans again, so small changes are ignored.
        let differs = was.abs_diff(is) > was / 16;
        if differs {
            self.following = Some(is);
        }
        differs
    }
}

/// The budget that leaves `keep` bytes free, if `resident` bytes are already taken and `free` bytes are free.
fn budget_beside(keep: u64, resident: u64, free: u64) -> u64 {
    resident.saturating_add(free).saturating_sub(keep).max(LEAST)
}

/// The bytes of memory that are available now. 0 if the system does not say. The call takes about ten microseconds.
pub fn free() -> u64 {
    let Ok(mut system) = System::new() else { return 0 };
    system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
    system.available_memory()
}

/// The share of the free memory that pictures may take: a quarter, but at most a gigabyte.
fn share() -> u64 {
    share_of(free())
}

fn share_of(free: u64) -> u64 {
    // If the free memory is not known, a moderate amount.
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
        let mut room = Room { share: 900 * MB, following: None, checked: None };
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
