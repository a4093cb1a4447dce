//! Counts of which action follows which.

use serde::{Deserialize, Serialize};

use super::actions::Action;

/// Most actions that have a symbol at one time.
const MAX_SYMBOLS: usize = 48;
/// Most pairs of actions that have counts of their own.
const MAX_PAIRS: usize = 192;
/// The counts of a context are halved when their sum exceeds this, so that old habits fade.
const MAX_COUNT: f32 = 200.0;
/// A count is forgotten when halving brings it down to this.
const MIN_COUNT: f32 = 0.2;

/// A small number that stands for an action: its index in the list of known actions.
pub(super) type Symbol = u8;
/// Symbol of the action "to the next landmark". This symbol and the next two never change their action.
pub(super) const NEXT: Symbol = 0;
/// Symbol of the action "to the previous landmark".
pub(super) const PREVIOUS: Symbol = 1;
/// Symbol of a jump to a place.
pub(super) const JUMP: Symbol = 2;
/// Stands for "no action yet".
pub(super) const NONE: Symbol = Symbol::MAX;

/// The symbols of the last two actions, the older one first.
pub(super) type Context = (Symbol, Symbol);
/// Symbols of actions, each with its likelihood from 0 to 1.
pub(super) type Likelihoods = Vec<(Symbol, f32)>;

/// The actions of the symbols that never change: [`NEXT`], [`PREVIOUS`] and [`JUMP`].
const FIXED: [Action; 3] = [Action::Next, Action::Previous, Action::Jump];

/// How often each action followed in one context.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Followers {
    counts: Vec<(Symbol, f32)>,
    /// The value of [`Counts::clock`] when a count was last added; the longest unused pair is replaced first.
    used: u32,
}

impl Followers {
    /// Sum of all counts.
    fn total(&self) -> f32 {
        self.counts.iter().map(|(_, count)| count).sum()
    }

    /// Counts one occurrence of an action at time `now` of [`Counts::clock`].
    fn add(&mut self, symbol: Symbol, now: u32) {
        self.used = now;
        match self.counts.iter_mut().find(|(of, _)| *of == symbol) {
            Some((_, count)) => *count += 1.0,
            None => self.counts.push((symbol, 1.0)),
        }
        if self.total() > MAX_COUNT {
            self.counts.retain_mut(|(_, count)| {
                *count *= 0.5;
                *count > MIN_COUNT
            });
        }
    }

    /// Removes the count of a symbol that will stand for another action.
    fn forget(&mut self, symbol: Symbol) {
        self.counts.retain(|(of, _)| *of != symbol);
    }

    /// Mixes these counts into `out`, likelihoods by symbol that come from a more general context. Those weigh as much
    /// as `prior_weight` counts.
    fn blend(&self, out: &mut [f32; MAX_SYMBOLS], prior_weight: f32) {
        let total = self.total();
        if total <= 0.0 {
            return;
        }
        let scale = 1.0 / (total + prior_weight);
        out.iter_mut().for_each(|p| *p *= prior_weight * scale);
        for &(symbol, count) in &self.counts {
            if let Some(p) = out.get_mut(usize::from(symbol)) {
                *p += count * scale;
            }
        }
    }

    /// Drops what a damaged file may contain: repeated or unknown symbols, and counts out of range.
    fn sanitize(&mut self, symbols: usize) {
        let mut seen = [false; MAX_SYMBOLS];
        self.counts.retain(|&(symbol, count)| {
            let is_new = seen.get_mut(usize::from(symbol)).is_some_and(|seen| !std::mem::replace(seen, true));
            is_new && usize::from(symbol) < symbols && count > MIN_COUNT && count <= MAX_COUNT + 1.0
        });
    }
}

/// How often each action followed: after anything, after one action, and after a pair of actions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "SavedCounts")]
pub(super) struct Counts {
    /// The known actions by symbol, each with the value of `clock` when it was last made or kept.
    #[serde(rename = "symbols")]
    actions: Vec<(Action, u32)>,
    /// After anything.
    any: Followers,
    /// After one action, by its symbol.
    one: Vec<Followers>,
    /// After two actions, the older one first.
    two: Vec<(Symbol, Symbol, Followers)>,
    /// How many actions were seen; wraps.
    clock: u32,
}

/// [`Counts`] as read from a file, which anybody may have changed. They are checked when they are converted.
#[derive(Default, Deserialize)]
#[serde(default)]
struct SavedCounts {
    #[serde(rename = "symbols")]
    actions: Vec<(Action, u32)>,
    any: Followers,
    one: Vec<Followers>,
    two: Vec<(Symbol, Symbol, Followers)>,
    clock: u32,
}

impl From<SavedCounts> for Counts {
    fn from(saved: SavedCounts) -> Self {
        let SavedCounts { mut actions, mut any, mut one, mut two, clock } = saved;
        actions.truncate(MAX_SYMBOLS);
        let is_repeated = |at: usize| actions[..at].iter().any(|(of, _)| *of == actions[at].0);
        if actions.len() < 3 || (0..3).any(|at| actions[at].0 != FIXED[at]) || (3..actions.len()).any(is_repeated) {
            return Self::default();
        }
        one.resize(MAX_SYMBOLS, Followers::default());
        two.truncate(MAX_PAIRS);
        two.retain(|&(before, last, _)| usize::from(before.max(last)) < actions.len());
        let followers = one.iter_mut().chain(two.iter_mut().map(|(.., followers)| followers)).chain([&mut any]);
        followers.for_each(|followers| followers.sanitize(actions.len()));
        Self { actions, any, one, two, clock }
    }
}

impl Default for Counts {
    fn default() -> Self {
        Self {
            actions: FIXED.map(|action| (action, 0)).to_vec(),
            any: Followers::default(),
            one: vec![Followers::default(); MAX_SYMBOLS],
            two: Vec::new(),
            clock: 0,
        }
    }
}

impl Counts {
    /// The symbol of an action; none if the action is not known.
    pub(super) fn symbol(&self, action: Action) -> Option<Symbol> {
        self.actions.iter().position(|(of, _)| *of == action).and_then(|at| u8::try_from(at).ok())
    }

    /// The action that a symbol stands for; none if no action has it.
    pub(super) fn action(&self, symbol: Symbol) -> Option<Action> {
        self.actions.get(usize::from(symbol)).map(|(of, _)| *of)
    }

    /// The symbol of an action that was made now. A new action may take over the symbol of the one made longest ago.
    pub(super) fn intern(&mut self, action: Action) -> Symbol {
        self.clock = self.clock.wrapping_add(1);
        let known = self.symbol(action);
        let at = known.map_or_else(|| self.free_symbol(), usize::from);
        if at == self.actions.len() {
            self.actions.push((action, self.clock));
        } else {
            self.actions[at] = (action, self.clock);
        }
        at as Symbol
    }

    /// Makes sure that an action has a symbol and does not lose it soon, even if the action was not made.
    pub(super) fn keep(&mut self, action: Action) {
        match self.symbol(action) {
            Some(symbol) => self.actions[usize::from(symbol)].1 = self.clock,
            None => _ = self.intern(action),
        }
    }

    /// The index of a free symbol. If there is none, frees that of the action made longest ago and drops its counts.
    fn free_symbol(&mut self) -> usize {
        if self.actions.len() < MAX_SYMBOLS {
            return self.actions.len();
        }
        let at = (FIXED.len()..MAX_SYMBOLS).min_by_key(|&at| self.actions[at].1).unwrap_or(MAX_SYMBOLS - 1);
        let freed = at as Symbol;
        self.any.forget(freed);
        self.one.iter_mut().for_each(|followers| followers.forget(freed));
        self.one[at] = Followers::default();
        self.two.retain(|&(before, last, _)| before != freed && last != freed);
        self.two.iter_mut().for_each(|(.., followers)| followers.forget(freed));
        at
    }

    /// Counts that action `next` followed on `before` and then `last`.
    pub(super) fn learn(&mut self, before: Symbol, last: Symbol, next: Symbol) {
        let now = self.clock;
        self.any.add(next, now);
        let Some(followers) = self.one.get_mut(usize::from(last)) else { return };
        followers.add(next, now);
        if before == NONE {
            return;
        }
        let known = self.two.iter().position(|&(a, b, _)| (a, b) == (before, last));
        let at = known.unwrap_or_else(|| {
            let fresh = (before, last, Followers::default());
            if self.two.len() < MAX_PAIRS {
                self.two.push(fresh);
                return self.two.len() - 1;
            }
            let oldest = (0..MAX_PAIRS).min_by_key(|&at| self.two[at].2.used).unwrap_or(0);
            self.two[oldest] = fresh;
            oldest
        });
        self.two[at].2.add(next, now);
    }

    /// The actions that may follow in a context, each with a likelihood of at least `least`. `prior` holds the
    /// likelihoods assumed before anything was learned; it weighs as much as `prior_weight` counts.
    pub(super) fn following(
        &self,
        after: Context,
        prior: &[(Symbol, f32)],
        prior_weight: f32,
        least: f32,
    ) -> Likelihoods {
        let out = self.blended(after, prior, prior_weight);
        (0..).zip(out).filter(|&(_, p)| p >= least && p > 0.0).collect()
    }

    /// How likely action `next` follows in a context; see [`following`](Self::following) for the prior.
    pub(super) fn likelihood(&self, after: Context, next: Symbol, prior: &[(Symbol, f32)], prior_weight: f32) -> f32 {
        self.blended(after, prior, prior_weight).get(usize::from(next)).copied().unwrap_or(0.0)
    }

    /// Likelihoods by symbol: the prior, then mixed with the counts after anything, after `last`, and after the pair.
    fn blended(&self, (before, last): Context, prior: &[(Symbol, f32)], prior_weight: f32) -> [f32; MAX_SYMBOLS] {
        let mut out = [0.0; MAX_SYMBOLS];
        for &(symbol, p) in prior {
            if let Some(sum) = out.get_mut(usize::from(symbol)) {
                *sum += p;
            }
        }
        self.any.blend(&mut out, prior_weight);
        if let Some(followers) = self.one.get(usize::from(last)) {
            followers.blend(&mut out, prior_weight);
        }
        if let Some((.., followers)) = self.two.iter().find(|&&(a, b, _)| (a, b) == (before, last)) {
            followers.blend(&mut out, prior_weight);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_is_learned_and_the_prior_fades() {
        let mut counts = Counts::default();
        let (ahead, back) = (counts.intern(Action::Step(1)), counts.intern(Action::Step(-5)));
        let prior = [(ahead, 0.6), (back, 0.4)];
        assert_eq!(counts.likelihood((NONE, NONE), ahead, &prior, 3.0), 0.6);
        for _ in 0..10 {
            counts.learn(ahead, ahead, back);
        }
        assert!(counts.likelihood((ahead, ahead), back, &prior, 3.0) > 0.95);
        assert!(counts.likelihood((NONE, NONE), ahead, &prior, 3.0) < 0.2);
    }

    #[test]
    fn memory_is_bounded_and_a_symbol_that_changes_its_action_loses_its_counts() {
        let mut counts = Counts::default();
        let (mut before, mut last) = (NONE, NONE);
        for step in 0..10_000_i64 {
            let next = counts.intern(Action::Step(step * 7919 % 1009));
            counts.learn(before, last, next);
            (before, last) = (last, next);
        }
        let Counts { actions, any, one, two, .. } = &counts;
        assert!(actions.len() <= MAX_SYMBOLS && two.len() <= MAX_PAIRS && one.len() == MAX_SYMBOLS);
        assert!(one.iter().chain([any]).all(|followers| followers.counts.len() <= MAX_SYMBOLS));
        let fresh = counts.intern(Action::Pixels(1));
        assert!(counts.following((NONE, fresh), &[], 3.0, 0.0).iter().all(|&(symbol, _)| symbol != fresh));
        for fixed in [NEXT, PREVIOUS, JUMP] {
            assert_eq!(counts.action(fixed), Some(FIXED[usize::from(fixed)]));
        }
    }

    #[test]
    fn counts_saved_by_an_older_version_are_read() {
        let saved = r#"{"symbols":[["Next",0],["Previous",0],["Far",7],[{"Step":1},9]],"clock":9}"#;
        let counts: Counts = serde_json::from_str(saved).unwrap();
        assert_eq!(counts.action(JUMP), Some(Action::Jump));
        assert_eq!(counts.symbol(Action::Step(1)), Some(3));
        assert!(serde_json::to_string(&counts).unwrap().contains("\"symbols\""));
    }
}
