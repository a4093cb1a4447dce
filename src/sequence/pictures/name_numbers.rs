//! The numbers that names of pictures say, where there is no folder of these pictures.

use std::sync::Arc;

use super::listing::Listing;
use crate::provider::KeySet;

/// The number of each of some names without endings, as pictures of these names would have it; `None` for one that is named
/// unlike the others. If fewer than half of them have a number of their own, they are numbered in their order, from 1.
pub(in crate::sequence) fn numbers_of_stems(stems: &[&str]) -> Vec<Option<u64>> {
    let name = |stem: &str| format!("{stem}.png");
    let listing = Listing::of(stems.iter().map(|stem| name(stem)), None);
    let in_order = || (1..=stems.len() as u64).map(Some).collect();
    if !listing.is_by_name() {
        return in_order();
    }
    let numbers: Vec<Option<u64>> = stems.iter().map(|stem| listing.number_of(&name(stem))).collect();
    if 2 * numbers.iter().flatten().count() >= stems.len() { numbers } else { in_order() }
}

/// The numbers that the names of pictures say; none if they do not count up.
pub(in crate::sequence) fn numbers_of_names(names: impl IntoIterator<Item = String>) -> Arc<KeySet> {
    let listing = Listing::of(names, None);
    if listing.is_by_name() { listing.numbers } else { Arc::default() }
}
