//! The filters of layers: which detections are drawn, and which tracks are listed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::mot::{Class, Detection, Layout, Summary, Track};

/// Which detections and tracks are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Detections with a lower confidence are hidden. Detections without a confidence are shown.
    pub min_confidence: Option<f64>,
    /// Detections of these classes are hidden.
    pub hidden_classes: BTreeSet<Class>,
}

impl Filter {
    /// Whether the filter can hide anything.
    pub fn is_active(&self) -> bool {
        *self != Self::default()
    }

    /// Whether a detection is shown. `layout` says how its class is found.
    pub fn passes(&self, detection: &Detection, layout: Layout) -> bool {
        let is_confident =
            self.min_confidence.is_none_or(|min| detection.confidence.is_none_or(|confidence| confidence >= min));
        is_confident
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
            && (self.hidden_classes.is_empty()
                || summary.class_of(track).is_none_or(|class| !self.hidden_classes.contains(class)))
    }
}

/// The filters of layers, by their files. They are kept while a sequence is open.
#[derive(Clone, Debug, Default)]
pub struct Filters(BTreeMap<PathBuf, Filter>);

impl Filters {
    /// The filter of the file at `path`.
    pub fn of(&self, path: &Path) -> Filter {
        self.0.get(path).cloned().unwrap_or_default()
    }

    /// Changes the filter of the file at `path`.
    pub fn set(&mut self, path: &Path, filter: Filter) {
        self.0.insert(path.to_owned(), filter);
    }

    /// Shows all classes of the file at `path` again, because they have other names now.
    pub fn show_classes(&mut self, path: &Path) {
        if let Some(filter) = self.0.get_mut(path) {
            filter.hidden_classes.clear();
        }
    }
}
