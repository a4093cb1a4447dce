//! How do I see what the cache does? Through a channel, or through a callback on a thread of its own. The cache never
//! waits for either.
//!
//! `cargo run --example events`

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use motscope::{CacheError, EventKind, PrefetchCache, Synthetic};

fn main() -> Result<(), CacheError> {
    let (sink, events) = crossbeam_channel::bounded(10_000);
    let failures = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&failures);
    let cache = PrefetchCache::builder(Synthetic::new(500).failing([42]))
        .capacity(50)
        .events(sink)
        .on_event(move |event| {
            if event.kind == EventKind::PrefetchError {
                counted.fetch_add(1, Ordering::Relaxed);
            }
        })
        .build();

    for frame in 0..40 {
        cache.get(frame)?;
    }
    cache.wait_idle(Duration::from_secs(1));

    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for event in events.try_iter() {
        if *counts.entry(event.kind.name()).and_modify(|count| *count += 1).or_insert(1) == 1 {
            println!("first {:<17} frame {:>3} at {:?}", event.kind.name(), event.key, event.at);
        }
    }
    println!("\n{counts:?}");
    drop(cache);
    println!("failed prefetches seen by the callback: {}", failures.load(Ordering::Relaxed));
    Ok(())
}
