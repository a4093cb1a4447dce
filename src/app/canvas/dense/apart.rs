//! Whether the boxes on the screen can be told apart. If they cannot, their density is drawn.

use std::sync::Arc;

use eframe::egui::Rect;

use super::question::DenseQuestion;
use crate::app::canvas::boxes::rect_of;
use crate::app::model::frame::dense::{MAX_BOXES, is_dense};
use crate::app::model::shown_rows::HiddenRows;
use crate::mot::Frame;

/// Fewer boxes than this are always drawn one by one.
pub const LEAST: usize = 100;
/// With more than one box for so many pixels of the canvas, boxes cannot be told apart.
const PIXELS_A_BOX: f32 = 100.0;
/// Boxes cannot be told apart if half of them overlap with another one by more than this (intersection over union).
const OVERLAP: f32 = 0.5;
/// Of how many boxes the overlap is computed. They are spread evenly over all.
const SAMPLE: usize = 128;

/// Whether boxes can be told apart. `rects` are all boxes in view, on the screen.
pub fn can_be_told_apart(rects: &[Rect], canvas: Rect, pixels_per_point: f32) -> bool {
    let pixels = canvas.area() * pixels_per_point * pixels_per_point;
    if rects.len() < LEAST {
        return true;
    }
    rects.len() as f32 * PIXELS_A_BOX <= pixels && median_overlap(rects) <= OVERLAP
}

/// The median, over a sample of the boxes, of the greatest overlap with another box.
fn median_overlap(rects: &[Rect]) -> f32 {
    let step = rects.len().div_ceil(SAMPLE).max(1);
    let greatest = |at: usize| {
        let others = rects.iter().enumerate().filter(|(other, _)| *other != at);
        others.map(|(_, other)| overlap(rects[at], *other)).fold(0.0, f32::max)
    };
    let mut overlaps: Vec<f32> = (0..rects.len()).step_by(step).map(greatest).collect();
    overlaps.sort_unstable_by(f32::total_cmp);
    overlaps.get(overlaps.len() / 2).copied().unwrap_or(0.0)
}

/// The intersection over union of two boxes. Equal boxes without area overlap completely, boxes without a place never.
fn overlap(one: Rect, other: Rect) -> f32 {
    if !(one.is_finite() && other.is_finite()) {
        return 0.0;
    }
    if one == other {
        return 1.0;
    }
    let common = one.intersect(other);
    if !common.is_positive() {
        return 0.0;
    }
    common.area() / (one.area() + other.area() - common.area())
}

/// The last frame and view that were looked at, and whether it is crowded.
#[derive(Default)]
pub struct Crowding {
    asked: Option<DenseQuestion>,
    is_crowded: bool,
}

impl Crowding {
    /// Whether a frame has to be examined by the thread: it has too many boxes to draw, or its boxes cannot be told apart.
    pub fn look(&mut self, frame: &Frame, question: &DenseQuestion) -> bool {
        let is_known = |asked: &DenseQuestion| asked.is_of_same_boxes(question) && asked.view == question.view;
        if self.asked.as_ref().is_some_and(is_known) {
            return self.is_crowded;
        }
        self.is_crowded = is_dense(frame) || frame.detections.len() >= LEAST && !are_apart(frame, question);
        self.asked = Some(question.clone());
        self.is_crowded
    }

    /// Forgets the frame, because it has few boxes.
    pub fn rest(&mut self) {
        *self = Self::default();
    }

    /// Whether the thread examines this frame.
    pub fn is_crowded(&self, frame: &Arc<Frame>) -> bool {
        let is_asked = self.asked.as_ref().is_some_and(|asked| std::ptr::eq(asked.frame.as_ptr(), Arc::as_ptr(frame)));
        is_dense(frame) || is_asked && self.is_crowded
    }
}

/// Whether the boxes of a frame with at most [`MAX_BOXES`] boxes can be told apart.
fn are_apart(frame: &Frame, question: &DenseQuestion) -> bool {
    let view = question.view;
    let mut hidden = HiddenRows::default();
    let rects: Vec<Rect> = (frame.detections.iter().take(MAX_BOXES))
        .map(|row| (row, rect_of(row, view.transform)))
        .filter(|(row, rect)| {
            rect.intersects(view.canvas) && question.rows.shows(frame.number, row, question.layout, &mut hidden)
        })
        .map(|(_, rect)| rect)
        .collect();
    can_be_told_apart(&rects, view.canvas, view.pixels_per_point)
}

#[cfg(test)]
mod tests {
    use eframe::egui::{pos2, vec2};

    use super::*;

    const CANVAS: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(1000.0, 800.0) };

    /// Boxes of 40 × 40, each shifted by `shift` against the one before.
    fn row(count: usize, shift: f32) -> Vec<Rect> {
        (0..count).map(|at| Rect::from_min_size(pos2(at as f32 * shift, 100.0), vec2(40.0, 40.0))).collect()
    }

    #[test]
    fn boxes_that_hardly_differ_cannot_be_told_apart() {
        assert!(can_be_told_apart(&row(120, 20.0), CANVAS, 1.0), "each overlaps with the next by a third");
        assert!(
            !can_be_told_apart(&row(120, 5.0), CANVAS, 1.0),
            "each overlaps with the next by more than three quarters"
        );
        assert!(can_be_told_apart(&row(LEAST - 1, 5.0), CANVAS, 1.0), "so few are drawn one by one");
        assert!(!can_be_told_apart(&row(120, 0.0), CANVAS, 1.0));
        let mut half = row(110, 50.0);
        half.extend(row(90, 0.0));
        assert!(can_be_told_apart(&half, CANVAS, 1.0), "most can");
    }

    #[test]
    fn there_is_room_for_one_box_a_hundred_pixels() {
        let boxes = |count: usize| -> Vec<Rect> {
            let at = |at: usize| pos2((at % 100) as f32 * 10.0, (at / 100) as f32 * 10.0);
            (0..count).map(|place| Rect::from_min_size(at(place), vec2(5.0, 5.0))).collect()
        };
        assert!(can_be_told_apart(&boxes(8000), CANVAS, 1.0));
        assert!(!can_be_told_apart(&boxes(8001), CANVAS, 1.0));
        assert!(can_be_told_apart(&boxes(8001), CANVAS, 2.0), "a finer screen has more pixels");
    }

    #[test]
    fn boxes_without_area_or_without_number_are_borne() {
        let odd = Rect { min: pos2(f32::NAN, 0.0), max: pos2(f32::INFINITY, 1.0) };
        let mut rects = vec![odd; 200];
        rects.extend(vec![Rect::from_min_size(pos2(5.0, 5.0), vec2(0.0, 0.0)); 200]);
        let _ = can_be_told_apart(&rects, CANVAS, 1.0);
    }
}
