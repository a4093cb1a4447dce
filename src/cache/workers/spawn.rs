//! Starts the threads of a cache and counts those that run.

use std::cell::Cell;
use std::sync::Arc;

use crate::cache::shared::Shared;
use crate::cache::store::Dropped;
use crate::cache::sync;
use crate::provider::DataProvider;

/// How many values the thread drops that made them leave.
const DROPPED_HERE: usize = 2;

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

/// Drops what a call has made leave. To drop many values may take long, and the caller may be a window that has to draw: then a
/// thread does it.
pub(in crate::cache) fn let_go_elsewhere<P: DataProvider>(shared: &Arc<Shared<P>>, dropped: Dropped<P::Value>) {
    let is_little = dropped.len() <= DROPPED_HERE;
    let leaving = LetGo(Arc::clone(shared), dropped);
    // If the system refuses the thread, they are dropped here, too.
    if is_little || is_own_thread(shared) {
        drop(leaving);
    } else {
        start(shared, "motscope-drop", move |_| drop(leaving));
    }
}

/// Values that are let go one by one when it is dropped.
struct LetGo<P: DataProvider>(Arc<Shared<P>>, Dropped<P::Value>);

impl<P: DataProvider> Drop for LetGo<P> {
    fn drop(&mut self) {
        self.0.let_go_all(std::mem::take(&mut self.1));
    }
}

/// Counts a thread as ended when it is dropped, also if the thread panics.
struct Ended<P: DataProvider>(Arc<Shared<P>>);

impl<P: DataProvider> Drop for Ended<P> {
    fn drop(&mut self) {
        self.0.state.lock().running_threads -= 1;
        self.0.thread_ended.notify_all();
    }
}
