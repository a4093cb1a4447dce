//! The role of a layer, which decides its remembered style.

use serde::{Deserialize, Serialize};

use super::Layer;
use crate::sequence::LayerKind;

/// The role of a layer on screen. A style is remembered for each role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The only layer. It has one style for all kinds of files, because it need not differ from another layer.
    Alone,
    /// Ground truth beside another layer.
    GroundTruth,
    /// Detections beside another layer.
    Detections,
    /// Results beside another layer.
    Results,
}

impl Role {
    /// The role of the layer at this place of `layers`. `None` if there is none.
    pub fn of(layers: &[Layer], place: usize) -> Option<Self> {
        let layer = layers.get(place)?;
        // A sequence without a text file has an empty main layer, which is no layer to the user.
        let are_several = layers.iter().filter(|layer| layer.file.bytes() > 0).nth(1).is_some();
        Some(match layer.kind {
            _ if !are_several => Self::Alone,
            LayerKind::GroundTruth => Self::GroundTruth,
            LayerKind::Detections => Self::Detections,
            LayerKind::Results => Self::Results,
        })
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
