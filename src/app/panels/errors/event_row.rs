//! A row of the list of events.

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{self, Align2, Color32, Rect, Response, TextStyle, Ui, pos2, vec2};

use crate::app::model::judging::{Listing, words};
use crate::app::widgets::theme;
use crate::metrics::Event;

/// Widths of the columns of costs, in digits.
const MOTA: f32 = 7.5;
const IDENTITY: f32 = 6.5;

/// Where the columns are: the right end of the frame, the left end of the words, and the widths of the costs.
#[derive(Clone, Copy)]
pub struct Columns {
    pub frame: f32,
    pub words: f32,
    pub mota: f32,
    pub identity: f32,
}

impl Columns {
    /// The columns for these events.
    pub fn new(ui: &Ui, listing: &Listing) -> Self {
        let digit = ui.fonts_mut(|fonts| fonts.glyph_width(&theme::small_figures(), '0'));
        let last = listing.judgement.events.last().map_or(0, |event| event.first);
        let frame = digit * last.to_string().len().max(4) as f32;
        Self { frame, words: frame + 2.0 * digit, mota: digit * MOTA, identity: digit * IDENTITY }
    }
}

/// Draws the row of an event.
pub fn draw(ui: &Ui, rect: Rect, response: &Response, event: &Event, is_current: bool, columns: Columns) {
    let visuals = ui.style().interact_selectable(response, is_current);
    if is_current || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme::RADIUS, visuals.bg_fill.gamma_multiply(0.6));
    }
    let color = visuals.text_color();
    let (weak, dark) = (ui.visuals().weak_text_color(), ui.visuals().dark_mode);
    let painter = ui.painter();
    let middle = |x: f32| pos2(x, rect.center().y);
    let figure = |right: f32, text: String, color: Color32| {
        painter.text(middle(right), Align2::RIGHT_CENTER, text, theme::small_figures(), color);
    };
    let costs = if is_current { color } else { weak };
    figure(rect.left() + columns.frame, event.first.to_string(), color);
    figure(rect.right(), words::identity(event), costs);
    figure(rect.right() - columns.identity, words::mota(event), costs);
    let dot = rect.left() + columns.frame.midpoint(columns.words);
    painter.circle_filled(middle(dot), 3.0, theme::mistake(event.kind, dark));
    let left = rect.left() + columns.words;
    let room = (rect.right() - columns.identity - columns.mota - theme::SPACE[0] - left).max(0.0);
    let words = |is_short: bool| {
        let mut job = LayoutJob { wrap: TextWrapping::truncate_at_width(room), ..LayoutJob::default() };
        let font = TextStyle::Small.resolve(ui.style());
        job.append(event.kind.name(), 0.0, egui::TextFormat::simple(font.clone(), costs));
        job.append(&words::what(event, is_short), theme::SPACE[1], egui::TextFormat::simple(font, color));
        painter.layout_job(job)
    };
    let mut galley = words(false);
    if galley.elided {
        galley = words(true);
    }
    painter.galley(middle(left) - vec2(0.0, galley.size().y / 2.0), galley, color);
}
