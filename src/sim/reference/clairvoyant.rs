//! A cache that knows the whole trace in advance.
//!
//! It is the "aggressive" algorithm of Cao, Felten, Karlin and Li ("A study of integrated prefetching and caching
//! strategies", SIGMETRICS 1995), extended to several loaders: load the next missing frame of the trace, and evict the
//! resident frame whose next use is furthest ahead, unless that is used sooner than the frame to be loaded.
//!
//! Of a video it loads one frame of a group at a time, and keeps what the decoder passes by the rule of eviction. It is
//! greedy there: nothing says that no schedule stalls less.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use rustc_hash::FxHashMap;

use crate::cache::Lane;
use crate::sim::machine::{Availability, Machine, Simulated, User};
use crate::sim::outcome::Outcome;
use crate::sim::run::run;
use crate::sim::trace::Trace;

/// Stands for the next row of a frame that is never used again.
const NEVER: usize = usize::MAX;

/// The best of several runs. With few loaders it is often better to leave frames that are due soon to the demand lane,
/// which would be idle otherwise; so several limits are tried. None if `cancel` became true meanwhile.
pub(super) fn best(machine: &Machine, trace: &Trace, cancel: &AtomicBool) -> Option<Outcome> {
    let future = Future::new(trace);
    let leave: &[u32] = if machine.workers < 3 { &[0, 3, 6, 9, 10] } else { &[0] };
    let mut best: Option<Outcome> = None;
    for &tenths in leave {
        let outcome = run(machine, trace, &mut Clairvoyant::new(machine, trace, &future, tenths), cancel)?;
        if best.as_ref().is_none_or(|best| outcome.stall < best.stall) {
            best = Some(outcome);
        }
    }
    best
}

/// The requests of a trace, indexed. Frames are numbered in order of their first request.
struct Future {
    /// The number of the frame that each row requests.
    frame_of_row: Vec<usize>,
    /// The next row that requests the same frame, for each row.
    next_row: Vec<usize>,
    /// The number of each key's frame.
    frame_of_key: FxHashMap<u64, usize>,
    /// The first row that requests each frame.
    first_row: Vec<usize>,
}

impl Future {
    fn new(trace: &Trace) -> Self {
        let mut frame_of_key = FxHashMap::default();
        let mut first_row = Vec::new();
        let mut frame_of_row = Vec::with_capacity(trace.moves.len());
        for (row, step) in trace.moves.iter().enumerate() {
            let frame = *frame_of_key.entry(step.key).or_insert_with(|| {
                first_row.push(row);
                first_row.len() - 1
            });
            frame_of_row.push(frame);
        }
        let mut next_row = vec![NEVER; frame_of_row.len()];
        let mut upcoming = vec![NEVER; first_row.len()];
        for (row, &frame) in frame_of_row.iter().enumerate().rev() {
            next_row[row] = std::mem::replace(&mut upcoming[frame], row);
        }
        Self { frame_of_row, next_row, frame_of_key, first_row }
    }
}

/// Where a frame is.
#[derive(Clone, Copy, PartialEq)]
enum FrameState {
    Absent,
    InFlight,
    Resident,
}

/// The state of one run.
struct Clairvoyant<'a> {
    trace: &'a Trace,
    future: &'a Future,
    capacity: usize,
    machine: &'a Machine,
    /// Frames due sooner than this from now are left to the demand lane.
    leave: Duration,
    /// Where each frame is.
    frames: Vec<FrameState>,
    /// When the load of each frame ends, if it is in flight.
    ends: Vec<Duration>,
    /// The next row that requests each frame.
    next_use: Vec<usize>,
    /// Resident frames, each with the next row that requests it, in order of that row.
    by_use: BTreeSet<(usize, usize)>,
    /// The keys in flight.
    in_flight: Vec<u64>,
    /// The next row of the trace.
    row: usize,
    /// All rows from `row` up to this one request frames that are resident or in flight.
    covered: usize,
    /// When the frame of the last row was shown.
    shown: Duration,
    /// The frame of the last row, until it is shown.
    awaited: Option<usize>,
}

impl<'a> Clairvoyant<'a> {
    fn new(machine: &'a Machine, trace: &'a Trace, future: &'a Future, leave: u32) -> Self {
        Self {
            trace,
            future,
            capacity: machine.frames(),
            machine,
            leave: machine.load.saturating_mul(leave) / 10,
            frames: vec![FrameState::Absent; future.first_row.len()],
            ends: vec![Duration::ZERO; future.first_row.len()],
            next_use: future.first_row.clone(),
            by_use: BTreeSet::new(),
            in_flight: Vec::new(),
            row: 0,
            covered: 0,
            shown: Duration::ZERO,
            awaited: None,
        }
    }

    /// When a row will be requested if there is no stall from now on.
    fn due(&self, row: usize) -> Duration {
        let at = self.trace.moves[row].at;
        match self.machine.user {
            User::Live => at,
            User::Block => {
                let last = self.trace.moves[self.row.saturating_sub(1)].at;
                let shown = self.awaited.map_or(self.shown, |frame| self.ends[frame]);
                shown + at.saturating_sub(last)
            }
        }
    }

    /// Notes that the load of a frame begins.
    fn begin(&mut self, key: u64, frame: usize) {
        self.frames[frame] = FrameState::InFlight;
        self.in_flight.push(key);
    }

    /// Whether a load is in flight that may bring a key.
    fn may_come(&self, key: u64) -> bool {
        let Machine { video: Some(video), keys, .. } = self.machine else { return false };
        let group = video.group_of_key(key, keys);
        self.in_flight.iter().any(|loading| group.contains(loading))
    }

    /// Keeps a frame that has come.
    fn keep(&mut self, frame: usize, now: Duration) {
        self.frames[frame] = FrameState::Resident;
        self.by_use.insert((self.next_use[frame], frame));
        if self.by_use.len() > self.capacity
            && let Some((last_use, victim)) = self.by_use.pop_last()
        {
            self.frames[victim] = FrameState::Absent;
            self.covered = self.covered.min(last_use);
        }
        if self.awaited == Some(frame) {
            self.awaited = None;
            self.shown = now;
        }
    }

    /// The number of a key's frame, if the trace requests it.
    fn frame(&self, key: u64) -> Option<usize> {
        self.future.frame_of_key.get(&key).copied()
    }
}

impl Simulated for Clairvoyant<'_> {
    fn ask(&mut self, _: u64, now: Duration) -> Availability {
        let frame = self.future.frame_of_row[self.row];
        let next = self.future.next_row[self.row];
        let was = std::mem::replace(&mut self.next_use[frame], next);
        self.row += 1;
        self.covered = self.covered.max(self.row);
        self.shown = now;
        self.awaited = Some(frame);
        match self.frames[frame] {
            FrameState::Resident => {
                self.by_use.remove(&(was, frame));
                self.by_use.insert((next, frame));
                self.awaited = None;
                Availability::Ready
            }
            FrameState::InFlight => Availability::InFlight,
            FrameState::Absent => Availability::Absent,
        }
    }

    fn begin_demand(&mut self, key: u64, _: Duration) {
        self.frame(key).into_iter().for_each(|frame| self.begin(key, frame));
    }

    fn begun(&mut self, key: u64, ends: Duration) {
        self.frame(key).into_iter().for_each(|frame| self.ends[frame] = ends);
    }

    fn offer(&mut self, key: u64, _: u64, _: Lane, now: Duration) -> bool {
        let absent = self.frame(key).filter(|&frame| self.frames[frame] == FrameState::Absent);
        let Some(frame) = absent.filter(|&frame| self.next_use[frame] != NEVER || self.awaited == Some(frame)) else {
            return false;
        };
        let has_room = self.by_use.len() + self.in_flight.len() < self.capacity;
        let is_sooner = self.by_use.last().is_some_and(|&(last_use, _)| self.next_use[frame] < last_use);
        if has_room || is_sooner || self.awaited == Some(frame) {
            self.keep(frame, now);
        }
        self.frames[frame] == FrameState::Resident
    }

    fn next_prefetch(&mut self, now: Duration) -> Option<u64> {
        let rows = &self.future.frame_of_row;
        while self.covered < rows.len() && self.frames[rows[self.covered]] != FrameState::Absent {
            self.covered += 1;
        }
        let mut row = self.covered;
        let may_begin = |row: usize| {
            self.frames[rows[row]] == FrameState::Absent
                && self.due(row) >= now + self.leave
                && !self.may_come(self.trace.moves[row].key)
        };
        while row < rows.len() && !may_begin(row) {
            row += 1;
        }
        let frame = *rows.get(row)?;
        // All frames that have to be evicted for it and for those in flight must be used later than it.
        if let Some(leaving) = (self.by_use.len() + self.in_flight.len()).checked_sub(self.capacity) {
            let &(nearest_use, _) = self.by_use.iter().rev().nth(leaving)?;
            if nearest_use <= row {
                return None;
            }
        }
        let key = self.trace.moves[row].key;
        self.begin(key, frame);
        Some(key)
    }

    fn finish(&mut self, key: u64, _: Lane, now: Duration) {
        let Some(frame) = self.frame(key) else { return };
        self.in_flight.retain(|&other| other != key);
        self.keep(frame, now);
    }

    fn is_resident(&self, key: u64) -> bool {
        self.frame(key).is_some_and(|frame| self.frames[frame] == FrameState::Resident)
    }
}
