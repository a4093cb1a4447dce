//! A small chart of the cache panel: lines over the last seconds, a legend above, values under the pointer.

use std::time::Duration;

use eframe::egui::{self, Align2, Color32, FontId, RichText, Role, Sense, TextStyle, WidgetInfo};
use egui_plot::{AxisHints, GridMark, Plot, PlotBounds, PlotPoints};

use super::theme;
use crate::telemetry::{Point, steps, thin};

/// Width of the labels of the vertical axis, in points. All charts use it, so their plots align.
const AXIS_WIDTH: f32 = 40.0;

/// Width of a value in the legend, in digits.
const FIGURE: f32 = 7.0;
/// Height of the time axis, in points.
pub const TIME_AXIS: f32 = 16.0;

/// A line of a chart.
pub struct Line {
    /// Its name in the legend.
    pub name: &'static str,
    /// Its colour.
    pub color: Color32,
    /// Its current value as text for the legend; empty if it has none.
    pub now: String,
    /// Its points: time in seconds relative to the last event, and a value that holds until the next point.
    pub points: Vec<Point>,
    /// Whether the area under it is filled.
    pub filled: bool,
}

/// A chart.
pub struct Chart<'a> {
    /// Title above the chart.
    pub title: &'static str,
    /// Tooltip of the title.
    pub help: &'static str,
    /// Its lines, the most important last.
    pub lines: Vec<Line>,
    /// The vertical axis.
    pub scale: Scale,
    /// The text with all values at a time, in seconds relative to the last event.
    pub readout: Box<dyn Fn(f64) -> Option<String> + 'a>,
}

/// A vertical axis.
pub struct Scale {
    /// Lowest and highest value.
    pub range: [f64; 2],
    /// Marks: value and text.
    pub marks: Vec<(f64, String)>,
}

impl Scale {
    /// An axis from 0 to `end`, with marks at both ends and in the middle.
    pub fn from_zero(end: f64, text: impl Fn(f64) -> String) -> Self {
        let marks = [0.0, end / 2.0, end].into_iter().map(|value| (value, text(value))).collect();
        Self { range: [0.0, end], marks }
    }
}

impl Chart<'_> {
    /// Draws the chart over the last `window`, `height` points high without its legend. Only the lowest chart of a
    /// column has a `time_axis`. Returns the pointer's horizontal screen position if it is in the chart.
    pub fn show(self, ui: &mut egui::Ui, window: Duration, height: f32, time_axis: bool) -> Option<f32> {
        let Self { title, help, lines, scale, readout } = self;
        let legend = legend(ui, title, help, &lines);
        let seconds = window.as_secs_f64();
        let small = TextStyle::Small.resolve(ui.style());
        let weak = ui.visuals().weak_text_color();
        let [low, high] = scale.range;
        // A small margin, so that lines along the edge are drawn at full width.
        let margin = (high - low) * 0.03;
        let axis = |hints: AxisHints<'static>| {
            hints.tick_label_font(FontId::new(10.0, small.family.clone())).tick_label_color(weak)
        };
        let marks = scale.marks.iter().map(|&(value, _)| GridMark { value, step_size: high - low }).collect::<Vec<_>>();
        let texts = scale.marks;
        let vertical =
            axis(AxisHints::new_y()).min_thickness(AXIS_WIDTH).label_spacing(8.0..=9.0).formatter(move |mark, _| {
                texts.iter().find(|(value, _)| *value == mark.value).map_or_else(String::new, |(_, text)| text.clone())
            });
        let horizontal = axis(AxisHints::new_x())
            .label_spacing(30.0..=40.0)
            .formatter(move |mark, _| time_mark(mark.value, seconds));
        let plot = Plot::new(title)
            .height(height + if time_axis { TIME_AXIS } else { 0.0 })
            .allow_drag(false)
            .allow_zoom(false)
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .allow_double_click_reset(false)
            .allow_axis_zoom_drag(false)
            .sense(Sense::hover())
            .grid_color(ui.visuals().widgets.noninteractive.bg_stroke.color)
            .grid_fade(0.0)
            .show_y(false)
            .link_cursor(egui::Id::unique("cache charts"), [true, false])
            .show_axes([time_axis, true])
            .custom_x_axes(vec![horizontal])
            .custom_y_axes(vec![vertical])
            .x_grid_spacer(move |_| time_marks(seconds))
            .y_grid_spacer(move |_| marks.clone())
            .label_formatter(move |at| {
                let (egui_plot::HoverPosition::NearDataPoint { position, .. }
                | egui_plot::HoverPosition::Elsewhere { position }) = *at;
                readout(position.x)
            });
        let response = plot.show(ui, |plot| {
            plot.set_plot_bounds(PlotBounds::from_min_max([-seconds, low - margin], [0.0, high + margin]));
            for line in lines {
                let points = PlotPoints::from(steps(&thin(&line.points, -seconds..=0.0)));
                let drawn = egui_plot::Line::new(line.name, points)
                    .color(line.color)
                    .width(1.5)
                    .allow_hover(false)
                    .allow_band(false);
                plot.line(if line.filled { drawn.fill(0.0).fill_alpha(0.25) } else { drawn });
            }
        });
        let response = response.response;
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{title} chart: {legend}")));
        response.hover_pos().map(|at| at.x)
    }
}

/// Draws the title at the left, names and values of the lines at the right. Returns the names and values as text.
fn legend(ui: &mut egui::Ui, title: &str, help: &str, lines: &[Line]) -> String {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        ui.label(title).on_hover_text(help);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            for line in lines {
                if !line.now.is_empty() {
                    let width = FIGURE * ui.fonts_mut(|fonts| fonts.glyph_width(&theme::small_figures(), '0'));
                    let (rect, _) = ui.allocate_exact_size(egui::vec2(width, ui.available_height()), Sense::hover());
                    let at = rect.right_center();
                    let (font, color) = (theme::small_figures(), ui.visuals().text_color());
                    ui.painter().text(at, Align2::RIGHT_CENTER, &line.now, font, color);
                }
                ui.label(RichText::new(line.name).small().weak());
                let (rect, _) = ui.allocate_exact_size(egui::vec2(10.0, 10.0), Sense::hover());
                ui.painter().rect_filled(rect.shrink2(egui::vec2(0.0, 3.5)), 0, line.color);
                ui.add_space(theme::SPACE[0]);
            }
        });
    });
    lines
        .iter()
        .rev()
        .filter(|line| !line.now.is_empty())
        .map(|line| format!("{} {}", line.name, line.now))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The text of a mark on the time axis. Empty at the left end, where the lowest text of the vertical axis is.
fn time_mark(at: f64, seconds: f64) -> String {
    match -at {
        ago if ago >= seconds => String::new(),
        ago if ago > 0.0 => format!("−{ago} s"),
        _ => "0 s".to_owned(),
    }
}

/// About five marks on the time axis, at round numbers of seconds before its end.
fn time_marks(seconds: f64) -> Vec<GridMark> {
    let step = [2.0, 5.0, 10.0, 20.0].into_iter().find(|step| seconds / step <= 6.0).unwrap_or(30.0);
    let count = (seconds / step) as i32;
    (0..=count).map(|mark| GridMark { value: f64::from(-mark) * step, step_size: seconds }).collect()
}
