//! One row: its label, and what covers it over time.

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align2, Color32, FontId, Mesh, Painter, Rangef, Rect, Response, Sense, Stroke, Ui, WidgetInfo, vec2,
};

use super::chart::Chart;
use super::reading::Read;
use crate::app::model::format;
use crate::app::model::identity_timeline::{
    FULL, Listing, RowId, Strip, Subject, counts, heights, name, pieces, ticks,
};
use crate::app::model::lanes::ErrorLane;
use crate::app::widgets::theme;
use crate::metrics::tracks::TruthState;
use crate::provider::KeySet;

/// The height of a row with one strip and with two, in points.
pub const HEIGHT: [f32; 2] = [20.0, 32.0];
/// The width of the labels, in points.
pub const LABEL: f32 = 84.0;
/// The space above and below strips, in points.
const MARGIN: f32 = 2.0;
/// The share of the height of a strip that a box that is not seen at all has.
const LOWEST: f32 = 0.3;
/// The least height of a piece with an id in it, as a share of the height of a strip.
const ROOMY: f32 = 0.7;
/// The space beside an id in a piece, in points.
const PADDING: f32 = 3.0;
/// The thickness of the line where a track is missed, in points.
const MISSED: f32 = 2.0;

/// What all rows have in common.
pub struct Rows<'a> {
    /// The rows.
    pub listing: &'a Listing,
    /// Where frames lie.
    pub chart: Chart,
    /// All frames.
    pub keys: &'a KeySet,
    /// What was read of the tracks in view.
    pub read: Option<&'a Read>,
    /// The width of a digit of an id in a piece, in points.
    pub digit: f32,
}

impl Rows<'_> {
    /// Draws a row. The answer is the response of its label.
    pub fn show(&self, ui: &mut Ui, at: usize, height: f32, is_selected: bool) -> Response {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let label = rect.with_max_x(self.chart.rect.left() - theme::SPACE[0]);
        let response = ui.interact(label, ui.next_auto_id().with("label"), Sense::click());
        ui.skip_ahead_auto_ids(1);
        let Some(row) = self.listing.row(at) else { return response };
        let response = self.label(ui, row, label, response, is_selected);
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let painter = ui.painter().with_clip_rect(ui.clip_rect().intersect(self.chart.rect.with_max_y(f32::INFINITY)));
        let line = Stroke::new(1.0, ui.visuals().widgets.noninteractive.bg_stroke.color.gamma_multiply(0.5));
        painter.hline(self.chart.rect.x_range(), rect.bottom(), line);
        let strips = self.listing.rows.strips().max(1);
        let tall = (height - MARGIN * 2.0 - (strips - 1) as f32) / strips as f32;
        for at in 0..strips {
            let top = rect.top() + MARGIN + at as f32 * (tall + 1.0);
            if let Some(strip) = self.listing.rows.strip(row, at) {
                self.strip(ui, &painter, row, &strip, Rangef::new(top, top + tall));
            }
        }
        response
    }

    fn label(&self, ui: &Ui, row: RowId, rect: Rect, response: Response, is_selected: bool) -> Response {
        let rows = &self.listing.rows;
        let class = rows.class_name(row).map(|class| format!(" ({class})")).unwrap_or_default();
        let (full, told) = (name(rows, row) + &class, counts(rows, row, 0));
        response.widget_info(|| {
            let mut info = WidgetInfo::selected(Role::ListItem, true, is_selected, &full);
            info.current_text_value = Some(told.clone());
            info
        });
        let visuals = ui.style().interact_selectable(&response, is_selected);
        if is_selected || response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, theme::RADIUS, visuals.bg_fill.gamma_multiply(0.6));
        }
        let what = if matches!(rows.subject, Subject::Judged(_)) { "gt" } else { "id" };
        let digit = ui.fonts_mut(|fonts| fonts.glyph_width(&theme::small_figures(), '0'));
        let room = ((rect.width() - theme::SPACE[0]) / digit) as usize;
        let id = format::tail(rows.id(row).unwrap_or_default(), room.saturating_sub(3));
        let place = rect.right_center() - vec2(theme::SPACE[0], 0.0);
        ui.painter().text(
            place,
            Align2::RIGHT_CENTER,
            format!("{what} {id}"),
            theme::small_figures(),
            visuals.text_color(),
        );
        response.on_hover_ui_at_pointer(|ui| {
            ui.label(&full);
            ui.weak(told);
        })
    }

    /// Draws what covers a track, in one mesh with the ids over it.
    fn strip(&self, ui: &Ui, painter: &Painter, row: RowId, strip: &Strip<'_>, y: Rangef) {
        let (axis, keys) = (&self.chart.axis, self.keys);
        let levels = self.listing.rows.id(row).and_then(|id| Some((self.read?, self.read?.track(id)?)));
        let seen = levels.map(|(_, levels)| pieces(levels.runs(), axis, keys)).unwrap_or_default();
        // Without ground truth, the frames that were read say where the track is absent.
        let is_plain = matches!(self.listing.rows.subject, Subject::Tracks(_));
        let known = levels.filter(|(read, _)| is_plain && read.of.stride() == 1).map(|(read, _)| {
            let edge = |rank: u64| axis.edge_of(rank).round().clamp(0.0, axis.columns().into()) as u32;
            edge(*read.of.ranks.start())..edge(*read.of.ranks.end() + 1)
        });
        let (mut mesh, mut ids) = (Mesh::default(), Vec::new());
        let missed = theme::error_lane(ErrorLane::Missed, ui.visuals().dark_mode);
        for piece in pieces(&strip.stretches, axis, keys) {
            let TruthState::Matched(id) = piece.state else {
                let middle = Rangef::new(y.center() - MISSED / 2.0, y.center() + MISSED / 2.0);
                mesh.add_colored_rect(self.rect(piece.from, piece.to, middle), missed);
                continue;
            };
            let color = color(id, strip.switch(piece.frame).is_some_and(|switch| switch.is_shaded));
            let text = id.to_string();
            let room = text.len() as f32 * self.digit + 2.0 * PADDING;
            let mut is_named = false;
            // Parts side by side that are high enough for the id: their first column, the column after them, and the lowest share.
            let mut roomy: Option<(u32, u32, f32)> = None;
            for (from, to, level) in heights(&piece, &seen, known.clone()) {
                let share = LOWEST + (1.0 - LOWEST) * f32::from(level) / f32::from(FULL);
                mesh.add_colored_rect(self.rect(from, to, Rangef::new(y.max - y.span() * share, y.max)), color);
                let (begin, _, lowest) = roomy.filter(|(_, end, _)| *end == from).unwrap_or((from, from, share));
                roomy = (share >= ROOMY).then_some((begin, to, share.min(lowest)));
                if let Some((begin, end, lowest)) = roomy.filter(|_| !is_named) {
                    let place = self.rect(begin, end, Rangef::new(y.max - y.span() * lowest, y.max));
                    if place.width() >= room {
                        ids.push((place.left_center() + vec2(PADDING, 0.0), text.clone(), color));
                        is_named = true;
                    }
                }
            }
        }
        for column in ticks(strip.switches, axis, keys) {
            let x = self.chart.x(column.into());
            let tall = y.expand(MARGIN);
            mesh.add_colored_rect(Rect::from_x_y_ranges(x - 1.5..=x + 1.5, tall), ui.visuals().panel_fill);
            mesh.add_colored_rect(Rect::from_x_y_ranges(x - 0.5..=x + 0.5, tall), ui.visuals().strong_text_color());
        }
        if !mesh.is_empty() {
            painter.add(mesh);
        }
        for (place, text, color) in ids {
            painter.text(place, Align2::LEFT_CENTER, text, id_font(), theme::on_track(color));
        }
    }

    fn rect(&self, from: u32, to: u32, y: Rangef) -> Rect {
        Rect::from_x_y_ranges(self.chart.x(from.into())..=self.chart.x(to.into()), y)
    }
}

/// The font of the ids in pieces: low enough for the strips of a row that has two.
pub fn id_font() -> FontId {
    FontId::monospace(10.0)
}

/// The colour of an id, which its track has everywhere, or the darker shade of it.
fn color(id: u64, is_shaded: bool) -> Color32 {
    let color = theme::track_color(id);
    if is_shaded { color.lerp_to_gamma(Color32::BLACK, 0.5) } else { color }
}
