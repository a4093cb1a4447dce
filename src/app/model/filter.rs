//! The filters of layers: which detections are drawn, and which tracks are listed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::mot::{Class, Detection, Layout, Summary, Track};

/// A least and a greatest value, as far as they are stated. Both are allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// The least value.
    pub least: Option<f64>,
    /// The greatest value.
    pub most: Option<f64>,
}

impl Bounds {
    /// Whether they exclude anything.
    pub fn are_set(self) -> bool {
        self.least.is_some() || self.most.is_some()
    }

    /// Whether a value is allowed.
    pub fn allow(self, value: f64) -> bool {
        self.least.is_none_or(|least| value >= least) && self.most.is_none_or(|most| value <= most)
    }
}

/// Which detections and tracks are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Detections with a lower confidence are hidden. Detections without a confidence are shown.
    pub min_confidence: Option<f64>,
    /// Detections of these classes are hidden.
    pub hidden_classes: BTreeSet<Class>,
    /// The heights of boxes, in pixels. Others are hidden.
    pub height: Bounds,
    /// The areas of boxes, in pixels². Others are hidden.
    pub area: Bounds,
    /// The visibilities, from 0 to 1. Detections without one are shown.
    pub visibility: Bounds,
    /// The number of boxes of a track. Other tracks are hidden. Detections without identity are shown. Only of the main layer it
    /// is known.
    pub length: Bounds,
    /// Whether only tracks with a box in the frame on screen are listed. It hides no detections.
    pub in_frame: bool,
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
            && self.fits(detection, layout)
            && (self.hidden_classes.is_empty()
                || layout.class_of(detection).is_none_or(|class| !self.hidden_classes.contains(&class)))
    }

    /// Whether size and visibility of a detection are allowed.
    fn fits(&self, detection: &Detection, layout: Layout) -> bool {
        let Detection { width, height, .. } = *detection;
        (!self.height.are_set() || self.height.allow(height.max(0.0)))
            && (!self.area.are_set() || self.area.allow(width.max(0.0) * height.max(0.0)))
            && (!self.visibility.are_set()
                || layout.visibility_of(detection).is_none_or(|visibility| self.visibility.allow(visibility)))
    }

    /// Whether a track is listed: its length is allowed, its greatest confidence is high enough, and the class of most of its boxes is shown.
    pub fn lists(&self, track: &Track, summary: &Summary) -> bool {
        // The summary keeps confidences in 32 bits. With the same rounding, a bound equal to the greatest one lets it
        // pass.
        let is_confident =
            self.min_confidence.is_none_or(|min| track.max_confidence().is_none_or(|max| max >= min as f32));
        is_confident
            && self.length.allow(track.boxes.into())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::MotFile;

    const ROWS: &str = "1,1,0,0,10,20,1,1,0.1\n1,2,0,0,30,40,1,1,0.5\n1,3,0,0,50,60,1,1,1\n";

    fn passing(filter: &Filter, rows: &str) -> Vec<u64> {
        let file = MotFile::from_bytes("gt.txt", rows.as_bytes().to_vec()).unwrap();
        let frame = file.frame(1);
        let shown = frame.detections.iter().filter(|row| filter.passes(row, file.layout()));
        shown.filter_map(|row| row.id).map(|id| id.0).collect()
    }

    #[test]
    fn boxes_are_filtered_by_height_area_and_visibility_and_both_ends_are_allowed() {
        let of = |least: f64, most: f64| Bounds { least: Some(least), most: Some(most) };
        let height = Filter { height: of(20.0, 40.0), ..Filter::default() };
        let area = Filter { area: of(201.0, 1200.0), ..Filter::default() };
        let visibility = Filter { visibility: of(0.5, 1.0), ..Filter::default() };
        assert_eq!((passing(&height, ROWS), passing(&area, ROWS)), (vec![1, 2], vec![2]));
        assert_eq!(passing(&visibility, ROWS), [2, 3]);
        let without = "1,1,0,0,10,20,0.9,-1,-1,-1\n";
        assert_eq!(passing(&visibility, without), [1], "what has no visibility is shown");
        let least = Filter { height: Bounds { least: Some(41.0), most: None }, ..Filter::default() };
        assert!(passing(&least, ROWS) == [3] && least.is_active() && !Filter::default().is_active());
        let nothing = Filter { height: of(50.0, 40.0), ..Filter::default() };
        assert!(passing(&nothing, ROWS).is_empty());
    }
}
