//! The event loop of a replay: [`run`].
//!
//! Events at the same instant have this order. First the loads end, in the order in which they began, and those of a video
//! hand over what they have decoded on their way; after each of these events the free background loaders begin their next loads. Then the person makes a request. After a request the demand
//! lanes begin before the free background loaders do, unless [`Simulated::CALLER_LOADS`] is set.

mod slot;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rustc_hash::FxHashSet;

use super::machine::{Availability, Machine, Simulated, User};
use super::outcome::{Loads, Outcome, Row};
use super::trace::{Move, Trace};
use super::video::Decoders;
use crate::cache::{Lane, Verdict};
use slot::{NEVER, Slot, Trip};

/// How many rows and ends of loads pass between two checks whether the run is cancelled.
const CHECK_EVERY: u32 = 256;
/// Most background loaders that are simulated, even if the machine has more.
const MAX_WORKERS: usize = 4096;

/// Replays a trace through `cache`. Returns none if `cancel` became true meanwhile.
pub fn run<S: Simulated>(machine: &Machine, trace: &Trace, cache: &mut S, cancel: &AtomicBool) -> Option<Outcome> {
    let lane = machine.workers.min(MAX_WORKERS);
    let free = Slot { end: NEVER, next: NEVER, trip: None, key: 0, number: 0, lane: Lane::Prefetch, joined: false };
    let loaders = lane + S::DEMAND_LANES.max(1);
    let mut run = Run {
        machine,
        cache,
        cancel,
        until_check: 0,
        now: 0,
        slots: vec![free; loaders],
        decoders: machine.video.map(|video| Decoders::new(video, loaders)),
        lane,
        busy_loaders: 0,
        next_event: NEVER,
        next_slot: 0,
        begun: 0,
        waiting: None,
        awaited: Awaited::Nothing,
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

/// What will answer the newest request.
#[derive(Clone, Copy, PartialEq)]
enum Awaited {
    /// Nothing: the request has its answer.
    Nothing,
    /// The next load of this key that ends.
    Load(u64),
    /// The next load in a demand lane that ends while nothing waits for the lane.
    Lane,
}

/// The state of a replay. All times are in nanoseconds since the start of the trace.
struct Run<'a, S> {
    machine: &'a Machine,
    cache: &'a mut S,
    cancel: &'a AtomicBool,
    /// How many rows and ends of loads pass until the next check of `cancel`.
    until_check: u32,
    /// The time of the current event.
    now: u64,
    slots: Vec<Slot>,
    /// The decoders, if the frames are those of a video.
    decoders: Option<Decoders>,
    /// The slot of the first demand lane.
    lane: usize,
    /// How many background loaders are loading.
    busy_loaders: usize,
    /// When a load ends, or decodes a frame on its way, first; [`NEVER`] if there is no load.
    next_event: u64,
    /// The slot of that load.
    next_slot: usize,
    /// How many loads were begun.
    begun: u64,
    /// The key that waits for a loader that serves requests.
    waiting: Option<u64>,
    awaited: Awaited,
    /// Keys whose last load was a prefetch, and that were not requested since.
    unused: FxHashSet<u64>,
    rows: Vec<Row>,
    loads: Loads,
}

impl<S: Simulated> Run<'_, S> {
    /// Replays for [`User::Block`]. None if the run is cancelled.
    fn block(&mut self, moves: &[Move]) -> Option<()> {
        let mut previous = moves.first().map_or(0, |step| nanos(step.at));
        let mut at = previous;
        self.now = at;
        for step in moves {
            at = at.saturating_add(nanos(step.at).saturating_sub(previous));
            previous = nanos(step.at);
            self.advance(at)?;
            self.check_cancel()?;
            let verdict = self.ask(step.key);
            while self.awaited != Awaited::Nothing && self.next_event != NEVER {
                self.next_event()?;
            }
            self.rows.push(Row { stall: Duration::from_nanos(self.now - at), verdict });
            at = self.now;
        }
        Some(())
    }

    /// Replays for [`User::Live`]. None if the run is cancelled.
    fn live(&mut self, moves: &[Move]) -> Option<()> {
        self.now = moves.first().map_or(0, |step| nanos(step.at));
        for (row, step) in moves.iter().enumerate() {
            self.check_cancel()?;
            let at = nanos(step.at);
            let verdict = self.ask(step.key);
            // The person waits until the answer or the next request; for the last row, until the answer.
            let next = moves.get(row + 1).map_or(NEVER, |next| nanos(next.at));
            while self.awaited != Awaited::Nothing && self.next_event <= next && self.next_event != NEVER {
                self.next_event()?;
            }
            let is_superseded = self.awaited != Awaited::Nothing;
            let end = if is_superseded && next != NEVER { next } else { self.now };
            let verdict = if is_superseded { Verdict::Miss } else { verdict };
            self.rows.push(Row { stall: Duration::from_nanos(end.saturating_sub(at)), verdict });
            if next != NEVER {
                self.advance(next)?;
            }
        }
        Some(())
    }

    /// Advances the clock to a time, ends all loads until then, and wakes the cache if it wants that. None if the run is cancelled.
    fn advance(&mut self, to: u64) -> Option<()> {
        loop {
            let wakes_at = self.cache.wakes_at().map_or(NEVER, nanos).max(self.now);
            if self.next_event <= to.min(wakes_at) && self.next_event != NEVER {
                self.next_event()?;
            } else if wakes_at < to && wakes_at != NEVER {
                self.now = wakes_at;
                self.cache.wake(Duration::from_nanos(wakes_at));
                self.fill_loaders();
            } else {
                self.now = self.now.max(to);
                return Some(());
            }
        }
    }

    /// The person requests a key.
    fn ask(&mut self, key: u64) -> Verdict {
        self.waiting = None;
        self.awaited = Awaited::Nothing;
        if S::CALLER_LOADS && self.slots[self.lane].end != NEVER {
            self.waiting = Some(key);
            self.awaited = Awaited::Lane;
            return Verdict::Miss;
        }
        self.pass_on(key)
    }

    /// Passes a request on to the cache.
    fn pass_on(&mut self, key: u64) -> Verdict {
        let is_demanded = |slot: &Slot| slot.end != NEVER && slot.lane == Lane::Demand && slot.key == key;
        let is_demanded = self.slots.iter().any(is_demanded);
        let verdict = match self.cache.ask(key, Duration::from_nanos(self.now)) {
            Availability::Ready => {
                if self.unused.remove(&key) {
                    self.loads.used += 1;
                    self.loads.used_in_time += 1;
                }
                self.awaited = Awaited::Nothing;
                Verdict::Hit
            }
            Availability::InFlight => {
                self.join(key);
                self.awaited = Awaited::Load(key);
                Verdict::Late
            }
            Availability::Absent if is_demanded => {
                self.awaited = Awaited::Load(key);
                Verdict::Late
            }
            Availability::Absent => {
                if S::CALLER_LOADS {
                    self.fill_loaders();
                }
                if let Some(slot) = self.free_for_demand() {
                    self.begin_demand(slot, key);
                } else {
                    (self.waiting, self.awaited) = (Some(key), Awaited::Load(key));
                }
                Verdict::Miss
            }
        };
        self.fill_loaders();
        verdict
    }

    /// A free loader that serves requests: a demand lane, or else a background loader if these do so, too.
    fn free_for_demand(&self) -> Option<usize> {
        let lanes = self.lane..self.slots.len();
        let others = if S::WORKERS_SERVE_REQUESTS { 0..self.lane } else { 0..0 };
        lanes.chain(others).find(|&slot| self.slots[slot].end == NEVER)
    }

    /// Lets the loader `slot`, which has become free, serve the key that waits for it.
    fn serve_waiting(&mut self, slot: usize) {
        let Some(key) = self.waiting else { return };
        if S::CALLER_LOADS {
            self.waiting = None;
            self.pass_on(key);
        } else if !self.is_in_flight(key) {
            self.waiting = None;
            self.begin_demand(slot, key);
        }
    }

    /// Whether any loader loads a key.
    fn is_in_flight(&self, key: u64) -> bool {
        self.slots.iter().any(|slot| slot.end != NEVER && slot.key == key)
    }

    /// Counts the background load of `key`, if there is one, as used.
    fn join(&mut self, key: u64) {
        let mut loaders = self.slots[..self.lane].iter_mut();
        if let Some(slot) =
            loaders.find(|slot| slot.end != NEVER && slot.lane == Lane::Prefetch && slot.key == key && !slot.joined)
        {
            slot.joined = true;
            self.loads.used += 1;
        }
    }

    /// Begins the load of a missed request.
    fn begin_demand(&mut self, slot: usize, key: u64) {
        self.awaited = if S::CALLER_LOADS { Awaited::Lane } else { Awaited::Load(key) };
        self.unused.remove(&key);
        self.begin(slot, key, Lane::Demand);
        self.cache.begin_demand(key, Duration::from_nanos(self.now));
    }

    /// Lets all free background loaders begin a load, as long as the cache names keys.
    fn fill_loaders(&mut self) {
        let now = Duration::from_nanos(self.now);
        while self.busy_loaders < self.lane {
            let Some(key) = self.cache.next_prefetch(now) else { return };
            let Some(slot) = self.slots.iter().position(|slot| slot.end == NEVER) else { return };
            self.loads.prefetched += 1;
            self.begin(slot, key, Lane::Prefetch);
        }
    }

    /// Begins a load in a slot.
    fn begin(&mut self, slot: usize, key: u64, lane: Lane) {
        self.busy_loaders += usize::from(slot < self.lane);
        self.loads.duplicates += u64::from(self.is_in_flight(key));
        self.loads.of_resident += u64::from(self.cache.is_resident(key));
        self.loads.begun += 1;
        self.begun += 1;
        let trip = self.send_decoder(key);
        let takes = trip.map_or_else(|| self.machine.load_nanos(key), |trip| trip.way.nanos());
        let end = self.now.saturating_add(takes).min(NEVER - 1);
        let next = trip.map_or(end, |trip| trip.at());
        self.slots[slot] = Slot { end, next, trip, key, number: self.begun, lane, joined: lane == Lane::Demand };
        if next < self.next_event {
            (self.next_event, self.next_slot) = (next, slot);
        }
        self.cache.begun(key, Duration::from_nanos(end));
    }

    /// Sends a decoder to a frame, if the frames are those of a video.
    fn send_decoder(&mut self, key: u64) -> Option<Trip> {
        let frame = self.machine.keys.rank_of(key)?;
        let (decoder, way) = self.decoders.as_mut()?.send(frame)?;
        Some(Trip { decoder, way, began: self.now, frame: way.first })
    }

    /// None if the run is cancelled. Looks at the flag only every [`CHECK_EVERY`] calls.
    fn check_cancel(&mut self) -> Option<()> {
        if self.until_check == 0 {
            if self.cancel.load(Ordering::Relaxed) {
                return None;
            }
            self.until_check = CHECK_EVERY;
        }
        self.until_check -= 1;
        Some(())
    }

    /// Lets the next event happen: a load ends, or decodes a frame on its way. None if the run is cancelled.
    fn next_event(&mut self) -> Option<()> {
        self.check_cancel()?;
        let at = self.next_slot;
        let slot = self.slots[at];
        self.now = slot.next;
        if let Some(trip) = slot.trip.filter(|trip| trip.frame < trip.way.frame) {
            let next = Trip { frame: trip.frame + 1, ..trip };
            self.slots[at] = Slot { trip: Some(next), next: next.at(), ..slot };
            self.find_next_event();
            self.pass(slot, trip.frame);
        } else {
            (self.slots[at].end, self.slots[at].next) = (NEVER, NEVER);
            if let Some((decoders, trip)) = self.decoders.as_mut().zip(slot.trip) {
                decoders.free(trip.decoder);
            }
            self.find_next_event();
            self.end_load(at, slot);
        }
        self.fill_loaders();
        Some(())
    }

    fn find_next_event(&mut self) {
        let earliest = self.slots.iter().enumerate().min_by_key(|(_, slot)| (slot.next, slot.number));
        (self.next_slot, self.next_event) = earliest.map_or((0, NEVER), |(at, slot)| (at, slot.next));
    }

    /// A load of a video has decoded a frame on its way.
    fn pass(&mut self, slot: Slot, frame: u64) {
        let Some(key) = self.machine.keys.key_at(frame) else { return };
        if !self.cache.offer(key, slot.key, slot.lane, Duration::from_nanos(self.now)) {
            return;
        }
        self.loads.neighbours += 1;
        if self.awaited == Awaited::Load(key) {
            self.loads.used += 1;
            self.awaited = Awaited::Nothing;
            self.waiting = None;
        } else {
            self.unused.insert(key);
        }
    }

    /// Ends the load in the slot `at`, which was `slot` and is free now.
    fn end_load(&mut self, at: usize, slot: Slot) {
        self.busy_loaders -= usize::from(at < self.lane);
        let lane = slot.lane;
        let is_answer = match self.awaited {
            Awaited::Nothing => false,
            Awaited::Load(key) => slot.key == key,
            Awaited::Lane => self.waiting.is_none() && lane == Lane::Demand,
        };
        if lane == Lane::Demand {
            self.unused.remove(&slot.key);
        } else if is_answer && !slot.joined {
            self.loads.used += 1;
        } else if !slot.joined {
            self.unused.insert(slot.key);
        }
        self.cache.finish(slot.key, lane, Duration::from_nanos(self.now));
        if is_answer {
            self.awaited = Awaited::Nothing;
            self.waiting = None;
        }
        if at >= self.lane || S::WORKERS_SERVE_REQUESTS {
            self.serve_waiting(at);
        }
    }
}

/// A duration in nanoseconds, at most one less than [`NEVER`].
fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(NEVER - 1)
}

#[cfg(test)]
mod tests;
