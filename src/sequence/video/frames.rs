//! The frames of a video as its decoders give them: which decoder goes for which frame, and what is kept on the way.
//!
//! A frame can only be decoded after all frames from the key frame before it on. So a load either lets an open decoder go on, or
//! opens one at that key frame. What comes on the way is kept for a while: stepping backwards decodes a group of frames once or twice.
//! Loads of frames that a decoder is on its way to wait for that decoder.

use std::sync::Arc;

use parking_lot::{Condvar, Mutex, MutexGuard};

use super::decoder::{Backend, Decoder};
use super::error::VideoError;
use super::kept::Kept;
use super::order::{Order, Start};

/// How many frames before the one that was asked for are kept where a decoder has to begin anew. To hand over the pixels of
/// further ones would take longer than to decode them again, if they are needed at all.
const BEFORE: usize = 24;

/// The frames of a video, decoded when they are asked for. Shared by all threads that load.
pub(super) struct Frames {
    backend: Arc<dyn Backend>,
    /// How many decoders without work stay open.
    most_idle: usize,
    state: Mutex<State>,
    changed: Condvar,
}

/// What the threads share.
struct State {
    order: Order,
    /// Whether the order is known to the end of the file.
    is_complete: bool,
    /// Why the file cannot be read any further.
    failure: Option<VideoError>,
    /// Open decoders without work. The one that was used last is at the end.
    idle: Vec<Lane>,
    /// The ways of the decoders at work, by the number of the way.
    ways: Vec<Way>,
    next_way: u64,
    /// The places that threads wait for.
    awaited: Vec<usize>,
    kept: Kept,
    /// The place of the first frame whose pixels the decoder gives that was opened last.
    given_from: Option<usize>,
    /// How many decoders began at the key frame that they were told, and how many began too late.
    exact: u64,
    late: u64,
    opened: u64,
    decoded: u64,
}

/// An open decoder, and where it is.
struct Lane {
    decoder: Box<dyn Decoder>,
    start: Start,
    /// The place of the frame that it gave last.
    at: Option<usize>,
    /// Whether it has given no frame yet.
    is_new: bool,
}

/// The way of a decoder at work.
#[derive(Clone, Copy, Debug)]
struct Way {
    number: u64,
    at: Option<usize>,
    /// The place of the first frame whose pixels it gives.
    from: usize,
    to: usize,
}

/// Who may have use for frames that a decoder gives on the way to another one.
pub(super) trait OnTheWay {
    /// Whether the frame in this place is wanted now.
    fn wants(&self, place: usize) -> bool;

    /// Takes the pixels of the frame in this place, in the format of the video's facts.
    fn give(&self, place: usize, raw: &[u8]);
}

/// How far a decoder came.
enum Went {
    /// To the frame that was asked for.
    There(Vec<u8>),
    /// It began after its key frame, which was so many key frames before the frame. Another one has to begin further back.
    BeganLate(usize),
}

/// What a load does next.
enum Next {
    /// It has its frame.
    Kept(Vec<u8>),
    /// It lets this decoder go on.
    Lane(Lane),
    /// It opens a decoder.
    Open(Start),
    /// It waits for a decoder that is on its way to the frame.
    Wait,
}

impl Frames {
    /// Frames of which nothing is known yet. Up to `most_kept` bytes of decoded ones are kept, and up to `most_idle` decoders
    /// stay open without work.
    pub(super) fn new(backend: Arc<dyn Backend>, most_kept: usize, most_idle: usize) -> Self {
        let state = State {
            order: Order::Counted(0),
            is_complete: false,
            failure: None,
            idle: Vec::new(),
            ways: Vec::new(),
            next_way: 0,
            awaited: Vec::new(),
            kept: Kept::new(most_kept),
            given_from: None,
            exact: 0,
            late: 0,
            opened: 0,
            decoded: 0,
        };
        Self { backend, most_idle, state: Mutex::new(state), changed: Condvar::new() }
    }

    /// What reads the file.
    pub(super) fn backend(&self) -> &dyn Backend {
        &*self.backend
    }

    /// Changes what is known of the order of the frames, and wakes who waits for it.
    pub(super) fn learn<R>(&self, change: impl FnOnce(&mut Order) -> R) -> R {
        let result = change(&mut self.state.lock().order);
        self.changed.notify_all();
        result
    }

    /// Knows the order of the frames in another way from now on.
    pub(super) fn replace_order(&self, order: Order) {
        let replaced = self.learn(|known| std::mem::replace(known, order));
        // Freed after the lock is released.
        drop(replaced);
    }

    /// Notes that the order is known to its end, or why it cannot be known.
    pub(super) fn complete(&self, outcome: Result<(), VideoError>) {
        let mut state = self.state.lock();
        state.is_complete = true;
        state.failure = outcome.err();
        drop(state);
        self.changed.notify_all();
    }

    /// How many frames are known, and whether these are all.
    pub(super) fn known(&self) -> (usize, bool) {
        let state = self.state.lock();
        (state.order.len(), state.is_complete)
    }

    /// Why the file cannot be read to its end, if it cannot.
    pub(super) fn failure(&self) -> Option<VideoError> {
        self.state.lock().failure.clone()
    }

    /// What `look` sees of the order of the frames. It must be quick.
    pub(super) fn with_order<R>(&self, look: impl FnOnce(&Order) -> R) -> R {
        look(&self.state.lock().order)
    }

    /// The memory of frames that are kept, in bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.state.lock().kept.bytes() as u64
    }

    /// How many threads wait for a decoder of another one.
    #[cfg(test)]
    pub(super) fn waiting(&self) -> usize {
        self.state.lock().awaited.len()
    }

    /// How often a decoder was opened, and how many frames were decoded.
    #[cfg(test)]
    pub(super) fn work(&self) -> (u64, u64) {
        let state = self.state.lock();
        (state.opened, state.decoded)
    }

    /// Waits until `is_enough` of the number of known frames, or until all are known, and not longer than `is_wanted` says, which
    /// is asked now and then.
    pub(super) fn wait_known(&self, is_enough: impl Fn(usize) -> bool, is_wanted: impl Fn() -> bool) {
        let mut state = self.state.lock();
        while !state.is_complete && !is_enough(state.order.len()) && is_wanted() {
            self.changed.wait_for(&mut state, std::time::Duration::from_millis(20));
        }
    }

    /// Decodes the first frame of the file, and keeps it. Returns its time in units of the stream's time base, if it has one.
    ///
    /// # Errors
    /// If there is no such frame.
    pub(super) fn first_time(&self) -> Result<Option<i64>, VideoError> {
        let mut decoder = self.backend.open(None, None)?;
        let mut raw = Vec::new();
        let first = decoder.next(&mut raw)?.ok_or(VideoError::NoVideo)?;
        let lane = Lane { decoder, start: Start { key: None, place: 0, back: 0, give: 0 }, at: Some(0), is_new: false };
        let mut state = self.state.lock();
        state.opened += 1;
        state.decoded += 1;
        let freed = state.kept.add(0, raw, |_| true);
        state.idle.push(lane);
        drop(state);
        drop(freed);
        Ok(first.time)
    }

    /// The pixels of the frame in `place`, in the format of the video's facts. Give the buffer [back](Self::give_back). Frames
    /// that are decoded on the way go to `others` if they are wanted there, and are kept otherwise.
    ///
    /// # Errors
    /// If it cannot be decoded.
    pub(super) fn frame(&self, place: usize, others: &dyn OnTheWay) -> Result<Vec<u8>, VideoError> {
        let mut back = None;
        loop {
            let mut state = self.state.lock();
            let lane = match state.next(place, back) {
                Next::Kept(raw) => return Ok(raw),
                Next::Wait => {
                    state.awaited.push(place);
                    self.changed.wait(&mut state);
                    if let Some(at) = state.awaited.iter().position(|&other| other == place) {
                        state.awaited.swap_remove(at);
                    }
                    continue;
                }
                Next::Lane(lane) => Ok(lane),
                Next::Open(start) => Err(start),
            };
            let number = state.next_way;
            state.next_way += 1;
            let at = lane.as_ref().ok().and_then(|lane| lane.at);
            let from = lane.as_ref().map_or_else(|start| start.place, |lane| lane.start.give);
            state.ways.push(Way { number, at, from, to: place });
            let buffer = state.kept.buffer();
            drop(state);
            // From here on others may wait for this thread.
            let _guard = WayGuard { frames: self, number };
            let lane = match lane {
                Ok(lane) => lane,
                Err(start) => self.open(start, (place, number), others)?,
            };
            match self.go(lane, (place, number), buffer, others)? {
                Went::There(raw) => return Ok(raw),
                Went::BeganLate(far) => back = Some(2 * far + 1),
            }
        }
    }

    fn open(&self, start: Start, (place, way): (usize, u64), others: &dyn OnTheWay) -> Result<Lane, VideoError> {
        let before = place.saturating_sub(BEFORE).max(start.place);
        let wanted = (start.place..before).find(|&other| others.wants(other));
        let mut start = start;
        let (surplus, give_from) = {
            let mut state = self.state.lock();
            state.opened += 1;
            let awaited = state.awaited.iter().copied().filter(|&other| other >= start.place).min();
            // Whoever goes back beyond what was kept goes on to do so: then all of the group is kept that there is room for.
            let is_going_back = state.given_from.is_some_and(|from| place < from && from - place <= BEFORE);
            let before = if is_going_back { start.place } else { before };
            start.give = [Some(before), wanted, awaited].into_iter().flatten().min().unwrap_or(before);
            state.given_from = Some(start.give);
            if let Some(way) = state.ways.iter_mut().find(|other| other.number == way) {
                way.from = start.give;
            }
            let give_from = state.order.give_from(start);
            let open = state.idle.len() + state.ways.len();
            let surplus = open.saturating_sub(self.most_idle).min(state.idle.len());
            (state.idle.drain(..surplus).collect::<Vec<_>>(), give_from)
        };
        // Those that wait for a frame that it leaves out must not wait for it.
        self.changed.notify_all();
        // Ends their programs.
        drop(surplus);
        let decoder = self.backend.open(start.key, give_from)?;
        Ok(Lane { decoder, start, at: None, is_new: true })
    }

    /// Lets a decoder go on to `place`, on the way of this number.
    fn go(
        &self,
        mut lane: Lane,
        (place, way): (usize, u64),
        mut buffer: Vec<u8>,
        others: &dyn OnTheWay,
    ) -> Result<Went, VideoError> {
        loop {
            let Some(decoded) = lane.decoder.next(&mut buffer)? else {
                let last =
                    lane.at.map_or_else(String::new, |last| format!(": the last that can be decoded is {}", last + 1));
                return Err(VideoError::Skipped(place as u64 + 1, last));
            };
            let mut state = self.state.lock();
            state.decoded += 1;
            if lane.is_new {
                lane.is_new = false;
                if state.order.is_late(decoded.began, lane.start) {
                    // It found a later key frame than it was told.
                    state.late += 1;
                    let needed = state.order.start(place, 0).place;
                    let landed = state.order.landed(decoded.began, lane.start);
                    match landed.filter(|landed| landed.place <= needed) {
                        Some(landed) => lane.start = landed,
                        None => return Ok(Went::BeganLate(lane.start.back)),
                    }
                } else {
                    state.exact += u64::from(lane.start.key.is_some());
                }
            }
            let Some(at) = state.order.place(decoded.time, lane.at, lane.start) else { continue };
            let before = lane.at.replace(at);
            if at == place {
                self.park(lane, state);
                return Ok(Went::There(buffer));
            }
            if let Some(way) = state.ways.iter_mut().find(|other| other.number == way) {
                way.at = Some(at);
            }
            if at < place && !state.awaited.contains(&at) {
                drop(state);
                if others.wants(at) {
                    others.give(at, &buffer);
                    continue;
                }
                state = self.state.lock();
            }
            let State { kept, awaited, .. } = &mut *state;
            let freed = kept.add(at, buffer, |other| awaited.contains(&other));
            if at > place {
                // The decoder left it out: it is damaged.
                self.park(lane, state);
                drop(freed);
                let between =
                    before.map_or_else(String::new, |before| format!(": after frame {} comes {}", before + 1, at + 1));
                return Err(VideoError::Skipped(place as u64 + 1, between));
            }
            buffer = kept.buffer();
            let is_awaited = !awaited.is_empty();
            drop(state);
            drop(freed);
            if is_awaited {
                self.changed.notify_all();
            }
        }
    }

    /// Leaves a decoder open, and ends the one that was without work longest if there are too many.
    fn park(&self, lane: Lane, mut state: MutexGuard<'_, State>) {
        state.idle.push(lane);
        let surplus = state.idle.len().saturating_sub(self.most_idle);
        let surplus = state.idle.drain(..surplus).collect::<Vec<_>>();
        drop(state);
        drop(surplus);
    }

    /// Forgets decoders and frames, because the places of frames have changed.
    pub(super) fn forget(&self) {
        let mut state = self.state.lock();
        let (idle, kept) = (std::mem::take(&mut state.idle), state.kept.clear());
        drop(state);
        drop((idle, kept));
    }

    /// Takes the buffer of a frame back, to be used again.
    pub(super) fn give_back(&self, buffer: Vec<u8>) {
        let freed = self.state.lock().kept.spare_or_free(buffer);
        drop(freed);
    }
}

impl State {
    fn next(&mut self, place: usize, back: Option<usize>) -> Next {
        if let Some(raw) = self.kept.take(place) {
            return Next::Kept(raw);
        }
        if let Some(back) = back {
            return Next::Open(self.order.start(place, back));
        }
        // The decoder that is nearest before the frame.
        let idle = self.idle.iter().enumerate().filter_map(|(index, lane)| Some((index, lane.at?)));
        let idle = idle.filter(|&(_, at)| self.order.is_near(at, place)).max_by_key(|&(_, at)| at);
        let at_work =
            self.ways.iter().filter(|way| self.will_come(way, place)).filter_map(|way| way.at.or(Some(0))).max();
        match (idle, at_work) {
            (Some((index, at)), work) if work.is_none_or(|work| work <= at) => Next::Lane(self.idle.remove(index)),
            (_, Some(_)) => Next::Wait,
            // Where containers find the wrong key frame, they mostly do.
            _ => Next::Open(self.order.start(place, usize::from(self.late > self.exact))),
        }
    }

    /// Whether a decoder at work comes to the frame sooner than a new one.
    fn will_come(&self, way: &Way, place: usize) -> bool {
        match way.at {
            Some(at) => self.order.is_near(at, place),
            // It has given none yet.
            None => way.from <= place && (place <= way.to || self.order.is_near(way.to, place)),
        }
    }
}

/// Ends the way of a decoder, and wakes who waits for it, even if the thread unwinds.
struct WayGuard<'a> {
    frames: &'a Frames,
    number: u64,
}

impl Drop for WayGuard<'_> {
    fn drop(&mut self) {
        self.frames.state.lock().ways.retain(|way| way.number != self.number);
        self.frames.changed.notify_all();
    }
}
