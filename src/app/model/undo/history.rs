//! Steps that can be undone and done again.

use std::collections::VecDeque;

/// The most steps that are kept.
const MAX_STEPS: usize = 100;

/// A change of one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<K, V> {
    /// What has changed.
    pub what: K,
    /// Its value before.
    pub before: V,
    /// Its value after that.
    pub after: V,
}

impl<K, V> Change<K, V> {
    /// The change that takes this one back.
    fn reversed(self) -> Self {
        Self { what: self.what, before: self.after, after: self.before }
    }
}

/// The changes that were made by one gesture of the user, for example by one drag of a slider.
#[derive(Debug)]
struct Step<K, V> {
    gesture: u64,
    changes: Vec<Change<K, V>>,
}

/// The last steps, and those that were undone since the last change.
#[derive(Debug)]
pub struct History<K, V> {
    done: VecDeque<Step<K, V>>,
    undone: Vec<Step<K, V>>,
    /// Whether another change of the same gesture belongs to the last step.
    is_open: bool,
}

impl<K, V> Default for History<K, V> {
    fn default() -> Self {
        Self { done: VecDeque::new(), undone: Vec::new(), is_open: false }
    }
}

impl<K: Clone + PartialEq, V: Clone + PartialEq> History<K, V> {
    /// Keeps changes. They belong to the last step if it is of the same gesture.
    pub fn record(&mut self, gesture: u64, changes: Vec<Change<K, V>>) {
        if changes.is_empty() {
            return;
        }
        self.undone.clear();
        let is_same = self.is_open && self.done.back().is_some_and(|step| step.gesture == gesture);
        if !is_same {
            self.done.push_back(Step { gesture, changes: Vec::new() });
        }
        self.is_open = true;
        if let Some(step) = self.done.back_mut() {
            for change in changes {
                match step.changes.iter_mut().find(|known| known.what == change.what) {
                    Some(known) => known.after = change.after,
                    None => step.changes.push(change),
                }
            }
            step.changes.retain(|change| change.before != change.after);
        }
        self.end_step();
    }

    /// Drops a step in which all is as it was, and steps that are too many.
    fn end_step(&mut self) {
        if self.done.back().is_some_and(|step| step.changes.is_empty()) {
            self.done.pop_back();
            self.is_open = false;
        }
        while self.done.len() > MAX_STEPS {
            self.done.pop_front();
        }
    }

    /// Takes the last step back. Returns the changes to make.
    pub fn undo(&mut self) -> Option<Vec<Change<K, V>>> {
        let step = self.done.pop_back()?;
        self.is_open = false;
        let changes = step.changes.iter().cloned().map(Change::reversed).collect();
        self.undone.push(step);
        Some(changes)
    }

    /// Does the step again that was undone last. Returns the changes to make.
    pub fn redo(&mut self) -> Option<Vec<Change<K, V>>> {
        let step = self.undone.pop()?;
        self.is_open = false;
        let changes = step.changes.clone();
        self.done.push_back(step);
        Some(changes)
    }

    /// Whether there is a step to undo.
    pub fn leads_back(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there is a step to do again.
    pub fn leads_ahead(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Forgets what is gone.
    pub fn forget(&mut self, is_gone: impl Fn(&K) -> bool) {
        let forget = |step: &mut Step<K, V>| {
            step.changes.retain(|change| !is_gone(&change.what));
            !step.changes.is_empty()
        };
        self.done.retain_mut(forget);
        self.undone.retain_mut(forget);
        self.is_open = false;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    type World = BTreeMap<u8, i8>;

    /// Keeps the whole world after each step.
    struct Twin {
        worlds: Vec<World>,
        at: usize,
        open: Option<u64>,
    }

    impl Twin {
        fn set(&mut self, gesture: u64, world: World) {
            if self.worlds[self.at] == world {
                return;
            }
            self.worlds.truncate(self.at + 1);
            if self.open == Some(gesture) {
                self.worlds[self.at] = world;
            } else {
                self.worlds.push(world);
                self.at += 1;
                if self.worlds.len() > MAX_STEPS + 1 {
                    self.worlds.remove(0);
                    self.at -= 1;
                }
            }
            self.open = Some(gesture);
            if self.worlds[self.at] == self.worlds[self.at - 1] {
                self.worlds.pop();
                (self.at, self.open) = (self.at - 1, None);
            }
        }
    }

    #[derive(Clone, Debug)]
    enum Act {
        Set(u8, i8),
        NextGesture,
        Undo,
        Redo,
    }

    fn acts() -> impl Strategy<Value = Vec<Act>> {
        let act = prop_oneof![
            4 => (0_u8..3, 0_i8..3).prop_map(|(what, value)| Act::Set(what, value)),
            3 => Just(Act::NextGesture),
            2 => Just(Act::Undo),
            1 => Just(Act::Redo),
        ];
        prop::collection::vec(act, 0..400)
    }

    proptest! {
        #[test]
        fn going_back_and_forth_shows_the_same_worlds_as_keeping_them_all(acts in acts()) {
            let mut history = History::default();
            let mut world: World = (0..3).map(|what| (what, 0)).collect();
            let mut twin = Twin { worlds: vec![world.clone()], at: 0, open: None };
            let mut gesture = 0;
            for act in acts {
                let bring = |world: &mut World, changes: Option<Vec<Change<u8, i8>>>| {
                    for change in changes.into_iter().flatten() {
                        assert_eq!(world.insert(change.what, change.after), Some(change.before));
                    }
                };
                match act {
                    Act::NextGesture => gesture += 1,
                    Act::Set(what, after) => {
                        let before = world.insert(what, after).unwrap_or_default();
                        if before != after {
                            history.record(gesture, vec![Change { what, before, after }]);
                        }
                        twin.set(gesture, world.clone());
                    }
                    Act::Undo => {
                        bring(&mut world, history.undo());
                        if twin.at > 0 {
                            (twin.at, twin.open) = (twin.at - 1, None);
                        }
                    }
                    Act::Redo => {
                        bring(&mut world, history.redo());
                        if twin.at + 1 < twin.worlds.len() {
                            (twin.at, twin.open) = (twin.at + 1, None);
                        }
                    }
                }
                prop_assert_eq!(&world, &twin.worlds[twin.at]);
                prop_assert_eq!(history.leads_back(), twin.at > 0);
                prop_assert_eq!(history.leads_ahead(), twin.at + 1 < twin.worlds.len());
            }
        }
    }

    #[test]
    fn what_is_gone_is_not_brought_back() {
        let mut history = History::default();
        let change = |what: &'static str| Change { what, before: 0, after: 1 };
        history.record(1, vec![change("filter"), change("theme")]);
        history.record(2, vec![change("filter")]);
        history.forget(|what| *what == "filter");
        assert_eq!(history.undo(), Some(vec![Change { what: "theme", before: 1, after: 0 }]));
        assert_eq!(history.undo(), None);
    }

    #[test]
    fn at_most_a_hundred_steps_are_kept() {
        let mut history = History::default();
        (0..250).for_each(|at| history.record(at, vec![Change { what: (), before: at, after: at + 1 }]));
        assert_eq!(std::iter::from_fn(|| history.undo()).count(), MAX_STEPS);
    }
}
