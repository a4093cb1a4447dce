//! The resident keys that have to be loaded again, in their order: [`StaleKeys`].

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

/// The resident keys that have to be loaded again, and are not being loaded yet, in the order in which they will be. There may
/// be very many, so no step looks at all of them.
#[derive(Debug, Default)]
pub(in crate::cache::store) struct StaleKeys {
    /// The keys by their place. The lowest place is next.
    order: BTreeMap<u64, u64>,
    /// The place of each key.
    places: FxHashMap<u64, u64>,
}

impl StaleKeys {
    /// Replaces all keys by these, the next one first, each once.
    pub(in crate::cache::store) fn set(&mut self, keys: impl IntoIterator<Item = u64>) {
        self.clear();
        keys.into_iter().for_each(|key| self.push(key));
    }

    /// Adds a key behind all others. One that is there already stays where it is.
    pub(in crate::cache::store) fn push(&mut self, key: u64) {
        let place = self.order.last_key_value().map_or(0, |(last, _)| last + 1);
        if *self.places.entry(key).or_insert(place) == place {
            self.order.insert(place, key);
        }
    }

    /// Removes a key. Returns whether it was there.
    pub(in crate::cache::store) fn remove(&mut self, key: u64) -> bool {
        self.places.remove(&key).is_some_and(|place| self.order.remove(&place).is_some())
    }

    /// Removes and returns the next key.
    pub(in crate::cache::store) fn pop(&mut self) -> Option<u64> {
        let (_, key) = self.order.pop_first()?;
        self.places.remove(&key);
        Some(key)
    }

    pub(in crate::cache::store) fn clear(&mut self) {
        self.order.clear();
        self.places.clear();
    }

    pub(in crate::cache::store) fn len(&self) -> usize {
        self.order.len()
    }

    pub(in crate::cache::store) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The keys, the next one first.
    #[cfg(test)]
    pub(in crate::cache::store) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.order.values().copied()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_a_list_without_doubles(steps in prop::collection::vec((0_u8..5, 0_u64..6), 0..60)) {
            let (mut keys, mut twin) = (StaleKeys::default(), Vec::<u64>::new());
            for (step, key) in steps {
                match step {
                    0 => {
                        let all = (0..key).rev();
                        keys.set(all.clone());
                        twin = all.collect();
                    }
                    1 => {
                        prop_assert_eq!(keys.remove(key), twin.contains(&key));
                        twin.retain(|other| *other != key);
                    }
                    2 => {
                        let next = (!twin.is_empty()).then(|| twin.remove(0));
                        prop_assert_eq!(keys.pop(), next);
                    }
                    _ => {
                        keys.push(key);
                        if !twin.contains(&key) {
                            twin.push(key);
                        }
                    }
                }
                prop_assert_eq!(keys.iter().collect::<Vec<_>>(), &twin[..]);
                prop_assert_eq!((keys.len(), keys.is_empty()), (twin.len(), twin.is_empty()));
            }
        }
    }
}
