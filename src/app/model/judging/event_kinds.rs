//! A set of kinds of events.

use serde::{Deserialize, Serialize};

use crate::metrics::EventKind;

/// A set of kinds of events. It is stored as the names of the kinds that are not in it, so that new kinds are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
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
}

impl From<Vec<String>> for EventKinds {
    fn from(absent: Vec<String>) -> Self {
        Self { has: EventKind::ALL.map(|kind| !absent.iter().any(|name| name == kind.name())) }
    }
}

impl From<EventKinds> for Vec<String> {
    fn from(kinds: EventKinds) -> Self {
        let absent = EventKind::ALL.into_iter().filter(|kind| !kinds.has(*kind));
        absent.map(|kind| kind.name().to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_survives_being_stored_and_kinds_that_are_not_known_are_left_out() {
        let mut kinds = EventKinds::default();
        kinds.set(EventKind::LooseBox, false);
        assert!(kinds.has(EventKind::Switch) && !kinds.has(EventKind::LooseBox));
        let mut stored = Vec::from(kinds);
        assert_eq!(stored, ["loose box"]);
        stored.push("gone astray".to_owned());
        assert_eq!(EventKinds::from(stored), kinds);
        assert!(!EventKinds::of(&[EventKind::Swap]).has(EventKind::Switch));
    }
}
