//! Where one of two results is right and the other one is wrong, as the user has gone to it.

use super::note::Note;
use crate::app::model::camera::Area;
use crate::app::model::format::{count, counted};
use crate::app::model::frame::displayed_frame::DisplayedFrame;
use crate::app::model::judging::{Difference, Judgement, beginning_in};
use crate::app::session::view::View;
use crate::metrics::tracks::TruthState;
use crate::mot::TrackId;

/// How many tracks are told about.
const TOLD: usize = 4;
/// How many tracks are marked.
const MARKED: usize = 100;

/// The differences that began where the user went to and last until this frame.
fn lasting<'a>(view: &View<'a>, frame: u64) -> &'a [Difference] {
    let judging = &view.state.judging;
    let Some((at, all)) = judging.at_difference.zip(judging.differences.as_ref()) else { return &[] };
    let here = beginning_in(all.of(at.is_first_right), at.frame.into());
    // Those that begin in one frame are sorted by their last one.
    let over = here.partition_point(|difference| u64::from(difference.last) < frame);
    if frame < u64::from(at.frame) { &[] } else { &here[over..] }
}

/// Where the boxes of the ground truth are that the results differ in.
pub fn areas(view: &View<'_>, shown: &DisplayedFrame) -> Vec<Area> {
    let Some(truth) = view.state.judging.judgement().map(|judgement| judgement.truth) else { return Vec::new() };
    let tracks = lasting(view, shown.number()).iter().take(MARKED);
    tracks.filter_map(|difference| area_of(view, shown, truth, TrackId(difference.truth))).collect()
}

/// Which of the two is right, which is wrong, and about what.
pub fn note(view: &View<'_>) -> Option<Note> {
    let position = view.position()?;
    let at = view.state.judging.at_difference?;
    let mut sides = view.compared()?;
    if !at.is_first_right {
        sides.reverse();
    }
    let [(right, one), (wrong, other)] = &sides;
    let tracks = lasting(view, position);
    let longest = u64::from(tracks.last()?.last);
    let line = |difference: &Difference| {
        let truth = difference.truth;
        let [one, other] = [one, other].map(|of| state(of, truth, position));
        format!("gt {truth}: {right} {one}, {wrong} {other}")
    };
    let mut lines: Vec<String> = tracks.iter().take(TOLD).map(line).collect();
    if let Some(further) = tracks.len().checked_sub(TOLD).filter(|further| *further > 0) {
        lines.push(format!("and {}", counted(further as u64, "further track", "further tracks")));
    }
    let first = u64::from(at.frame);
    let more = match longest - first + 1 {
        1 => "lasts 1 frame".to_owned(),
        all => format!("frame {} of {}", count(position - first + 1), count(all)),
    };
    Some(Note { title: format!("{right} right, {wrong} wrong"), lines, more })
}

/// What the results have for a track of the ground truth.
fn state(of: &Judgement, truth: u64, frame: u64) -> String {
    match of.truth_state(TrackId(truth), frame) {
        None => "is not judged".to_owned(),
        Some(TruthState::Missed) => "misses it".to_owned(),
        Some(TruthState::Matched(id)) => match of.switched_from(TrackId(truth), frame) {
            Some(from) => format!("switches from id {from} to {id}"),
            None => format!("has id {id}"),
        },
    }
}

/// Where the box of a track of the layer at this place is, in pixels of the scene. `None` if it is not in this frame.
pub fn area_of(view: &View<'_>, shown: &DisplayedFrame, layer: usize, id: TrackId) -> Option<Area> {
    let frame = match layer.checked_sub(1) {
        None => shown.boxes(),
        Some(at) => shown.further_boxes().get(at)?.as_ref().ok()?,
    };
    let row = frame.detections.iter().find(|row| row.id == Some(id))?;
    let [across, down] = view.look(layer)?.scale;
    let (right, bottom) = (row.right() * across, row.bottom() * down);
    Some(Area { left: row.left * across, top: row.top * down, right, bottom })
}
