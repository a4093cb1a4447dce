//! The role of a layer, which decides its remembered style.

use crate::sequence::LayerKind;

/// The role of a layer on screen. A style is remembered for each role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// The main layer, whose tracks are listed and can be selected. It has one style for all kinds of files, because it
    /// need not differ from another layer.
    Main,
    /// Ground truth beside another layer.
    GroundTruth,
    /// Detections beside another layer.
    Detections,
    /// Results beside another layer.
    Results,
}

impl Role {
    /// The role of the layer at this place of the document. Place 0 is the main layer.
    pub fn of(place: usize, kind: LayerKind) -> Self {
        match kind {
            _ if place == 0 => Self::Main,
            LayerKind::GroundTruth => Self::GroundTruth,
            LayerKind::Detections => Self::Detections,
            LayerKind::Results => Self::Results,
        }
    }
}

/// The name of a kind of layer, as the user sees it.
pub fn kind_name(kind: LayerKind) -> &'static str {
    match kind {
        LayerKind::GroundTruth => "ground truth",
        LayerKind::Detections => "detections",
        LayerKind::Results => "results",
    }
}
