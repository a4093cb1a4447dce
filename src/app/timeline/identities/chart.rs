//! Where frames lie on the screen, and what lies over all rows: the ruler, the range that is played, and the play head.

use eframe::egui::emath::GuiRounding as _;
use eframe::egui::{Align2, Painter, Rangef, Rect, Stroke, Ui, pos2, vec2};

use crate::app::model::format;
use crate::app::model::identity_timeline::Axis;
use crate::app::session::document::Document;
use crate::app::widgets::theme;

/// The least distance of two numbers on the ruler, in points.
const APART: f32 = 70.0;

/// The part of the screen in which frames lie side by side.
#[derive(Clone, Copy, Debug)]
pub struct Chart {
    /// Its area, in points. It begins and ends on a pixel.
    pub rect: Rect,
    /// Which frames lie on which column of pixels.
    pub axis: Axis,
    /// Pixels per point.
    pixels: f32,
}

impl Chart {
    /// The chart in an area. `axis` is the axis of the last pass; `None` if all frames are in view.
    pub fn new(ui: &Ui, rect: Rect, axis: Option<Axis>, frames: u64) -> Self {
        let pixels = ui.pixels_per_point();
        let rect = rect.round_to_pixels(pixels);
        let columns = (rect.width() * pixels).round().max(1.0) as u32;
        let axis = axis.map_or_else(|| Axis::fitting(frames, columns), |axis| axis.resized(frames, columns));
        Self { rect, axis, pixels }
    }

    /// The horizontal place of a column, which may be between two.
    pub fn x(&self, column: f64) -> f32 {
        self.rect.left() + (column / f64::from(self.pixels)) as f32
    }

    /// The column at a horizontal place.
    pub fn column(&self, x: f32) -> f64 {
        f64::from((x - self.rect.left()) * self.pixels)
    }

    /// The rank of the frame at a horizontal place.
    pub fn rank(&self, x: f32) -> u64 {
        self.axis.nearest(self.column(x))
    }

    /// The horizontal range of the frames with these ranks, cut to the chart.
    pub fn range(&self, first: u64, last: u64) -> Rangef {
        let place = |column: f64| self.x(column.clamp(0.0, self.axis.columns().into()));
        Rangef::new(place(self.axis.edge_of(first)), place(self.axis.edge_of(last + 1)))
    }

    /// The place of the play head, if it is in view.
    pub fn head(&self, rank: u64) -> Option<f32> {
        let x = self.x(self.axis.middle_of(rank));
        self.rect.x_range().contains(x).then_some(x)
    }
}

/// Draws the numbers of frames above the rows, and the frame under the play head.
pub fn ruler(ui: &Ui, chart: &Chart, rect: Rect, document: &Document) {
    let painter = ui.painter_at(rect.with_max_x(ui.clip_rect().right()));
    let Some((first, last)) = chart.axis.ranks() else { return };
    let keys = &document.keys;
    let step = format::scale_end(f64::from(APART * chart.pixels) * chart.axis.step(), 1.0) as u64;
    let weak = ui.visuals().weak_text_color();
    // With one run of frames, these are multiples of the step.
    let offset = (step - keys.first().unwrap_or(0) % step) % step;
    let mut rank = first.saturating_sub(offset).div_ceil(step) * step + offset;
    let head = chart.head(document.rank());
    while rank <= last {
        let (x, number) = (chart.x(chart.axis.middle_of(rank)), keys.key_at(rank).unwrap_or(0).to_string());
        painter.vline(x, Rangef::new(rect.bottom() - 3.0, rect.bottom()), Stroke::new(1.0, weak));
        let width = 7.0 * number.len() as f32;
        let is_free = head.is_none_or(|head| (head - x).abs() > width + theme::SPACE[0]);
        if is_free && (rect.left()..=rect.right() - width / 2.0).contains(&(x - width / 2.0 + 2.0)) {
            painter.text(pos2(x, rect.center().y - 1.0), Align2::CENTER_CENTER, number, theme::small_figures(), weak);
        }
        rank += step;
    }
    if let Some(head) = head {
        flag(ui, &painter, rect, head, &document.position().to_string());
    }
}

/// The number of the frame under the play head.
fn flag(ui: &Ui, painter: &Painter, rect: Rect, x: f32, number: &str) {
    let galley = painter.layout_no_wrap(number.to_owned(), theme::small_figures(), ui.visuals().panel_fill);
    let size = galley.size() + vec2(6.0, 1.0);
    let left = (x - size.x / 2.0).min(rect.right() - size.x).max(rect.left());
    let back = Rect::from_min_size(pos2(left, rect.center().y - size.y / 2.0), size);
    painter.rect_filled(back, theme::RADIUS, ui.visuals().strong_text_color());
    painter.galley(back.min + vec2(3.0, 0.5), galley, ui.visuals().panel_fill);
}

/// Dims the frames outside the range that is played, and draws the play head.
pub fn over_rows(ui: &Ui, chart: &Chart, document: &Document) {
    let painter = ui.painter_at(chart.rect);
    let keys = &document.keys;
    let shade = ui.visuals().panel_fill.gamma_multiply(0.7);
    let strong = ui.visuals().strong_text_color();
    let edge =
        |frame: Option<u64>, end: u64| Some(chart.x(chart.axis.edge_of(keys.rank_of(keys.nearest(frame?)?)? + end)));
    let (first, last) = document.playback().range();
    let left = edge(first, 0).map(|x| (chart.rect.with_max_x(x.min(chart.rect.right())), x));
    let right = edge(last, 1).map(|x| (chart.rect.with_min_x(x.max(chart.rect.left())), x));
    for (outside, x) in left.into_iter().chain(right) {
        if outside.is_positive() {
            painter.rect_filled(outside, 0.0, shade);
        }
        painter.vline(x, chart.rect.y_range(), Stroke::new(2.0, strong));
    }
    if let Some(head) = chart.head(document.rank()) {
        painter.vline(head, chart.rect.y_range(), Stroke::new(3.0, ui.visuals().extreme_bg_color));
        painter.vline(head, chart.rect.y_range(), Stroke::new(1.5, strong));
    }
}
