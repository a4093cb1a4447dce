//! The evaluation of one class.

use super::first::First;
use super::second;
use crate::metrics::count::Count;
use crate::metrics::error::EvaluateError;
use crate::metrics::events::{self, Event};
use crate::metrics::frames::{Remarks, Sources};
use crate::metrics::identity::Identity;
use crate::metrics::options::Options;
use crate::metrics::records::FrameRecords;
use crate::metrics::scores::Scores;
use crate::metrics::tracks::{self, Tracks};

/// The evaluation of one class.
#[derive(Clone, Debug)]
pub struct ClassEvaluation {
    /// The name of the class.
    pub name: String,
    /// Its scores.
    pub scores: Scores,
    /// What is counted in each frame.
    pub records: FrameRecords,
    /// Where the tracker went wrong, sorted by frame. Empty if events were not asked for.
    pub events: Vec<Event>,
    /// How each track fared in each of its frames. Empty if events were not asked for.
    pub tracks: Tracks,
}

/// Evaluates one class. `length` is the number of frames of the sequence.
pub(in crate::metrics) fn evaluate_class(
    sources: Sources<'_>,
    frames: &[u32],
    length: u64,
    options: &Options,
    remarks: &mut Remarks,
) -> Result<ClassEvaluation, EvaluateError> {
    let mut first = First::pass(sources, frames, options, remarks)?;
    let sum = |boxes: &[u32]| boxes.iter().map(|&boxes| u64::from(boxes)).sum();
    let (truth_boxes, result_boxes) = (sum(first.truth.boxes()), sum(first.result.boxes()));
    first.tracks.align(first.truth.boxes(), first.result.boxes());
    let hota = second::pass(sources, frames, &mut first, options.threads)?;
    let mut together = first.tracks.together();
    let go_on = || sources.go_on();
    let identity = Identity::of(&mut together, truth_boxes, result_boxes, go_on);
    let scores = Scores {
        hota: hota.finish(&first.tracks, truth_boxes, result_boxes),
        clear: first.clear.finish(length),
        identity: identity.ok_or(EvaluateError::Cancelled)?,
        count: Count {
            result_boxes,
            truth_boxes,
            result_tracks: first.result.len() as u64,
            truth_tracks: first.truth.len() as u64,
            frames: length,
        },
    };
    let (events, tracks) = match &first.history {
        Some(history) if history.has_frames() => {
            let (truth, result) = (first.truth.ids(), first.result.ids());
            let events = events::told(history, truth, result, &together, truth_boxes, &go_on);
            (events.ok_or(EvaluateError::Cancelled)?, tracks::made(history, truth, result))
        }
        _ => <(Vec<Event>, Tracks)>::default(),
    };
    Ok(ClassEvaluation { name: sources.subject.name(), scores, records: first.records, events, tracks })
}
