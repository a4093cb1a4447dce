//! The meta data of CVAT: which frames the tasks of a document have.

use crate::mot::foreign::sink::{BoxSink, Halted};
use crate::mot::foreign::stated_size::StatedSize;
use crate::mot::foreign::xml::elements::{Elements, Piece, frame_number};
use crate::mot::number;

/// How deep elements of the meta data are looked at.
const MAX_DEPTH: usize = 16;

/// The frames of a task, as the boxes count them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TaskFrames {
    pub(super) first: u32,
    /// The distance from a frame to the next.
    pub(super) step: u32,
    /// The last frame, if it is stated.
    pub(super) last: Option<u32>,
}

/// A task as the meta data describes it.
#[derive(Debug, Default)]
struct Task {
    id: String,
    name: String,
    size: Option<u32>,
    start: Option<u32>,
    stop: Option<u32>,
    step: Option<u32>,
    /// Width and height of its pictures, as they are stated.
    sides: [Option<f64>; 2],
}

/// All tasks of a document. Only a project has several.
#[derive(Debug, Default)]
pub(super) struct Tasks(Vec<Task>);

impl Tasks {
    /// Reads the content of the element `meta`.
    pub(super) fn read(&mut self, elements: &mut Elements<'_>, out: &mut BoxSink<'_>) -> Result<(), Halted> {
        let (mut task, mut path): (Task, Vec<Vec<u8>>) = (Task::default(), Vec::new());
        let mut depth = 0_usize;
        loop {
            match elements.next(out)? {
                Piece::Open(tag) => {
                    depth += 1;
                    if depth <= MAX_DEPTH {
                        path.push(tag.name().to_vec());
                    }
                }
                Piece::Text(text) if depth <= MAX_DEPTH => {
                    match &path.iter().map(Vec::as_slice).collect::<Vec<_>>()[..] {
                        [.., b"task" | b"job", field] => task.set(field, text.trim_ascii()),
                        [.., b"task" | b"job", b"original_size", side] => task.set_side(side, text.trim_ascii()),
                        _ => {}
                    }
                }
                Piece::Text(_) => {}
                Piece::Close(_) if depth == 0 => return Ok(()),
                Piece::Close(name) => {
                    depth -= 1;
                    path.truncate(depth);
                    if matches!(name.as_slice(), b"task" | b"job") {
                        self.0.push(std::mem::take(&mut task));
                    }
                }
                Piece::End => return Ok(()),
            }
        }
    }

    fn task(&self, id: Option<&str>) -> Option<&Task> {
        match id {
            Some(id) => self.0.iter().find(|task| task.id == id),
            None => self.0.first(),
        }
    }

    /// The name of the task with this id.
    pub(super) fn name(&self, id: &str) -> String {
        let name = self.task(Some(id)).map(|task| task.name.clone()).filter(|name| !name.is_empty());
        let is_known = |name: &String| self.0.iter().filter(|task| task.name == *name).count() == 1;
        name.filter(is_known).unwrap_or_else(|| format!("task {id}"))
    }

    /// Adds what the task with this id, or the only one, states about the size of its pictures.
    pub(super) fn tell_size(&self, id: Option<&str>, size: &mut StatedSize) {
        if let Some(&[Some(width), Some(height)]) = self.task(id).map(|task| &task.sides) {
            size.add(width, height);
        }
    }

    /// The frames of the task with this id, or of the only one.
    pub(super) fn frames(&self, id: Option<&str>) -> TaskFrames {
        let Some(task) = self.task(id) else { return TaskFrames { first: 0, step: 1, last: None } };
        let (first, step) = (task.start.unwrap_or(0), task.step.unwrap_or(1).max(1));
        let by_size = task.size.map(|size| first.saturating_add(size.saturating_sub(1).saturating_mul(step)));
        TaskFrames { first, step, last: task.stop.or(by_size) }
    }
}

impl Task {
    fn set_side(&mut self, side: &[u8], value: &[u8]) {
        match side {
            b"width" => self.sides[0] = number::parse(value).or(self.sides[0]),
            b"height" => self.sides[1] = number::parse(value).or(self.sides[1]),
            _ => {}
        }
    }

    fn set(&mut self, field: &[u8], value: &[u8]) {
        let text = || String::from_utf8_lossy(value).into_owned();
        match field {
            b"id" if self.id.is_empty() => self.id = text(),
            b"name" if self.name.is_empty() => self.name = text(),
            b"size" => self.size = frame_number(value).or(self.size),
            b"start_frame" => self.start = frame_number(value).or(self.start),
            b"stop_frame" => self.stop = frame_number(value).or(self.stop),
            b"frame_filter" => {
                let step = value.strip_prefix(b"step=").and_then(frame_number);
                self.step = step.or(self.step);
            }
            _ => {}
        }
    }
}
