//! The trail of the selected track at any frame, for exports. It looks as in the canvas.

use std::sync::Arc;

use eframe::egui::Color32;
use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use crate::mot::{Detection, MotFile, TrackId};
use crate::palette::Rgb;
use crate::provider::KeySet;
use crate::render::{Trail, TrailForm, TrailPoint};

/// Maximum number of cached centres. Neighbouring frames have nearly the same trail.
const MAX_MEMORY: usize = 20_000;

/// A track whose trail is drawn.
pub struct Track {
    file: Arc<MotFile>,
    keys: Arc<KeySet>,
    id: TrackId,
    color: Rgb,
    /// Number of frames shown before and after the current one.
    length: u64,
    /// Cached centres of its boxes by the rank of the frame; `None` if it is not in that frame.
    centers: Mutex<FxHashMap<u64, Option<(f64, f64)>>>,
}

/// Tracks are equal if their trails are, whatever of them is known already.
impl PartialEq for Track {
    fn eq(&self, other: &Self) -> bool {
        let of = |track: &Self| (track.id, track.color, track.length);
        Arc::ptr_eq(&self.file, &other.file) && of(self) == of(other) && self.keys == other.keys
    }
}

impl Track {
    /// The track of `file` with this id, and its colour. `keys` are the frames of the sequence.
    pub fn new(file: Arc<MotFile>, keys: Arc<KeySet>, (id, color): (TrackId, Color32), length: u32) -> Self {
        let color = [color.r(), color.g(), color.b()];
        Self { file, keys, id, color, length: length.into(), centers: Mutex::default() }
    }

    /// The trail at a frame: a line for the past, dots for the future, fainter with distance. It is called on several
    /// threads.
    pub fn at(&self, frame: u64) -> Option<Trail> {
        let middle = self.keys.rank_of(frame)?;
        let last = self.keys.len().saturating_sub(1).min(middle.saturating_add(self.length));
        let opacity = |rank: u64| 1.0 - 0.8 * rank.abs_diff(middle) as f32 / self.length.max(1) as f32;
        let mut points = Vec::new();
        let mut before = None;
        for rank in middle.saturating_sub(self.length)..=last {
            let Some((x, y)) = self.center(rank) else { continue };
            let (form, of) = match before {
                _ if rank > middle => (TrailForm::Dot, rank),
                // A line has the opacity of the point where it starts.
                Some(before) if before + 1 == rank => (TrailForm::Line, before),
                _ => (TrailForm::Start, rank),
            };
            points.push(TrailPoint { x, y, opacity: opacity(of), form });
            before = Some(rank);
        }
        Some(Trail { color: self.color, points })
    }

    fn center(&self, rank: u64) -> Option<(f64, f64)> {
        if let Some(&known) = self.centers.lock().get(&rank) {
            return known;
        }
        let frame = self.file.frame(self.keys.key_at(rank)?);
        let center = frame.detections.iter().find(|row| row.id == Some(self.id)).map(Detection::center);
        let mut centers = self.centers.lock();
        if centers.len() >= MAX_MEMORY {
            centers.clear();
        }
        centers.insert(rank, center);
        center
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::DataProvider as _;

    #[test]
    fn a_trail_is_a_line_up_to_the_frame_and_dots_after_it_and_broken_where_the_track_is_away() {
        let rows: Vec<String> =
            (1..=9).map(|at| format!("{at},{},{at},0,2,2,1\n", if at == 3 { 8 } else { 7 })).collect();
        let file = Arc::new(MotFile::from_bytes("a.txt", rows.concat().into_bytes()).unwrap());
        let track = Track::new(Arc::clone(&file), file.keys(), (TrackId(7), Color32::RED), 4);
        let trail = track.at(5).unwrap();
        let told: Vec<_> = trail.points.iter().map(|point| (point.x, point.form)).collect();
        let (start, line, dot) = (TrailForm::Start, TrailForm::Line, TrailForm::Dot);
        let expected = [(2.0, start), (3.0, line), (5.0, start), (6.0, line)];
        let expected = [&expected[..], &[(7.0, dot), (8.0, dot), (9.0, dot), (10.0, dot)]].concat();
        assert_eq!(told, expected);
        let opacities: Vec<f32> = trail.points.iter().map(|point| (point.opacity * 10.0).round()).collect();
        assert_eq!(opacities, [2.0, 2.0, 8.0, 8.0, 8.0, 6.0, 4.0, 2.0]);
        assert_eq!(track.at(99), None);
        assert_eq!(Track::new(file.clone(), file.keys(), (TrackId(7), Color32::RED), 0).at(5).unwrap().points.len(), 1);
    }
}
