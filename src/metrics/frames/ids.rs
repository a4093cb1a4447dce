//! Tracks numbered from 0.

use rustc_hash::FxHashMap;

/// Ids below this are looked up in a list, all others in a map.
const LISTED: u64 = 1 << 20;
/// Stands for an id without a number.
const NONE: u32 = u32::MAX;

/// Numbers ids in the order in which they come, and counts their boxes.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Ids {
    listed: Vec<u32>,
    others: FxHashMap<u64, u32>,
    /// The id of each number.
    of_number: Vec<u64>,
    /// How many boxes each has.
    boxes: Vec<u32>,
}

impl Ids {
    /// The number of an id. Counts a box of it.
    pub(in crate::metrics) fn count(&mut self, id: u64) -> u32 {
        let number = if id < LISTED {
            let at = id as usize;
            if at >= self.listed.len() {
                self.listed.resize((at + 1).next_power_of_two(), NONE);
            }
            &mut self.listed[at]
        } else {
            self.others.entry(id).or_insert(NONE)
        };
        if *number == NONE {
            *number = self.of_number.len() as u32;
            self.of_number.push(id);
            self.boxes.push(0);
        }
        self.boxes[*number as usize] += 1;
        *number
    }

    /// The number of an id that was counted before.
    pub(in crate::metrics) fn number(&self, id: u64) -> Option<u32> {
        let listed = usize::try_from(id).ok().and_then(|at| self.listed.get(at)).copied();
        listed.or_else(|| self.others.get(&id).copied()).filter(|&number| number != NONE)
    }

    /// How many ids there are.
    pub(in crate::metrics) fn len(&self) -> usize {
        self.of_number.len()
    }

    /// The id of each number.
    pub(in crate::metrics) fn ids(&self) -> &[u64] {
        &self.of_number
    }

    /// How many boxes each has.
    pub(in crate::metrics) fn boxes(&self) -> &[u32] {
        &self.boxes
    }
}
