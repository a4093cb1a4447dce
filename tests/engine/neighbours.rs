//! Values that come with the loads of other keys, as the frames of a video do, which are decoded from a key frame on.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use crossbeam_channel::{Receiver, bounded};
use motscope::cache::{Builder, EventKind};
use motscope::predict::{AccessHistory, Predictions};
use motscope::provider::Gate;
use motscope::{BoxError, DataProvider, Delayed, Event, KeySet, Latency, Neighbours, PrefetchCache, Request};
use parking_lot::Mutex;

use crate::synthetic::LIMIT;

/// How many frames there are from one key frame to the next.
const GOP: u64 = 10;

/// A frame: its number, the version of the data, and something that tells how many frames are alive.
type Frame = (u64, u64, Arc<()>);

/// A video. Each frame has to pass the gate to be decoded.
#[derive(Default)]
struct Film {
    gate: Gate,
    version: AtomicU64,
    loads: Mutex<Vec<u64>>,
    /// Held by every frame.
    alive: Arc<()>,
    /// Whether it offers what nobody wants, too.
    pushy: bool,
    /// Whose weight panics.
    cursed: Option<u64>,
}

impl Film {
    fn frame(&self, key: u64, version: u64) -> Frame {
        (key, version, Arc::clone(&self.alive))
    }
}

impl DataProvider for Film {
    type Value = Frame;

    fn keys(&self) -> Arc<KeySet> {
        Arc::new(KeySet::first_n(100))
    }

    fn load(&self, _: u64) -> Result<Frame, BoxError> {
        Err("a film is loaded with its neighbours".into())
    }

    fn load_with(&self, key: u64, neighbours: &dyn Neighbours<Frame>) -> Result<Frame, BoxError> {
        self.loads.lock().push(key);
        let version = self.version.load(Ordering::SeqCst);
        for passed in key - key % GOP..key {
            self.gate.pass(passed);
            if self.pushy {
                // Its own key, one that does not exist, and each frame twice.
                [passed, key, 1000, passed].into_iter().for_each(|key| neighbours.offer(key, self.frame(key, version)));
            } else if neighbours.wants(passed) {
                neighbours.offer(passed, self.frame(passed, version));
            }
        }
        self.gate.pass(key);
        Ok(self.frame(key, version))
    }

    fn together(&self, key: u64) -> RangeInclusive<u64> {
        let first = key - key % GOP;
        first..=first + GOP - 1
    }

    fn weight(&self, frame: &Frame) -> u64 {
        assert!(self.cursed != Some(frame.0), "told to panic");
        1
    }
}

/// The five frames before, the nearest first.
fn back(_: &AccessHistory, out: &mut Predictions) {
    (1..=5).for_each(|step| out.add(-step, 1.0 / step as f64, 0));
}

fn builder(film: Film) -> (Builder<Arc<Film>>, Arc<Film>, Receiver<Event>) {
    let film = Arc::new(film);
    let (sink, events) = bounded(1000);
    (PrefetchCache::builder(Arc::clone(&film)).workers(2).capacity(20).predictor(back).events(sink), film, events)
}

/// Waits for an event of this kind.
fn wait_for(events: &Receiver<Event>, kind: EventKind) -> Event {
    loop {
        let event = events.recv_timeout(LIMIT).expect("the event never came");
        if event.kind == kind {
            return event;
        }
    }
}

/// Asks for frame 9 and lets its load begin to decode once there is a plan.
fn with_a_load_under_way(
    film: Film,
    meanwhile: impl FnOnce(&PrefetchCache<Arc<Film>>),
) -> Arc<PrefetchCache<Arc<Film>>> {
    let (builder, film, events) = builder(film);
    film.gate.shut();
    let cache = Arc::new(builder.build());
    let asking = Arc::clone(&cache);
    let asker = thread::spawn(move || asking.get(9).map(|frame| frame.0));
    wait_for(&events, EventKind::Planned);
    assert!(film.gate.wait_for(1, LIMIT));
    meanwhile(&cache);
    film.gate.open();
    let answer = asker.join().unwrap();
    assert!(matches!(answer, Ok(9) | Err(motscope::CacheError::Closed)), "{answer:?}");
    assert!(cache.wait_idle(LIMIT));
    cache
}

#[test]
fn backwards_a_group_is_decoded_once_and_its_frames_are_there() {
    let cache = with_a_load_under_way(Film::default(), |_| ());
    for key in (4..9).rev() {
        assert_eq!(cache.peek(key).map(|frame| frame.0), Some(key));
    }
    for key in (4..9).rev() {
        let Request::Ready(frame) = cache.request(key) else { panic!("{key} is not there") };
        assert_eq!(frame.0, key);
    }
    assert!(cache.wait_idle(LIMIT));
    let stats = cache.stats();
    assert_eq!((stats.hits, stats.misses), (5, 1));
    let first = *cache.provider().loads.lock().first().unwrap();
    assert_eq!((first, stats.neighbours >= 5, stats.accuracy() > Some(0.0)), (9, true, true), "{stats:?}");
    assert_eq!(stats.loads, cache.provider().loads.lock().len() as u64);
    assert_eq!(stats.loads + stats.neighbours, stats.resident as u64 + stats.evictions);
}

#[test]
fn a_provider_around_a_film_hands_its_neighbours_on() {
    let (_, film, _) = builder(Film { pushy: true, ..Film::default() });
    let around = Arc::new(Delayed::new(Arc::clone(&film), Arc::new(Latency::default())));
    assert_eq!(around.together(42), 40..=49);
    let cache = PrefetchCache::builder(around).workers(0).build();
    assert_eq!(cache.get(3).unwrap().0, 3);
    assert_eq!(
        (cache.stats().neighbours, cache.stats().neighbours_refused),
        (0, 12),
        "without a plan nothing is wanted"
    );
}

#[test]
fn no_worker_loads_for_a_group_while_a_load_of_it_is_in_flight() {
    let cache = with_a_load_under_way(Film::default(), |cache| {
        assert_eq!((cache.stats().queued, cache.stats().prefetches_in_flight), (5, 0));
    });
    assert_eq!(*cache.provider().loads.lock(), [9], "all that was queued came with it");
}

#[test]
fn offers_of_what_is_there_of_what_nobody_has_and_of_its_own_key_change_nothing() {
    let cache = with_a_load_under_way(Film { pushy: true, ..Film::default() }, |_| ());
    let stats = cache.stats();
    assert_eq!((stats.neighbours, stats.resident, stats.loads), (5, 6, 1));
    // Of 9 × 4 offers, five were taken.
    assert_eq!((stats.neighbours_refused, stats.rejected, stats.wasted), (31, 0, 0));
    assert_eq!(cache.get(9).unwrap().0, 9);
    assert!(cache.peek(1000).is_none());
    drop(cache.get(9));
    assert_eq!(Arc::strong_count(&cache.provider().alive), 7, "what was refused is gone");
}

#[test]
fn what_was_decoded_before_an_invalidation_is_not_taken_after_it() {
    let change = |cache: &PrefetchCache<Arc<Film>>| {
        cache.provider().version.store(1, Ordering::SeqCst);
        cache.invalidate(&KeySet::from_keys([7]));
    };
    let cache = with_a_load_under_way(Film { pushy: true, ..Film::default() }, change);
    assert_eq!(cache.peek(7).map(|frame| frame.1), Some(1), "it was loaded anew");
}

#[test]
fn a_closed_cache_drops_what_is_offered() {
    let cache = with_a_load_under_way(Film { pushy: true, ..Film::default() }, PrefetchCache::close);
    assert_eq!(Arc::strong_count(&cache.provider().alive), 1, "only the film has it");
}

#[test]
fn a_weight_that_panics_is_told_and_the_load_goes_on() {
    std::panic::set_hook(Box::new(|_| ()));
    let cache = with_a_load_under_way(Film { cursed: Some(6), ..Film::default() }, |_| ());
    drop(std::panic::take_hook());
    assert_eq!((cache.stats().worker_errors, cache.stats().load_errors), (1, 0));
    assert!(cache.peek(6).is_some() && cache.peek(9).is_some());
}

#[test]
fn a_request_that_waits_for_a_free_thread_is_answered_by_what_comes_by() {
    let (builder, film, events) = builder(Film::default());
    film.gate.shut();
    let cache = builder.workers(0).build();
    // Both places of the demand lane are taken.
    for key in [5, 15] {
        assert!(matches!(cache.request(key), Request::Pending));
        assert_eq!(wait_for(&events, EventKind::LoadStart).key, key);
    }
    assert!(matches!(cache.request(4), Request::Pending));
    film.gate.open();
    while !matches!(cache.request(4), Request::Ready(_)) {
        assert!(events.recv_timeout(LIMIT).is_ok(), "nothing happens any more");
    }
    assert_eq!(cache.latest().map(|(key, frame)| (key, frame.0)), Some((4, 4)));
    assert!(cache.wait_idle(LIMIT));
}
