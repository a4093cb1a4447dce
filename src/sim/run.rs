//! The event loop.
//!
//! Order of what happens at one instant: loads end, in the order in which they began, and after each the loaders that
//! are free begin the next; then the person asks. After a request the demand lane begins before free background loaders
//! do, unless [`Simulated::CALLER_LOADS`].

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustc_hash::FxHashSet;

use super::machine::{Found, Machine, Simulated, User};
use super::outcome::{Loads, Outcome, Row};
use super::trace::{Move, Trace};
use crate::cache::{Lane, Verdict};

/// How many rows and ends of loads pass between two looks at whether the run is cancelled.
const LOOK_EVERY: u32 = 256;
/// The most background loaders there are, whatever the machine says.
const MAX_WORKERS: usize = 4096;
/// The end of a load that there is none of.
const NEVER: u64 = u64::MAX;

/// Replays a trace. None if `cancel` became true meanwhile.
pub fn run<S: Simulated>(machine: &Machine, trace: &Trace, cache: &mut S, cancel: &AtomicBool) -> Option<Outcome> {
    let lane = machine.workers.min(MAX_WORKERS);
    let free = Slot { end: NEVER, ..Slot::default() };
    let mut run = Run {
        machine,
        cache,
        cancel,
        until_look: 0,
        now: 0,
        slots: vec![free; lane + 1],
        lane,
        busy_loaders: 0,
        next_end: NEVER,
        next_slot: 0,
        begun: 0,
        waiting: None,
        answer: Answer::None,
        unused: FxHashSet::default(),
        rows: Vec::with_capacity(trace.moves.len()),
        loads: Loads::default(),
    };
    let done = match machine.user {
        User::Block => run.block(&trace.moves),
        User::Live => run.live(&trace.moves),
    };
    done.map(|()| Outcome::new(run.rows, run.loads))
}

/// A loader. The last in the array is the demand lane.
#[derive(Clone, Copy, Default)]
struct Slot {
    /// When its load ends; [`NEVER`] if it is free.
    end: u64,
    key: u64,
    /// Which load of the run it is.
    number: u64,
    /// Somebody asked for the key since the load began.
    joined: bool,
}

/// What answers the newest request.
#[derive(Clone, Copy, PartialEq)]
enum Answer {
    /// It is answered.
    None,
    /// The next load of this key that ends.
    Load(u64),
    /// The demand lane, once it begins with what waits for it.
    Lane,
}

struct Run<'a, S> {
    machine: &'a Machine,
    cache: &'a mut S,
    cancel: &'a AtomicBool,
    until_look: u32,
    /// Nanoseconds, as all times here.
    now: u64,
    slots: Vec<Slot>,
    /// The slot of the demand lane.
    lane: usize,
    busy_loaders: usize,
    /// The end of the load that ends first, and its slot.
    next_end: u64,
    next_slot: usize,
    begun: u64,
    /// The key that waits for the demand lane.
    waiting: Option<u64>,
    answer: Answer,
    /// Keys whose last load was a prefetch that nobody asked for yet.
    unused: FxHashSet<u64>,
    rows: Vec<Row>,
    loads: Loads,
}

impl<S: Simulated> Run<'_, S> {
    fn block(&mut self, moves: &[Move]) -> Option<()> {
        let mut previous = moves.first().map_or(0, |step| nanos(step.at));
        let mut at = previous;
        self.now = at;
        for step in moves {
            at = at.saturating_add(nanos(step.at).saturating_sub(previous));
            previous = nanos(step.at);
            self.advance(at)?;
            self.look()?;
            let verdict = self.ask(step.key);
            while self.answer != Answer::None && self.next_end != NEVER {
                self.end_load()?;
            }
            self.rows.push(Row { stall: Duration::from_nanos(self.now - at), verdict });
            at = self.now;
        }
        Some(())
    }

    fn live(&mut self, moves: &[Move]) -> Option<()> {
        self.now = moves.first().map_or(0, |step| nanos(step.at));
        for (row, step) in moves.iter().enumerate() {
            self.look()?;
            let at = nanos(step.at);
            let verdict = self.ask(step.key);
            // Its end is the next request or, for the last, its answer.
            let next = moves.get(row + 1).map_or(NEVER, |next| nanos(next.at));
            while self.answer != Answer::None && self.next_end <= next && self.next_end != NEVER {
                self.end_load()?;
            }
            let is_superseded = self.answer != Answer::None;
            let end = if is_superseded && next != NEVER { next } else { self.now };
            let verdict = if is_superseded { Verdict::Miss } else { verdict };
            self.rows.push(Row { stall: Duration::from_nanos(end.saturating_sub(at)), verdict });
            if next != NEVER {
                self.advance(next)?;
            }
        }
        Some(())
    }

    /// Lets everything happen up to a time.
    fn advance(&mut self, to: u64) -> Option<()> {
        while self.next_end <= to && self.next_end != NEVER {
            self.end_load()?;
        }
        self.now = self.now.max(to);
        Some(())
    }

    /// The person asks for a key.
    fn ask(&mut self, key: u64) -> Verdict {
        self.waiting = None;
        self.answer = Answer::None;
        if S::CALLER_LOADS && self.slots[self.lane].end != NEVER {
            self.waiting = Some(key);
            self.answer = Answer::Lane;
            return Verdict::Miss;
        }
        self.tell(key)
    }

    /// The cache hears of the newest request.
    fn tell(&mut self, key: u64) -> Verdict {
        let lane = self.slots[self.lane];
        let verdict = match self.cache.ask(key, Duration::from_nanos(self.now)) {
            Found::Ready => {
                if self.unused.remove(&key) {
                    self.loads.used += 1;
                    self.loads.used_in_time += 1;
                }
                self.answer = Answer::None;
                Verdict::Hit
            }
            Found::InFlight => {
                self.join(key);
                self.answer = Answer::Load(key);
                Verdict::Late
            }
            Found::Absent if lane.end != NEVER && lane.key == key => {
                self.answer = Answer::Load(key);
                Verdict::Late
            }
            Found::Absent if lane.end != NEVER => {
                self.waiting = Some(key);
                self.answer = Answer::Load(key);
                Verdict::Miss
            }
            Found::Absent => {
                if S::CALLER_LOADS {
                    self.fill_loaders();
                }
                self.begin_demand(key);
                Verdict::Miss
            }
        };
        self.fill_loaders();
        verdict
    }

    /// The demand lane is free.
    fn serve_waiting(&mut self) {
        let Some(key) = self.waiting else { return };
        if S::CALLER_LOADS {
            self.waiting = None;
            self.tell(key);
        } else if !self.is_in_flight(key) {
            self.waiting = None;
            self.begin_demand(key);
        }
    }

    fn is_in_flight(&self, key: u64) -> bool {
        self.slots.iter().any(|slot| slot.end != NEVER && slot.key == key)
    }

    /// The background load of `key`, if there is one, is of use.
    fn join(&mut self, key: u64) {
        let mut loaders = self.slots[..self.lane].iter_mut();
        if let Some(slot) = loaders.find(|slot| slot.end != NEVER && slot.key == key && !slot.joined) {
            slot.joined = true;
            self.loads.used += 1;
        }
    }

    fn begin_demand(&mut self, key: u64) {
        self.answer = Answer::Lane;
        self.unused.remove(&key);
        self.begin(self.lane, key);
        self.cache.begin_demand(key, Duration::from_nanos(self.now));
    }

    fn fill_loaders(&mut self) {
        let now = Duration::from_nanos(self.now);
        while self.busy_loaders < self.lane {
            let Some(key) = self.cache.next_prefetch(now) else { return };
            let Some(slot) = self.slots.iter().position(|slot| slot.end == NEVER) else { return };
            self.busy_loaders += 1;
            self.loads.prefetched += 1;
            self.begin(slot, key);
        }
    }

    fn begin(&mut self, slot: usize, key: u64) {
        self.loads.duplicates += u64::from(self.is_in_flight(key));
        self.loads.of_resident += u64::from(self.cache.is_resident(key));
        self.loads.begun += 1;
        self.begun += 1;
        let end = self.now.saturating_add(self.machine.load_nanos(key)).min(NEVER - 1);
        self.slots[slot] = Slot { end, key, number: self.begun, joined: slot == self.lane };
        if end < self.next_end {
            (self.next_end, self.next_slot) = (end, slot);
        }
    }

    /// None if the run is cancelled.
    fn look(&mut self) -> Option<()> {
        if self.until_look == 0 {
            if self.cancel.load(Ordering::Relaxed) {
                return None;
            }
            self.until_look = LOOK_EVERY;
        }
        self.until_look -= 1;
        Some(())
    }

    /// The load that ends first ends. None if the run is cancelled.
    fn end_load(&mut self) -> Option<()> {
        self.look()?;
        let at = self.next_slot;
        let slot = self.slots[at];
        self.now = slot.end;
        self.slots[at].end = NEVER;
        let earliest = self.slots.iter().enumerate().min_by_key(|(_, slot)| (slot.end, slot.number));
        (self.next_slot, self.next_end) = earliest.map_or((0, NEVER), |(at, slot)| (at, slot.end));
        let lane = if at == self.lane { Lane::Demand } else { Lane::Prefetch };
        let is_answer = match self.answer {
            Answer::None => false,
            Answer::Load(key) => slot.key == key,
            Answer::Lane => self.waiting.is_none() && lane == Lane::Demand,
        };
        if lane == Lane::Demand {
            self.unused.remove(&slot.key);
        } else {
            self.busy_loaders -= 1;
            if is_answer && !slot.joined {
                self.loads.used += 1;
            } else if !slot.joined {
                self.unused.insert(slot.key);
            }
        }
        self.cache.finish(slot.key, lane, Duration::from_nanos(self.now));
        if is_answer {
            self.answer = Answer::None;
            self.waiting = None;
        }
        if lane == Lane::Demand {
            self.serve_waiting();
        }
        self.fill_loaders();
        Some(())
    }
}

fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(NEVER - 1)
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
