//! The sets of layers that a comparison begins with.

use std::path::Path;

use super::sets::{MAX_PANES, ShownLayers};
use crate::sequence::LayerKind;

/// What the panes need to know of an open layer.
#[derive(Clone, Copy, Debug)]
pub struct PaneLayer<'a> {
    /// The path of its file.
    pub path: &'a Path,
    /// Ground truth, detections or results.
    pub kind: LayerKind,
    /// Whether it is switched on in the single picture.
    pub shown: bool,
}

/// Ground truth is the first, then results, then detections; among these, layers that are shown come first.
fn sorted<'a>(layers: &[PaneLayer<'a>]) -> Vec<PaneLayer<'a>> {
    let mut sorted = layers.to_vec();
    let rank = |kind| match kind {
        LayerKind::GroundTruth => 0,
        LayerKind::Results => 1,
        LayerKind::Detections => 2,
    };
    sorted.sort_by_key(|layer| (rank(layer.kind), !layer.shown));
    sorted
}

fn alone(layer: &PaneLayer<'_>) -> ShownLayers {
    [layer.path.to_owned()].into()
}

/// One pane for each layer that is shown. If only one is shown, there is a pane for each open layer; if only one is open, the other
/// pane shows the picture alone.
pub fn side_by_side(layers: &[PaneLayer<'_>]) -> Vec<ShownLayers> {
    let shown: Vec<_> = layers.iter().filter(|layer| layer.shown).copied().collect();
    let among = if shown.len() > 1 { sorted(&shown) } else { sorted(layers) };
    let mut sets: Vec<ShownLayers> = among.iter().take(MAX_PANES).map(alone).collect();
    sets.resize(sets.len().max(2), ShownLayers::new());
    sets
}

/// Two sets. With two results, each has one of them and whatever else is shown. The first is what is shown now, if only one of the
/// results is.
pub fn pair(layers: &[PaneLayer<'_>]) -> Vec<ShownLayers> {
    let results: Vec<_> = sorted(layers).into_iter().filter(|layer| layer.kind == LayerKind::Results).collect();
    let [first, second, ..] = results.as_slice() else {
        let mut sets = side_by_side(layers);
        sets.truncate(2);
        return sets;
    };
    let others = layers.iter().filter(|layer| layer.shown && layer.kind != LayerKind::Results);
    let others: ShownLayers = others.map(|layer| layer.path.to_owned()).collect();
    [first, second].into_iter().map(|result| others.union(&alone(result)).cloned().collect()).collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// A layer with a name that says what it is: `gt`, `det`, or a result. A minus behind it means that it is not shown.
    fn layer(name: &str) -> PaneLayer<'_> {
        let path = name.trim_end_matches('-');
        let kind = match path {
            "gt" => LayerKind::GroundTruth,
            "det" => LayerKind::Detections,
            _ => LayerKind::Results,
        };
        PaneLayer { path: Path::new(path), kind, shown: path == name }
    }

    fn told(sets: &[ShownLayers]) -> String {
        let one =
            |set: &ShownLayers| set.iter().map(|path: &PathBuf| path.to_string_lossy()).collect::<Vec<_>>().join("+");
        sets.iter().map(one).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn there_is_one_pane_a_layer_with_ground_truth_first() {
        for (layers, expected) in [
            (&["a", "gt"][..], "gt|a"),
            (&["gt", "a", "b"], "gt|a|b"),
            (&["a", "b"], "a|b"),
            (&["gt", "det", "a"], "gt|a|det"),
            (&["gt", "det-", "a"], "gt|a"),
            (&["a-", "gt"], "gt|a"),
            (&["det", "a", "b", "c", "gt"], "gt|a|b|c"),
            (&["a"], "a|"),
            (&[], "|"),
        ] {
            let layers: Vec<_> = layers.iter().map(|name| layer(name)).collect();
            assert_eq!(told(&side_by_side(&layers)), expected);
        }
    }

    #[test]
    fn two_results_are_compared_over_what_else_is_shown() {
        for (layers, expected) in [
            (&["gt", "a", "b"][..], "a+gt|b+gt"),
            (&["gt", "a-", "b"], "b+gt|a+gt"),
            (&["gt-", "a", "b-", "c-"], "a|b"),
            (&["gt", "a"], "gt|a"),
            (&["gt", "det", "a"], "gt|a"),
            (&["a"], "a|"),
        ] {
            let layers: Vec<_> = layers.iter().map(|name| layer(name)).collect();
            assert_eq!(told(&pair(&layers)), expected);
        }
    }
}
