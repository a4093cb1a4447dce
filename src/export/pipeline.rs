//! Makes things on all cores and takes them in order, with at most two per core in memory.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use crossbeam_channel::bounded;

use super::error::ExportReason;

/// Calls `make` with each index below `count` on several threads, and `take` with the results, in order, on this thread. Ends
/// at the first error of either.
///
/// # Errors
/// The first error in order. If `make` panics, the error that `panicked` makes of its index.
pub fn ordered<T: Send>(
    count: u64,
    make: impl Fn(u64) -> Result<T, ExportReason> + Sync,
    panicked: impl Fn(u64) -> ExportReason,
    mut take: impl FnMut(T) -> Result<(), ExportReason>,
) -> Result<(), ExportReason> {
    let cores = thread::available_parallelism().map_or(1, usize::from) as u64;
    let threads = cores.min(count).max(1);
    thread::scope(|scope| {
        // Each of n threads makes every n-th thing and has its own channel, so the results need no sorting.
        let lanes: Vec<_> = (0..threads)
            .map(|first| {
                let (sender, lane) = bounded(1);
                let make = &make;
                scope.spawn(move || {
                    let mut at = first;
                    while at < count {
                        let Ok(thing) = catch_unwind(AssertUnwindSafe(|| make(at))) else { return };
                        let is_last = thing.is_err();
                        if sender.send(thing).is_err() || is_last {
                            return;
                        }
                        at += threads;
                    }
                });
                lane
            })
            .collect();
        // The threads end when their channels are dropped: at the end or at an error.
        for at in 0..count {
            let thing = lanes[(at % threads) as usize].recv().map_err(|_| panicked(at))?;
            take(thing?)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    fn lost(number: u64) -> ExportReason {
        ExportReason::Frame { number, reason: "lost".to_owned() }
    }

    #[test]
    fn things_are_taken_in_order_whoever_made_them() {
        let mut taken = Vec::new();
        ordered(
            100,
            |at| Ok(at * at),
            lost,
            |made| {
                taken.push(made);
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(taken, (0..100).map(|at| at * at).collect::<Vec<u64>>());
        ordered(0, |_| Err::<(), _>(ExportReason::NoFrames), lost, |()| Ok(())).unwrap();
    }

    #[test]
    fn the_first_error_in_order_ends_it_and_few_are_made_ahead() {
        let count = AtomicU64::new(0);
        let make = |at| {
            count.fetch_add(1, Ordering::Relaxed);
            if at == 5 { Err(lost(5)) } else { Ok(at) }
        };
        let mut taken = 0;
        let result = ordered(1_000_000, make, lost, |_| {
            taken += 1;
            Ok(())
        });
        assert!(matches!(result, Err(ExportReason::Frame { number: 5, .. })));
        assert_eq!(taken, 5);
        let cores = thread::available_parallelism().map_or(1, usize::from) as u64;
        assert!(count.load(Ordering::Relaxed) <= 6 + 3 * cores);
        let result = ordered(1_000_000, Ok, lost, |_| Err(ExportReason::Cancelled));
        assert!(matches!(result, Err(ExportReason::Cancelled)));
    }

    #[test]
    fn a_panic_becomes_an_error_of_its_frame() {
        let make = |at| if at == 7 { panic!("a test of panics") } else { Ok(at) };
        let result = ordered(20, make, lost, |_| Ok(()));
        assert!(matches!(result, Err(ExportReason::Frame { number: 7, .. })), "{result:?}");
    }
}
