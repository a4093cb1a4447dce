//! A provider as if it were far away: [`Delayed`].

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::data_provider::{BoxError, DataProvider, ProviderStats};
use super::keys::KeySet;
use super::neighbours::Neighbours;

/// A simulated storage latency, which can be changed while loads run.
///
/// A load takes `base ± jitter · base`. The jitter is computed from the key, so each load of one key takes the same
/// time.
#[derive(Debug, Default)]
pub struct Latency {
    /// Mean latency in microseconds.
    base_micros: AtomicU64,
    /// Jitter in thousandths of the mean.
    jitter_permille: AtomicU64,
}

impl Latency {
    /// A latency without jitter.
    pub fn new(base: Duration) -> Self {
        let latency = Self::default();
        latency.set(base, 0.0);
        latency
    }

    /// Sets the mean latency and its jitter, a share of the mean from 0 to 1, for all loads that begin from now on.
    pub fn set(&self, base: Duration, jitter: f64) {
        self.base_micros.store(base.as_micros().min(u128::from(u64::MAX)) as u64, Ordering::Relaxed);
        self.jitter_permille.store((jitter.clamp(0.0, 1.0) * 1000.0) as u64, Ordering::Relaxed);
    }

    /// How much longer a load of `key` takes.
    pub fn of(&self, key: u64) -> Duration {
        let base = self.base_micros.load(Ordering::Relaxed);
        let jitter = self.jitter_permille.load(Ordering::Relaxed) as f64 / 1000.0;
        // The high bits of a multiplicative hash (by 2^64 ÷ the golden ratio) spread neighbouring keys evenly.
        let unit = (key.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 11) as f64 / (1_u64 << 53) as f64;
        Duration::from_micros((base as f64 * (1.0 + jitter * (2.0 * unit - 1.0))) as u64)
    }
}

/// A provider whose loads take longer than those of another provider, by a [`Latency`]. What a load hands over beside its
/// own value costs nothing more.
#[derive(Debug)]
pub struct Delayed<P> {
    inner: P,
    latency: Arc<Latency>,
}

impl<P> Delayed<P> {
    /// Slows `inner` down by `latency`. Keep a clone of the `Arc` to change the latency while the cache runs.
    pub fn new(inner: P, latency: Arc<Latency>) -> Self {
        Self { inner, latency }
    }

    /// The other provider.
    pub fn inner(&self) -> &P {
        &self.inner
    }

    /// Waits as long as a load of `key` is delayed.
    fn wait(&self, key: u64) {
        let latency = self.latency.of(key);
        if !latency.is_zero() {
            std::thread::sleep(latency);
        }
    }
}

impl<P: DataProvider> DataProvider for Delayed<P> {
    type Value = P::Value;

    fn keys(&self) -> Arc<KeySet> {
        self.inner.keys()
    }

    fn load(&self, key: u64) -> Result<Self::Value, BoxError> {
        self.wait(key);
        self.inner.load(key)
    }

    fn load_with(&self, key: u64, neighbours: &dyn Neighbours<Self::Value>) -> Result<Self::Value, BoxError> {
        self.wait(key);
        self.inner.load_with(key, neighbours)
    }

    fn together(&self, key: u64) -> RangeInclusive<u64> {
        self.inner.together(key)
    }

    fn reload(&self, key: u64, old: &Self::Value) -> Result<Self::Value, BoxError> {
        self.wait(key);
        self.inner.reload(key, old)
    }

    fn weight(&self, value: &Self::Value) -> u64 {
        self.inner.weight(value)
    }

    fn stats(&self) -> ProviderStats {
        self.inner.stats()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_stays_within_its_share_and_is_the_same_for_the_same_key() {
        let latency = Latency::default();
        latency.set(Duration::from_millis(100), 0.25);
        let times: Vec<Duration> = (0..1000).map(|key| latency.of(key)).collect();
        assert!(times.iter().all(|time| (75..=125).contains(&time.as_millis())));
        assert!(times.iter().max() > times.iter().min());
        assert_eq!(latency.of(7), times[7]);
    }
}
