//! Decoded frames that nobody has asked for yet: a decoder had to give them on its way. Pure.

use std::collections::VecDeque;

/// Frames that were decoded on the way to another one, up to a number of bytes. The latest stay.
#[derive(Debug, Default)]
pub(super) struct Kept {
    frames: VecDeque<(usize, Vec<u8>)>,
    bytes: usize,
    most: usize,
    /// Buffers to be used again.
    spare: Vec<Vec<u8>>,
}

/// How many buffers wait to be used again.
const SPARE: usize = 2;

impl Kept {
    /// Keeps up to `most` bytes of frames.
    pub(super) fn new(most: usize) -> Self {
        Self { most, ..Self::default() }
    }

    /// Keeps the frame in this place. Older frames are given up for it, except those that `is_wanted` names. Returns what must be
    /// freed outside of any lock.
    pub(super) fn add(&mut self, place: usize, raw: Vec<u8>, is_wanted: impl Fn(usize) -> bool) -> Vec<Vec<u8>> {
        let mut freed = Vec::new();
        if self.frames.iter().any(|&(other, _)| other == place) {
            freed.extend(self.spare_or_free(raw));
            return freed;
        }
        self.bytes += raw.len();
        self.frames.push_back((place, raw));
        let mut at = 0;
        while self.bytes > self.most && at < self.frames.len() {
            if self.frames.get(at).is_some_and(|&(other, _)| is_wanted(other)) {
                at += 1;
            } else if let Some((_, old)) = self.frames.remove(at) {
                self.bytes -= old.len();
                freed.extend(self.spare_or_free(old));
            }
        }
        freed
    }

    /// Takes the frame in this place out.
    pub(super) fn take(&mut self, place: usize) -> Option<Vec<u8>> {
        let at = self.frames.iter().position(|&(other, _)| other == place)?;
        let (_, raw) = self.frames.remove(at)?;
        self.bytes -= raw.len();
        Some(raw)
    }

    /// Gives up all frames. Returns what must be freed outside of any lock.
    pub(super) fn clear(&mut self) -> Vec<(usize, Vec<u8>)> {
        self.bytes = 0;
        std::mem::take(&mut self.frames).into()
    }

    /// A buffer to decode into.
    pub(super) fn buffer(&mut self) -> Vec<u8> {
        self.spare.pop().unwrap_or_default()
    }

    /// Keeps a buffer to be used again, or returns it to be freed outside of any lock.
    pub(super) fn spare_or_free(&mut self, buffer: Vec<u8>) -> Option<Vec<u8>> {
        if self.spare.len() < SPARE {
            self.spare.push(buffer);
            None
        } else {
            Some(buffer)
        }
    }

    /// The memory that it takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.bytes + self.spare.iter().map(Vec::capacity).sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(kept: &Kept) -> Vec<usize> {
        kept.frames.iter().map(|&(place, _)| place).collect()
    }

    #[test]
    fn the_latest_frames_stay_and_a_frame_that_is_waited_for_stays_in_any_case() {
        let mut kept = Kept::new(30);
        for place in 0..6 {
            kept.add(place, vec![0; 10], |place| place == 1);
        }
        assert_eq!(places(&kept), [1, 4, 5]);
        assert_eq!((kept.take(4).map(|raw| raw.len()), kept.take(4)), (Some(10), None));
        kept.add(1, vec![0; 10], |_| false);
        assert_eq!((places(&kept), kept.bytes), (vec![1, 5], 20));
    }

    #[test]
    fn buffers_are_used_again_and_few_wait() {
        let mut kept = Kept::new(10);
        assert_eq!(kept.buffer(), Vec::<u8>::new());
        let freed: usize = (0..5).map(|place| kept.add(place, vec![place as u8; 10], |_| false).len()).sum();
        assert_eq!((freed, kept.bytes()), (2, 30));
        assert_eq!((kept.buffer().len(), kept.buffer().len(), kept.buffer().len()), (10, 10, 0));
    }

    #[test]
    fn a_frame_larger_than_all_that_may_be_kept_is_given_up_at_once() {
        let mut kept = Kept::new(5);
        kept.add(0, vec![0; 10], |_| false);
        assert!(kept.take(0).is_none());
        kept.add(1, vec![0; 10], |_| true);
        assert!(kept.take(1).is_some());
    }
}
