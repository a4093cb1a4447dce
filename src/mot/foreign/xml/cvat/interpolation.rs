//! Tracks of CVAT: boxes at some frames, and those between them.

use super::tasks::TaskFrames;
use crate::mot::foreign::found_box::{FoundBox, FoundClass, FoundId};
use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::row::excerpt;

/// A box of a track at one frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    pub(super) frame: u32,
    /// Left, top, right, bottom.
    pub(super) corners: [f64; 4],
    /// In degrees, clockwise.
    pub(super) rotation: f64,
    /// Whether the object is not in the picture from here on.
    pub(super) is_outside: bool,
    pub(super) confidence: Option<f64>,
    pub(super) visibility: Option<f64>,
}

impl Shape {
    pub(super) fn found(&self) -> FoundBox<'static> {
        let [left, top, right, bottom] = self.corners;
        FoundBox {
            frame: self.frame,
            left,
            top,
            width: right - left,
            height: bottom - top,
            rotation: self.rotation,
            confidence: self.confidence,
            visibility: self.visibility,
            ..FoundBox::default()
        }
    }

    /// The box at a frame between this one and `next`.
    fn between(&self, next: &Self, frame: u32) -> Self {
        let share = f64::from(frame - self.frame) / f64::from(next.frame - self.frame);
        let corners = std::array::from_fn(|at| self.corners[at] + (next.corners[at] - self.corners[at]) * share);
        // The shorter way around the circle; half a circle is turned clockwise.
        let difference = (next.rotation - self.rotation) % 360.0;
        let way = match difference {
            far if far > 180.0 => far - 360.0,
            far if far <= -180.0 => far + 360.0,
            near => near,
        };
        let rotation = (self.rotation + way * share + 360.0) % 360.0;
        Self { frame, corners, rotation, ..*self }
    }
}

/// A track that is being read.
#[derive(Debug)]
pub(super) struct Track {
    id: String,
    label: String,
    /// The id of its task, in a project.
    pub(super) task: Option<String>,
    pub(super) shapes: Vec<Shape>,
}

impl Track {
    pub(super) fn new(id: String, label: String, task: Option<String>) -> Self {
        Self { id, label, task, shapes: Vec::new() }
    }

    /// Its id in a message.
    pub(super) fn shown_id(&self) -> String {
        let is_plain = self.id.bytes().all(|byte| byte.is_ascii_digit()) && self.id.len() <= 20 && !self.id.is_empty();
        if is_plain { self.id.clone() } else { excerpt(self.id.as_bytes()) }
    }

    /// Hands over the boxes at all frames of the track. Returns whether the last box was continued to the last frame.
    pub(super) fn hand_over(&self, frames: TaskFrames, out: &mut BoxSink<'_>) -> Result<bool, Halted> {
        let mut shapes = self.shapes.clone();
        out.begin_part(&self.shown_id());
        // Stable: of two boxes at one frame, the first counts.
        shapes.sort_by_key(|shape| shape.frame);
        let mut previous: Option<Shape> = None;
        for shape in shapes {
            if let Some(previous) = previous {
                if shape.frame == previous.frame {
                    let id = self.shown_id();
                    out.reject(Some(shape.frame), || {
                        format!("track {id} at frame {}: a second box there", shape.frame)
                    });
                    continue;
                }
                self.fill(&previous, &shape, frames, out)?;
            }
            if !shape.is_outside {
                self.push(&shape, out)?;
            }
            previous = Some(shape);
        }
        let (Some(last), Some(end)) = (previous, frames.last) else { return Ok(false) };
        if last.is_outside || last.frame >= end {
            return Ok(false);
        }
        self.fill(&last, &Shape { frame: end.saturating_add(1), ..last }, frames, out)?;
        Ok(true)
    }

    /// Hands over the boxes between two.
    fn fill(&self, from: &Shape, to: &Shape, frames: TaskFrames, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        if from.is_outside {
            return Ok(());
        }
        // The frames of a task with a step are those that the step meets.
        let mut frame = from.frame.saturating_add(frames.step);
        while frame < to.frame {
            self.push(&from.between(to, frame), out)?;
            frame = frame.saturating_add(frames.step);
        }
        Ok(())
    }

    fn push(&self, shape: &Shape, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        let id = if self.id.is_empty() { FoundId::None } else { FoundId::Text(&self.id) };
        let class = if self.label.is_empty() { FoundClass::None } else { FoundClass::Name(&self.label) };
        let found = FoundBox { id, class, ..shape.found() };
        out.at_inner(shape.frame as usize);
        out.push(&found, || format!("track {} at frame {}", self.shown_id(), shape.frame))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(frame: u32, left: f64, rotation: f64) -> Shape {
        let corners = [left, 0.0, left + 10.0, 10.0];
        Shape { frame, corners, rotation, is_outside: false, confidence: None, visibility: None }
    }

    #[test]
    fn corners_move_evenly_and_angles_on_the_shorter_way() {
        let (from, to) = (shape(10, 0.0, 350.0), shape(14, 8.0, 10.0));
        let middle = from.between(&to, 12);
        assert_eq!((middle.corners, middle.rotation), ([4.0, 0.0, 14.0, 10.0], 0.0));
        let first = from.between(&to, 11);
        assert_eq!((first.corners[0], first.rotation), (2.0, 355.0));
        assert_eq!(shape(0, 0.0, 10.0).between(&shape(2, 0.0, 350.0), 1).rotation, 0.0);
    }
}
