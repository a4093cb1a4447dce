//! What a box is, compared with the other file.

use super::Judgement;
use crate::metrics::tracks::{ResultState, TruthState};
use crate::mot::{Detection, TrackId};

/// What a box is, compared with the other file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A box of the ground truth that is matched by this id of the results.
    Found(u64),
    /// A box of the ground truth that is not matched.
    Missed,
    /// A box of the results that is matched with this track of the ground truth.
    Matched(u64),
    /// A box of the results that is matched with a track which another id was matched with before.
    Switched {
        /// The track of the ground truth.
        truth: u64,
        /// The id before.
        from: u64,
    },
    /// A box of the results on a track of the ground truth that another box is matched with.
    Duplicate(u64),
    /// A box of the results on nothing.
    Ghost,
}

impl Verdict {
    /// Whether it is wrong.
    pub fn is_error(self) -> bool {
        !matches!(self, Self::Found(_) | Self::Matched(_))
    }

    /// The track in the other file that the box belongs to.
    pub fn partner(self) -> Option<u64> {
        match self {
            Self::Found(id) | Self::Matched(id) | Self::Duplicate(id) | Self::Switched { truth: id, .. } => Some(id),
            Self::Missed | Self::Ghost => None,
        }
    }

    /// The verdict in words. `overlap` is the intersection over union with the box of its partner, or else the largest one with any
    /// box of the other file, and the id of that one.
    pub fn told(self, overlap: Option<(f64, Option<TrackId>)>) -> String {
        let iou = |shared: f64| format!("IoU {shared:.2}");
        let own = overlap.map(|(shared, _)| format!(", {}", iou(shared))).unwrap_or_default();
        let best = |other: &str| match overlap {
            Some((shared, id)) if shared > 0.0 => {
                let id = id.map_or_else(|| "a box without id".to_owned(), |id| format!("{other} {id}"));
                format!("best {} with {id}", iou(shared))
            }
            _ => "nothing overlaps it".to_owned(),
        };
        match self {
            Self::Found(id) => format!("matched with id {id}{own}"),
            Self::Missed => format!("missed: {}", best("id")),
            Self::Matched(truth) => format!("matched with gt {truth}{own}"),
            Self::Switched { truth, from } => format!("matched with gt {truth} (id {from} before){own}"),
            Self::Duplicate(truth) => format!("duplicate on gt {truth}, which has another id{own}"),
            Self::Ghost => format!("false: {}", best("gt")),
        }
    }
}

impl Judgement {
    /// What the box of a track is in the layer at this place. `None` if it is not judged, or the layer is not compared.
    pub fn verdict(&self, layer: usize, id: TrackId, frame: u64) -> Option<Verdict> {
        if layer == self.truth {
            return Some(match self.truth_state(id, frame)? {
                TruthState::Matched(id) => Verdict::Found(id),
                TruthState::Missed => Verdict::Missed,
            });
        }
        if layer != self.result {
            return None;
        }
        Some(match self.result_state(id, frame)? {
            ResultState::Matched(truth) => match self.switched_from(TrackId(truth), frame) {
                Some(from) => Verdict::Switched { truth, from },
                None => Verdict::Matched(truth),
            },
            ResultState::Duplicate(truth) => Verdict::Duplicate(truth),
            ResultState::Ghost => Verdict::Ghost,
        })
    }
}

/// The intersection over union of a box and the box of this id among `others`. Without an id, that of the box which overlaps it most,
/// with its id. `scales` are the factors on the coordinates of the box and of the others.
pub fn overlap(
    of: &Detection,
    others: &[Detection],
    scales: [[f64; 2]; 2],
    id: Option<u64>,
) -> Option<(f64, Option<TrackId>)> {
    let own = sides(of, scales[0]);
    let is_asked = |other: &&Detection| id.is_none_or(|id| other.id == Some(TrackId(id)));
    let each = others.iter().filter(is_asked).map(|other| (iou(own, sides(other, scales[1])), other.id));
    each.max_by(|one, other| one.0.total_cmp(&other.0))
}

/// The left, top, right and bottom side of a box.
fn sides(of: &Detection, [across, down]: [f64; 2]) -> [f64; 4] {
    [of.left * across, of.top * down, of.right() * across, of.bottom() * down]
}

/// The intersection over union of two boxes.
fn iou(one: [f64; 4], other: [f64; 4]) -> f64 {
    let width = (one[2].min(other[2]) - one[0].max(other[0])).max(0.0);
    let height = (one[3].min(other[3]) - one[1].max(other[1])).max(0.0);
    let shared = width * height;
    let area = |of: [f64; 4]| (of[2] - of[0]) * (of[3] - of[1]);
    let all = area(one) + area(other) - shared;
    if all > 0.0 && shared.is_finite() { shared / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MotFile;
    use crate::metrics::{Options, evaluate};
    use crate::mot::Progress;

    #[test]
    fn every_box_has_its_verdict_and_says_with_what_it_overlaps() {
        let truth = "1,1,0,0,10,10,1,-1,-1,-1\n2,1,0,0,10,10,1,-1,-1,-1\n2,2,50,0,10,10,1,-1,-1,-1\n";
        let result =
            "1,7,0,0,10,10,1,-1,-1,-1\n2,8,0,0,10,8,1,-1,-1,-1\n2,9,0,0,10,6,1,-1,-1,-1\n2,5,56,0,10,10,1,-1,-1,-1\n";
        let file = |name: &str, text: &str| MotFile::from_bytes(name, text.as_bytes().to_vec()).unwrap();
        let (truth, result) = (file("gt.txt", truth), file("run.txt", result));
        let options = Options { has_events: true, ..Options::default() };
        let evaluation = evaluate(&truth, Some(&result), &options, &Progress::new()).unwrap();
        let judgement = Judgement::new((0, 1), Default::default(), &Options::default(), evaluation, None);
        let verdict = |layer, id, frame| judgement.verdict(layer, TrackId(id), frame);
        assert_eq!(verdict(0, 1, 1), Some(Verdict::Found(7)));
        assert_eq!(verdict(0, 2, 2), Some(Verdict::Missed));
        assert_eq!(verdict(1, 7, 1), Some(Verdict::Matched(1)));
        assert_eq!(verdict(1, 8, 2), Some(Verdict::Switched { truth: 1, from: 7 }));
        assert_eq!(verdict(1, 9, 2), Some(Verdict::Duplicate(1)));
        assert_eq!(verdict(1, 5, 2), Some(Verdict::Ghost));
        assert_eq!((verdict(1, 5, 1), verdict(2, 5, 2)), (None, None));
        let (of_truth, of_result) = (truth.frame(2).detections, result.frame(2).detections);
        let told = |verdict: Verdict, row: &Detection, others: &[Detection]| {
            verdict.told(overlap(row, others, [[1.0; 2]; 2], verdict.partner()))
        };
        assert_eq!(told(Verdict::Found(8), &of_truth[0], &of_result), "matched with id 8, IoU 0.80");
        assert_eq!(told(Verdict::Missed, &of_truth[1], &of_result), "missed: best IoU 0.25 with id 5");
        assert_eq!(told(Verdict::Ghost, &of_result[2], &of_truth), "false: best IoU 0.25 with gt 2");
        assert_eq!(told(Verdict::Missed, &of_truth[1], &of_result[..1]), "missed: nothing overlaps it");
    }
}
