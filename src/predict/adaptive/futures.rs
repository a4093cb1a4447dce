//! Futures: a beam over what may be done next.

use super::counts::{Context, Counts, FAR, Likelihoods, NEXT, PREVIOUS};
use super::moves::Surroundings;
use super::sums::{HABIT, NEXT_LANDMARK, PREVIOUS_LANDMARK, REPEAT, RETURNS, Sums};

/// Futures less likely than this are not followed.
const LEAST: f32 = 1e-3;
/// A move less likely than this is none to reckon with.
const LEAST_MOVE: f32 = 2e-3;

/// How a frame that is asked for some moves from now is scored. Times are in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scoring {
    /// What a frame one move further ahead is worth, against one less.
    pub(super) decay: f32,
    /// What a load takes.
    pub(super) load: f32,
    /// How long until the next pause begins.
    pub(super) wait: f32,
    /// How long a pause is.
    pub(super) pause: f32,
    /// What is left of a benefit that a load could still have if it began one move later: 1 if loaders are busy.
    pub(super) hurry: f32,
}

impl Scoring {
    /// What of a load's time is saved by beginning it now, if the frame is asked for `moves` moves from now, and not by
    /// beginning it a move later, when more will be known.
    pub(super) fn saved(&self, moves: usize) -> f32 {
        let moves = moves as f32;
        let now = ((self.wait + moves * self.pause) / self.load).min(1.0);
        let later = ((moves - 1.0) * self.pause / self.load).min(now);
        now - (1.0 - self.hurry) * later
    }
}

/// How many futures are followed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Beam {
    pub(super) width: usize,
    /// How many moves ahead all of them are followed.
    pub(super) depth: usize,
    /// How many moves ahead the likeliest one is.
    pub(super) reach: usize,
}

/// What moves are guessed from.
pub(super) struct Guesses<'a> {
    pub(super) counts: &'a Counts,
    pub(super) around: &'a Surroundings<'a>,
    /// Where far jumps go, the likeliest first.
    pub(super) targets: &'a [(u64, f32)],
    /// What is believed beforehand, but for a repetition.
    pub(super) prior: &'a [(u8, f32)],
    /// How many counts that weighs as much as.
    pub(super) back: f32,
}

/// How likely a repetition is held beforehand.
const REPEATED: f32 = 0.55;

/// `prior` with the repetition of the last move.
pub(super) fn prior_after(last: u8, prior: &[(u8, f32)], counts: &Counts) -> Likelihoods {
    let repeated = Some((last, REPEATED)).filter(|_| last != FAR && counts.symbol(last).is_some());
    prior.iter().copied().chain(repeated).collect()
}

#[derive(Clone, Copy, Debug)]
struct Node {
    rank: u64,
    before: u8,
    last: u8,
    /// Nothing but repetitions of the move made last led here.
    repeats: bool,
    p: f32,
}

impl Node {
    /// Futures that go on alike.
    fn key(&self) -> (u64, u8, u8) {
        (self.rank, self.before, self.last)
    }

    fn term(&self) -> u8 {
        match self.last {
            FAR => RETURNS,
            NEXT => NEXT_LANDMARK,
            PREVIOUS => PREVIOUS_LANDMARK,
            _ if self.repeats => REPEAT,
            _ => HABIT,
        }
    }
}

impl Guesses<'_> {
    /// Follows the futures from `start`, after the moves `before` and `last`, and adds what frames are worth in them;
    /// all of them together are as likely as `share`.
    pub(super) fn walk(
        &self,
        start: u64,
        (before, last): Context,
        share: f32,
        beam: Beam,
        how: &Scoring,
        out: &mut Sums,
    ) {
        let mut memo: Vec<(Context, Likelihoods)> = Vec::new();
        let mut nodes = vec![Node { rank: start, before, last, repeats: true, p: share }];
        let mut next: Vec<Node> = Vec::new();
        let mut fade = 1.0;
        for moves in 1..=beam.reach.max(beam.depth) {
            fade *= how.decay;
            next.clear();
            for node in &nodes {
                let context = (node.before, node.last);
                let at = memo.iter().position(|(known, _)| *known == context).unwrap_or_else(|| {
                    let prior = prior_after(node.last, self.prior, self.counts);
                    memo.push((context, self.counts.following(context, &prior, self.back, LEAST_MOVE)));
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
            let saved = how.saved(moves);
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

    fn follow(&self, node: &Node, symbol: u8, p: f32, repeated: u8, next: &mut Vec<Node>) {
        if p < LEAST {
            return;
        }
        let step = Node { before: node.last, last: symbol, repeats: false, ..*node };
        if symbol == FAR {
            let likely = self.targets.iter().take_while(|(_, q)| p * q >= LEAST);
            let there = likely.filter(|&&(rank, _)| rank != node.rank && rank < self.around.ranks);
            next.extend(there.map(|&(rank, q)| Node { rank, p: p * q, ..step }));
            return;
        }
        let rank = self.counts.symbol(symbol).and_then(|word| self.around.follow(node.rank, word));
        next.extend(rank.map(|rank| Node { rank, repeats: node.repeats && symbol == repeated, p, ..step }));
    }
}

/// Moves `from` into `to`, those that go on alike as one.
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
}
