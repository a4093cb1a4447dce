//! The places that jumps go to: where earlier jumps landed and where they began.

/// Counts of jumps are halved when there are more than this, so that old jumps count less.
const MAX_JUMPS: f32 = 40.0;
/// Counts of the successors of one place are halved when their sum exceeds this.
const MAX_SUCCESSORS: f32 = 12.0;

/// How often something was true, as a share of all cases. Old cases count less.
#[derive(Clone, Debug, Default, PartialEq)]
struct Share {
    /// Cases in which it was true; partly true counts in part.
    held: f32,
    /// All cases.
    of: f32,
}

impl Share {
    /// Adds a case in which it was true by a share of `held`, from 0 to 1.
    fn learn(&mut self, held: f32) {
        self.held += held;
        self.of += 1.0;
        if self.of > MAX_JUMPS {
            self.held *= 0.5;
            self.of *= 0.5;
        }
    }

    /// The share from 0 to 1. `start` counts as one case, and is the share before anything is learned.
    fn get(&self, start: f32) -> f32 {
        (self.held + start) / (self.of + 1.0)
    }
}

/// Ranks in order of use, and how often a jump went to each position in this order.
#[derive(Clone, Debug, Default, PartialEq)]
struct Recent {
    /// The last used first.
    ranks: Vec<u64>,
    /// How many jumps went to the rank that was then at this position.
    hits: Vec<f32>,
    /// How many jumps were learned.
    jumps: f32,
}

impl Recent {
    /// Moves a rank to the front, and keeps `size` ranks.
    fn visit(&mut self, rank: u64, size: usize) {
        self.ranks.retain(|&known| known != rank);
        self.ranks.insert(0, rank);
        self.ranks.truncate(size);
    }

    /// Counts a jump to `target`.
    fn learn(&mut self, target: u64, size: usize) {
        self.hits.resize(size, 0.0);
        self.jumps += 1.0;
        let at = self.ranks.iter().position(|&known| known == target);
        if let Some(hit) = at.and_then(|at| self.hits.get_mut(at)) {
            *hit += 1.0;
        }
        if self.jumps > MAX_JUMPS {
            self.jumps *= 0.5;
            self.hits.iter_mut().for_each(|hit| *hit *= 0.5);
        }
    }

    /// Each rank and the likelihood that a jump goes to it. A part of all hits is spread evenly over the positions,
    /// since each of them was seen only a few times.
    fn targets(&self) -> impl Iterator<Item = (u64, f32)> + '_ {
        let used = self.ranks.len().max(1) as f32;
        let all: f32 = self.hits.iter().take(self.ranks.len()).sum();
        self.ranks.iter().enumerate().map(move |(at, &rank)| {
            let own = self.hits.get(at).copied().unwrap_or(0.0);
            (rank, (0.6 * own + (0.4 * all + 0.3) / used) / (self.jumps + 1.5))
        })
    }
}

/// The places that jumps from one place went to.
#[derive(Clone, Debug, Default, PartialEq)]
struct Successors {
    from: u64,
    /// Ranks and how often they were gone to.
    to: Vec<(u64, f32)>,
}

impl Successors {
    fn total(&self) -> f32 {
        self.to.iter().map(|(_, n)| n).sum()
    }

    fn add(&mut self, rank: u64) {
        match self.to.iter_mut().find(|(known, _)| *known == rank) {
            Some((_, n)) => *n += 1.0,
            None => self.to.push((rank, 1.0)),
        }
        if self.total() > MAX_SUCCESSORS {
            self.to.iter_mut().for_each(|(_, n)| *n *= 0.5);
            self.to.retain(|(_, n)| *n > 0.2);
        }
    }
}

/// What is known of the places that jumps go to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Places {
    /// Where jumps landed.
    landed: Recent,
    /// Where jumps began.
    left: Recent,
    /// The successors of each place, the place used last first.
    successors: Vec<Successors>,
    /// The place that the last jump landed on.
    here: Option<u64>,
    /// The likelihood that the successors of a place gave to the next target, as a mean.
    succession: Share,
    /// The share of the jumps that went to a landmark.
    marked: Share,
}

impl Places {
    /// Learns the target of a jump. Call it before [`visit`](Self::visit). `marked` tells whether the target is a
    /// landmark; none if there are no landmarks.
    pub(super) fn learn(&mut self, to: u64, marked: Option<bool>, size: usize) {
        self.landed.learn(to, size.div_ceil(2));
        self.left.learn(to, size.div_ceil(2));
        if let Some(known) = self.here.and_then(|here| self.successors.iter().find(|known| known.from == here)) {
            let own = known.to.iter().find(|(rank, _)| *rank == to).map_or(0.0, |(_, n)| *n);
            self.succession.learn(own / known.total().max(1.0));
        }
        if let Some(marked) = marked {
            self.marked.learn(f32::from(u8::from(marked)));
        }
    }

    /// Adds both ends of a long move to the places; at most `size` are kept.
    pub(super) fn visit(&mut self, from: u64, to: u64, size: usize) {
        if let Some(here) = self.here {
            let at = self.successors.iter().position(|known| known.from == here);
            let mut known =
                at.map_or_else(|| Successors { from: here, to: Vec::new() }, |at| self.successors.remove(at));
            known.add(to);
            self.successors.insert(0, known);
            self.successors.truncate(size);
        }
        self.left.visit(from, size.div_ceil(2));
        self.landed.visit(to, size.div_ceil(2));
        self.here = Some(to);
    }

    /// The ranks that a jump from `current` may go to, with their likelihoods, the likeliest first. They sum to 1 at
    /// most. Landmarks are among them from the start, unless there are more than `size`.
    pub(super) fn targets(&self, current: u64, landmarks: &[u64], size: usize) -> Vec<(u64, f32)> {
        let mut targets = Targets { current, list: Vec::new() };
        let known = self.here.and_then(|here| self.successors.iter().find(|known| known.from == here));
        let total = known.map_or(0.0, Successors::total);
        let weight = self.succession.get(0.3).min(0.9) * total / (total + 1.0);
        for &(rank, n) in known.iter().flat_map(|known| &known.to) {
            targets.add(rank, weight * n / total.max(0.1));
        }
        for (rank, p) in self.landed.targets().chain(self.left.targets()) {
            targets.add(rank, (1.0 - weight) * p);
        }
        if !landmarks.is_empty() && landmarks.len() <= size {
            let each = (1.0 - targets.sum()).max(0.1) * self.marked.get(0.5) / landmarks.len() as f32;
            landmarks.iter().for_each(|&mark| targets.add(mark, each));
        }
        targets.ranked()
    }
}

/// A list of ranks with likelihoods, without the current rank.
struct Targets {
    current: u64,
    list: Vec<(u64, f32)>,
}

impl Targets {
    /// Adds to the likelihood of a rank.
    fn add(&mut self, rank: u64, p: f32) {
        if rank == self.current || p <= 0.0 {
            return;
        }
        match self.list.iter_mut().find(|(known, _)| *known == rank) {
            Some((_, sum)) => *sum += p,
            None => self.list.push((rank, p)),
        }
    }

    fn sum(&self) -> f32 {
        self.list.iter().map(|(_, p)| p).sum()
    }

    /// The list, the likeliest first, scaled down to a sum of 1 if it is larger.
    fn ranked(mut self) -> Vec<(u64, f32)> {
        let sum = self.sum();
        if sum > 1.0 {
            self.list.iter_mut().for_each(|(_, p)| *p /= sum);
        }
        self.list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        self.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_returned_to_becomes_the_likeliest_target() {
        let mut places = Places::default();
        for _ in 0..4 {
            for (from, to) in [(110, 5000), (5010, 100)] {
                places.learn(to, None, 24);
                places.visit(from, to, 24);
            }
        }
        let targets = places.targets(103, &[], 24);
        assert_eq!(targets.first().map(|(rank, _)| *rank), Some(5000));
        assert!(targets.iter().map(|(_, p)| p).sum::<f32>() <= 1.0 + 1e-5);
    }

    #[test]
    fn who_never_returns_is_not_expected_to() {
        let mut places = Places::default();
        for jump in 1..60 {
            places.learn(jump * 997 % 10_007, None, 24);
            places.visit((jump - 1) * 997 % 10_007, jump * 997 % 10_007, 24);
        }
        assert!(places.targets(0, &[], 24).iter().all(|(_, p)| *p < 0.005));
        assert!(places.landed.ranks.len() <= 12 && places.successors.len() <= 24);
    }
}
