//! What a trace is replayed on: how long loads take, how many may run, how the person waits.

use std::sync::Arc;
use std::time::Duration;

use crate::cache::{Capacity, Lane};
use crate::provider::KeySet;
use crate::random::Random;

/// How the person waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum User {
    /// The first request comes at the time of the first row, every other as long after the previous frame was shown as
    /// the recording shows between the two requests.
    #[default]
    Block,
    /// Requests come at their recorded times; only the newest that is unanswered matters. There is one demand lane: a
    /// newer miss waits for it and replaces the one that waits.
    Live,
}

/// What a trace is replayed on.
#[derive(Clone, Debug)]
pub struct Machine {
    /// How long a load takes; with `sigma`, on average.
    pub load: Duration,
    /// Spread of the load times: a key's is load · exp(σ·z − σ²/2), z drawn once for each key from the standard normal
    /// distribution. 0 makes all equal.
    pub sigma: f64,
    /// What the load times are drawn from.
    pub seed: u64,
    /// How much may be resident.
    pub capacity: Capacity,
    /// What each frame weighs, in bytes.
    pub frame_bytes: u64,
    /// Background loaders, beside the demand lane.
    pub workers: usize,
    /// How the person waits.
    pub user: User,
    /// The keys there are.
    pub keys: Arc<KeySet>,
}

impl Machine {
    /// How long a key takes to load: the same whenever it is asked, at least a nanosecond so that time goes on.
    pub fn load_time(&self, key: u64) -> Duration {
        Duration::from_nanos(self.load_nanos(key))
    }

    pub(super) fn load_nanos(&self, key: u64) -> u64 {
        let load = u64::try_from(self.load.as_nanos()).unwrap_or(u64::MAX);
        if self.sigma == 0.0 {
            return load.max(1);
        }
        let factor = (self.sigma * normal(self.seed, key) - self.sigma * self.sigma / 2.0).exp();
        // A cast from a float clamps, and makes zero of what is no number.
        ((load as f64 * factor).round() as u64).max(1)
    }

    /// How many frames may be resident, bytes considered; at least 1.
    pub fn frames(&self) -> usize {
        let by_bytes = self.capacity.bytes.checked_div(self.frame_bytes).unwrap_or(u64::MAX);
        self.capacity.entries.min(usize::try_from(by_bytes).unwrap_or(usize::MAX)).max(1)
    }
}

/// A number from the standard normal distribution, drawn once for each seed and key (Box and Muller).
fn normal(seed: u64, key: u64) -> f64 {
    let drawn = |state: u64| Random::new(state).next();
    let first = drawn(drawn(seed).wrapping_add(key));
    let second = drawn(first);
    // 53 random bits, above zero, since the logarithm of zero is infinite.
    let unit = |bits: u64| ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    (-2.0 * unit(first).ln()).sqrt() * (std::f64::consts::TAU * unit(second)).cos()
}

/// What a request found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The frame is resident.
    Ready,
    /// It is being loaded, and that load answers the request.
    InFlight,
    /// It has to be loaded in the demand lane.
    Absent,
}

/// A cache under the virtual clock: decides what is loaded and what is kept. Times are since the start of the trace.
///
/// The caller keeps the clock and knows which loads are in flight; see [`run`](super::run) for the order of events.
pub trait Simulated {
    /// Whether the person's own thread is the demand lane, as in the Python library. Then a request that comes while the
    /// lane is busy is not heard of before it is free, no load of a background loader answers a request, and free loaders
    /// take what a request brought up before the lane begins with it. [`ask`](Self::ask) then never answers
    /// [`Found::InFlight`].
    const CALLER_LOADS: bool = false;

    /// The person asks for `key`. Called once for each row of the trace, in order, but for rows that
    /// [`CALLER_LOADS`](Self::CALLER_LOADS) leaves out.
    fn ask(&mut self, key: u64, now: Duration) -> Found;

    /// The demand lane begins to load `key`: at once after [`Found::Absent`], or later, when the lane was busy.
    fn begin_demand(&mut self, key: u64, now: Duration);

    /// A background loader is free: the key that it begins to load now, if any. Asked after every event until the answer
    /// is none.
    fn next_prefetch(&mut self, now: Duration) -> Option<u64>;

    /// A load ends.
    fn finish(&mut self, key: u64, lane: Lane, now: Duration);

    /// Whether `key` is resident. Called as each load begins, to count those that are for nothing.
    fn is_resident(&self, key: u64) -> bool;
}
