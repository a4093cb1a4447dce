//! The set of frames that have rows, as bits.

use super::contents::Frames;
use super::keyed::KeyedMap;

/// How many frames share a block. In most files a frame takes two bits, and 40 bytes at most.
const FRAMES: u32 = u64::BITS;

/// Frames with neighbouring numbers, one bit each.
#[derive(Clone, Copy, Debug)]
struct FrameBlock {
    /// The number of its first frame, divided by [`FRAMES`].
    number: u32,
    /// The frames that have rows.
    seen: u64,
    /// The frames that may have two rows of one identity.
    doubtful: u64,
}

/// The set of frames that have rows.
#[derive(Clone, Debug, Default)]
pub(super) struct FrameSet {
    blocks: Vec<FrameBlock>,
    /// The place of each block in `blocks`, by number.
    places: KeyedMap<u32>,
    /// The place of the block of the latest row. Most rows are in the block of the row before.
    latest: usize,
    /// Places of blocks by the last bits of their numbers, to find most of them without a hash. Empty until it is needed.
    recent: Vec<u32>,
}

/// How many blocks are found without a hash: those of half a million frames in any order.
const RECENT: usize = 1 << 13;

impl FrameSet {
    /// The block with this number, which is added if it is new.
    #[inline]
    fn block(&mut self, number: u32) -> &mut FrameBlock {
        if self.blocks.get(self.latest).is_none_or(|block| block.number != number) {
            self.latest = self.place(number);
        }
        &mut self.blocks[self.latest]
    }

    /// The place of the block with this number, which is added if it is new.
    fn place(&mut self, number: u32) -> usize {
        let slot = number as usize % RECENT;
        let recent = self.recent.get(slot).map_or(0, |&place| place as usize);
        if self.blocks.get(recent).is_some_and(|block| block.number == number) {
            return recent;
        }
        let place = self.look_up(number);
        if self.blocks.len() > 2 {
            self.recent.resize(RECENT, 0);
            self.recent[slot] = place as u32;
        }
        place
    }

    /// The place of the block with this number, found by its hash.
    fn look_up(&mut self, number: u32) -> usize {
        *self.places.entry(u64::from(number)).or_insert_with(|| {
            self.blocks.push(FrameBlock { number, seen: 0, doubtful: 0 });
            self.blocks.len() as u32 - 1
        }) as usize
    }

    /// Adds a frame that has a row. `is_doubtful` says that the frame may already have a row of that identity.
    #[inline]
    pub(super) fn add(&mut self, frame: u32, is_doubtful: bool) {
        let block = self.block(frame / FRAMES);
        block.seen |= 1 << (frame % FRAMES);
        block.doubtful |= u64::from(is_doubtful) << (frame % FRAMES);
    }

    /// Adds the frames of another part of the file. Frames within `ranges` may have two rows of one identity. Each range is a
    /// first and a last frame; ranges are sorted and do not overlap.
    pub(super) fn merge(&mut self, part: &Self, ranges: &[(u32, u32)]) {
        for block in &part.blocks {
            let own = self.block(block.number);
            own.seen |= block.seen;
            own.doubtful |= block.doubtful;
            for frame in bits(block.number, block.seen) {
                let next = ranges.partition_point(|&(first, _)| first <= frame);
                if next > 0 && frame <= ranges[next - 1].1 {
                    own.doubtful |= 1 << (frame % FRAMES);
                }
            }
        }
    }

    /// The frames that may have two rows of one identity, sorted.
    pub(super) fn doubtful(&self) -> Vec<u32> {
        let mut frames: Vec<u32> = self.blocks.iter().flat_map(|block| bits(block.number, block.doubtful)).collect();
        frames.sort_unstable();
        frames
    }

    /// Marks no frame as doubtful, after all doubtful frames were searched.
    pub(super) fn clear_doubts(&mut self) {
        self.blocks.iter_mut().for_each(|block| block.doubtful = 0);
    }

    /// How many frames have rows, and the first and the last of them.
    pub(super) fn frames(&self) -> Frames {
        let first = |block: &FrameBlock| block.number * FRAMES + block.seen.trailing_zeros();
        let last = |block: &FrameBlock| block.number * FRAMES + (FRAMES - 1 - block.seen.leading_zeros());
        Frames {
            count: self.blocks.iter().map(|block| u64::from(block.seen.count_ones())).sum(),
            first: self.blocks.iter().map(first).min().map(u64::from),
            last: self.blocks.iter().map(last).max().map(u64::from),
        }
    }
}

/// The frame numbers of the bits of a block.
fn bits(number: u32, bits: u64) -> impl Iterator<Item = u32> {
    let mut left = bits;
    std::iter::from_fn(move || {
        let bit = (left != 0).then(|| left.trailing_zeros())?;
        left &= left - 1;
        Some(number * FRAMES + bit)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use proptest::prelude::*;

    fn frames(rows: &BTreeMap<u32, bool>) -> FrameSet {
        let mut frames = FrameSet::default();
        rows.iter().for_each(|(&frame, &is_doubtful)| frames.add(frame, is_doubtful));
        frames
    }

    proptest! {
        #[test]
        fn frames_and_doubts_are_those_of_both_parts_and_of_the_ranges(
            one in prop::collection::btree_map(0..300_u32, any::<bool>(), 0..40),
            other in prop::collection::btree_map(0..300_u32, any::<bool>(), 0..40),
            first in 0..300_u32, length in 0..100_u32,
        ) {
            let range = (first, first + length);
            let mut both = frames(&one);
            both.merge(&frames(&other), &[range]);
            let mut doubtful: Vec<u32> = one.iter().filter(|row| *row.1).map(|(&frame, _)| frame).collect();
            let is_doubtful = |row: &(&u32, &bool)| *row.1 || (range.0..=range.1).contains(row.0);
            doubtful.extend(other.iter().filter(is_doubtful).map(|(&frame, _)| frame));
            doubtful.sort_unstable();
            doubtful.dedup();
            prop_assert_eq!(both.doubtful(), doubtful);
            let all: Vec<u32> = (0..400).filter(|frame| one.contains_key(frame) || other.contains_key(frame)).collect();
            let (first, last) = (all.first().copied().map(u64::from), all.last().copied().map(u64::from));
            prop_assert_eq!(both.frames(), Frames { count: all.len() as u64, first, last });
        }
    }
}
