use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use super::*;
use crate::provider::Synthetic;
use crate::sequence::pictures::Rgba;

const LIMIT: Duration = Duration::from_secs(20);

/// Pictures of one grey each; every seventh is damaged, and 13 panics.
struct Greys {
    count: u64,
    loads: AtomicU64,
    /// Loads wait here.
    gate: Arc<crate::provider::Gate>,
}

impl Greys {
    fn new(count: u64) -> Arc<Self> {
        Arc::new(Self { count, loads: AtomicU64::new(0), gate: Synthetic::new(0).gate() })
    }
}

fn grey(number: u64) -> u8 {
    (number * 5 % 250) as u8
}

fn picture(number: u64) -> Picture {
    let value = grey(number);
    Picture::new(320, 200, vec![Rgba([value, value, value, 255]); 320 * 200])
}

impl PictureSource for Greys {
    fn numbers(&self) -> Arc<KeySet> {
        Arc::new(KeySet::from_runs([101..=100 + self.count]))
    }

    fn load(&self, number: u64, _: &Pool) -> Backdrop<Picture> {
        self.loads.fetch_add(1, Ordering::Relaxed);
        self.gate.pass(number);
        assert_ne!(number, 113, "on purpose");
        if number.is_multiple_of(7) {
            Backdrop::Damaged("on purpose".to_owned())
        } else {
            Backdrop::Ready(picture(number))
        }
    }

    fn size(&self) -> Option<(u32, u32)> {
        Some((320, 200))
    }

    fn name(&self, _: u64) -> Option<String> {
        None
    }
}

fn until(what: impl Fn() -> bool) {
    let began = Instant::now();
    while !what() {
        assert!(began.elapsed() < LIMIT, "waited too long");
        thread::yield_now();
    }
}

/// Whether the thread let go of what it works with.
fn has_ended(source: &Arc<Greys>) -> bool {
    Arc::strong_count(source) == 1
}

#[test]
fn in_idle_time_all_get_one_and_then_the_thread_ends() {
    let source = Greys::new(60);
    let proxies = Proxies::start(source.clone(), || true, Proxies::BUDGET);
    until(|| has_ended(&source));
    assert_eq!(source.loads.load(Ordering::Relaxed), 60);
    assert_eq!(proxies.progress(), 1.0);
    // 112 and 113 cannot be made, one after the other.
    assert_eq!(proxies.spacing(), Some(3));
    assert!(proxies.bytes() > 0);
    for (asked, expected) in [(101, 101), (112, 111), (113, 114), (0, 101), (1000, 160)] {
        let (number, picture) = proxies.nearest(asked).unwrap();
        assert_eq!((number, picture.width, picture.height), (expected, 160, 100), "{asked}");
        assert!(picture.pixel(80, 50).unwrap().0[0].abs_diff(grey(number)) <= 2);
    }
}

#[test]
fn nothing_is_loaded_while_it_is_not_idle_and_a_nudge_is_enough() {
    let source = Greys::new(3);
    let (idle, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let (theirs, count) = (Arc::clone(&idle), Arc::clone(&asked));
    let is_idle = move || {
        count.fetch_add(1, Ordering::Relaxed);
        theirs.load(Ordering::Relaxed)
    };
    let proxies = Proxies::start(source.clone(), is_idle, Proxies::BUDGET);
    until(|| asked.load(Ordering::Relaxed) > 0);
    assert_eq!((source.loads.load(Ordering::Relaxed), proxies.nearest(101)), (0, None));
    assert_eq!((proxies.spacing(), proxies.progress()), (None, 0.0));
    idle.store(true, Ordering::Relaxed);
    proxies.nudge();
    until(|| has_ended(&source));
    assert_eq!(proxies.spacing(), Some(1));
}

#[test]
fn pictures_offered_in_passing_are_not_loaded_again() {
    let source = Greys::new(6);
    source.gate.shut();
    let proxies = Proxies::start(source.clone(), || true, Proxies::BUDGET);
    assert!(source.gate.wait_for(1, LIMIT));
    for number in [102, 103, 103, 104, 900] {
        proxies.offer(number, &picture(number));
    }
    source.gate.open();
    until(|| has_ended(&source));
    // 101 was under way; 105 is damaged.
    assert_eq!(source.loads.load(Ordering::Relaxed), 3);
    assert_eq!(proxies.nearest(103).unwrap().0, 103);
}

#[test]
fn a_small_budget_is_spread_over_the_whole_sequence() {
    let source = Greys::new(1000);
    let proxies = Proxies::start(source.clone(), || true, 60_000);
    until(|| has_ended(&source));
    assert!(proxies.bytes() <= 60_000 && proxies.bytes() > 20_000, "{}", proxies.bytes());
    let spacing = proxies.spacing().unwrap();
    assert!((4..200).contains(&spacing), "{spacing}");
    let (loads, bytes) = (source.loads.load(Ordering::Relaxed), proxies.bytes());
    proxies.offer(102, &picture(102));
    assert_eq!((source.loads.load(Ordering::Relaxed), proxies.bytes()), (loads, bytes), "102 is no part of the plan");
}

#[test]
fn dropping_them_ends_the_thread_and_waits_for_no_load() {
    let source = Greys::new(100);
    source.gate.shut();
    let proxies = Proxies::start(source.clone(), || true, Proxies::BUDGET);
    assert!(source.gate.wait_for(1, LIMIT));
    // The load that waits at the gate would wait for ever.
    drop(proxies);
    source.gate.open();
    until(|| has_ended(&source));
    assert_eq!(source.loads.load(Ordering::Relaxed), 1);
}

#[test]
fn a_picture_that_was_replaced_gets_another_small_one_though_the_thread_had_ended() {
    let source = Greys::new(60);
    let proxies = Proxies::start(source.clone(), || true, Proxies::BUDGET);
    until(|| has_ended(&source));
    let (loads, bytes) = (source.loads.load(Ordering::Relaxed), proxies.bytes());
    proxies.renew(source.clone(), &KeySet::from_keys([104, 105, 900]), || true);
    until(|| has_ended(&source));
    // 105 is damaged, so it was tried again; 900 is none of the pictures.
    assert_eq!(source.loads.load(Ordering::Relaxed), loads + 2);
    assert_eq!((proxies.bytes(), proxies.progress(), proxies.nearest(104).unwrap().0), (bytes, 1.0, 104));
    proxies.renew(source.clone(), &KeySet::default(), || true);
    until(|| has_ended(&source));
    assert_eq!(source.loads.load(Ordering::Relaxed), loads + 2);
}
