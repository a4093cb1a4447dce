//! The filter: which detections are drawn, and which tracks are listed.

use std::collections::BTreeSet;

use crate::mot::{Class, Detection, Layout, Summary, Track};

/// Which detections and tracks are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Rows with a lower confidence are hidden; rows without one are shown.
    pub min_confidence: Option<f64>,
    /// Rows of these classes are hidden.
    pub hidden_classes: BTreeSet<Class>,
}

impl Filter {
    /// Whether it can hide anything.
    pub fn is_active(&self) -> bool {
        *self != Self::default()
    }

    /// Whether a row is shown.
    pub fn passes(&self, detection: &Detection, layout: Layout) -> bool {
        let sure =
            self.min_confidence.is_none_or(|min| detection.confidence.is_none_or(|confidence| confidence >= min));
        sure && (self.hidden_classes.is_empty()
            || layout.class_of(detection).is_none_or(|class| !self.hidden_classes.contains(&class)))
    }

    /// Whether a track is listed: its surest row is sure enough, and the class of most of its rows is shown.
    pub fn lists(&self, track: &Track, summary: &Summary) -> bool {
        // The summary keeps confidences in 32 bits; a bound as large as the greatest one must still let it pass.
        let sure = self.min_confidence.is_none_or(|min| track.max_confidence.is_none_or(|max| max >= min as f32));
        sure && (self.hidden_classes.is_empty()
            || summary.class_of(track).is_none_or(|class| !self.hidden_classes.contains(class)))
    }
}
