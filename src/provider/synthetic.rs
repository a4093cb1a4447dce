//! A provider that makes its values up, for tests, examples and benchmarks: [`Synthetic`].

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use super::data_provider::{BoxError, DataProvider, ProviderStats};
use super::keys::KeySet;

/// A gate that loads have to pass. While it is shut, they wait. With it, tests need no sleeps.
#[derive(Debug, Default)]
pub struct Gate {
    state: Mutex<GateState>,
    changed: Condvar,
}

/// The state of a gate.
#[derive(Debug, Default)]
struct GateState {
    shut: bool,
    /// How many loads may pass although the gate is shut.
    passes: u64,
    /// The keys of the loads that wait.
    waiting: BTreeSet<u64>,
}

impl Gate {
    /// Shuts the gate: loads wait from now on.
    pub fn shut(&self) {
        let mut state = self.state.lock();
        state.shut = true;
        state.passes = 0;
    }

    /// Opens the gate: all waiting and later loads pass.
    pub fn open(&self) {
        self.state.lock().shut = false;
        self.changed.notify_all();
    }

    /// Lets `count` loads pass a shut gate.
    pub fn let_pass(&self, count: u64) {
        self.state.lock().passes += count;
        self.changed.notify_all();
    }

    /// The keys of the loads that wait at the gate now, rising.
    pub fn waiting(&self) -> Vec<u64> {
        self.state.lock().waiting.iter().copied().collect()
    }

    /// Waits until at least `count` loads wait at the gate. Returns false if that takes longer than `limit`.
    pub fn wait_for(&self, count: usize, limit: Duration) -> bool {
        let deadline = Instant::now() + limit;
        let mut state = self.state.lock();
        while state.waiting.len() < count {
            if self.changed.wait_until(&mut state, deadline).timed_out() {
                return state.waiting.len() >= count;
            }
        }
        true
    }

    /// Passes the gate; waits while it is shut. Meanwhile [`waiting`](Self::waiting) lists `key`.
    pub fn pass(&self, key: u64) {
        let mut state = self.state.lock();
        if !state.shut {
            return;
        }
        state.waiting.insert(key);
        self.changed.notify_all();
        while state.shut && state.passes == 0 {
            self.changed.wait(&mut state);
        }
        if state.shut {
            state.passes -= 1;
        }
        state.waiting.remove(&key);
        self.changed.notify_all();
    }
}

/// A provider whose value for a key is the key itself.
///
/// It can fail or panic on chosen keys, take time, give values a weight, and let loads wait at a [`Gate`].
///
/// ```
/// use motscope::{DataProvider, Synthetic};
/// let provider = Synthetic::new(100).failing([13]);
/// assert_eq!(provider.load(7).ok(), Some(7));
/// assert!(provider.load(13).is_err());
/// ```
pub struct Synthetic {
    keys: Mutex<Arc<KeySet>>,
    weight: Box<dyn Fn(u64) -> u64 + Send + Sync>,
    load_time: Duration,
    failing: Mutex<BTreeSet<u64>>,
    panicking: BTreeSet<u64>,
    gate: Arc<Gate>,
    loads: AtomicU64,
    errors: AtomicU64,
    busy_nanos: AtomicU64,
    log: Option<Mutex<Vec<u64>>>,
}

impl Synthetic {
    /// A provider of the keys `0 … count − 1`. Each value weighs 1 byte, and a load takes no time.
    pub fn new(count: u64) -> Self {
        Self::with_keys(KeySet::first_n(count))
    }

    /// A provider of any set of keys. Each value weighs 1 byte, and a load takes no time.
    pub fn with_keys(keys: KeySet) -> Self {
        Self {
            keys: Mutex::new(Arc::new(keys)),
            weight: Box::new(|_| 1),
            load_time: Duration::ZERO,
            failing: Mutex::default(),
            panicking: BTreeSet::new(),
            gate: Arc::default(),
            loads: AtomicU64::new(0),
            errors: AtomicU64::new(0),
            busy_nanos: AtomicU64::new(0),
            log: None,
        }
    }

    /// Sets the weight in bytes of each key's value.
    #[must_use]
    pub fn weighing(mut self, weight: impl Fn(u64) -> u64 + Send + Sync + 'static) -> Self {
        self.weight = Box::new(weight);
        self
    }

    /// Makes every load take `time`.
    #[must_use]
    pub fn taking(mut self, time: Duration) -> Self {
        self.load_time = time;
        self
    }

    /// Makes loads of these keys fail.
    #[must_use]
    pub fn failing(self, keys: impl IntoIterator<Item = u64>) -> Self {
        self.failing.lock().extend(keys);
        self
    }

    /// Makes loads of these keys panic.
    #[must_use]
    pub fn panicking(mut self, keys: impl IntoIterator<Item = u64>) -> Self {
        self.panicking.extend(keys);
        self
    }

    /// Keeps a list of the loaded keys, for [`loaded`](Self::loaded).
    #[must_use]
    pub fn logging(mut self) -> Self {
        self.log = Some(Mutex::default());
        self
    }

    /// The gate that every load has to pass. It is open at first.
    pub fn gate(&self) -> Arc<Gate> {
        Arc::clone(&self.gate)
    }

    /// Lets loads of a failing key succeed from now on.
    pub fn heal(&self, key: u64) {
        self.failing.lock().remove(&key);
    }

    /// Replaces the set of keys, as when a file has grown.
    pub fn set_keys(&self, keys: KeySet) {
        *self.keys.lock() = Arc::new(keys);
    }

    /// The keys loaded so far, in the order in which the loads began. Empty without [`logging`](Self::logging).
    pub fn loaded(&self) -> Vec<u64> {
        self.log.as_ref().map_or_else(Vec::new, |log| log.lock().clone())
    }
}

impl DataProvider for Synthetic {
    type Value = u64;

    fn keys(&self) -> Arc<KeySet> {
        Arc::clone(&self.keys.lock())
    }

    fn load(&self, key: u64) -> Result<u64, BoxError> {
        self.loads.fetch_add(1, Ordering::Relaxed);
        if let Some(log) = &self.log {
            log.lock().push(key);
        }
        let began = Instant::now();
        self.gate.pass(key);
        if !self.load_time.is_zero() {
            std::thread::sleep(self.load_time);
        }
        self.busy_nanos.fetch_add(began.elapsed().as_nanos() as u64, Ordering::Relaxed);
        assert!(!self.panicking.contains(&key), "key {key} was told to panic");
        if self.failing.lock().contains(&key) {
            self.errors.fetch_add(1, Ordering::Relaxed);
            return Err(format!("key {key} was told to fail").into());
        }
        Ok(key)
    }

    fn weight(&self, value: &u64) -> u64 {
        (self.weight)(*value)
    }

    fn stats(&self) -> ProviderStats {
        ProviderStats {
            loads: self.loads.load(Ordering::Relaxed),
            errors: self.errors.load(Ordering::Relaxed),
            busy: Duration::from_nanos(self.busy_nanos.load(Ordering::Relaxed)),
            ..ProviderStats::default()
        }
    }
}
