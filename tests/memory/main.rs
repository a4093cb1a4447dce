//! How much memory is allocated. A program of its own, because its allocator counts for the whole process.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::sync::{Mutex, MutexGuard, PoisonError};

#[path = "../support/alloc.rs"]
mod alloc;
mod hit;
mod mot;

#[global_allocator]
static COUNTING: alloc::Counting = alloc::Counting;

/// Keeps the other tests of this program waiting while one of them counts.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}
