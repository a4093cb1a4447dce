//! Where the selected track was and will be: found by a thread that reads frames straight from the file, so that
//! looking at a trail is no move of the cache.

use std::sync::Arc;

use eframe::egui::{self, Color32, Painter, Pos2, Shape, Stroke};
use rustc_hash::FxHashMap;

use crate::app::model::camera::viewport::Transform;
use crate::app::session::background::Newest;
use crate::mot::{MotFile, TrackId};
use crate::provider::KeySet;
use crate::render::box_style::{TRAIL_DOT_RADIUS, TRAIL_WIDTH};

/// Centres remembered between two requests; a trail has at most a thousand.
const MAX_MEMORY: usize = 20_000;

/// A trail that is asked for.
#[derive(Clone)]
struct Request {
    file: Arc<MotFile>,
    /// The frames there are: more than the file's, where pictures begin before it or go on behind.
    keys: Arc<KeySet>,
    id: TrackId,
    position: u64,
    length: u32,
}

impl Request {
    fn is_same(&self, other: &Self) -> bool {
        let is_same = (self.position, self.length) == (other.position, other.length);
        is_same && self.is_same_track(other) && Arc::ptr_eq(&self.keys, &other.keys)
    }

    fn is_same_track(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.file, &other.file) && self.id == other.id
    }
}

/// The centres of a track's boxes around a frame, in order, with the ranks of their frames.
type Points = Vec<(u64, f64, f64)>;

/// The trail of the selected track.
pub struct Trail {
    /// Asked for nothing, it lets go of the file.
    worker: Newest<Option<Request>, (Request, Points)>,
    asked: Option<Request>,
    known: Option<(Request, Points)>,
}

impl Trail {
    /// Starts the thread; it ends with this value.
    pub fn start(ctx: &egui::Context) -> Self {
        let mut memory = Memory::default();
        let worker = Newest::start("motscope-trail", ctx, move |request: Option<Request>, is_overtaken| {
            let Some(request) = request else {
                memory = Memory::default();
                return None;
            };
            let points = memory.points(&request, is_overtaken)?;
            Some((request, points))
        });
        Self { worker, asked: None, known: None }
    }

    /// Asks for the trail of `id` around `position`, `length` of `keys` each way, unless that is known or asked already.
    pub fn ask(&mut self, file: &Arc<MotFile>, keys: &Arc<KeySet>, id: TrackId, position: u64, length: u32) {
        if let Some(newest) = self.worker.answers().last() {
            self.known = Some(newest);
        }
        let request = Request { file: Arc::clone(file), keys: Arc::clone(keys), id, position, length };
        if self.asked.as_ref().is_none_or(|asked| !asked.is_same(&request)) {
            self.asked = Some(request.clone());
            self.worker.ask(Some(request));
        }
    }

    /// Forgets it, and the file with it.
    pub fn forget(&mut self) {
        self.asked = None;
        self.known = None;
        self.worker.ask(None);
    }

    /// Draws what is known of it around `rank`: a line where the track was, dots where it will be.
    pub fn paint(&self, painter: &Painter, rank: u64, transform: Transform, color: Color32) {
        let (Some((known, points)), Some(asked)) = (&self.known, &self.asked) else { return };
        if !known.is_same_track(asked) {
            return;
        }
        let length = u64::from(asked.length);
        let near = points.iter().filter(|point| point.0.abs_diff(rank) <= length);
        let placed: Vec<(u64, Pos2)> = near.map(|&(at, x, y)| (at, transform.to_screen(x, y))).collect();
        let faded = |at: u64| color.gamma_multiply(1.0 - 0.8 * at.abs_diff(rank) as f32 / length.max(1) as f32);
        for pair in placed.windows(2) {
            let ((from, start), (to, end)) = (pair[0], pair[1]);
            if to <= rank && to - from == 1 {
                painter.line_segment([start, end], Stroke::new(TRAIL_WIDTH, faded(from)));
            }
        }
        painter.extend(
            placed
                .iter()
                .filter(|point| point.0 > rank)
                .map(|&(at, point)| Shape::circle_filled(point, TRAIL_DOT_RADIUS, faded(at))),
        );
    }
}

/// Centres found before: a step of one frame has to look at one more frame only.
#[derive(Default)]
struct Memory {
    of: Option<Request>,
    /// By the numbers of their frames.
    centers: FxHashMap<u64, Option<(f64, f64)>>,
}

impl Memory {
    /// The points of `request`, or none if a newer one came meanwhile; what was found until then is kept.
    fn points(&mut self, request: &Request, is_overtaken: impl Fn() -> bool) -> Option<Points> {
        if self.centers.len() > MAX_MEMORY || self.of.as_ref().is_none_or(|of| !of.is_same_track(request)) {
            self.centers.clear();
        }
        self.of = Some(request.clone());
        let keys = &request.keys;
        let middle = keys.rank_of(request.position)?;
        let last = keys.len().saturating_sub(1).min(middle.saturating_add(request.length.into()));
        let mut points = Points::new();
        for rank in middle.saturating_sub(request.length.into())..=last {
            if is_overtaken() {
                return None;
            }
            let Some(key) = keys.key_at(rank) else { continue };
            let center = *self.centers.entry(key).or_insert_with(|| {
                let frame = request.file.frame(key);
                frame.detections.iter().find(|row| row.id == Some(request.id)).map(crate::mot::Detection::center)
            });
            points.extend(center.map(|(x, y)| (rank, x, y)));
        }
        Some(points)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::DataProvider as _;

    fn request(position: u64, length: u32) -> Request {
        let rows: Vec<String> = (1..=50).map(|at| format!("{at},7,{at},0,2,2,1\n{at},8,0,0,2,2,1\n")).collect();
        let file = Arc::new(MotFile::from_bytes("a.txt", rows.concat().into_bytes()).unwrap());
        Request { keys: file.keys(), file, id: TrackId(7), position, length }
    }

    #[test]
    fn a_trail_reaches_as_far_as_set_and_no_further_than_the_file() {
        let mut memory = Memory::default();
        let points = memory.points(&request(10, 3), || false).unwrap();
        assert_eq!(points.iter().map(|point| point.1).collect::<Vec<_>>(), [8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0]);
        assert_eq!(memory.points(&request(2, 500), || false).unwrap().len(), 50);
    }

    #[test]
    fn ranks_are_those_among_all_frames_where_pictures_begin_before_the_labels() {
        let keys = Arc::new(KeySet::from_runs([0..=60]));
        let points = Memory::default().points(&Request { keys, ..request(10, 2) }, || false).unwrap();
        assert_eq!(points.iter().map(|point| point.0).collect::<Vec<_>>(), [8, 9, 10, 11, 12]);
        assert_eq!(points[0].1, 9.0, "the box of frame 8");
    }

    #[test]
    fn a_step_reads_one_more_frame_only_and_a_newer_request_wins() {
        let mut memory = Memory::default();
        let first = request(10, 5);
        let bytes_read = |request: &Request| request.file.stats().bytes_read;
        memory.points(&first, || false).unwrap();
        let read = bytes_read(&first);
        memory.points(&Request { position: 11, ..first.clone() }, || false).unwrap();
        assert!(bytes_read(&first) - read < read / 5);
        assert!(memory.points(&Request { position: 40, ..first }, || true).is_none());
    }
}
