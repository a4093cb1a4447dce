//! Verdicts in words.

use crate::app::canvas::boxes::ScreenBox;
use crate::app::model::format::count;
use crate::app::model::frame::dense::MAX_BOXES;
use crate::app::model::frame::displayed_frame::DisplayedFrame;
use crate::app::model::judging::{Verdict, overlap};
use crate::app::session::view::View;
use crate::mot::Detection;

/// What a row of the layer at this place is matched with, and how well. `None` if it is not judged.
pub fn told(view: &View<'_>, shown: &DisplayedFrame, place: usize, row: &Detection) -> Option<String> {
    let judgement = view.state.judging.of_layer(place)?;
    let verdict = judgement.verdict(place, row.id?, shown.number())?;
    let (truth, result) = (judgement.scales.truth, judgement.scales.result);
    let (other, scales) =
        if place == judgement.truth { (judgement.result, [truth, result]) } else { (judgement.truth, [result, truth]) };
    let others = match other.checked_sub(1) {
        None => Some(shown.boxes()),
        Some(at) => shown.further_boxes().get(at).and_then(|boxes| boxes.as_ref().ok()),
    };
    let others = others.map_or(&[][..], |frame| &frame.detections);
    let others = &others[..others.len().min(MAX_BOXES)];
    Some(verdict.told(overlap(row, others, scales, verdict.partner())))
}

/// How many of these boxes are wrong, as text. Empty if none is.
pub fn counts<'a>(items: impl Iterator<Item = &'a ScreenBox>) -> String {
    let mut counts = [0_u64; 4];
    for verdict in items.filter_map(|item| item.verdict) {
        match verdict {
            Verdict::Missed => counts[0] += 1,
            Verdict::Ghost => counts[1] += 1,
            Verdict::Duplicate(_) => counts[2] += 1,
            Verdict::Switched { .. } => counts[3] += 1,
            Verdict::Found(_) | Verdict::Matched(_) => {}
        }
    }
    let names = ["missed", "false", "duplicate", "switched"];
    let wrong = counts.into_iter().zip(names).filter(|(count, _)| *count > 0);
    let told: Vec<String> = wrong.map(|(count, name)| format!("{} {name}", self::count(count))).collect();
    if told.is_empty() { String::new() } else { format!(" · {}", told.join(", ")) }
}
