//! Knows the whole trace beforehand: the "aggressive" algorithm of Cao, Felten, Karlin and Li (1995) on several
//! loaders: fetch the next frame of the future that is missing, in place of the one used furthest ahead, but never in
//! place of one that is used sooner.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use rustc_hash::FxHashMap;

use crate::cache::Lane;
use crate::sim::{Found, Machine, Outcome, Simulated, Trace, User, run};

/// Row of a frame that is never used again.
const NEVER: usize = usize::MAX;

/// The best run. With few loaders it pays to leave what is due soon to the demand lane, which would stand idle.
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

/// What the rows of a trace ask for.
struct Future {
    /// Number of the frame that a row asks for, counted by first use.
    frame_of_row: Vec<usize>,
    /// The next row that asks for the same frame.
    next_row: Vec<usize>,
    frame_of_key: FxHashMap<u64, usize>,
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

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Out,
    InFlight,
    Resident,
}

struct Clairvoyant<'a> {
    trace: &'a Trace,
    future: &'a Future,
    capacity: usize,
    machine: &'a Machine,
    /// Frames due sooner than this are left to the demand lane.
    leave: Duration,
    place: Vec<Place>,
    /// When the load of each frame ends, if it is on its way.
    ends: Vec<Duration>,
    /// The next row of each frame.
    next_use: Vec<usize>,
    /// Resident frames by their next row.
    by_use: BTreeSet<(usize, usize)>,
    in_flight: usize,
    /// The next row that will be asked for.
    row: usize,
    /// All rows from `row` up to here ask for frames that are resident or on their way.
    covered: usize,
    /// When the frame of the last row was shown.
    shown: Duration,
    /// The frame of the last row, while it is not shown.
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
            place: vec![Place::Out; future.first_row.len()],
            ends: vec![Duration::ZERO; future.first_row.len()],
            next_use: future.first_row.clone(),
            by_use: BTreeSet::new(),
            in_flight: 0,
            row: 0,
            covered: 0,
            shown: Duration::ZERO,
            awaited: None,
        }
    }

    /// When a row will be asked for if nothing stalls from now on.
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

    fn begin(&mut self, key: u64, frame: usize, now: Duration) {
        self.ends[frame] = now + self.machine.load_time(key);
        self.place[frame] = Place::InFlight;
        self.in_flight += 1;
    }

    fn frame(&self, key: u64) -> Option<usize> {
        self.future.frame_of_key.get(&key).copied()
    }
}

impl Simulated for Clairvoyant<'_> {
    fn ask(&mut self, _: u64, now: Duration) -> Found {
        let frame = self.future.frame_of_row[self.row];
        let next = self.future.next_row[self.row];
        let was = std::mem::replace(&mut self.next_use[frame], next);
        self.row += 1;
        self.covered = self.covered.max(self.row);
        self.shown = now;
        self.awaited = Some(frame);
        match self.place[frame] {
            Place::Resident => {
                self.by_use.remove(&(was, frame));
                self.by_use.insert((next, frame));
                self.awaited = None;
                Found::Ready
            }
            Place::InFlight => Found::InFlight,
            Place::Out => Found::Absent,
        }
    }

    fn begin_demand(&mut self, key: u64, now: Duration) {
        self.frame(key).into_iter().for_each(|frame| self.begin(key, frame, now));
    }

    fn next_prefetch(&mut self, now: Duration) -> Option<u64> {
        let rows = &self.future.frame_of_row;
        while self.covered < rows.len() && self.place[rows[self.covered]] != Place::Out {
            self.covered += 1;
        }
        let mut row = self.covered;
        while row < rows.len() && (self.place[rows[row]] != Place::Out || self.due(row) < now + self.leave) {
            row += 1;
        }
        let frame = *rows.get(row)?;
        // Of those that have to leave for it and for what is on its way, all must be used later.
        if let Some(leaving) = (self.by_use.len() + self.in_flight).checked_sub(self.capacity) {
            let &(nearest_use, _) = self.by_use.iter().rev().nth(leaving)?;
            if nearest_use <= row {
                return None;
            }
        }
        let key = self.trace.moves[row].key;
        self.begin(key, frame, now);
        Some(key)
    }

    fn finish(&mut self, key: u64, _: Lane, now: Duration) {
        let Some(frame) = self.frame(key) else { return };
        self.in_flight -= 1;
        self.place[frame] = Place::Resident;
        self.by_use.insert((self.next_use[frame], frame));
        if self.by_use.len() > self.capacity
            && let Some((last_use, victim)) = self.by_use.pop_last()
        {
            self.place[victim] = Place::Out;
            self.covered = self.covered.min(last_use);
        }
        if self.awaited == Some(frame) {
            self.awaited = None;
            self.shown = now;
        }
    }

    fn is_resident(&self, key: u64) -> bool {
        self.frame(key).is_some_and(|frame| self.place[frame] == Place::Resident)
    }
}
