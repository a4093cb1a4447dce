//! A set of kinds of events.

use crate::metrics::EventKind;

/// A set of kinds of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventKinds {
    /// Whether each kind is in it, in the order of [`EventKind::ALL`].
    has: [bool; EventKind::ALL.len()],
}

impl Default for EventKinds {
    /// All kinds.
    fn default() -> Self {
        Self { has: [true; EventKind::ALL.len()] }
    }
}

impl EventKinds {
    /// The set of these kinds.
    pub fn of(kinds: &[EventKind]) -> Self {
        Self { has: EventKind::ALL.map(|kind| kinds.contains(&kind)) }
    }

    /// Whether a kind is in it.
    pub fn has(self, kind: EventKind) -> bool {
        EventKind::ALL.iter().zip(self.has).any(|(other, has)| has && *other == kind)
    }

    /// Adds a kind, or removes it.
    pub fn set(&mut self, kind: EventKind, is_in: bool) {
        for (other, has) in EventKind::ALL.iter().zip(&mut self.has) {
            if *other == kind {
                *has = is_in;
            }
        }
    }

    /// What a click on a kind leaves. Where all kinds are in the set, only this one stays. Otherwise it is added or removed; where
    /// none would stay, all are in the set again.
    #[must_use]
    pub fn clicked(self, kind: EventKind) -> Self {
        if self == Self::default() {
            return Self::of(&[kind]);
        }
        let mut kinds = self;
        kinds.set(kind, !self.has(kind));
        if kinds.count() == 0 { Self::default() } else { kinds }
    }

    /// How many kinds are in it.
    pub fn count(self) -> usize {
        self.has.iter().filter(|has| **has).count()
    }

    /// In words if some are not in it: `4 of 10 kinds`.
    pub fn told(self) -> Option<String> {
        (self.count() < self.has.len()).then(|| format!("{} of {} kinds", self.count(), self.has.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_click_leaves_one_kind_further_ones_add_and_the_last_one_shows_all_again() {
        let one = EventKinds::default().clicked(EventKind::Switch);
        assert_eq!(one, EventKinds::of(&[EventKind::Switch]));
        let two = one.clicked(EventKind::Swap);
        assert_eq!(two, EventKinds::of(&[EventKind::Switch, EventKind::Swap]));
        assert_eq!(two.clicked(EventKind::Switch).clicked(EventKind::Swap), EventKinds::default());
    }

    #[test]
    fn a_set_tells_how_many_kinds_it_has_unless_it_has_all() {
        let mut kinds = EventKinds::default();
        assert_eq!(kinds.told(), None);
        kinds.set(EventKind::LooseBox, false);
        assert!(kinds.has(EventKind::Switch) && !kinds.has(EventKind::LooseBox));
        assert_eq!(kinds.told().as_deref(), Some("9 of 10 kinds"));
        assert!(!EventKinds::of(&[EventKind::Swap]).has(EventKind::Switch));
    }
}
