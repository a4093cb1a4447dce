//! The short names of layers, with which labels begin where layers are drawn over each other.

use crate::sequence::LayerKind;

/// The short name of each of these layers, given their kinds in order. Ground truth is `gt`, detections are `det`. Of several
/// results each has a letter, so that two tracks of one id are told apart. A single result needs none, and neither does a layer
/// alone: its name is empty.
pub fn short_names(kinds: &[LayerKind]) -> Vec<String> {
    if kinds.len() < 2 {
        return vec![String::new(); kinds.len()];
    }
    let count = |kind: LayerKind, of: &[LayerKind]| of.iter().filter(|other| **other == kind).count();
    let name = |(at, &kind): (usize, &LayerKind)| {
        let (before, all) = (count(kind, &kinds[..at]), count(kind, kinds));
        let numbered = |name: &str| if all == 1 { name.to_owned() } else { format!("{name}{}", before + 1) };
        match kind {
            LayerKind::GroundTruth => numbered("gt"),
            LayerKind::Detections => numbered("det"),
            LayerKind::Results if all == 1 => String::new(),
            LayerKind::Results => letters(before),
        }
    };
    kinds.iter().enumerate().map(name).collect()
}

/// A, B, … Z, AA, AB, …
fn letters(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (at % 26) as u8));
        if at < 26 {
            return letters.iter().rev().collect();
        }
        at = at / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use LayerKind::{Detections, GroundTruth, Results};

    #[test]
    fn layers_have_different_short_names_and_one_alone_has_none() {
        assert_eq!(short_names(&[]), [""; 0]);
        assert_eq!(short_names(&[GroundTruth]), [""]);
        assert_eq!(short_names(&[Results, GroundTruth]), ["", "gt"]);
        assert_eq!(short_names(&[Results, GroundTruth, Results, Detections]), ["A", "gt", "B", "det"]);
        assert_eq!(short_names(&[GroundTruth, GroundTruth, Results]), ["gt1", "gt2", ""]);
        let many = short_names(&[Results; 800]);
        assert_eq!([&many[25], &many[26], &many[701], &many[702]], ["Z", "AA", "ZZ", "AAA"]);
        assert_eq!(many.iter().collect::<BTreeSet<_>>().len(), 800);
    }
}
