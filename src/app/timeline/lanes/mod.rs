//! The lanes under the strip: errors over time, or without ground truth the number of boxes, and where tracks begin and end. They
//! are aligned with the strip pixel by pixel.

mod ask;
mod legend;
mod paint;
mod style;
mod tell;

use std::time::Duration;

use eframe::egui::accesskit::Role;
use eframe::egui::{Rect, Response, Sense, Ui, WidgetInfo, vec2};

use crate::app::session::document::Document;
use crate::app::session::judging::Judge;
use crate::app::session::view::View;
use ask::{Columns, Worker};
use style::GAP;

pub use legend::legend;

/// The height of all lanes with the gap above them, in points.
pub const HEIGHT: f32 = 26.0;
/// How often the progress of a comparison is drawn again.
const OFTEN: Duration = Duration::from_millis(60);

/// The lanes and the thread that counts.
#[derive(Default)]
pub struct Lanes {
    worker: Worker,
    /// The columns on screen.
    columns: Columns,
}

impl Lanes {
    /// Whether the errors on screen are those of this version of the comparison.
    pub fn shows_errors_of(&self, version: u64) -> bool {
        self.worker.shows_errors_of(version)
    }

    /// Takes in what was counted, and asks for what is missing. `count` is the number of columns of the strip.
    pub fn update(&mut self, ui: &Ui, view: &View<'_>, document: &Document, count: usize) {
        if let Some(columns) = self.worker.columns(ui.ctx(), view, document, count) {
            self.columns = columns;
        }
    }

    /// Draws the lanes into `rect`.
    pub fn paint(&self, ui: &Ui, rect: Rect, view: &View<'_>) {
        let rect = rect.with_min_y(rect.top() + GAP);
        paint::columns(ui, rect, &self.columns);
        if let Some(fraction) = view.judge.filter(|_| view.state.judging.is_working).and_then(Judge::fraction) {
            let bar = Rect::from_min_size(rect.min, vec2(rect.width() * fraction.clamp(0.0, 1.0), 2.0));
            ui.painter().rect_filled(bar, 0.0, ui.visuals().strong_text_color());
            ui.request_repaint_after(OFTEN);
        }
    }

    /// What the pointer does in `rect`.
    pub fn respond(&self, ui: &Ui, rect: Rect, view: &View<'_>) -> Response {
        let response = ui.interact(rect, ui.scope_id().with("lanes"), Sense::click_and_drag());
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Image, true, self.columns.name());
            info.current_text_value = Some(tell::all(&self.columns, view));
            info
        });
        response
    }

    /// Tells what is counted in the column at this place.
    pub fn tell(&self, ui: &mut Ui, at: usize, view: &View<'_>) {
        tell::column(ui, &self.columns, at, view);
    }
}
