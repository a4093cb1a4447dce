//! The role of a layer: what it is on screen.

use crate::sequence::LayerKind;

/// What a layer is on screen: styles are remembered for each of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The one whose tracks are listed and selected. It is drawn alike whatever it is: alone, ground truth needs no telling
    /// apart.
    Main,
    /// Ground truth beside another layer.
    GroundTruth,
    /// Detections beside another layer.
    Detections,
    /// Results beside another layer.
    Results,
}

impl Role {
    /// That of the layer at this place among those of a document.
    pub fn of(place: usize, kind: LayerKind) -> Self {
        match kind {
            _ if place == 0 => Self::Main,
            LayerKind::GroundTruth => Self::GroundTruth,
            LayerKind::Detections => Self::Detections,
            LayerKind::Results => Self::Results,
        }
    }
}

/// What people call a kind of layer.
pub fn kind_name(kind: LayerKind) -> &'static str {
    match kind {
        LayerKind::GroundTruth => "ground truth",
        LayerKind::Detections => "detections",
        LayerKind::Results => "results",
    }
}
