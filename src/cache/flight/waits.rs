//! Finds out when loads wait for each other in a circle, which would last for ever.
//!
//! A load may ask a cache for other keys. If the load of key 1 asks for key 2 while the load of key 2 asks for key 1, both
//! threads wait. Only a thread that carries out a load can close such a circle, so only such threads are noted here. All
//! caches share the notes, since a circle may lead through several of them.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use parking_lot::Mutex;

use crate::cache::sync;

/// The last number that was given to a thread.
static THREADS: AtomicU64 = AtomicU64::new(0);

/// For each thread that waits inside a load: the loader of what it waits for.
static WAITING: Mutex<BTreeMap<u64, Arc<Loader>>> = Mutex::new(BTreeMap::new());

sync::thread_local! {
    /// The number of this thread, from 1; 0 if it has none yet.
    static NUMBER: Cell<u64> = const { Cell::new(0) };
    /// How many loads this thread is carrying out, one inside the other.
    static LOADS: Cell<usize> = const { Cell::new(0) };
}

/// The number of the current thread, from 1.
fn this_thread() -> u64 {
    NUMBER.with(|number| {
        if number.get() == 0 {
            number.set(THREADS.fetch_add(1, Ordering::Relaxed) + 1);
        }
        number.get()
    })
}

/// Whether the current thread is carrying out a load, of any cache.
pub(in crate::cache) fn is_loading() -> bool {
    LOADS.with(Cell::get) > 0
}

/// The thread that carries out a load.
#[derive(Debug, Default)]
pub(in crate::cache) struct Loader(
    /// Its number; 0 before the load began.
    AtomicU64,
);

impl Loader {
    /// Notes that the current thread carries the load out, until the result is dropped.
    pub(in crate::cache) fn start(&self) -> Loading {
        // Read under the lock of `WAITING`, after this thread has taken that lock to wait: this orders the two.
        self.0.store(this_thread(), Ordering::Relaxed);
        LOADS.with(|loads| loads.set(loads.get() + 1));
        Loading
    }
}

impl Loader {
    /// Notes that the load has ended: whoever waits for it waits for no thread any more.
    pub(in crate::cache) fn end(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// Ends the part of a load in which it may ask for other keys.
pub(in crate::cache) struct Loading;

impl Drop for Loading {
    fn drop(&mut self) {
        LOADS.with(|loads| loads.set(loads.get() - 1));
    }
}

/// Notes that the current thread waits for a load, until the result is dropped. None if the load would never end, because
/// it waits for this thread, itself or through other loads. A wait with a limit ends by itself, so no circle is closed by
/// it, and it is not noted.
pub(in crate::cache) fn wait_for(loader: &Arc<Loader>, has_limit: bool) -> Option<Wait> {
    if !is_loading() {
        return Some(Wait { thread: None });
    }
    let thread = this_thread();
    let mut waiting = WAITING.lock();
    let mut next = loader;
    loop {
        let number = next.0.load(Ordering::Relaxed);
        if number == thread {
            return None;
        }
        match waiting.get(&number) {
            Some(further) => next = further,
            None => break,
        }
    }
    if has_limit {
        return Some(Wait { thread: None });
    }
    waiting.insert(thread, Arc::clone(loader));
    Some(Wait { thread: Some(thread) })
}

/// Ends the note that a thread waits.
pub(in crate::cache) struct Wait {
    /// The number of the thread; none if nothing was noted.
    thread: Option<u64>,
}

impl Drop for Wait {
    fn drop(&mut self) {
        if let Some(thread) = self.thread {
            let loader = WAITING.lock().remove(&thread);
            drop(loader);
        }
    }
}
