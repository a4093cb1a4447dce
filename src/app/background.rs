//! Threads for what the window must not wait for.

use std::thread;

/// Runs `work` on a thread of that name. A system that has no thread left drops it: whoever waits for its answer sees
/// the channel end.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) {
    let _ = thread::Builder::new().name(name.to_owned()).spawn(work);
}
