//! The trail: past and future positions of the selected track. A thread reads the frames directly from the file, so
//! that a trail does not count as moves in the cache.

use std::sync::Arc;

use eframe::egui::{self, Color32, Painter, Pos2, Shape, Stroke};
use rustc_hash::FxHashMap;

use crate::app::model::camera::viewport::Transform;
use crate::app::session::background::Newest;
use crate::mot::{MotFile, TrackId};
use crate::provider::KeySet;
use crate::render::box_style::{EDGE_OPACITY, TRAIL_DOT_RADIUS, TRAIL_WIDTH};

/// Maximum number of centres kept between requests. A trail has at most a thousand.
const MAX_MEMORY: usize = 20_000;

/// A request for a trail.
#[derive(Clone)]
struct Request {
    /// How many times everything was forgotten before this request. Centres of an earlier generation are out of date.
    generation: u64,
    file: Arc<MotFile>,
    /// All frames of the sequence. There can be more than in the file if there are more pictures.
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

    /// Whether centres that were found for one of the two are right for the other.
    fn is_same_track(&self, other: &Self) -> bool {
        self.generation == other.generation && Arc::ptr_eq(&self.file, &other.file) && self.id == other.id
    }
}

/// The centres of a track's boxes in frame order: (rank of the frame, x, y) in scene coordinates.
type Points = Vec<(u64, f64, f64)>;

/// The trail of the selected track.
pub struct Trail {
    /// The thread that computes trails. A request of `None` releases the file.
    worker: Newest<Option<Request>, (Request, Points)>,
    asked: Option<Request>,
    known: Option<(Request, Points)>,
    /// How many times everything was forgotten.
    generation: u64,
}

impl Trail {
    /// Starts the thread. It ends when this value is dropped.
    pub fn start(ctx: &egui::Context) -> Self {
        let mut memory = TrackCenters::default();
        let worker = Newest::start("motscope-trail", ctx, move |request: Option<Request>, is_overtaken| {
            let Some(request) = request else {
                memory = TrackCenters::default();
                return None;
            };
            let points = memory.points(&request, is_overtaken)?;
            Some((request, points))
        });
        Self { worker, asked: None, known: None, generation: 0 }
    }

    /// Requests the trail of `id` around `position`, `length` frames each way, unless it is known or already requested.
    pub fn ask(&mut self, file: &Arc<MotFile>, keys: &Arc<KeySet>, id: TrackId, position: u64, length: u32) {
        if let Some(newest) = self.worker.answers().last() {
            self.known = Some(newest);
        }
        let (file, keys) = (Arc::clone(file), Arc::clone(keys));
        let request = Request { generation: self.generation, file, keys, id, position, length };
        if self.asked.as_ref().is_none_or(|asked| !asked.is_same(&request)) {
            self.asked = Some(request.clone());
            self.worker.ask(Some(request));
        }
    }

    /// Forgets the trail and releases the file.
    ///
    /// The thread answers only the newest request, so it may never see the one to release. The next request tells it by its
    /// generation.
    pub fn forget(&mut self) {
        self.generation += 1;
        self.asked = None;
        self.known = None;
        self.worker.ask(None);
    }

    /// Draws the known part of the trail around `rank`: a line for the past, dots for the future. With `is_edged`, both have a dark
    /// edge.
    pub fn paint(&self, painter: &Painter, rank: u64, transform: Transform, (color, is_edged): (Color32, bool)) {
        let (Some((known, points)), Some(asked)) = (&self.known, &self.asked) else { return };
        if !known.is_same_track(asked) {
            return;
        }
        let length = u64::from(asked.length);
        let near = points.iter().filter(|point| point.0.abs_diff(rank) <= length);
        let placed: Vec<(u64, Pos2)> = near.map(|&(at, x, y)| (at, transform.to_screen(x, y))).collect();
        let share = |at: u64| 1.0 - 0.8 * at.abs_diff(rank) as f32 / length.max(1) as f32;
        let edge = Color32::from_black_alpha((255.0 * EDGE_OPACITY) as u8);
        for (color, by) in is_edged.then_some((edge, 1.0)).into_iter().chain([(color, 0.0)]) {
            let faded = |at: u64| color.gamma_multiply(share(at));
            for pair in placed.windows(2) {
                let ((from, start), (to, end)) = (pair[0], pair[1]);
                if to <= rank && to - from == 1 {
                    painter.line_segment([start, end], Stroke::new(TRAIL_WIDTH + 2.0 * by, faded(from)));
                }
            }
            let dots = placed.iter().filter(|point| point.0 > rank);
            painter.extend(dots.map(|&(at, point)| Shape::circle_filled(point, TRAIL_DOT_RADIUS + by, faded(at))));
        }
    }
}

/// Cache of the centres of a track, so that a step of one frame reads only one more frame.
#[derive(Default)]
struct TrackCenters {
    of: Option<Request>,
    /// Centres by frame number; `None` if the track is not in that frame.
    centers: FxHashMap<u64, Option<(f64, f64)>>,
}

impl TrackCenters {
    /// The points of `request`, or `None` if a newer request has arrived. Centres found so far are kept.
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
    use std::io::Write as _;

    use super::*;
    use crate::mot::Progress;
    use crate::provider::DataProvider as _;

    fn request(position: u64, length: u32) -> Request {
        let rows: Vec<String> = (1..=50).map(|at| format!("{at},7,{at},0,2,2,1\n{at},8,0,0,2,2,1\n")).collect();
        let file = Arc::new(MotFile::from_bytes("a.txt", rows.concat().into_bytes()).unwrap());
        Request { generation: 0, keys: file.keys(), file, id: TrackId(7), position, length }
    }

    #[test]
    fn a_trail_reaches_as_far_as_set_and_no_further_than_the_file() {
        let mut memory = TrackCenters::default();
        let points = memory.points(&request(10, 3), || false).unwrap();
        assert_eq!(points.iter().map(|point| point.1).collect::<Vec<_>>(), [8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0]);
        assert_eq!(memory.points(&request(2, 500), || false).unwrap().len(), 50);
    }

    #[test]
    fn ranks_are_those_among_all_frames_where_pictures_begin_before_the_labels() {
        let keys = Arc::new(KeySet::from_runs([0..=60]));
        let points = TrackCenters::default().points(&Request { keys, ..request(10, 2) }, || false).unwrap();
        assert_eq!(points.iter().map(|point| point.0).collect::<Vec<_>>(), [8, 9, 10, 11, 12]);
        assert_eq!(points[0].1, 9.0, "the box of frame 8");
    }

    #[test]
    fn a_step_reads_one_more_frame_only_and_a_newer_request_wins() {
        let mut memory = TrackCenters::default();
        let first = request(10, 5);
        let bytes_read = |request: &Request| request.file.stats().bytes_read;
        memory.points(&first, || false).unwrap();
        let read = bytes_read(&first);
        memory.points(&Request { position: 11, ..first.clone() }, || false).unwrap();
        assert!(bytes_read(&first) - read < read / 5);
        assert!(memory.points(&Request { position: 40, ..first }, || true).is_none());
    }

    #[test]
    fn rows_that_have_changed_are_read_again_though_the_request_to_forget_was_overtaken() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "1,8,10,0,2,2,1\n").unwrap();
        let file = Arc::new(MotFile::open(&path).unwrap());
        let keys = file.keys();
        let mut trail = Trail::start(&egui::Context::default());
        let mut asked = || {
            trail.ask(&file, &keys, TrackId(7), 1, 0);
            let request = trail.asked.clone().unwrap();
            trail.forget();
            request
        };
        // The thread sees only these two, because the request between them was overtaken by the second.
        let (first, second) = (asked(), asked());
        let mut memory = TrackCenters::default();
        assert_eq!(memory.points(&first, || false).unwrap(), []);
        let mut file_on_disk = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
        file_on_disk.write_all(b"1,7,90,0,2,2,1\n").unwrap();
        file.grow(&Progress::new(), &mut |_| ()).unwrap();
        assert_eq!(memory.points(&second, || false).unwrap(), [(0, 91.0, 1.0)]);
    }
}
