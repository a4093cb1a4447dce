//! The filter: which detections are drawn, and which tracks are listed.

use std::collections::{BTreeMap, BTreeSet};

use crate::mot::{Class, Detection, Layout, Summary, Track, TrackId};

/// Which detections and tracks are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Detections with a lower confidence are hidden. Detections without a confidence are shown.
    pub min_confidence: Option<f64>,
    /// Detections of these classes are hidden.
    pub hidden_classes: BTreeSet<Class>,
    /// If it is not empty, only these tracks are shown: those of each layer, which is stated by its place.
    pub only: BTreeMap<usize, BTreeSet<TrackId>>,
}

impl Filter {
    /// Whether the filter can hide anything.
    pub fn is_active(&self) -> bool {
        *self != Self::default()
    }

    /// The filter of a further layer. Confidences and classes are filtered in the main layer only, because other files have
    /// others.
    #[must_use]
    pub fn beside(&self, place: usize) -> Self {
        // A layer without any of the tracks shows none.
        let tracks = self.only.get(&place).cloned().unwrap_or_default();
        let only = if self.only.is_empty() { BTreeMap::new() } else { BTreeMap::from([(0, tracks)]) };
        Self { only, ..Self::default() }
    }

    /// Whether a track of the main layer is shown, if only some are.
    fn has(&self, id: Option<TrackId>) -> bool {
        let is_one = |tracks: &BTreeSet<TrackId>| id.is_some_and(|id| tracks.contains(&id));
        self.only.is_empty() || self.only.get(&0).is_some_and(is_one)
    }

    /// Whether a detection is shown. `layout` says how its class is found.
    pub fn passes(&self, detection: &Detection, layout: Layout) -> bool {
        let is_confident =
            self.min_confidence.is_none_or(|min| detection.confidence.is_none_or(|confidence| confidence >= min));
        is_confident
            && self.has(detection.id)
            && (self.hidden_classes.is_empty()
                || layout.class_of(detection).is_none_or(|class| !self.hidden_classes.contains(&class)))
    }

    /// Whether a track is listed: its greatest confidence is high enough, and the class of most of its boxes is shown.
    pub fn lists(&self, track: &Track, summary: &Summary) -> bool {
        // The summary keeps confidences in 32 bits. With the same rounding, a bound equal to the greatest one lets it
        // pass.
        let is_confident =
            self.min_confidence.is_none_or(|min| track.max_confidence().is_none_or(|max| max >= min as f32));
        is_confident
            && self.has(Some(track.id))
            && (self.hidden_classes.is_empty()
                || summary.class_of(track).is_none_or(|class| !self.hidden_classes.contains(class)))
    }
}
