//! Independent jobs on all cores.

use std::thread;

/// Runs `work` for each job, on all cores. The results are in the order of the jobs.
pub(super) fn on_all_cores<'a, J: Sync, T: Send>(jobs: &'a [J], work: impl Fn(&'a J) -> T + Sync) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(jobs.len()).max(1);
    let mut answers: Vec<(usize, T)> = thread::scope(|scope| {
        let share = |first: usize| {
            let jobs = jobs.iter().enumerate().skip(first).step_by(threads);
            jobs.map(|(at, job)| (at, work(job))).collect::<Vec<_>>()
        };
        let others: Vec<_> = (1..threads).map(|first| scope.spawn(move || share(first))).collect();
        let own = share(0);
        own.into_iter().chain(others.into_iter().flat_map(|other| other.join().unwrap_or_default())).collect()
    });
    answers.sort_unstable_by_key(|&(at, _)| at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
