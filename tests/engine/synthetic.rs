//! A cache in front of a provider that logs its loads and has a gate, and a provider whose load is a function.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::{Receiver, unbounded};
use motscope::cache::{Builder, Snapshot};
use motscope::predict::{AccessHistory, DynamicData, Predictions};
use motscope::{DataProvider, Event, KeySet, PrefetchCache, Request, Synthetic};
use parking_lot::{Condvar, Mutex};

/// Longer than anything here takes; a test that needs it has failed.
pub const LIMIT: Duration = Duration::from_secs(20);

pub type Cache = PrefetchCache<Arc<Synthetic>>;

pub fn provider(count: u64) -> Arc<Synthetic> {
    Arc::new(Synthetic::new(count).logging())
}

pub fn builder(provider: &Arc<Synthetic>) -> Builder<Arc<Synthetic>> {
    PrefetchCache::builder(Arc::clone(provider)).workers(2).predictor(DynamicData::default())
}

pub fn settle<P: DataProvider>(cache: &PrefetchCache<P>) {
    assert!(cache.wait_idle(LIMIT), "the cache did not come to rest: {:?}", cache.stats());
}

pub fn resident(cache: &Cache) -> Vec<u64> {
    let mut snapshot = Snapshot::default();
    cache.snapshot_into(&mut snapshot);
    let mut keys: Vec<u64> = snapshot.resident.iter().map(|entry| entry.key).collect();
    keys.sort_unstable();
    keys
}

pub fn next_ones(_: &AccessHistory, out: &mut Predictions) {
    (1..=4).for_each(|offset| out.add(offset, 1.0 / offset as f64, 0));
}

/// Requests a key and waits until it is there, as a window does from repaint to repaint.
pub fn show<P: DataProvider>(cache: &PrefetchCache<P>, arrivals: &Receiver<Event>, key: u64) -> Arc<P::Value> {
    loop {
        match cache.request(key) {
            Request::Ready(value) => return value,
            Request::Failed(error) => panic!("key {key}: {error}"),
            Request::Pending => drop(arrivals.recv_timeout(LIMIT).expect("nothing arrived")),
        }
    }
}

/// A provider of 1,000 keys whose load is a function.
pub struct Calls(Box<dyn Fn(u64) -> Result<u64, motscope::BoxError> + Send + Sync>);

impl Calls {
    pub fn new(load: impl Fn(u64) -> Result<u64, motscope::BoxError> + Send + Sync + 'static) -> Self {
        Self(Box::new(load))
    }
}

impl DataProvider for Calls {
    type Value = u64;
    fn keys(&self) -> Arc<KeySet> {
        Arc::new(KeySet::first_n(1000))
    }
    fn load(&self, key: u64) -> Result<u64, motscope::BoxError> {
        (self.0)(key)
    }
}

/// Keys whose loads do not return until they are freed.
#[derive(Default)]
pub struct Stuck {
    keys: Mutex<BTreeSet<u64>>,
    freed: Condvar,
}

impl Stuck {
    pub fn at(keys: impl IntoIterator<Item = u64>) -> Arc<Self> {
        Arc::new(Self { keys: Mutex::new(keys.into_iter().collect()), freed: Condvar::new() })
    }

    /// A provider of which these keys are stuck, and the keys of its loads as they begin.
    pub fn provider(stuck: &Arc<Self>) -> (Calls, Receiver<u64>) {
        let (begun, begins) = unbounded();
        let stuck = Arc::clone(stuck);
        let calls = Calls::new(move |key| {
            begun.send(key).ok();
            let mut keys = stuck.keys.lock();
            while keys.contains(&key) {
                stuck.freed.wait(&mut keys);
            }
            Ok(key)
        });
        (calls, begins)
    }

    pub fn free_one(&self, key: u64) {
        self.keys.lock().remove(&key);
        self.freed.notify_all();
    }

    pub fn free(&self) {
        self.keys.lock().clear();
        self.freed.notify_all();
    }
}
