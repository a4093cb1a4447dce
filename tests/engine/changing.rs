//! A provider whose values change while it is read, and whose loads are let through one by one; a cache in front of it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use motscope::cache::{Builder, Snapshot};
use motscope::predict::{AccessHistory, NoPrefetch, Predictions};
use motscope::{BoxError, DataProvider, KeySet, PrefetchCache, Request};
use parking_lot::{Condvar, Mutex};

/// Longer than anything here takes; a test that needs it has failed.
pub const LIMIT: Duration = Duration::from_secs(20);

/// A key, and the version that was there when its load began.
pub type Value = (u64, u64);

/// Every change makes a new version of all keys, from 1 on.
pub struct Changing {
    state: Mutex<State>,
    changed: Condvar,
}

#[allow(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
struct State {
    keys: Arc<KeySet>,
    version: u64,
    failing: bool,
    shut: bool,
    /// The keys of the loads begun so far.
    begun: Vec<u64>,
    /// Loads held, by their number in `begun`.
    held: BTreeMap<usize, u64>,
    keys_gate: KeysGate,
}

/// Whether the provider answers at once when it is asked for its keys.
#[derive(Clone, Copy, PartialEq, Eq)]
enum KeysGate {
    Open,
    /// The next answer is held back.
    Shut,
    /// One answer is held back, the others are given.
    Holding,
}

impl Changing {
    pub fn new(count: u64) -> Self {
        let state = State {
            keys: Arc::new(KeySet::first_n(count)),
            version: 1,
            failing: false,
            shut: false,
            begun: Vec::new(),
            held: BTreeMap::new(),
            keys_gate: KeysGate::Open,
        };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Changes what loads find from now on; answers the new version.
    pub fn change(&self) -> u64 {
        let mut state = self.state.lock();
        state.version += 1;
        state.version
    }

    pub fn set_keys(&self, keys: KeySet) {
        self.state.lock().keys = Arc::new(keys);
    }

    /// Makes loads that end from now on fail, or succeed again.
    pub fn set_failing(&self, failing: bool) {
        self.state.lock().failing = failing;
    }

    /// How often a key's load has begun.
    pub fn loads(&self, key: u64) -> usize {
        self.state.lock().begun.iter().filter(|&&begun| begun == key).count()
    }

    /// Holds all loads that begin from now on.
    pub fn shut(&self) {
        self.state.lock().shut = true;
    }

    /// Lets all loads through, now and later.
    pub fn open(&self) {
        let mut state = self.state.lock();
        state.shut = false;
        state.held.clear();
        self.changed.notify_all();
    }

    /// Lets one held load through.
    pub fn let_through(&self, number: usize) {
        assert!(self.state.lock().held.remove(&number).is_some(), "load {number} is not held");
        self.changed.notify_all();
    }

    /// Lets one of the held loads through, if there are any.
    pub fn let_one_through(&self, at: usize) {
        let mut state = self.state.lock();
        if let Some(&number) = state.held.keys().nth(at % state.held.len().max(1)) {
            state.held.remove(&number);
            self.changed.notify_all();
        }
    }

    /// Waits until `count` loads are held; answers their numbers, in order of their begin.
    pub fn wait_for(&self, count: usize) -> Vec<usize> {
        self.wait(|state| (state.held.len() >= count).then(|| state.held.keys().copied().collect()))
    }

    /// Waits until a load is held that began after another; answers its number.
    pub fn wait_for_load_after(&self, number: usize) -> usize {
        self.wait(|state| state.held.keys().copied().find(|&held| held > number))
    }

    /// Holds back the next answer about keys.
    pub fn hold_keys(&self) {
        self.state.lock().keys_gate = KeysGate::Shut;
    }

    /// Waits until an answer about keys is held back.
    pub fn wait_for_keys(&self) {
        self.wait(|state| (state.keys_gate == KeysGate::Holding).then_some(()));
    }

    /// Gives the answer that is held back.
    pub fn release_keys(&self) {
        self.state.lock().keys_gate = KeysGate::Open;
        self.changed.notify_all();
    }

    fn wait<T>(&self, mut found: impl FnMut(&State) -> Option<T>) -> T {
        let deadline = Instant::now() + LIMIT;
        let mut state = self.state.lock();
        loop {
            if let Some(found) = found(&state) {
                return found;
            }
            assert!(!self.changed.wait_until(&mut state, deadline).timed_out(), "what was waited for never came");
        }
    }
}

impl DataProvider for Changing {
    type Value = Value;

    fn keys(&self) -> Arc<KeySet> {
        let mut state = self.state.lock();
        let keys = Arc::clone(&state.keys);
        if state.keys_gate == KeysGate::Shut {
            state.keys_gate = KeysGate::Holding;
            self.changed.notify_all();
            while state.keys_gate == KeysGate::Holding {
                self.changed.wait(&mut state);
            }
        }
        keys
    }

    fn load(&self, key: u64) -> Result<Value, BoxError> {
        let mut state = self.state.lock();
        let version = state.version;
        let number = state.begun.len();
        state.begun.push(key);
        if state.shut {
            state.held.insert(number, key);
            self.changed.notify_all();
            while state.held.contains_key(&number) {
                self.changed.wait(&mut state);
            }
        }
        if state.failing { Err("told to fail".into()) } else { Ok((key, version)) }
    }
}

pub type Cache = PrefetchCache<Arc<Changing>>;

pub fn source(count: u64) -> Arc<Changing> {
    Arc::new(Changing::new(count))
}

pub fn builder(source: &Arc<Changing>) -> Builder<Arc<Changing>> {
    PrefetchCache::builder(Arc::clone(source)).workers(2).predictor(NoPrefetch)
}

pub fn settle(cache: &Cache) {
    assert!(cache.wait_idle(LIMIT), "the cache did not come to rest: {:?}", cache.stats());
}

pub fn keys(keys: impl IntoIterator<Item = u64>) -> KeySet {
    KeySet::from_keys(keys)
}

pub fn resident(cache: &Cache) -> Vec<Value> {
    let mut snapshot = Snapshot::default();
    cache.snapshot_into(&mut snapshot);
    let mut values: Vec<Value> = snapshot.resident.iter().map(|entry| *cache.peek(entry.key).unwrap()).collect();
    values.sort_unstable();
    values
}

pub fn next_four(_: &AccessHistory, out: &mut Predictions) {
    (1..=4).for_each(|offset| out.add(offset, 1.0 / offset as f64, 0));
}

pub fn ready(request: Request<Value>) -> Option<Value> {
    if let Request::Ready(value) = request { Some(*value) } else { None }
}

pub fn get_in_a_thread(cache: &Arc<Cache>, key: u64) -> thread::JoinHandle<Value> {
    let cache = Arc::clone(cache);
    thread::spawn(move || *cache.get(key).unwrap())
}
