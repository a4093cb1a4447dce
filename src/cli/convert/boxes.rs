//! The boxes of the input, one after the other, changed as the arguments say.

use super::change::{BoxesError, Change};
use super::lost::Lost;
use super::source::Source;
use crate::mot::row::MAX_COORDINATE;
use crate::mot::{Detection, Layout, Progress, Summary};
use crate::provider::DataProvider as _;

/// What is written: the boxes of a source, changed.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub(super) source: &'a Source,
    pub(super) summary: &'a Summary,
    pub(super) change: Change<'a>,
    pub(super) progress: &'a Progress,
}

impl Input<'_> {
    pub(super) fn layout(&self) -> Layout {
        self.source.file.layout()
    }

    /// The name of the class of a box, if it has a class.
    pub(super) fn class(&self, detection: &Detection) -> Option<String> {
        self.change.class(self.layout(), detection)
    }

    /// The visible share of a box, if the file states it.
    pub(super) fn visibility(&self, detection: &Detection) -> Option<f64> {
        self.layout().visibility_of(detection)
    }

    /// Hands every box to `each`, with its new frame number, after `lost` has counted what the output cannot hold of it.
    pub(super) fn for_each(
        &self,
        lost: &mut Lost,
        mut each: impl FnMut(u32, &Detection, &mut Lost) -> Result<(), BoxesError>,
    ) -> Result<(), BoxesError> {
        let Self { source, change, progress, .. } = *self;
        let (layout, keys) = (self.layout(), source.file.keys());
        let mut take = |frame: u32, detection: &Detection| {
            lost.write(detection, layout.class_of(detection).is_some());
            each(frame, detection, lost)
        };
        progress.begin(keys.len());
        for number in keys.runs().flatten() {
            if !progress.advance(1) {
                return Err(BoxesError::Cancelled);
            }
            let frame = source.file.load(number).map_err(BoxesError::Load)?;
            if frame.detections.is_empty() {
                continue;
            }
            let moved = change.frame(number)?;
            for detection in &frame.detections {
                if change.scale == (1.0, 1.0) {
                    take(moved, detection)?;
                } else {
                    let scaled = detection.scaled(change.scale.0, change.scale.1);
                    let sides = [scaled.left, scaled.top, scaled.width, scaled.height];
                    if sides.iter().any(|side| side.abs() > MAX_COORDINATE) {
                        return Err(BoxesError::Scale(number));
                    }
                    take(moved, &scaled)?;
                }
            }
        }
        Ok(())
    }
}
