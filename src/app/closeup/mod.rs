//! The close-up around the play head: a bar a frame, its height the likelihood of the newest plan, its colour the state.

use eframe::egui::accesskit::Role;
use eframe::egui::{Mesh, Pos2, Rect, Response, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::command::{Command, Commands};
use super::document::Document;
use super::strip::{self, FrameState};
use super::theme;
use crate::cache::{Candidate, Snapshot};
use crate::predict::MAX_TERMS;
use crate::provider::KeySet;

/// Width of a bar with its gap, and the gap, in points.
const BAR: f32 = 8.0;
const GAP: f32 = 1.0;
/// Height of the whole, in points.
pub const HEIGHT: f32 = 44.0;
/// Height of a bar without likelihood, in points.
const FOOT: f32 = 4.0;

/// A frame of the close-up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Bar {
    state: FrameState,
    /// Its likelihood, as a share of the greatest.
    likelihood: f32,
    /// Whether the frame before it is not the one with the number before.
    is_break: bool,
}

/// The bars, kept until the snapshot changes.
#[derive(Default)]
pub struct CloseUp {
    bars: Vec<Bar>,
    made_for: Option<(u64, u64, usize)>,
}

impl CloseUp {
    /// Draws it; a click goes to the frame.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        snapshot: &Snapshot,
        version: u64,
        commands: &mut Commands,
    ) {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
        // An odd number, so that the play head has a middle to stand in.
        let reach = ((rect.width() / BAR) as usize).saturating_sub(1) / 2;
        let rank = document.rank();
        if self.made_for != Some((version, rank, reach)) {
            bars(&document.keys, snapshot, rank, reach as u64, &mut self.bars);
            self.made_for = Some((version, rank, reach));
        }
        self.paint(ui, rect, reach);
        let place = |pointer: Pos2| {
            let offset = ((pointer.x - rect.center().x) / BAR).round() as i64;
            document.keys.key_at(rank.checked_add_signed(offset)?)
        };
        if let Some(key) = response.interact_pointer_pos().filter(|_| response.clicked()).and_then(place) {
            commands.push(Command::Seek(key));
        }
        response.widget_info(|| WidgetInfo::labeled(Role::GraphicsObject, true, "Close-up"));
        self.tell(response, rect, reach, snapshot, place);
    }

    fn paint(&self, ui: &Ui, rect: Rect, reach: usize) {
        let dark = ui.visuals().dark_mode;
        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, 0.0, ui.visuals().extreme_bg_color);
        let mut mesh = Mesh::default();
        let left = rect.center().x - (reach as f32 + 0.5) * BAR;
        for (at, bar) in self.bars.iter().enumerate() {
            let Some(bar) = bar.shown() else { continue };
            let x = left + at as f32 * BAR;
            let height = FOOT + (HEIGHT - FOOT - 2.0) * bar.likelihood;
            let column = Rect::from_x_y_ranges(x..=x + BAR - GAP, rect.bottom() - height..=rect.bottom());
            mesh.add_colored_rect(column, theme::state_color(bar.state, dark));
            if bar.is_break {
                let line = Rect::from_x_y_ranges(x - GAP..=x, rect.y_range());
                mesh.add_colored_rect(line, ui.visuals().strong_text_color());
            }
        }
        painter.add(mesh);
        let middle = Rect::from_center_size(rect.center(), vec2(BAR + 1.0, HEIGHT - 1.0));
        let stroke = Stroke::new(1.0, ui.visuals().strong_text_color());
        painter.rect_stroke(middle, 1.0, stroke, eframe::egui::StrokeKind::Inside);
    }

    /// Frame, state and likelihood under the pointer.
    fn tell(
        &self,
        response: Response,
        rect: Rect,
        reach: usize,
        snapshot: &Snapshot,
        place: impl Fn(Pos2) -> Option<u64>,
    ) {
        let Some(pointer) = response.hover_pos() else { return };
        let at = ((pointer.x - rect.center().x) / BAR).round() as i64 + reach as i64;
        let bar = usize::try_from(at).ok().and_then(|at| self.bars.get(at)).copied();
        let (Some(key), Some(bar)) = (place(pointer), bar) else { return };
        let candidate = snapshot.candidates.iter().find(|candidate| candidate.key == key);
        response.on_hover_ui_at_pointer(|ui| {
            ui.label(format!("frame {key}: {}", bar.state.name()));
            ui.weak(bar.state.help());
            if let Some(candidate) = candidate {
                ui.label(format!("likelihood {:.3}{}", candidate.score, explained(candidate, snapshot.terms)));
            }
        });
    }
}

impl Bar {
    fn shown(&self) -> Option<&Self> {
        // Past the ends there are no frames, which is told by nothing being there.
        (self.likelihood >= 0.0).then_some(self)
    }
}

/// Which terms of the predictor gave a score.
fn explained(candidate: &Candidate, terms: &[&str]) -> String {
    let parts: Vec<String> = (0..MAX_TERMS.min(terms.len()))
        .filter(|&at| candidate.terms[at] != 0.0)
        .map(|at| format!("{} {:.2}", terms[at], candidate.terms[at]))
        .collect();
    if parts.is_empty() { String::new() } else { format!(" = {}", parts.join(" + ")) }
}

/// The bars from `reach` frames before `rank` to as many after it.
fn bars(keys: &KeySet, snapshot: &Snapshot, rank: u64, reach: u64, into: &mut Vec<Bar>) {
    into.clear();
    let mut before: Option<u64> = None;
    for at in 0..=2 * reach {
        let key = (rank + at).checked_sub(reach).and_then(|rank| keys.key_at(rank));
        let is_break = before.zip(key).is_some_and(|(before, key)| key != before + 1);
        let likelihood = if key.is_some() { 0.0 } else { -1.0 };
        into.push(Bar { likelihood, is_break, ..Bar::default() });
        before = key;
    }
    let place = |key: u64| {
        let at = (keys.rank_of(key)? + reach).checked_sub(rank)?;
        (at <= 2 * reach).then_some(at as usize)
    };
    strip::states(snapshot, |key, state| {
        if let Some(at) = place(key) {
            into[at].state = into[at].state.max(state);
        }
    });
    let greatest = snapshot.candidates.first().map_or(0.0, |candidate| candidate.score);
    if greatest > 0.0 {
        for candidate in &snapshot.candidates {
            if let Some(at) = place(candidate.key) {
                into[at].likelihood = (candidate.score / greatest) as f32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::{PrefetchCache, ResidentInfo};
    use crate::provider::Synthetic;
    use std::time::Duration;

    #[test]
    fn bars_follow_the_plan_of_a_running_cache() {
        let cache = PrefetchCache::builder(Synthetic::new(1000)).build();
        cache.get(500).unwrap();
        assert!(cache.wait_idle(Duration::from_secs(10)));
        let mut snapshot = Snapshot::default();
        cache.snapshot_into(&mut snapshot);
        let mut got = Vec::new();
        bars(&cache.keys(), &snapshot, 500, 40, &mut got);
        assert_eq!(got.len(), 81);
        assert_eq!(got[40].state, FrameState::Resident);
        assert_eq!(got[41].state, FrameState::Unused);
        assert!(got[41].likelihood > 0.9 && got[80].likelihood < got[41].likelihood);
        assert_eq!(snapshot.candidates[0].key, 501);
    }

    #[test]
    fn there_are_no_bars_past_the_ends_and_a_mark_at_a_break() {
        let keys = KeySet::from_runs([10..=12, 5000..=5001]);
        let resident = vec![ResidentInfo { key: 5001, weight: 1, likelihood: 0.0, unused: false }];
        let snapshot = Snapshot { resident, ..Snapshot::default() };
        let mut got = Vec::new();
        bars(&keys, &snapshot, 3, 4, &mut got);
        let exists: Vec<bool> = got.iter().map(|bar| bar.shown().is_some()).collect();
        assert_eq!(exists, [false, true, true, true, true, true, false, false, false]);
        assert_eq!(got.iter().position(|bar| bar.is_break), Some(4));
        assert_eq!(got[5].state, FrameState::Resident);
        bars(&KeySet::default(), &snapshot, 0, 4, &mut got);
        assert!(got.iter().all(|bar| bar.shown().is_none()));
    }
}
