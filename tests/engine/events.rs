//! What events and snapshots say.

use std::sync::Arc;
use std::time::Duration;

use crossbeam_channel::bounded;
use motscope::cache::{EventKind, Lane, Snapshot, Verdict};
use motscope::predict::NoPrefetch;
use motscope::{Event, Synthetic};

use crate::synthetic::{LIMIT, builder, next_ones, provider, settle};

#[test]
fn events_are_bounded_and_counted_when_dropped() {
    let provider = provider(100);
    let (sink, events) = bounded(3);
    let cache = builder(&provider).predictor(NoPrefetch).workers(0).events(sink).build();
    for key in 0..10 {
        cache.get(key).unwrap();
    }
    assert_eq!((events.len(), cache.stats().dropped_events), (3, 27));
    let kinds: Vec<EventKind> = events.try_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::Miss, EventKind::LoadStart, EventKind::LoadComplete]);
}

#[test]
fn events_tell_the_whole_story_in_order() {
    let provider = provider(100);
    let (sink, events) = bounded(1000);
    let cache = builder(&provider).predictor(next_ones).capacity(6).workers(1).events(sink).build();
    cache.get(10).unwrap();
    settle(&cache);
    cache.get(11).unwrap();
    settle(&cache);
    cache.get(90).unwrap();
    settle(&cache);
    let story: Vec<Event> = events.try_iter().collect();
    let kinds: Vec<&str> = story.iter().map(|event| event.kind.name()).collect();
    for kind in ["miss", "hit", "load start", "load complete", "prefetch start", "prefetch success", "planned", "evict"]
    {
        assert!(kinds.contains(&kind), "{kind} is missing: {kinds:?}");
    }
    assert!(story.windows(2).all(|pair| pair[0].at <= pair[1].at + Duration::from_millis(1)));
    let stats = cache.stats();
    let count = |kind: &str| kinds.iter().filter(|&&other| other == kind).count() as u64;
    assert_eq!(count("hit"), stats.hits);
    assert_eq!(count("prefetch success"), stats.prefetched);
    assert_eq!(count("evict") + count("evict unused"), stats.evictions);
    assert_eq!(count("load start") + count("prefetch start"), stats.loads);
}

#[test]
fn the_snapshot_shows_what_is_queued_in_flight_failed_and_likely() {
    let provider = Arc::new(Synthetic::new(1000).failing([503]));
    let cache = builder(&provider).predictor(next_ones).workers(1).build();
    cache.get(500).unwrap();
    settle(&cache);
    provider.gate().shut();
    cache.get(501).unwrap();
    cache.get(502).unwrap();
    assert!(provider.gate().wait_for(1, LIMIT));
    let mut snapshot = Snapshot::default();
    cache.snapshot_into(&mut snapshot);
    assert_eq!((snapshot.current, snapshot.failed.as_slice()), (Some(502), &[503][..]));
    assert_eq!(
        snapshot.in_flight.iter().map(|flight| (flight.key, flight.lane)).collect::<Vec<_>>(),
        [(505, Lane::Prefetch)]
    );
    assert_eq!(snapshot.last_move.unwrap().verdict, Verdict::Hit);
    assert_eq!(snapshot.last_move.unwrap().asked_by, Some("score"));
    assert!(!snapshot.candidates.is_empty() && snapshot.terms == ["score"]);
    provider.gate().open();
    settle(&cache);
}
