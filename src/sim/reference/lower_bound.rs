//! A lower bound of the sum of stalls, which no schedule can beat.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::sim::machine::Machine;
use crate::sim::trace::Trace;

/// A lower bound of the sum of stalls for [`User::Block`](crate::sim::User::Block): the larger of two bounds. None if
/// `cancel` became true meanwhile.
pub(super) fn lower_bound(machine: &Machine, trace: &Trace, cancel: &AtomicBool) -> Option<Duration> {
    let nanos = unlimited_cache(machine, trace).max(windows(machine, trace, cancel)?);
    Some(Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX)))
}

/// The stall in nanoseconds if nothing had to be evicted and all loaders, including the demand lane, were always busy.
///
/// The n-th new frame is shown when n loads have ended, or later. With equal load times that is the end of round
/// ⌈n / loaders⌉. Otherwise it is at least the time of the longest of these loads, and at least the sum of their times
/// divided by the number of loaders.
fn unlimited_cache(machine: &Machine, trace: &Trace) -> i128 {
    let loaders = machine.workers as i128 + 1;
    let mut seen = FxHashSet::default();
    let (mut work, mut longest, mut done) = (0_i128, 0_i128, 0_i128);
    let (mut shown, mut stall) = (0_i128, 0_i128);
    let mut previous = trace.moves.first().map_or(Duration::ZERO, |step| step.at);
    for step in &trace.moves {
        let asked = shown + nanos(step.at.saturating_sub(previous));
        previous = step.at;
        if seen.insert(step.key) {
            let load = nanos(machine.load_time(step.key));
            work += load;
            longest = longest.max(load);
            done = match () {
                () if machine.sigma == 0.0 => (seen.len() as i128 + loaders - 1) / loaders * load,
                () => longest.max(work / loaders),
            };
        }
        shown = asked.max(done);
        stall += shown - asked;
    }
    stall
}

/// The largest sum of the stalls, in nanoseconds, that disjoint windows of requests make necessary. None if cancelled.
///
/// Of the F different frames of a window, at most C (the capacity) were resident and W (the workers) in flight when it
/// began. So at least F − C − W loads begin and end in the window: on W loaders while the person does not wait, and on
/// W + 1 while the person waits.
fn windows(machine: &Machine, trace: &Trace, cancel: &AtomicBool) -> Option<i128> {
    let workers = machine.workers as i128;
    let free = machine.frames().min(trace.moves.len()) as i128 + workers;
    let load = trace.moves.iter().map(|step| nanos(machine.load_time(step.key))).min().unwrap_or(0);
    let mut next = vec![usize::MAX; trace.moves.len()];
    let mut upcoming = FxHashMap::default();
    for (row, step) in trace.moves.iter().enumerate().rev() {
        next[row] = upcoming.insert(step.key, row).unwrap_or(usize::MAX);
    }
    let gap: Vec<i128> =
        trace.moves.windows(2).map(|pair| workers * nanos(pair[1].at.saturating_sub(pair[0].at))).chain([0]).collect();
    // The best sum over windows that end before a row.
    let mut best = vec![0_i128; trace.moves.len() + 1];
    for end in 0..trace.moves.len() {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        let mut most = best[end];
        let mut worth = -free * load;
        for begin in (0..=end).rev() {
            if begin < end {
                worth -= gap[begin];
            }
            if next[begin] > end {
                worth += load;
            }
            most = most.max(best[begin] + worth);
        }
        best[end + 1] = most;
    }
    Some(best.last().copied().unwrap_or(0) / (workers + 1))
}

/// A duration in nanoseconds.
fn nanos(time: Duration) -> i128 {
    i128::try_from(time.as_nanos()).unwrap_or(i128::MAX)
}
