//! A map from offsets to indices of a list: [`Offsets`]. Nearly all offsets are small, so it is an array for those, and
//! a hash map for the others.

use rustc_hash::FxHashMap;

/// Largest offset in the array, in both directions.
const REACH: i64 = 512;

/// A map from offsets to indices of a list.
#[derive(Debug)]
pub(crate) struct Offsets {
    /// The index plus one; 0 for none.
    near: Box<[u16; 2 * REACH as usize + 1]>,
    far: FxHashMap<i64, u32>,
}

impl Default for Offsets {
    fn default() -> Self {
        Self { near: Box::new([0; 2 * REACH as usize + 1]), far: FxHashMap::default() }
    }
}

impl Clone for Offsets {
    fn clone(&self) -> Self {
        Self { near: self.near.clone(), far: self.far.clone() }
    }

    fn clone_from(&mut self, source: &Self) {
        self.near.copy_from_slice(&*source.near);
        self.far.clone_from(&source.far);
    }
}

impl Offsets {
    /// The index of an offset.
    pub(crate) fn get(&self, offset: i64) -> Option<u32> {
        match self.near.get(Self::slot(offset)) {
            Some(0) | None if self.far.is_empty() => None,
            Some(0) | None => self.far.get(&offset).copied(),
            Some(index) => Some(u32::from(*index) - 1),
        }
    }

    /// Sets the index of an offset that has none yet.
    pub(crate) fn insert(&mut self, offset: i64, index: u32) {
        match (self.near.get_mut(Self::slot(offset)), u16::try_from(index.saturating_add(1))) {
            (Some(slot), Ok(index)) => *slot = index,
            _ => {
                self.far.insert(offset, index);
            }
        }
    }

    /// Removes all offsets.
    pub(crate) fn clear(&mut self) {
        self.near.fill(0);
        self.far.clear();
    }

    /// The position of an offset in the array; outside the array if the offset is large.
    fn slot(offset: i64) -> usize {
        offset.checked_add(REACH).and_then(|slot| usize::try_from(slot).ok()).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_a_map(
            entries in prop::collection::vec((prop_oneof![-600_i64..600, any::<i64>()], prop_oneof![0_u32..9, 65_530_u32..65_540]), 0..60),
            probe in -600_i64..600,
        ) {
            let (mut offsets, mut naive) = (Offsets::default(), std::collections::HashMap::new());
            for &(offset, place) in &entries {
                if naive.contains_key(&offset) { continue; }
                offsets.insert(offset, place);
                naive.insert(offset, place);
            }
            for &(offset, _) in &entries {
                prop_assert_eq!(offsets.get(offset), naive.get(&offset).copied());
            }
            prop_assert_eq!(offsets.get(probe), naive.get(&probe).copied());
            offsets.clear();
            prop_assert_eq!(offsets.get(probe), None);
        }
    }
}
