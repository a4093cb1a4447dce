//! Which layers are compared with which.

use std::path::Path;

use crate::app::model::layers::Layer;
use crate::sequence::LayerKind;

/// The places of the layers that are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs {
    /// The place of the ground truth.
    pub truth: usize,
    /// The places of the results, in the order of layers. There is at least one.
    pub results: Vec<usize>,
}

/// The layers that can be compared. `truth` is the file that the user takes as ground truth; else it is the first layer whose
/// path, or else whose rows say that it is. `None` without ground truth or without results.
pub fn pairs(layers: &[Layer], truth: Option<&Path>) -> Option<Pairs> {
    let first = |is: &dyn Fn(&Layer) -> bool| layers.iter().position(is);
    let truth = truth
        .and_then(|path| first(&|layer| layer.file.path() == path))
        .or_else(|| first(&|layer| LayerKind::of(layer.file.path()) == LayerKind::GroundTruth))
        .or_else(|| first(&|layer| layer.kind == LayerKind::GroundTruth))?;
    // The main layer may be no file, where there are only pictures. An empty file of results misses everything.
    let of_kind = |kind: LayerKind| -> Vec<usize> {
        let others = layers
            .iter()
            .enumerate()
            .filter(|(place, layer)| *place != truth && (*place > 0 || layer.file.bytes() > 0));
        others.filter(|(_, layer)| layer.kind == kind).map(|(place, _)| place).collect()
    };
    let mut results = of_kind(LayerKind::Results);
    if results.is_empty() {
        // Some trackers write rows that look like ground truth.
        results = of_kind(LayerKind::GroundTruth);
    }
    (!results.is_empty()).then_some(Pairs { truth, results })
}
