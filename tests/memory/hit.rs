//! What the cache allocates on the way to a frame that is there.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::bounded;
use motscope::predict::DynamicData;
use motscope::{PrefetchCache, Synthetic};

use crate::{alloc, alone};

/// Longer than anything here takes; a test that needs it has failed.
const LIMIT: Duration = Duration::from_secs(20);

#[test]
fn a_hit_allocates_nothing() {
    let _alone = alone();
    let provider = Arc::new(Synthetic::new(1000));
    let (sink, _events) = bounded(10_000);
    let builder = PrefetchCache::builder(Arc::clone(&provider)).workers(2).predictor(DynamicData::default());
    let cache = builder.capacity(200).events(sink).build();
    for key in 0..100 {
        cache.get(key).unwrap();
    }
    assert!(cache.wait_idle(LIMIT), "the cache did not come to rest: {:?}", cache.stats());
    let hits = cache.stats().hits;
    let before = alloc::allocations();
    for key in (0..100).rev() {
        let _value = cache.get(key).unwrap();
    }
    for key in 0..100 {
        let _value = cache.request(key);
    }
    assert_eq!(alloc::allocations() - before, 0);
    assert_eq!(cache.stats().hits - hits, 198, "all were hits, and two were no moves");
}
