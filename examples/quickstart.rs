//! How do I put a cache in front of something slow, and what does it gain?
//!
//! `cargo run --example quickstart`

use std::time::{Duration, Instant};

use motscope::{CacheError, PrefetchCache, Synthetic};

fn main() -> Result<(), CacheError> {
    // 1,000 frames, each of which takes 2 ms to load.
    let provider = Synthetic::new(1000).taking(Duration::from_millis(2));
    let cache = PrefetchCache::builder(provider).capacity(100).workers(4).build();

    let began = Instant::now();
    for frame in 0..100 {
        let value = cache.get(frame)?;
        assert_eq!(*value, frame);
        // While a person looks at the frame, the next ones are loaded.
        std::thread::sleep(Duration::from_millis(3));
    }

    let stats = cache.stats();
    println!("100 frames in {:.0?}", began.elapsed());
    println!("hit rate        {:.1} %", 100.0 * stats.hit_rate().unwrap_or_default());
    println!("accuracy        {:.1} %", 100.0 * stats.accuracy().unwrap_or_default());
    println!("loads per move  {:.2}", stats.loads_per_move().unwrap_or_default());
    Ok(())
}
