//! Futures: a beam search over what the person may do next.

use super::actions::Surroundings;
use super::counts::{Context, Counts, JUMP, Likelihoods, NEXT, PREVIOUS, Symbol};
use super::sums::{HABIT, NEXT_LANDMARK, PREVIOUS_LANDMARK, REPEAT, RETURNS, Sums};

/// A future less likely than this is not followed.
const MIN_LIKELIHOOD: f32 = 1e-3;
/// An action less likely than this is not considered.
const MIN_ACTION_LIKELIHOOD: f32 = 2e-3;
/// Likelihood, before anything is learned, that the last action is repeated.
const REPEATED: f32 = 0.55;

/// How a frame that is asked for some moves from now is scored. Times are in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scoring {
    /// Factor on the worth of a frame for each move that it is further ahead.
    pub(super) decay: f32,
    /// How long a load takes.
    pub(super) load: f32,
    /// How long the person still waits for the current frame before the next pause begins.
    pub(super) wait: f32,
    /// How long a pause between two moves is.
    pub(super) pause: f32,
    /// How much a load that could begin one move later counts, from 0 to 1; 1 if the loaders are busy.
    pub(super) hurry: f32,
}

impl Scoring {
    /// The share of a load's time, from 0 to 1, that is saved by beginning now instead of one move later, for a frame
    /// that is asked for `moves` moves from now. One move later more is known, so a load that can wait is worth less.
    pub(super) fn saved(&self, moves: usize) -> f32 {
        self.saved_at(moves as f32 * self.pause, self.pause)
    }

    /// This share for a frame that is asked for `time` milliseconds after the current one was shown, if the next move is
    /// made `next` milliseconds after that.
    pub(super) fn saved_at(&self, time: f32, next: f32) -> f32 {
        let now = ((self.wait + time) / self.load).min(1.0);
        let later = ((time - next) / self.load).min(now);
        now - (1.0 - self.hurry) * later
    }
}

/// How many futures are followed, and how far.
#[derive(Clone, Copy, Debug)]
pub(super) struct BeamSize {
    /// How many futures are followed at once.
    pub(super) width: usize,
    /// How many moves ahead all of them are followed.
    pub(super) depth: usize,
    /// How many moves ahead the likeliest one is followed.
    pub(super) reach: usize,
}

/// What a search guesses the next actions from.
pub(super) struct BeamSearch<'a> {
    pub(super) counts: &'a Counts,
    pub(super) around: &'a Surroundings<'a>,
    /// The ranks that a jump may go to, with their likelihoods, the likeliest first.
    pub(super) targets: &'a [(u64, f32)],
    /// Likelihoods of actions before anything is learned, without the repetition of the last one.
    pub(super) prior: &'a [(Symbol, f32)],
    /// How many counts the prior weighs as much as.
    pub(super) prior_weight: f32,
}

/// `prior` with the repetition of the last action added. A jump is not repeated: it has no direction.
pub(super) fn prior_after(last: Symbol, prior: &[(Symbol, f32)], counts: &Counts) -> Likelihoods {
    let repeated = Some((last, REPEATED)).filter(|_| last != JUMP && counts.action(last).is_some());
    prior.iter().copied().chain(repeated).collect()
}

/// The end of a future: where it leads and what it did last.
#[derive(Clone, Copy, Debug)]
struct Node {
    rank: u64,
    /// The last action but one.
    before: Symbol,
    /// The last action.
    last: Symbol,
    /// Whether only repetitions of the person's last action led here.
    repeats: bool,
    /// Likelihood, from 0 to 1.
    p: f32,
}

impl Node {
    /// Equal for nodes that go on alike; they are merged.
    fn key(&self) -> u128 {
        (u128::from(self.rank) << 16) | (u128::from(self.before) << 8) | u128::from(self.last)
    }

    /// The term that explains the last action.
    fn term(&self) -> u8 {
        match self.last {
            JUMP => RETURNS,
            NEXT => NEXT_LANDMARK,
            PREVIOUS => PREVIOUS_LANDMARK,
            _ if self.repeats => REPEAT,
            _ => HABIT,
        }
    }
}

impl BeamSearch<'_> {
    /// Follows the futures from rank `start`, after the actions `before` and `last`, and adds what frames are worth in
    /// them to `out`. The likelihoods of all futures sum to `share` at most.
    pub(super) fn walk(
        &self,
        start: u64,
        (before, last): Context,
        share: f32,
        beam: BeamSize,
        scoring: &Scoring,
        out: &mut Sums,
    ) {
        let mut memo: Vec<(Context, Likelihoods)> = Vec::new();
        let mut nodes = vec![Node { rank: start, before, last, repeats: true, p: share }];
        let mut next: Vec<Node> = Vec::new();
        let mut fade = 1.0;
        for moves in 1..=beam.reach.max(beam.depth) {
            fade *= scoring.decay;
            next.clear();
            for node in &nodes {
                let context = (node.before, node.last);
                let at = memo.iter().position(|(known, _)| *known == context).unwrap_or_else(|| {
                    let prior = prior_after(node.last, self.prior, self.counts);
                    let following = self.counts.following(context, &prior, self.prior_weight, MIN_ACTION_LIKELIHOOD);
                    memo.push((context, following));
                    memo.len() - 1
                });
                for &(symbol, p) in &memo[at].1 {
                    self.follow(node, symbol, p * node.p, last, &mut next);
                }
            }
            if next.is_empty() {
                break;
            }
            merge(&mut next, &mut nodes);
            let saved = scoring.saved(moves);
            for node in &nodes {
                out.add(node.rank, node.p * fade, node.p * fade * saved, node.term());
            }
            let width = if moves < beam.depth { beam.width.max(1) } else { 1 };
            if nodes.len() > width {
                nodes.select_nth_unstable_by(width - 1, |a, b| b.p.total_cmp(&a.p).then(a.key().cmp(&b.key())));
                nodes.truncate(width);
            }
        }
    }

    /// Pushes to `next` where an action of likelihood `p` leads from a node. `repeated` is the person's last action.
    fn follow(&self, node: &Node, symbol: Symbol, p: f32, repeated: Symbol, next: &mut Vec<Node>) {
        if p < MIN_LIKELIHOOD {
            return;
        }
        let step = Node { before: node.last, last: symbol, repeats: false, ..*node };
        if symbol == JUMP {
            let likely = self.targets.iter().take_while(|(_, q)| p * q >= MIN_LIKELIHOOD);
            let there = likely.filter(|&&(rank, _)| rank != node.rank && rank < self.around.ranks);
            next.extend(there.map(|&(rank, q)| Node { rank, p: p * q, ..step }));
            return;
        }
        let rank = self.counts.action(symbol).and_then(|action| self.around.follow(node.rank, action));
        next.extend(rank.map(|rank| Node { rank, repeats: node.repeats && symbol == repeated, p, ..step }));
    }
}

/// Replaces `to` by the nodes of `from`, merging those that go on alike.
fn merge(from: &mut [Node], to: &mut Vec<Node>) {
    from.sort_unstable_by_key(Node::key);
    to.clear();
    for node in from {
        match to.last_mut() {
            Some(same) if same.key() == node.key() => {
                same.p += node.p;
                same.repeats |= node.repeats;
            }
            _ => to.push(*node),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_wait_until_more_is_known_is_no_hurry_unless_loaders_are_busy() {
        let idle = Scoring { decay: 0.96, load: 60.0, wait: 0.0, pause: 200.0, hurry: 0.1 };
        assert!((idle.saved(1) - 1.0).abs() < 1e-6 && (idle.saved(2) - 0.1).abs() < 1e-6);
        let busy = Scoring { pause: 20.0, hurry: 1.0, ..idle };
        let saved = [1, 2, 3, 4].map(|moves| (busy.saved(moves) * 3.0).round());
        assert_eq!(saved, [1.0, 2.0, 3.0, 3.0]);
        assert!((Scoring { wait: 60.0, ..busy }.saved(1) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn what_follows_the_next_move_at_once_cannot_wait_for_it() {
        let idle = Scoring { decay: 0.96, load: 60.0, wait: 0.0, pause: 100.0, hurry: 0.1 };
        assert!((idle.saved_at(110.0, 110.0) - 1.0).abs() < 1e-6);
        assert!((idle.saved_at(110.0, 100.0) - 0.85).abs() < 1e-6);
        assert!((idle.saved_at(200.0, 100.0) - 0.1).abs() < 1e-6);
        assert_eq!(idle.saved_at(0.0, 0.0), 0.0, "too late");
    }
}
