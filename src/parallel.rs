//! Distributes work over several threads.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crossbeam_channel::{Sender, bounded, unbounded};

/// The name of the threads.
const NAME: &str = "motscope-worker";

/// Calls `read` with consecutive ranges of `step` places on this many threads, and `take` with the results in order. Ends
/// with `None` as soon as `read` returns `None`.
///
/// A fast thread does not run far ahead of the others, so few results have to be stored until it is their turn.
pub(crate) fn in_order<T: Send>(
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
        // Both ends of the channel are dropped inside the scope. This ends the threads, for which the scope then waits.
        let (jobs, waiting_jobs) = unbounded::<(Range<usize>, Sender<Option<T>>)>();
        for _ in 0..threads {
            let (jobs, read) = (waiting_jobs.clone(), &read);
            let work = move || {
                for (range, answer) in jobs {
                    // If the pass has ended, the answer is not needed.
                    let _ = answer.send(read(range));
                }
            };
            // Fewer threads than wanted are enough. If none starts, the calling thread does the jobs below.
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

/// Calls `work` on this many threads with the numbers below `count`, each once. A thread ends when `work` returns `false`.
/// Each thread has its own value; all values are returned.
pub(crate) fn shared_out<T: Default + Send>(
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
        // If a thread panicked, the scope panics at its end.
        others.into_iter().filter_map(|other| other.join().ok()).chain([own]).collect()
    })
}

/// Runs `work` for each job, on all cores. The results are in the order of the jobs.
pub(crate) fn on_all_cores<'a, J: Sync, T: Send>(jobs: &'a [J], work: impl Fn(&'a J) -> T + Sync) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let shares = shared_out(jobs.len(), threads, |share: &mut Vec<(usize, T)>, at| {
        share.push((at, work(&jobs[at])));
        true
    });
    let mut answers: Vec<(usize, T)> = shares.into_iter().flatten().collect();
    answers.sort_unstable_by_key(|&(at, _)| at);
    answers.into_iter().map(|(_, answer)| answer).collect()
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

        #[test]
        fn answers_are_in_the_order_of_the_jobs(jobs in prop::collection::vec(any::<u8>(), 0..50)) {
            prop_assert_eq!(on_all_cores(&jobs, |job| *job), jobs);
        }
    }
}
