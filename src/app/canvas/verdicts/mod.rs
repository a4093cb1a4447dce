//! Boxes by verdict: what is missed, false, twice, or has changed its id stands out, by colour and by a badge. What is right stays
//! calm.

mod badge;
mod tell;

use eframe::egui::{Color32, Ui};

use super::boxes::ScreenBox;
use super::ground;
use crate::app::model::judging::Verdict;
use crate::app::model::lanes::ErrorLane;
use crate::app::session::view::View;
use crate::app::widgets::theme;

pub use badge::badges;
pub use tell::{counts, told};

/// How opaque a box of the ground truth is whose match is drawn, too.
const FOUND_OPACITY: f32 = 0.4;
/// Factor on the width of the outline of a box that is wrong.
const ERROR_WEIGHT: f32 = 1.5;

/// Marks the boxes of one frame.
#[derive(Clone, Copy)]
pub struct Marker<'a> {
    view: &'a View<'a>,
    frame: u64,
    /// Whether the colours for a dark ground are used.
    is_dark: bool,
}

impl<'a> Marker<'a> {
    /// A marker for the boxes of the frame with this number.
    pub fn new(ui: &Ui, view: &'a View<'a>, frame: u64) -> Self {
        Self { view, frame, is_dark: ground::is_dark(ui, view) }
    }

    /// Marks boxes of the layer at this place.
    pub fn mark(self, place: usize, items: &mut [ScreenBox]) {
        let judging = &self.view.state.judging;
        let Some(judgement) = judging.of_layer(place).filter(|_| self.view.state.settings.judging.show_verdicts) else {
            return;
        };
        let shows_results = self.view.look(judgement.result).is_some_and(|look| look.shown);
        let is_truth = judgement.truth == place;
        if is_truth && !shows_results && self.shows_other_results(judgement.result) {
            // What a hidden tracker misses is not what the shown one does.
            return;
        }
        for item in items.iter_mut().filter(|item| !item.is_point) {
            item.verdict = item.id.and_then(|id| judgement.verdict(place, id, self.frame));
            match item.verdict {
                Some(Verdict::Found(_)) if shows_results => item.color = item.color.gamma_multiply(FOUND_OPACITY),
                Some(verdict) if verdict.is_error() => {
                    item.color = color(verdict, self.is_dark).gamma_multiply(f32::from(item.color.a()) / 255.0);
                    item.weight = ERROR_WEIGHT;
                }
                _ => {}
            }
        }
    }
}

impl Marker<'_> {
    /// Whether other results than those at this place are shown.
    fn shows_other_results(self, place: usize) -> bool {
        let judgements = &self.view.state.judging.judgements;
        let mut others = judgements.iter().filter(|judgement| judgement.result != place);
        others.any(|judgement| self.view.look(judgement.result).is_some_and(|look| look.shown))
    }
}

/// The colour of a box that is wrong: that of the lane that counts it.
fn color(verdict: Verdict, is_dark: bool) -> Color32 {
    let lane = match verdict {
        Verdict::Missed | Verdict::Found(_) => ErrorLane::Missed,
        Verdict::Switched { .. } => ErrorLane::Switch,
        Verdict::Ghost | Verdict::Duplicate(_) | Verdict::Matched(_) => ErrorLane::False,
    };
    theme::error_lane(lane, is_dark)
}

/// The label of a box whose id has changed, with the id before. `None` for all others.
pub fn label(item: &ScreenBox) -> Option<String> {
    match (item.verdict, item.id) {
        (Some(Verdict::Switched { from, .. }), Some(id)) => Some(format!("{from} → {id}")),
        _ => None,
    }
}
