//! The parts of a file, read by several threads.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crossbeam_channel::{Sender, bounded, unbounded};

const NAME: &str = "motscope-summary";

/// Calls `read` with consecutive ranges of `step` places on so many threads, and `take` with what it answers, in order;
/// `None` as soon as `read` answers that.
///
/// A thread that is fast does not run far ahead, so that few answers wait for their turn.
pub(super) fn in_order<T: Send>(
    places: Range<usize>,
    step: usize,
    threads: usize,
    read: impl Fn(Range<usize>) -> Option<T> + Sync,
    mut take: impl FnMut(Range<usize>, T),
) -> Option<()> {
    let mut ranges = places.clone().step_by(step).map(|start| start..places.end.min(start.saturating_add(step)));
    if threads < 2 || places.len() <= step {
        return ranges.try_for_each(|range| {
            take(range.clone(), read(range)?);
            Some(())
        });
    }
    thread::scope(|scope| {
        // Both ends are dropped in here, before the scope waits for the threads: that ends them.
        let (jobs, waiting_jobs) = unbounded::<(Range<usize>, Sender<Option<T>>)>();
        for _ in 0..threads {
            let (jobs, read) = (waiting_jobs.clone(), &read);
            let work = move || {
                for (range, answer) in jobs {
                    // Nobody waits for the answer if the pass has ended.
                    let _ = answer.send(read(range));
                }
            };
            // A thread less is no failure, unless none starts: then all jobs are refused below.
            let _ = thread::Builder::new().name(NAME.to_owned()).spawn_scoped(scope, work);
        }
        drop(waiting_jobs);
        let mut answers = VecDeque::new();
        loop {
            while answers.len() < 2 * threads
                && let Some(range) = ranges.next()
            {
                let (answer, receiver) = bounded(1);
                if let Err(refused) = jobs.send((range.clone(), answer)) {
                    let (range, answer) = refused.into_inner();
                    let _ = answer.send(read(range));
                }
                answers.push_back((range, receiver));
            }
            let Some((range, answer)) = answers.pop_front() else { return Some(()) };
            take(range, answer.recv().ok()??);
        }
    })
}

/// Calls `work` on so many threads with numbers below `count`, each once, until one call answers `false`. Each thread has a
/// value of its own; all are answered.
pub(super) fn shared_out<T: Default + Send>(
    count: usize,
    threads: usize,
    work: impl Fn(&mut T, usize) -> bool + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut value = T::default();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count || !work(&mut value, number) {
                return value;
            }
        }
    };
    if threads < 2 || count < 2 {
        return vec![run()];
    }
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(count))
            .filter_map(|_| thread::Builder::new().name(NAME.to_owned()).spawn_scoped(scope, run).ok())
            .collect();
        let own = run();
        // A thread that panicked ends the scope with its panic.
        others.into_iter().filter_map(|other| other.join().ok()).chain([own]).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn ranges_cover_all_places_in_order(start in 0..5_usize, length in 0..200_usize, step in 1..40_usize, threads in 0..5_usize) {
            let mut reached = start;
            let all = in_order(start..start + length, step, threads, Some, |range, same| {
                assert_eq!((range.start, &range), (reached, &same));
                reached = range.end;
            });
            prop_assert_eq!((all, reached), (Some(()), start + length));
            let end = in_order(start..start + length, step, threads, |_| None::<()>, |_, ()| unreachable!());
            prop_assert_eq!(end.is_none(), length > 0);
        }

        #[test]
        fn numbers_are_shared_out_once_each(count in 0..100_usize, threads in 0..5_usize) {
            let mut all: Vec<usize> = shared_out(count, threads, |numbers: &mut Vec<usize>, number| {
                numbers.push(number);
                true
            }).concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..count).collect::<Vec<_>>());
        }
    }
}
