//! How much memory there is.

use sysinfo::{MemoryRefreshKind, System};

/// Most that is taken without being told to, in bytes.
const MOST: u64 = 1_000_000_000;

/// Bytes that are free at this moment, or can be made so. Takes some ten microseconds.
pub fn free() -> u64 {
    // Where the system does not tell, nothing is known to be free.
    let Ok(mut system) = System::new() else { return 0 };
    system.refresh_memory_specifics(MemoryRefreshKind::nothing().with_ram());
    system.available_memory()
}

/// The share of it that pictures may take where nobody says how much: a quarter, or a gigabyte if that is less.
pub fn share() -> u64 {
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
}
