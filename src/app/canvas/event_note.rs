//! The note in the corner of the canvas on the event that the user has gone to.

use eframe::egui::{self, Align2, Id, Rect, Ui};

use crate::app::model::format::{count, counted};
use crate::app::model::judging::told;
use crate::app::session::view::View;
use crate::app::widgets::theme;

/// So many frames before and behind an event, its note is still there.
const NEAR: u64 = 30;

/// Draws the note: what happened, and which of how many events it is.
pub fn show(ui: &Ui, canvas: Rect, view: &View<'_>) {
    let judging = &view.state.judging;
    let (Some(judgement), Some(place), Some(position)) = (judging.judgement(), judging.event, view.position()) else {
        return;
    };
    let Some(event) = judgement.events.get(place) else { return };
    let (first, last) = (u64::from(event.first), u64::from(event.last));
    let distance = first.saturating_sub(position).max(position.saturating_sub(last));
    if distance > NEAR {
        return;
    }
    let kinds = view.state.settings.judging.kinds;
    let mut place_among = String::new();
    if kinds.has(event.kind) {
        let before = judgement.order.before(kinds, place) as u64;
        place_among = format!("{} of {}", count(before + 1), count(judgement.order.count(kinds) as u64));
    }
    let away = match position.cmp(&first) {
        std::cmp::Ordering::Less => format!("{} before it", counted(first - position, "frame", "frames")),
        std::cmp::Ordering::Equal => String::new(),
        std::cmp::Ordering::Greater if position <= last => {
            format!("frame {} of {}", count(position - first + 1), count(last - first + 1))
        }
        std::cmp::Ordering::Greater => format!("{} after it", counted(distance, "frame", "frames")),
    };
    let more: Vec<String> = [place_among, away].into_iter().filter(|text| !text.is_empty()).collect();
    let at = Align2::LEFT_TOP.pos_in_rect(&canvas.shrink(theme::SPACE[1]));
    let area = egui::Area::new(Id::unique("event")).order(egui::Order::Middle).fixed_pos(at).interactable(false);
    area.constrain_to(canvas).show(ui.ctx(), |ui| {
        egui::Frame::popup(ui.style()).inner_margin(theme::SPACE[0]).show(ui, |ui| {
            ui.set_max_width((canvas.width() - 2.0 * theme::SPACE[1] - 20.0).clamp(80.0, 420.0));
            ui.label(egui::RichText::new(told(event)).strong());
            if !more.is_empty() {
                ui.weak(more.join(" · "));
            }
        });
    });
}
