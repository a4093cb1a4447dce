//! Starts the threads of a cache and counts those that run.

use std::cell::Cell;
use std::sync::Arc;

use crate::cache::shared::Shared;
use crate::cache::sync;
use crate::provider::DataProvider;

sync::thread_local! {
    /// The address of the cache that this thread belongs to; 0 for a thread that is not of a cache.
    static OWNER: Cell<usize> = const { Cell::new(0) };
}

/// Whether the current thread belongs to this cache. Such a thread cannot wait for its own end.
pub(in crate::cache) fn is_own_thread<P: DataProvider>(shared: &Arc<Shared<P>>) -> bool {
    OWNER.with(Cell::get) == shared.address()
}

/// Starts a named thread and counts it as running until it ends. Returns false, after a worker error, if the system
/// refuses the thread.
pub(super) fn start<P: DataProvider>(
    shared: &Arc<Shared<P>>,
    name: &str,
    body: impl FnOnce(&Arc<Shared<P>>) + Send + 'static,
) -> bool {
    shared.state.lock().running_threads += 1;
    let own = Arc::clone(shared);
    let started = sync::spawn(name, move || {
        OWNER.with(|owner| owner.set(own.address()));
        let _ended = Ended(Arc::clone(&own));
        body(&own);
    });
    if let Err(error) = started {
        let mut state = shared.state.lock();
        state.running_threads -= 1;
        let message = format!("the thread {name} could not be started: {error}");
        state.store.worker_error(message.into(), shared.now());
        return false;
    }
    true
}

/// Counts a thread as ended when it is dropped, also if the thread panics.
struct Ended<P: DataProvider>(Arc<Shared<P>>);

impl<P: DataProvider> Drop for Ended<P> {
    fn drop(&mut self) {
        self.0.state.lock().running_threads -= 1;
        self.0.thread_ended.notify_all();
    }
}
