//! Which frame of a video is the nth: found from its packets without decoding them, pure.
//!
//! `cv2.VideoCapture` and other readers give the frames of a video in the order of their presentation. Frames that the file
//! tells to discard, as an edit list does, are left out. The place in this order is the number of a frame: neither a stated
//! number of frames nor a frame rate says it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// A packet of a video stream: one encoded frame. Times are in units of the stream's time base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Packet {
    /// When its frame is shown.
    pub time: Option<i64>,
    /// When it is decoded.
    pub decode_time: Option<i64>,
    /// Whether decoding can begin here.
    pub is_key: bool,
    /// Whether its frame is not shown.
    pub is_discarded: bool,
}

/// A frame that decoding can begin at. Times are in units of the stream's time base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeyFrame {
    /// When it is shown.
    pub time: i64,
    /// When it is decoded.
    pub decode_time: Option<i64>,
}

/// A packet has no presentation time: the order of the frames is known only once they are decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Untimed;

/// The presentation times of the frames of a video, in order, and where decoding can begin. It grows while packets are read in
/// their stored order.
#[derive(Clone, Debug, Default)]
pub(super) struct FrameIndex {
    /// The times of the frames whose place is known.
    times: Vec<i64>,
    /// The key frames by the time that they are shown at, discarded ones included, and when each is decoded.
    keys: BTreeMap<i64, Option<i64>>,
    /// The times of frames before which others may come.
    pending: BinaryHeap<Reverse<i64>>,
    /// The times of frames that came too late for their place.
    late: Vec<i64>,
    /// Frames before this time cannot be decoded.
    first: Option<i64>,
    has_discarded: bool,
}

impl FrameIndex {
    /// An index that leaves out frames before the time of the first frame that the decoder gives: those before it refer to frames
    /// that are not in the file.
    pub(super) fn beginning(first: Option<i64>) -> Self {
        Self { first, ..Self::default() }
    }

    /// Adds the next packet.
    ///
    /// # Errors
    /// If it has no presentation time.
    pub(super) fn add(&mut self, packet: Packet) -> Result<(), Untimed> {
        let time = packet.time.ok_or(Untimed)?;
        if packet.is_key {
            self.keys.insert(time, packet.decode_time);
        }
        // A packet is decoded before it is shown, so none that comes later is shown before this time.
        if let Some(now) = packet.decode_time {
            self.settle(|pending| pending < now);
        }
        self.has_discarded |= packet.is_discarded;
        if !packet.is_discarded && self.first.is_none_or(|first| time >= first) {
            if self.times.last().is_some_and(|&last| time < last) {
                self.late.push(time);
            } else {
                self.pending.push(Reverse(time));
            }
        }
        Ok(())
    }

    fn settle(&mut self, is_settled: impl Fn(i64) -> bool) {
        while let Some(&Reverse(time)) = self.pending.peek()
            && is_settled(time)
        {
            self.pending.pop();
            self.times.push(time);
        }
    }

    /// Notes that there are no more packets. Returns whether frames got another place than they had before.
    pub(super) fn end(&mut self) -> bool {
        self.settle(|_| true);
        let is_changed = !self.late.is_empty();
        self.times.append(&mut self.late);
        if is_changed {
            self.times.sort_unstable();
        }
        self.times.shrink_to_fit();
        is_changed
    }

    /// How many frames have their place.
    pub(super) fn len(&self) -> usize {
        self.times.len()
    }

    /// The time of the frame in this place, counted from 0.
    pub(super) fn time(&self, place: usize) -> Option<i64> {
        self.times.get(place).copied()
    }

    /// The place of a decoded frame with this time. Several frames of one time follow each other: `before` is the place of the
    /// frame that the decoder gave before.
    pub(super) fn place(&self, time: i64, before: Option<usize>) -> Option<usize> {
        let next = before.map_or(0, |before| before + 1);
        if self.time(next) == Some(time) {
            return Some(next);
        }
        let first = self.times.partition_point(|&other| other < time);
        (self.time(first) == Some(time)).then_some(first)
    }

    /// The last key frame at or before this time, or one that is `back` key frames further back. `None` if there is none.
    pub(super) fn key_before(&self, time: i64, back: usize) -> Option<KeyFrame> {
        let (&time, &decode_time) = self.keys.range(..=time).rev().nth(back)?;
        Some(KeyFrame { time, decode_time })
    }

    /// The first key frame at or after this time.
    pub(super) fn key_at_or_after(&self, time: i64) -> Option<KeyFrame> {
        self.keys.range(time..).next().map(|(&time, &decode_time)| KeyFrame { time, decode_time })
    }

    /// The place of the first frame at or after this time.
    pub(super) fn first_at(&self, time: i64) -> usize {
        self.times.partition_point(|&other| other < time)
    }

    /// Whether it begins with the frames of another index.
    pub(super) fn begins_with(&self, other: &Self) -> bool {
        self.times.starts_with(&other.times)
    }

    /// The largest distance between key frames, in frames. `None` without frames.
    pub(super) fn longest_gop(&self) -> Option<usize> {
        let begins = self.keys.keys().map(|&time| self.first_at(time)).chain([self.len()]);
        let mut before = 0;
        let gaps = begins.map(|begin| begin - std::mem::replace(&mut before, begin));
        gaps.max().filter(|_| !self.times.is_empty())
    }

    /// The places of the key frames that are shown.
    pub(super) fn key_places(&self) -> Vec<usize> {
        let places = self.keys.keys().map(|&time| (time, self.first_at(time)));
        places.filter(|&(time, place)| self.time(place) == Some(time)).map(|(_, place)| place).collect()
    }

    /// Whether there are frames that are not shown, because the file says so.
    pub(super) fn has_discarded(&self) -> bool {
        self.has_discarded
    }

    /// Whether the distances of the frames differ: by more than one unit, as rounding makes them.
    pub(super) fn has_variable_rate(&self) -> bool {
        let mut gaps = self.times.windows(2).map(|pair| pair[1] - pair[0]);
        let Some(first) = gaps.next() else { return false };
        let (least, most) = gaps.fold((first, first), |(least, most), gap| (least.min(gap), most.max(gap)));
        most - least > 2
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn packet(time: i64, decode_time: i64, is_key: bool) -> Packet {
        Packet { time: Some(time), decode_time: Some(decode_time), is_key, is_discarded: false }
    }

    fn times(index: &FrameIndex) -> Vec<i64> {
        (0..index.len()).filter_map(|place| index.time(place)).collect()
    }

    #[test]
    fn frames_are_in_the_order_of_their_presentation_and_settled_as_soon_as_none_can_come_before() {
        let mut index = FrameIndex::default();
        for (at, (time, is_key)) in
            [(0, true), (30, false), (10, false), (20, false), (40, true)].into_iter().enumerate()
        {
            index.add(packet(time, at as i64 * 10 - 10, is_key)).unwrap();
        }
        assert_eq!(times(&index), [0, 10, 20]);
        assert!(!index.end());
        assert_eq!(times(&index), [0, 10, 20, 30, 40]);
        let key = |time, back| index.key_before(time, back).map(|key| key.time);
        assert_eq!(index.key_before(50, 0), Some(KeyFrame { time: 40, decode_time: Some(30) }));
        assert_eq!(
            (key(39, 0), key(40, 0), key(40, 1), key(40, 2), key(-1, 0)),
            (Some(0), Some(40), Some(0), None, None)
        );
        assert_eq!((index.longest_gop(), FrameIndex::default().longest_gop()), (Some(4), None));
        assert_eq!((index.first_at(31), index.has_variable_rate()), (4, false));
    }

    #[test]
    fn discarded_frames_have_no_place_but_decoding_can_begin_at_them() {
        let mut index = FrameIndex::default();
        index.add(Packet { is_discarded: true, ..packet(-20, -20, true) }).unwrap();
        index.add(packet(0, -10, false)).unwrap();
        index.end();
        assert_eq!((times(&index), index.key_before(0, 0).map(|key| key.time)), (vec![0], Some(-20)));
    }

    #[test]
    fn frames_before_the_first_that_can_be_decoded_have_no_place() {
        let mut index = FrameIndex::beginning(Some(20));
        for (time, is_key) in [(0, false), (10, false), (40, true), (20, false), (30, false)] {
            index.add(Packet { decode_time: None, ..packet(time, 0, is_key) }).unwrap();
        }
        index.end();
        assert_eq!(times(&index), [20, 30, 40]);
    }

    #[test]
    fn frames_of_one_time_follow_each_other() {
        let mut index = FrameIndex::default();
        for time in [0, 10, 10, 10, 25] {
            index.add(packet(time, time, true)).unwrap();
        }
        index.end();
        assert_eq!(index.place(10, None), Some(1));
        assert_eq!(
            (index.place(10, Some(1)), index.place(10, Some(2)), index.place(25, Some(3))),
            (Some(2), Some(3), Some(4))
        );
        assert_eq!(
            (index.place(0, Some(3)), index.place(11, Some(1)), index.has_variable_rate()),
            (Some(0), None, true)
        );
    }

    #[test]
    fn a_packet_without_a_time_is_told() {
        let untimed = Packet { time: None, ..packet(0, 0, true) };
        assert_eq!(FrameIndex::default().add(untimed), Err(Untimed));
    }

    proptest! {
        #[test]
        fn whatever_the_packets_say_the_end_is_the_sorted_list(
            packets in prop::collection::vec((-50_i64..50, prop::option::of(-50_i64..50), any::<bool>(), any::<bool>()), 0..60),
            first in prop::option::of(-50_i64..50),
        ) {
            let mut index = FrameIndex::beginning(first);
            let (mut naive, mut before) = (Vec::new(), Vec::new());
            for &(time, decode_time, is_key, is_discarded) in &packets {
                let packet = Packet { time: Some(time), decode_time, is_key, is_discarded };
                index.add(packet).unwrap();
                if !is_discarded && first.is_none_or(|first| time >= first) {
                    naive.push(time);
                }
                before = times(&index);
            }
            naive.sort_unstable();
            let is_changed = index.end();
            let after = times(&index);
            prop_assert_eq!(&after, &naive);
            prop_assert!(is_changed || after.starts_with(&before));
            for (place, &time) in after.iter().enumerate() {
                let found = index.place(time, place.checked_sub(1)).unwrap();
                prop_assert_eq!((found, after[found]), (place, time));
            }
        }
    }
}
