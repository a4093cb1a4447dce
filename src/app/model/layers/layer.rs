//! A layer: one text file of boxes that is shown.

use std::sync::Arc;

use crate::mot::MotFile;
use crate::sequence::LayerKind;

/// A text file that is shown.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Its name for people.
    pub name: String,
    /// Ground truth, detections or results.
    pub kind: LayerKind,
    /// The file.
    pub file: Arc<MotFile>,
    /// The least and the greatest confidence of a sample of the rows. `None` for the main layer: the summary has the exact
    /// range of that one.
    pub confidence: Option<(f64, f64)>,
}
