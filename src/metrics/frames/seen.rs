//! Which ids a frame has had.

use rustc_hash::FxHashSet;

/// Ids below this are looked up in a list, all others in a set.
const LISTED: u64 = 1 << 20;

/// The ids of one frame after the other.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The round in which each id was last seen.
    rounds: Vec<u32>,
    others: FxHashSet<u64>,
    round: u32,
}

impl Seen {
    /// Begins a frame.
    pub(super) fn begin(&mut self) {
        self.others.clear();
        self.round = self.round.wrapping_add(1);
        if self.round == 0 {
            self.rounds.fill(0);
            self.round = 1;
        }
    }

    /// Whether this frame has not had the id yet. It has from now on.
    pub(super) fn is_new(&mut self, id: u64) -> bool {
        if id >= LISTED {
            return self.others.insert(id);
        }
        let at = id as usize;
        if at >= self.rounds.len() {
            self.rounds.resize((at + 1).next_power_of_two(), 0);
        }
        std::mem::replace(&mut self.rounds[at], self.round) != self.round
    }
}
