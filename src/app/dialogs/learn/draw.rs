//! Draws one lane: picture, strip of cached frames, statistics.

use eframe::egui::{
    self, Align2, Color32, Mesh, Rect, Role, Sense, Spinner, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};

use super::lane::Lane;
use crate::app::model::format;
use crate::app::model::strip;
use crate::app::model::strip::FrameState;
use crate::app::widgets::counter::counter;
use crate::app::widgets::theme;
use crate::mot::Frame;
use crate::scene::DEMO_SIZE;

/// Height of the strip under the picture, in points.
const STRIP: f32 = 10.0;

/// Draws a lane in a column. `size` is the size of its picture, in points.
pub fn lane(ui: &mut Ui, title: &str, lane: &Lane, size: Vec2) {
    ui.strong(title);
    picture(ui, title, lane, size);
    filled(ui, lane, size.x);
    let stats = &lane.snapshot.stats;
    let width = (size.x - 2.0 * theme::SPACE[1]) / 3.0;
    let stall = lane.stall_ms().map(format::milliseconds);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[1];
        for (name, figure, help) in [
            ("hit rate", format::percent(stats.hit_rate()), "Share of moves whose frame was in the cache"),
            ("stall", stall.map_or_else(|| format::NONE.to_owned(), format::time), "Mean wait of a move"),
            ("loads", format::ratio(stats.loads_per_move()), "Loads per move"),
        ] {
            counter(ui, width, true, name, &figure, help);
        }
    });
}

fn picture(ui: &mut Ui, title: &str, lane: &Lane, size: Vec2) {
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let waits = lane.waits_for();
    let dark = ui.visuals().dark_mode;
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, theme::RADIUS, theme::canvas(dark));
    let number = lane.shown.as_ref().map(|(number, _)| *number);
    if let Some((_, frame)) = &lane.shown {
        boxes(&painter, rect, frame, if waits.is_some() { 0.3 } else { 1.0 });
    }
    let told = match (waits, number) {
        (Some(wanted), _) => format!("waits for {wanted}"),
        (None, Some(number)) => format!("frame {number}"),
        (None, None) => "not started".to_owned(),
    };
    painter.text(
        rect.left_bottom() + vec2(6.0, -4.0),
        Align2::LEFT_BOTTOM,
        &told,
        theme::figures(),
        ui.visuals().text_color(),
    );
    if waits.is_some() {
        Spinner::new().size(28.0).paint_at(ui, Rect::from_center_size(rect.center(), Vec2::splat(28.0)));
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{title}: {told}")));
}

fn boxes(painter: &egui::Painter, rect: Rect, frame: &Frame, strength: f32) {
    let (width, height) = DEMO_SIZE;
    let scale = (rect.width() / width as f32).min(rect.height() / height as f32);
    let origin = rect.center() - vec2(width as f32, height as f32) * scale / 2.0;
    for detection in &frame.detections {
        let corner = |x: f64, y: f64| pos2(origin.x + x as f32 * scale, origin.y + y as f32 * scale);
        let outline =
            Rect::from_min_max(corner(detection.left, detection.top), corner(detection.right(), detection.bottom()));
        let color = detection.id.map_or(theme::NO_IDENTITY, |id| theme::track_color(id.0));
        painter.rect_stroke(outline, 0.0, Stroke::new(1.5, color.gamma_multiply(strength)), StrokeKind::Middle);
    }
}

/// Draws the strip: which frames of the sequence are in the cache, and the play head.
fn filled(ui: &mut Ui, lane: &Lane, width: f32) {
    let (rect, response) = ui.allocate_exact_size(vec2(width, STRIP), Sense::hover());
    let dark = ui.visuals().dark_mode;
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, theme::state_color(FrameState::NotLoaded, dark));
    let frames = lane.keys.len().max(1) as f32;
    let x = |rank: f32| rect.left() + rank / frames * rect.width();
    let mut mesh = Mesh::default();
    strip::states(&lane.snapshot, &[], |key, state| {
        let Some(rank) = lane.keys.rank_of(key) else { return };
        let span = Rect::from_x_y_ranges(x(rank as f32)..=x(rank as f32 + 1.0), rect.y_range());
        mesh.add_colored_rect(span, theme::state_color(state, dark));
    });
    painter.add(mesh);
    let head = lane.snapshot.current.and_then(|key| lane.keys.rank_of(key));
    if let Some(rank) = head {
        let color = if dark { Color32::WHITE } else { Color32::BLACK };
        painter.vline(x(rank as f32 + 0.5), rect.y_range(), Stroke::new(1.5, color));
    }
    let resident = format::counted(lane.snapshot.stats.resident as u64, "frame", "frames");
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("In the cache: {resident}")));
    response.on_hover_text(format!("In the cache: {resident}. Colours as in the scrubber."));
}
