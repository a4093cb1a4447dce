//! The cache in one row: hit rate, queue and evictions, each with its course over the last seconds.

use std::time::Duration;

use eframe::egui::{self, Color32, RichText, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::app::model::format;
use crate::app::session::view::View;
use crate::app::widgets::theme;
use crate::telemetry::{Point, steps, thin};

/// The height of a course, in points.
const HEIGHT: f32 = 16.0;

/// A value with its course.
struct Cell {
    name: &'static str,
    figure: String,
    help: &'static str,
    color: Color32,
    points: Vec<Point>,
    /// The value at the top of the course, at least.
    top: f64,
}

/// Draws the row.
pub fn live(ui: &mut Ui, view: &View<'_>) {
    let (telemetry, stats) = (&view.state.telemetry, telemetry_totals(view));
    let window = Duration::from_secs(view.state.settings.chart_seconds.into());
    let dark = ui.visuals().dark_mode;
    let (_, rates) = telemetry.evictions_per_second(window);
    let now = rates.last().map_or(0.0, |rate| rate[1]);
    let last = telemetry.samples().back().and_then(|sample| sample.hit_rate);
    let cells = [
        Cell {
            name: "cache hit rate",
            figure: format::percent(last),
            help: "Hits ÷ moves, over the last 50 moves",
            color: theme::state::RESIDENT,
            points: telemetry.series(window, |sample| sample.hit_rate),
            top: 1.0,
        },
        Cell {
            name: "queue",
            figure: stats.queued.to_string(),
            help: "Prefetches that wait for a worker",
            color: theme::state::QUEUED,
            points: telemetry.series(window, |sample| Some(sample.stats.queued as f64)),
            top: 10.0,
        },
        Cell {
            name: "evictions",
            figure: format!("{now:.0} /s"),
            help: "Frames evicted from the cache to make room, per second",
            color: theme::series(dark)[0],
            points: rates,
            top: 10.0,
        },
    ];
    let width = (ui.available_width() - 2.0 * theme::SPACE[1]) / 3.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::SPACE[1], 0.0);
        for cell in cells {
            ui.vertical(|ui| {
                ui.set_width(width);
                draw(ui, &cell, window, width);
            });
        }
    });
}

fn telemetry_totals(view: &View<'_>) -> crate::cache::CacheStats {
    view.state.telemetry.totals(&view.state.snapshot.stats)
}

fn draw(ui: &mut Ui, cell: &Cell, window: Duration, width: f32) {
    let told = format!("live {}: {}", cell.name, cell.figure);
    let label = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        ui.label(RichText::new(cell.name).small().weak());
        ui.label(RichText::new(&cell.figure).font(theme::small_figures()))
    });
    label.inner.on_hover_text(cell.help);
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &told));
    response.on_hover_text(cell.help);
    let seconds = window.as_secs_f64().max(1.0);
    let top = cell.points.iter().map(|point| point[1]).fold(cell.top, f64::max);
    let place = |[at, value]: Point| {
        let across = (1.0 + at / seconds).clamp(0.0, 1.0) as f32;
        let down = (1.0 - value / top).clamp(0.0, 1.0) as f32;
        pos2(egui::lerp(rect.left()..=rect.right(), across), egui::lerp(rect.top() + 1.0..=rect.bottom() - 1.0, down))
    };
    let ground = ui.visuals().extreme_bg_color;
    ui.painter().rect_filled(rect, theme::RADIUS, ground);
    let line: Vec<egui::Pos2> = steps(&thin(&cell.points, -seconds..=0.0)).into_iter().map(place).collect();
    ui.painter().line(line, Stroke::new(1.5, cell.color));
}
