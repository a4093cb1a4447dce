//! What a trace is replayed on: [`Machine`], and what is replayed: [`Simulated`].

use std::sync::Arc;
use std::time::Duration;

use super::video::Video;
use crate::cache::{Capacity, Lane};
use crate::provider::KeySet;
use crate::random::Random;

/// When the person makes the next request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum User {
    /// After the previous frame was shown. The first request comes at the time of the first row. Every other one comes
    /// after the previous frame was shown, by the time that lies between the two requests in the trace.
    #[default]
    Block,
    /// At the time that the trace tells, whether the previous frame was shown or not. Only the newest request without
    /// an answer counts. A miss waits until a loader that [serves requests](Simulated::WORKERS_SERVE_REQUESTS) is free,
    /// unless a newer miss replaces it.
    Live,
}

/// What a trace is replayed on: how long loads take, how many may run at once, and how the person waits.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Mean time of a load. That of a video's frames depends on the decoder; for a video, set [`Video::mean_load`].
    pub load: Duration,
    /// Spread σ of the load times: that of a key is load · exp(σ·z − σ²/2), with z drawn for each key from the standard
    /// normal distribution. This log-normal distribution has the mean `load`. With 0 all load times are equal.
    pub sigma: f64,
    /// Seed of the random load times.
    pub seed: u64,
    /// How much may be resident.
    pub capacity: Capacity,
    /// What each frame weighs, in bytes.
    pub frame_bytes: u64,
    /// Number of background loaders, beside the demand lanes.
    pub workers: usize,
    /// When the person makes the next request.
    pub user: User,
    /// The keys there are.
    pub keys: Arc<KeySet>,
    /// If the frames are those of a video: what it costs to decode them. Then there is a decoder for each loader. A load takes
    /// the free decoder that is there first, `sigma` means nothing, and a cache may keep what the decoder passes.
    pub video: Option<Video>,
}

impl Machine {
    /// How long the load of a key takes, if it is none of a video; always the same for one key, and at least a nanosecond, so that time passes.
    pub fn load_time(&self, key: u64) -> Duration {
        Duration::from_nanos(self.load_nanos(key))
    }

    /// How long the load of a key takes, in nanoseconds.
    pub(super) fn load_nanos(&self, key: u64) -> u64 {
        let load = u64::try_from(self.load.as_nanos()).unwrap_or(u64::MAX);
        if self.sigma == 0.0 {
            return load.max(1);
        }
        let factor = (self.sigma * normal(self.seed, key) - self.sigma * self.sigma / 2.0).exp();
        // The cast clamps to the range of u64; NaN becomes 0.
        ((load as f64 * factor).round() as u64).max(1)
    }

    /// How many frames may be resident, by the limits of both entries and bytes; at least 1.
    pub fn frames(&self) -> usize {
        let by_bytes = self.capacity.bytes.checked_div(self.frame_bytes).unwrap_or(u64::MAX);
        self.capacity.entries.min(usize::try_from(by_bytes).unwrap_or(usize::MAX)).max(1)
    }
}

/// A number from the standard normal distribution, the same for the same seed and key. By the method of Box and Muller
/// ("A note on the generation of random normal deviates", 1958).
fn normal(seed: u64, key: u64) -> f64 {
    let drawn = |state: u64| Random::new(state).next();
    let first = drawn(drawn(seed).wrapping_add(key));
    let second = drawn(first);
    // 53 random bits as a fraction above 0, since the logarithm of 0 is infinite.
    let unit = |bits: u64| ((bits >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    (-2.0 * unit(first).ln()).sqrt() * (std::f64::consts::TAU * unit(second)).cos()
}

/// Where a frame is when it is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// The frame is resident.
    Ready,
    /// The frame is being loaded, and that load will answer the request.
    InFlight,
    /// The frame has to be loaded in a demand lane.
    Absent,
}

/// A cache under the virtual clock: decides what is loaded and what is kept.
///
/// [`run`](super::run) keeps the clock and calls these methods in the order of the events. `now` is the time since the
/// start of the trace.
pub trait Simulated {
    /// Whether the thread that requests a frame also loads it, as in the Python library. Then:
    ///
    /// - a request that comes while the demand lane is busy reaches the cache only when the lane is free;
    /// - the load of a background loader never answers a request, so [`ask`](Self::ask) never returns
    ///   [`Availability::InFlight`];
    /// - after a request, free background loaders begin before the demand lane does.
    const CALLER_LOADS: bool = false;

    /// How many loads of missed requests run at once, beside the background loaders. At least 1.
    const DEMAND_LANES: usize = 1;

    /// Whether a free background loader loads a missed request that finds no free demand lane.
    const WORKERS_SERVE_REQUESTS: bool = false;

    /// The person requests `key`. Called once for each row of the trace in order, except for requests that a newer one
    /// replaces before they reach the cache; see [`CALLER_LOADS`](Self::CALLER_LOADS).
    fn ask(&mut self, key: u64, now: Duration) -> Availability;

    /// The load of a missed request begins: right after [`Availability::Absent`], or later if no loader was free.
    fn begin_demand(&mut self, key: u64, now: Duration);

    /// The key that a free background loader begins to load now, if any. Called after every event, until it returns
    /// none or no loader is free.
    fn next_prefetch(&mut self, now: Duration) -> Option<u64>;

    /// The load of `from` has decoded the frame `key` on its way. Returns whether the cache keeps it.
    fn offer(&mut self, _key: u64, _from: u64, _lane: Lane, _now: Duration) -> bool {
        false
    }

    /// A load has begun that ends at the time `ends`. Called right before [`begin_demand`](Self::begin_demand), or right after
    /// [`next_prefetch`](Self::next_prefetch) has named the key.
    fn begun(&mut self, _key: u64, _ends: Duration) {}

    /// The load of `key` ends.
    fn finish(&mut self, key: u64, lane: Lane, now: Duration);

    /// When the cache wants to be woken, if no request comes before: when the pointer rests, for example.
    fn wakes_at(&self) -> Option<Duration> {
        None
    }

    /// The time of [`wakes_at`](Self::wakes_at) has come. It may have passed if a request was waited for meanwhile.
    fn wake(&mut self, _now: Duration) {}

    /// Whether `key` is resident. Called when a load begins, to count loads of resident keys.
    fn is_resident(&self, key: u64) -> bool;
}
