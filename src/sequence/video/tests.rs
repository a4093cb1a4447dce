//! Videos without a decoder: a scripted one gives frames that carry their number.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};
use proptest::prelude::*;

use super::decoder::{Backend, Decoded, Decoder};
use super::error::VideoError;
use super::frames::{Frames, OnTheWay};
use super::index::{KeyFrame, Packet};
use super::indexing;

const LIMIT: Duration = Duration::from_secs(20);

/// A video in memory.
#[derive(Clone, Default)]
struct Script {
    /// The packets in their stored order.
    packets: Vec<Packet>,
    /// The times of frames that the decoder leaves out.
    damaged: Vec<i64>,
    /// How many key frames too late the container finds the one that it is asked for.
    late: usize,
    /// Whether frames have times though packets have none, or the reverse.
    has_no_times: bool,
    gate: Option<Arc<Gate>>,
    opened: Arc<AtomicU64>,
    /// How many decoders are open now.
    open: Arc<AtomicU64>,
}

/// Decoders wait here before they give a frame of this time.
#[derive(Default)]
struct Gate {
    shut: Mutex<Option<i64>>,
    waiting: AtomicBool,
    opened: Condvar,
}

impl Gate {
    fn pass(&self, time: i64) {
        let mut shut = self.shut.lock();
        while *shut == Some(time) {
            self.waiting.store(true, Ordering::Relaxed);
            self.opened.wait(&mut shut);
        }
    }

    fn open(&self) {
        *self.shut.lock() = None;
        self.opened.notify_all();
    }
}

/// A group of frames every `gop`, ten units apart, each stored as soon as those that it refers to: a frame of two is stored after
/// the one that is shown after it.
fn video(count: i64, gop: i64) -> Script {
    let mut order: Vec<i64> = Vec::new();
    for first in (0..count).step_by(gop as usize) {
        let group: Vec<i64> = (first..(first + gop).min(count)).collect();
        order.push(first);
        for pair in group[1..].chunks(2) {
            order.extend(pair.iter().rev());
        }
    }
    let packet = |(at, number): (usize, i64)| Packet {
        time: Some(number * 10),
        decode_time: Some(at as i64 * 10 - 10),
        is_key: number % gop == 0,
        is_discarded: false,
    };
    Script { packets: order.into_iter().enumerate().map(packet).collect(), ..Script::default() }
}

struct Scripted {
    script: Script,
    began: Option<i64>,
    /// The times of the frames that are left, in order.
    left: std::vec::IntoIter<i64>,
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.script.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Decoder for Scripted {
    fn next(&mut self, raw: &mut Vec<u8>) -> Result<Option<Decoded>, VideoError> {
        let Some(time) = self.left.next() else { return Ok(None) };
        self.script.gate.iter().for_each(|gate| gate.pass(time));
        raw.clear();
        raw.extend_from_slice(&time.to_le_bytes());
        let known = |time: i64| (!self.script.has_no_times).then_some(time);
        Ok(Some(Decoded { time: known(time), began: self.began.and_then(known) }))
    }
}

impl Script {
    /// The times of all frames that are shown, in order.
    fn shown(&self) -> Vec<i64> {
        let shown = self.packets.iter().filter(|packet| !packet.is_discarded).filter_map(|packet| packet.time);
        let mut times: Vec<i64> = shown.collect();
        times.sort_unstable();
        times
    }
}

impl Backend for Script {
    fn open(&self, from: Option<KeyFrame>, give_from: Option<i64>) -> Result<Box<dyn Decoder>, VideoError> {
        self.opened.fetch_add(1, Ordering::Relaxed);
        self.open.fetch_add(1, Ordering::Relaxed);
        let keys: Vec<i64> =
            self.packets.iter().filter(|packet| packet.is_key).filter_map(|packet| packet.time).collect();
        let first = from.map(|key| {
            let at = keys.partition_point(|&time| time < key.time) + self.late;
            keys.get(at.min(keys.len() - 1)).copied().unwrap_or(i64::MAX)
        });
        let shown = self.shown().into_iter().filter(|time| first.is_none_or(|first| *time >= first));
        let left: Vec<i64> = shown.filter(|time| !self.damaged.contains(time)).collect();
        let (began, script) = (left.first().copied(), self.clone());
        let is_given = |time: &i64| give_from.is_none_or(|from| *time >= from);
        let left: Vec<i64> = left.into_iter().filter(is_given).collect();
        Ok(Box::new(Scripted { script, began, left: left.into_iter() }))
    }

    fn packets(&self, each: &mut dyn FnMut(Packet) -> bool) -> Result<(), VideoError> {
        for &packet in &self.packets {
            let time = packet.time.filter(|_| !self.has_no_times);
            if !each(Packet { time, ..packet }) {
                break;
            }
        }
        Ok(())
    }

    fn count(&self, each: &mut dyn FnMut() -> bool) -> Result<(), VideoError> {
        let _ = self.shown().iter().all(|_| each());
        Ok(())
    }
}

/// The frames of a script once all are known. Up to `kept` of them are kept.
fn frames(script: &Script, kept: usize) -> Arc<Frames> {
    let frames = Arc::new(Frames::new(Arc::new(script.clone()), kept * 8, 2));
    indexing::start(Arc::clone(&frames), Arc::default()).unwrap();
    frames.wait_known(|_| false, || true);
    frames
}

/// The number that the frame in a place carries.
fn carried(frames: &Frames, place: usize) -> Result<i64, String> {
    carried_with(frames, place, &Wanted::default())
}

/// Takes the frames of these places.
#[derive(Default)]
struct Wanted {
    places: Vec<usize>,
    given: Mutex<Vec<(usize, i64)>>,
}

impl OnTheWay for Wanted {
    fn wants(&self, place: usize) -> bool {
        self.places.contains(&place)
    }

    fn give(&self, place: usize, raw: &[u8]) {
        self.given.lock().push((place, i64::from_le_bytes(raw.try_into().unwrap())));
    }
}

fn carried_with(frames: &Frames, place: usize, others: &Wanted) -> Result<i64, String> {
    let raw = frames.frame(place, others).map_err(|error| error.to_string())?;
    let time = i64::from_le_bytes(raw.as_slice().try_into().unwrap());
    frames.give_back(raw);
    Ok(time)
}

#[test]
fn stepping_backwards_begins_once_for_a_few_frames_and_once_for_the_rest_of_a_group() {
    let script = video(100, 50);
    let frames = frames(&script, 60);
    for place in (0..100).rev() {
        assert_eq!(carried(&frames, place), Ok(place as i64 * 10));
    }
    // One at the opening, two for each group but the first, which is kept as a whole at once.
    assert_eq!(frames.work(), (4, 101));
}

#[test]
fn frames_on_the_way_are_handed_over_if_they_are_wanted_and_kept_otherwise() {
    let script = video(100, 50);
    let frames = frames(&script, 60);
    let others = Wanted { places: vec![52, 58, 61, 3], ..Wanted::default() };
    assert_eq!(carried_with(&frames, 60, &others), Ok(600));
    assert_eq!(*others.given.lock(), [(52, 520), (58, 580)]);
    let work = frames.work();
    assert_eq!(carried(&frames, 53), Ok(530));
    assert_eq!(frames.work(), work);
}

#[test]
fn playing_forward_needs_one_decoder() {
    let script = video(100, 10);
    let frames = frames(&script, 5);
    (0..100).for_each(|place| assert_eq!(carried(&frames, place), Ok(place as i64 * 10)));
    assert_eq!(frames.work(), (1, 100));
}

#[test]
fn few_decoders_stay_open() {
    let script = video(500, 10);
    let frames = frames(&script, 0);
    for place in [400, 100, 300, 200, 450, 20, 333] {
        assert_eq!(carried(&frames, place), Ok(place as i64 * 10));
    }
    assert_eq!(script.open.load(Ordering::Relaxed), 2);
}

#[test]
fn a_container_that_finds_a_later_key_frame_costs_one_more_group_and_is_remembered() {
    let script = Script { late: 1, ..video(200, 10) };
    let frames = frames(&script, 0);
    let opened = || script.opened.load(Ordering::Relaxed);
    assert_eq!(carried(&frames, 105), Ok(1050));
    // One at the opening, one too late, one further back.
    assert_eq!(opened(), 3);
    assert_eq!(carried(&frames, 55), Ok(550));
    assert_eq!(opened(), 4);
}

#[test]
fn a_damaged_frame_is_told_and_those_around_it_are_shown() {
    let script = Script { damaged: vec![70], ..video(20, 10) };
    let frames = frames(&script, 20);
    assert_eq!(carried(&frames, 7), Err("frame 8 cannot be decoded: after frame 7 comes 9".to_owned()));
    assert_eq!((carried(&frames, 6), carried(&frames, 8)), (Ok(60), Ok(80)));
    let script = Script { damaged: vec![180, 190], ..video(20, 10) };
    let frames = self::frames(&script, 20);
    assert_eq!(carried(&frames, 19), Err("frame 20 cannot be decoded: the last that can be decoded is 18".to_owned()));
}

#[test]
fn a_damaged_key_frame_leaves_the_rest_of_its_group() {
    let script = Script { damaged: vec![100], ..video(40, 10) };
    let frames = frames(&script, 40);
    assert!(carried(&frames, 10).is_err());
    for place in [15, 11, 25] {
        assert_eq!(carried(&frames, place), Ok(place as i64 * 10));
    }
}

#[test]
fn frames_without_times_are_counted() {
    let script = Script { has_no_times: true, ..video(30, 10) };
    let frames = frames(&script, 4);
    assert_eq!(frames.known(), (30, true));
    for place in [29, 3, 17, 0] {
        assert_eq!(carried(&frames, place), Ok(place as i64 * 10));
    }
}

#[test]
fn loads_of_one_group_share_a_decoder() {
    let gate = Arc::new(Gate::default());
    let script = Script { gate: Some(Arc::clone(&gate)), ..video(100, 50) };
    let frames = frames(&script, 60);
    *gate.shut.lock() = Some(600);
    let load = |place: usize| {
        let frames = Arc::clone(&frames);
        thread::spawn(move || carried(&frames, place))
    };
    let first = load(80);
    let until = Instant::now() + LIMIT;
    while !gate.waiting.load(Ordering::Relaxed) {
        assert!(Instant::now() < until, "no decoder came to the gate");
        thread::yield_now();
    }
    // The decoder at the gate is on its way to all of these.
    let others: Vec<_> = [65, 70, 79, 85].into_iter().map(|place| (place, load(place))).collect();
    while frames.waiting() < 4 {
        assert!(Instant::now() < until, "they do not wait");
        thread::yield_now();
    }
    gate.open();
    assert_eq!(first.join().unwrap(), Ok(800));
    for (place, load) in others {
        assert_eq!(load.join().unwrap(), Ok(place as i64 * 10));
    }
    assert_eq!(frames.work(), (2, 1 + 30));
}

#[test]
fn a_load_elsewhere_does_not_wait_for_a_stuck_decoder() {
    let gate = Arc::new(Gate::default());
    let script = Script { gate: Some(Arc::clone(&gate)), ..video(100, 10) };
    let frames = frames(&script, 60);
    *gate.shut.lock() = Some(600);
    let stuck = {
        let frames = Arc::clone(&frames);
        thread::spawn(move || carried(&frames, 60))
    };
    let until = Instant::now() + LIMIT;
    while !gate.waiting.load(Ordering::Relaxed) {
        assert!(Instant::now() < until, "no decoder came to the gate");
        thread::yield_now();
    }
    assert_eq!(carried(&frames, 25), Ok(250));
    gate.open();
    assert_eq!(stuck.join().unwrap(), Ok(600));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_the_order_a_frame_is_the_one_of_its_place(
        count in 1_i64..60, gop in 1_i64..20, late in 0_usize..3, kept in 0_usize..20, has_no_times in any::<bool>(),
        discarded in 0_usize..10, places in prop::collection::vec(0_usize..60, 1..40),
    ) {
        let mut script = Script { late, has_no_times, ..video(count, gop) };
        script.packets.iter_mut().take(discarded).for_each(|packet| packet.is_discarded = true);
        let shown = script.shown();
        prop_assume!(!shown.is_empty());
        let frames = frames(&script, kept);
        prop_assert_eq!(frames.known(), (shown.len(), true));
        for place in places.into_iter().filter(|&place| place < shown.len()) {
            prop_assert_eq!(carried(&frames, place), Ok(shown[place]));
        }
    }
}
