//! The keys that were evicted lately without having been asked for.

use std::collections::VecDeque;

use super::limits::push_bounded;
use crate::cache::{Event, EventKind};

/// How many keys are kept.
pub const MAX_UNUSED: usize = 256;

/// The last keys that were evicted unused and not loaded again, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Unused {
    keys: VecDeque<u64>,
}

impl Unused {
    /// Takes in one event.
    pub fn push(&mut self, event: &Event) {
        match event.kind {
            EventKind::Evict { unused: true } => {
                self.forget(event.key);
                push_bounded(&mut self.keys, event.key, MAX_UNUSED);
            }
            EventKind::LoadComplete | EventKind::PrefetchSuccess | EventKind::Neighbour => self.forget(event.key),
            _ => {}
        }
    }

    /// The keys in the order of their eviction.
    pub fn keys(&self) -> &VecDeque<u64> {
        &self.keys
    }

    /// Removes a key.
    fn forget(&mut self, key: u64) {
        if let Some(at) = self.keys.iter().position(|&known| known == key) {
            self.keys.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn tell(unused: &mut Unused, kind: EventKind, key: u64) {
        unused.push(&Event { at: Duration::ZERO, kind, key, took: Duration::ZERO, message: None });
    }

    #[test]
    fn a_key_evicted_unused_is_remembered_until_it_is_loaded_again() {
        let mut unused = Unused::default();
        for key in [3, 4, 3] {
            tell(&mut unused, EventKind::Evict { unused: true }, key);
        }
        tell(&mut unused, EventKind::Evict { unused: false }, 5);
        assert_eq!(*unused.keys(), [4, 3]);
        tell(&mut unused, EventKind::PrefetchSuccess, 4);
        tell(&mut unused, EventKind::LoadComplete, 9);
        assert_eq!(*unused.keys(), [3]);
    }

    #[test]
    fn only_the_last_are_remembered() {
        let mut unused = Unused::default();
        (0..1000).for_each(|key| tell(&mut unused, EventKind::Evict { unused: true }, key));
        assert_eq!(unused.keys().iter().copied().collect::<Vec<_>>(), (744..1000).collect::<Vec<u64>>());
    }
}
