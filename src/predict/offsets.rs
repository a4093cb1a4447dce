//! From an offset to a place in a list: an array for those nearby, which nearly all are, a map for the rest.

use rustc_hash::FxHashMap;

/// How far the array reaches, both ways.
const REACH: i64 = 512;

/// Where in a list what belongs to an offset is.
#[derive(Debug)]
pub(crate) struct Offsets {
    /// The place plus one; 0 for none.
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
    pub(crate) fn get(&self, offset: i64) -> Option<u32> {
        match self.near.get(Self::slot(offset)) {
            Some(0) | None if self.far.is_empty() => None,
            Some(0) | None => self.far.get(&offset).copied(),
            Some(place) => Some(u32::from(*place) - 1),
        }
    }

    pub(crate) fn insert(&mut self, offset: i64, place: u32) {
        match (self.near.get_mut(Self::slot(offset)), u16::try_from(place.saturating_add(1))) {
            (Some(slot), Ok(place)) => *slot = place,
            _ => {
                self.far.insert(offset, place);
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        self.near.fill(0);
        self.far.clear();
    }

    /// Beyond the array for what is far.
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
