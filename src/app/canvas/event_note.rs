//! The event that the user has gone to: a note in the corner of the canvas, and a mark around its place.

use eframe::egui::{self, Align2, Color32, Id, Painter, Rect, Stroke, Ui, vec2};

use crate::app::model::camera::Transform;
use crate::app::model::format::{count, counted};
use crate::app::model::judging::words::told;
use crate::app::session::view::View;
use crate::app::widgets::theme;

/// So many frames before and behind an event, its note is still there.
const NEAR: u64 = 30;
/// The room between the place of an event and the corners around it, in points.
const AROUND: f32 = 6.0;

/// Draws the corners of a frame around the place of the event that the user has gone to, if the frame with this number shows it.
pub fn mark(painter: &Painter, transform: Transform, number: u64, view: &View<'_>) {
    let judging = &view.state.judging;
    let (Some(judgement), Some(place), Some(document)) = (judging.judgement(), judging.event, view.document) else {
        return;
    };
    let Some(event) = judgement.events.get(place) else { return };
    if judgement.frame_of(place, &document.keys) != Some(number) {
        return;
    }
    let area = view.area_of(judgement, event);
    let (min, max) = (transform.to_screen(area.left, area.top), transform.to_screen(area.right, area.bottom));
    let rect = Rect { min, max }.expand(AROUND);
    let size = (rect.width().min(rect.height()) / 4.0).clamp(4.0, 16.0);
    let corners = [
        (rect.left_top(), 1.0, 1.0),
        (rect.right_top(), -1.0, 1.0),
        (rect.right_bottom(), -1.0, -1.0),
        (rect.left_bottom(), 1.0, -1.0),
    ];
    // A light line on a dark one is seen on any picture.
    for (width, color) in [(4.0, Color32::from_black_alpha(160)), (2.0, Color32::WHITE)] {
        for (at, x, y) in corners {
            let line = vec![at + vec2(x * size, 0.0), at, at + vec2(0.0, y * size)];
            painter.line(line, Stroke::new(width, color));
        }
    }
}

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
