//! Where each frame of a video is, as far as that is known, and from where it is decoded: pure.

use std::ops::Range;

use super::index::{FrameIndex, KeyFrame};

/// How many frames can be decoded in the time that it takes to open a decoder at a key frame: about 20 to 40 ms.
const SEEK_FRAMES: usize = 10;

/// The frames of a video in their order, as far as they are known.
#[derive(Debug)]
pub(super) enum Order {
    /// By the times of the packets.
    Timed(FrameIndex),
    /// The packets have no times: so many frames were decoded from the beginning of the file.
    Counted(usize),
}

/// From where a frame is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// The key frame. `None` for the beginning of the file.
    pub key: Option<KeyFrame>,
    /// The place of the first frame that the decoder gives then.
    pub place: usize,
    /// How many key frames it is before the last one that would do.
    pub back: usize,
    /// The place of the first frame whose pixels are wanted.
    pub give: usize,
}

impl Order {
    /// How many frames are known.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Timed(index) => index.len(),
            Self::Counted(count) => *count,
        }
    }

    /// From where the frame in `place` is decoded: from the key frame before it, or from one that is `back` key frames further
    /// back.
    pub(super) fn start(&self, place: usize, back: usize) -> Start {
        let beginning = Start { key: None, place: 0, back, give: 0 };
        let Self::Timed(index) = self else { return beginning };
        let first = index.time(0);
        // What comes first in the file may lie before the first frame that is shown.
        let key = index.time(place).and_then(|time| index.key_before(time, back));
        match key.filter(|key| first.is_some_and(|first| key.time > first)) {
            Some(key) => {
                let place = index.first_at(key.time);
                Start { key: Some(key), place, back, give: place }
            }
            None => beginning,
        }
    }

    /// Whether a decoder whose first frame has the time `began` found a later key frame than that of `start`.
    pub(super) fn is_late(&self, began: Option<i64>, start: Start) -> bool {
        let (Self::Timed(index), Some(began), Some(_)) = (self, began, start.key) else { return false };
        index.time(start.place).is_some_and(|time| began > time)
    }

    /// From where a decoder really decodes whose first frame has the time `began`: what it gives before the next key frame refers
    /// to frames that it does not have. `None` if there is no further key frame.
    pub(super) fn landed(&self, began: Option<i64>, start: Start) -> Option<Start> {
        let Self::Timed(index) = self else { return None };
        let key = index.key_at_or_after(began?)?;
        let place = index.first_at(key.time);
        Some(Start { key: Some(key), place, give: start.give.max(place), ..start })
    }

    /// The time from which on pixels are wanted. `None` if all are.
    pub(super) fn give_from(&self, start: Start) -> Option<i64> {
        match self {
            Self::Timed(index) if start.give > start.place => index.time(start.give),
            _ => None,
        }
    }

    /// Whether another order has these frames, and perhaps more after them.
    pub(super) fn is_beginning_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Timed(own), Self::Timed(other)) => other.begins_with(own),
            _ => false,
        }
    }

    /// The largest distance between key frames, in frames; `None` if it is not known.
    pub(super) fn longest_gop(&self) -> Option<usize> {
        match self {
            Self::Timed(index) => index.longest_gop(),
            Self::Counted(_) => None,
        }
    }

    /// The places of the key frames that are shown; `None` if they are not known.
    pub(super) fn key_places(&self) -> Option<Vec<usize>> {
        match self {
            Self::Timed(index) => Some(index.key_places()),
            Self::Counted(_) => None,
        }
    }

    /// Whether there are frames that are not shown, because the file says so.
    pub(super) fn has_discarded(&self) -> bool {
        matches!(self, Self::Timed(index) if index.has_discarded())
    }

    /// Whether the distances of the frames in time differ.
    pub(super) fn has_variable_rate(&self) -> bool {
        matches!(self, Self::Timed(index) if index.has_variable_rate())
    }

    /// The places of the frames that are decoded from one key frame, this one among them; all places where key frames are not
    /// known.
    pub(super) fn group(&self, place: usize) -> Range<usize> {
        let Self::Timed(index) = self else { return 0..self.len() };
        let start = self.start(place, 0).place;
        let next = index.time(place).and_then(|time| index.key_at_or_after(time.checked_add(1)?));
        start..next.map_or(self.len(), |key| index.first_at(key.time))
    }

    /// Whether a decoder that gave the frame in place `at` last comes to the frame in `place` sooner than a new one.
    pub(super) fn is_near(&self, at: usize, place: usize) -> bool {
        at < place && place - at <= SEEK_FRAMES + place - self.start(place, 0).place
    }

    /// The place of a decoded frame. `before` is the place of the one that its decoder gave before, if there is one. `None` if it
    /// has none: it was discarded, or belongs to a part that cannot be decoded from where the decoder began.
    pub(super) fn place(&self, time: Option<i64>, before: Option<usize>, start: Start) -> Option<usize> {
        match self {
            Self::Counted(_) => Some(before.map_or(0, |before| before + 1)),
            Self::Timed(index) => {
                let time = time?;
                let is_before = before.is_none() && start.key.is_some_and(|key| time < key.time);
                if is_before { None } else { index.place(time, before) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::index::Packet;
    use super::*;

    /// Frames 10 units apart, a key frame every `gop`; the first `discarded` are not shown.
    fn order(count: i64, gop: i64, discarded: i64) -> Order {
        let mut index = FrameIndex::default();
        for at in 0..count {
            let (time, is_key, is_discarded) = (at * 10, at % gop == 0, at < discarded);
            index.add(Packet { time: Some(time), decode_time: Some(time), is_key, is_discarded }).unwrap();
        }
        index.end();
        Order::Timed(index)
    }

    #[test]
    fn a_frame_is_decoded_from_the_key_frame_before_it_and_the_first_ones_from_the_beginning() {
        let order = order(100, 25, 30);
        let start = |place, back| {
            let start = order.start(place, back);
            (start.key.map(|key| key.time), start.place)
        };
        assert_eq!(
            [0, 19, 20, 44, 45, 69].map(|place| order.group(place)),
            [0..20, 0..20, 20..45, 20..45, 45..70, 45..70]
        );
        assert_eq!(Order::Counted(7).group(3), 0..7);
        // Frame 30 of the file is the first that is shown, and its key frame, 25, is not.
        assert_eq!((start(0, 0), start(19, 0), start(20, 0)), ((None, 0), (None, 0), (Some(500), 20)));
        assert_eq!(
            (start(69, 0), start(69, 1), start(69, 2), start(69, 9)),
            ((Some(750), 45), (Some(500), 20), (None, 0), (None, 0))
        );
    }

    #[test]
    fn a_decoder_goes_on_where_that_is_sooner_than_to_begin_anew() {
        let order = order(200, 50, 0);
        assert!(order.is_near(50, 99) && order.is_near(49, 50) && order.is_near(45, 52) && order.is_near(0, 49));
        assert!(!order.is_near(50, 50) && !order.is_near(51, 50) && !order.is_near(10, 50) && !order.is_near(0, 199));
        assert!(Order::Counted(200).is_near(3, 199) && !Order::Counted(200).is_near(3, 2));
    }

    #[test]
    fn frames_before_the_key_frame_that_a_decoder_began_at_have_no_place() {
        let order = order(100, 25, 0);
        let start = order.start(60, 0);
        assert_eq!((order.place(Some(490), None, start), order.place(Some(500), None, start)), (None, Some(50)));
        assert!(
            !order.is_late(Some(490), start) && !order.is_late(Some(500), start) && order.is_late(Some(510), start)
        );
        let landed = |began| order.landed(Some(began), Start { back: 1, ..start });
        assert_eq!(landed(570).map(|start| (start.place, start.back, start.give)), Some((75, 1, 75)));
        assert_eq!((landed(750).map(|start| start.place), landed(760)), (Some(75), None));
        assert_eq!((order.give_from(start), order.give_from(Start { give: 55, ..start })), (None, Some(550)));
        assert_eq!((order.place(Some(515), Some(50), start), order.place(None, Some(50), start)), (None, None));
        let beginning = order.start(0, 0);
        assert_eq!(order.place(Some(0), None, beginning), Some(0));
        let counted = Order::Counted(5);
        assert_eq!(
            (counted.place(None, None, beginning), counted.place(Some(7), Some(3), beginning)),
            (Some(0), Some(4))
        );
    }
}
