//! The cache panel: charts of the last seconds, and the counters.

use std::time::Duration;

use eframe::egui::{self, Role, Sense, TextStyle, WidgetInfo};
use serde::{Deserialize, Serialize};

use super::chart::{Chart, Line, Scale};
use super::{figures, theme};
use crate::cache::{CacheStats, Snapshot};
use crate::telemetry::{ROLLING_LOADS, ROLLING_MOVES, Sample, Telemetry, steps};

/// Seconds that the charts can look back.
pub const WINDOW: std::ops::RangeInclusive<u32> = 10..=120;

/// What the panel remembers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct CachePanel {
    /// How many seconds the charts look back.
    pub seconds: u32,
    /// What is shown while the panel is paused; recording goes on behind it.
    #[serde(skip)]
    frozen: Option<Box<Telemetry>>,
}

impl Default for CachePanel {
    fn default() -> Self {
        Self { seconds: 30, frozen: None }
    }
}

impl CachePanel {
    /// Whether the panel is paused.
    pub fn is_paused(&self) -> bool {
        self.frozen.is_some()
    }

    /// Shows what is recorded again, as after another sequence was opened.
    pub fn resume(&mut self) {
        self.frozen = None;
    }
}

/// What the panel asks for.
#[derive(Debug)]
pub enum CacheAction {
    /// Forget what was recorded and count anew: [`Telemetry::clear`].
    Clear,
    /// Write this to a file, as [`export::csv`](super::export::csv) has it; off the window's thread.
    Export(Box<Telemetry>),
}

/// Draws the panel.
pub fn show(
    ui: &mut egui::Ui,
    telemetry: &Telemetry,
    snapshot: &Snapshot,
    panel: &mut CachePanel,
) -> Option<CacheAction> {
    panel.seconds = panel.seconds.clamp(*WINDOW.start(), *WINDOW.end());
    let action = toolbar(ui, telemetry, panel);
    let (telemetry, stats) = match &panel.frozen {
        Some(frozen) => (&**frozen, frozen.samples().back().map_or_else(CacheStats::default, |last| last.stats)),
        None => (telemetry, telemetry.totals(&snapshot.stats)),
    };
    ui.separator();
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if telemetry.samples().is_empty() {
            ui.add_space(theme::SPACE[2]);
            ui.weak("No events yet. Step, scrub or play, and what the cache does is drawn here.");
            ui.add_space(theme::SPACE[2]);
        } else {
            charts(ui, telemetry, &stats, Duration::from_secs(panel.seconds.into()));
            ui.add_space(theme::SPACE[1]);
        }
        counters(ui, &stats);
    });
    action
}

fn toolbar(ui: &mut egui::Ui, telemetry: &Telemetry, panel: &mut CachePanel) -> Option<CacheAction> {
    let mut action = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        let has_data = !telemetry.samples().is_empty();
        let pause = egui::Button::selectable(panel.is_paused(), "Pause").frame_when_inactive(true);
        let help = "Holds charts and figures still. Recording goes on.";
        if ui.add_enabled(has_data || panel.is_paused(), pause).on_hover_text(help).clicked() {
            panel.frozen = if panel.is_paused() { None } else { Some(Box::new(telemetry.clone())) };
        }
        let clear = ui.add_enabled(has_data, egui::Button::new("Clear"));
        if clear.on_hover_text("Forgets charts and events, and counts anew from here").clicked() {
            panel.resume();
            action = Some(CacheAction::Clear);
        }
        let export = ui.add_enabled(has_data, egui::Button::new("Export CSV…"));
        if export.on_hover_text("Writes counters and series of the last 120 s to a file").clicked() {
            let shown = panel.frozen.as_deref().unwrap_or(telemetry);
            action = Some(CacheAction::Export(Box::new(shown.clone())));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let seconds = egui::DragValue::new(&mut panel.seconds).range(WINDOW).suffix(" s").speed(0.5);
            ui.add(seconds).on_hover_text("How far back the charts look, 10 to 120 s").accessible_name("Chart window");
        });
    });
    action
}

fn charts(ui: &mut egui::Ui, telemetry: &Telemetry, stats: &CacheStats, window: Duration) {
    let row = ui.spacing().interact_size.y;
    // Charts share what the counters leave over, but stay legible.
    let height = ((ui.available_height() - 17.0 * row) / 4.0).clamp(44.0, 120.0);
    hit_rate(telemetry, stats, window).show(ui, window, height, false);
    queue(telemetry, stats, window).show(ui, window, height, false);
    evictions(telemetry, ui.visuals().dark_mode, window).show(ui, window, height, false);
    load_time(telemetry, ui.visuals().dark_mode, window).show(ui, window, height, true);
}

fn hit_rate<'a>(telemetry: &'a Telemetry, stats: &CacheStats, window: Duration) -> Chart<'a> {
    let line = |name, color, now: Option<f64>, share: fn(&Sample) -> Option<f64>| Line {
        name,
        color,
        now: figures::percent(now),
        points: telemetry.series(window, |sample| share(sample).map(|share| share * 100.0)),
        filled: false,
    };
    let last = telemetry.samples().back().and_then(|sample| sample.hit_rate);
    Chart {
        title: "Hit rate",
        help: "Hits ÷ (hits + late hits + misses): over the last 50 moves, and over all since the last clearing",
        lines: vec![
            line("all", theme::state::QUEUED, stats.hit_rate(), |sample| sample.stats.hit_rate()),
            line("last 50", theme::state::RESIDENT, last, |sample| sample.hit_rate),
        ],
        scale: Scale::from_zero(100.0, |value| format!("{value:.0} %")),
        readout: readout(telemetry, |sample| {
            let (last, all) = (figures::percent(sample.hit_rate), figures::percent(sample.stats.hit_rate()));
            format!("last {ROLLING_MOVES} moves {last}\nall moves {all}")
        }),
    }
}

fn queue<'a>(telemetry: &'a Telemetry, stats: &CacheStats, window: Duration) -> Chart<'a> {
    let in_flight = |stats: &CacheStats| stats.prefetches_in_flight + stats.demands_in_flight;
    let queued = steps(&telemetry.series(window, |sample| Some(sample.stats.queued as f64)));
    let flying = steps(&telemetry.series(window, |sample| Some(in_flight(&sample.stats) as f64)));
    let most = queued.iter().chain(&flying).map(|point| point[1]).fold(0.0, f64::max);
    let line = |name, color, now: usize, points| Line { name, color, now: now.to_string(), points, filled: false };
    Chart {
        title: "Queue",
        help: "Prefetches that wait for a worker, and loads in flight (prefetches and demand)",
        lines: vec![
            line("in flight", theme::state::IN_FLIGHT, in_flight(stats), flying),
            line("queued", theme::state::QUEUED, stats.queued, queued),
        ],
        scale: Scale::from_zero(figures::scale_end(most, 10.0), axis_figure),
        readout: readout(telemetry, move |sample| {
            format!("{} queued\n{} in flight", sample.stats.queued, in_flight(&sample.stats))
        }),
    }
}

fn evictions(telemetry: &Telemetry, dark: bool, window: Duration) -> Chart<'_> {
    let (width, rates) = telemetry.evictions_per_second(window);
    let most = rates.iter().map(|rate| rate[1]).fold(0.0, f64::max);
    let now = rates.last().map_or(0.0, |rate| rate[1]);
    let points = rates.iter().flat_map(|&[start, rate]| [[start, rate], [(start + width).min(0.0), rate]]).collect();
    let figure = |rate: f64| format!("{rate:.*} /s", usize::from(rate.fract() != 0.0));
    Chart {
        title: "Evictions",
        help: "Frames that left the cache to make room, per second",
        lines: vec![Line { name: "", color: theme::series(dark)[0], now: figure(now), points, filled: true }],
        scale: Scale::from_zero(figures::scale_end(most, 10.0), axis_figure),
        readout: Box::new(move |at| {
            let [_, rate] = *rates.iter().rev().find(|rate| rate[0] <= at)?;
            Some(format!("{}\n{}", ago(at), figure(rate)))
        }),
    }
}

fn load_time(telemetry: &Telemetry, dark: bool, window: Duration) -> Chart<'_> {
    // A logarithmic axis: powers of ten of seconds. Loads from memory and from afar differ by a factor of a million.
    let power = |time: Duration| time.as_secs_f64().max(1e-7).log10();
    let series = |which: usize| telemetry.series(window, |sample| sample.load_times.map(|times| power(times[which])));
    let (p50, p99) = (series(0), series(1));
    let low = p50.iter().map(|point| point[1]).fold(f64::INFINITY, f64::min);
    let high = p99.iter().map(|point| point[1]).fold(f64::NEG_INFINITY, f64::max);
    let (low, high) = if low <= high { (low.floor(), high.ceil().max(low.floor() + 1.0)) } else { (-4.0, -1.0) };
    let step = if high - low > 3.0 { 2 } else { 1 };
    let marks = (low as i32..=high as i32).step_by(step);
    let last = telemetry.samples().back().and_then(|sample| sample.load_times);
    let colors = theme::series(dark);
    let line = |name, which: usize, points| Line {
        name,
        color: colors[which],
        now: last.map_or_else(|| figures::NONE.to_owned(), |times| figures::time(times[which])),
        points,
        filled: false,
    };
    Chart {
        title: "Load time",
        help: "Median and 99th percentile of the last 200 loads, on a logarithmic axis",
        lines: vec![line("p99", 1, p99), line("p50", 0, p50)],
        scale: Scale { range: [low, high], marks: marks.map(|power| (f64::from(power), decade(power))).collect() },
        readout: readout(telemetry, |sample| match sample.load_times {
            Some([p50, p99]) => {
                let (p50, p99) = (figures::time(p50), figures::time(p99));
                format!("last {ROLLING_LOADS} loads\np50 {p50}\np99 {p99}")
            }
            None => "no load yet".to_owned(),
        }),
    }
}

/// What the sample at a time says, under that time.
fn readout<'a>(
    telemetry: &'a Telemetry,
    figures: impl Fn(&Sample) -> String + 'a,
) -> Box<dyn Fn(f64) -> Option<String> + 'a> {
    Box::new(move |at| Some(format!("{}\n{}", ago(at), figures(telemetry.sample_at(at)?))))
}

fn ago(seconds: f64) -> String {
    format!("{:.1} s before the last event", (-seconds).max(0.0))
}

fn axis_figure(value: f64) -> String {
    if value >= 10_000.0 { format!("{:.0}k", value / 1000.0) } else { value.to_string() }
}

/// A power of ten of seconds: `10 ms`.
fn decade(power: i32) -> String {
    let (unit, base) = match power {
        0.. => ("s", 0),
        -3..=-1 => ("ms", -3),
        -6..=-4 => ("µs", -6),
        _ => ("ns", -9),
    };
    format!("{} {unit}", 10_i64.pow((power - base).unsigned_abs()))
}

/// The counters, in two columns.
fn counters(ui: &mut egui::Ui, stats: &CacheStats) {
    let count = |value: u64| figures::count(value);
    let of =
        |part: String, whole: Option<String>| whole.map_or_else(|| part.clone(), |whole| format!("{part} / {whole}"));
    let bytes_limit = (stats.capacity_bytes != u64::MAX).then(|| figures::bytes(stats.capacity_bytes));
    let rows: [[(&str, String, &str); 2]; 9] = [
        [
            ("hits", count(stats.hits), "Moves to a frame that was resident"),
            ("prefetched", count(stats.prefetched), "Prefetches that succeeded"),
        ],
        [
            ("late hits", count(stats.late_hits), "Moves to a frame whose load was in flight"),
            ("used", count(stats.used), "Prefetched frames that were asked for"),
        ],
        [
            ("misses", count(stats.misses), "Moves to a frame that had to be loaded"),
            ("wasted", count(stats.wasted), "Prefetched frames that left, or were not let in, without being asked for"),
        ],
        [
            ("loads", count(stats.loads), "Loads begun, on demand and ahead of it"),
            ("accuracy", figures::percent(stats.accuracy()), "Used ÷ prefetched"),
        ],
        [
            (
                "loads/move",
                figures::ratio(stats.loads_per_move()),
                "Loads ÷ moves: 1.00 loads nothing twice or in vain",
            ),
            ("evictions", count(stats.evictions), "Frames that left to make room"),
        ],
        [
            ("load p50", figures::time(stats.load_p50), "Median time of a load, over all loads"),
            ("load p99", figures::time(stats.load_p99), "Time that 99 of 100 loads keep, over all loads"),
        ],
        [
            ("cancelled", count(stats.cancelled), "Queued prefetches that a newer plan no longer wanted"),
            ("rejected", count(stats.rejected), "Loaded frames that were not let in: no longer wanted, and no room"),
        ],
        [
            (
                "failed",
                count(stats.load_errors + stats.prefetch_errors),
                "Loads that failed, on demand and ahead of it",
            ),
            (
                "events lost",
                count(stats.dropped_events),
                "Events dropped because the window was busy; the counters are exact nevertheless",
            ),
        ],
        [
            (
                "resident",
                of(stats.resident.to_string(), Some(stats.capacity_entries.to_string())),
                "Frames in the cache, of its capacity",
            ),
            (
                "memory",
                of(figures::bytes(stats.bytes), bytes_limit),
                "Bytes in the cache, of its capacity if that is limited",
            ),
        ],
    ];
    let width = (ui.available_width() - theme::SPACE[2]) / 2.0;
    for row in rows {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::SPACE[2];
            for (name, value, help) in row {
                counter(ui, width, name, &value, help);
            }
        });
    }
}

/// A name at the left and a figure at the right of a fixed width, in which nothing moves while the figure changes.
fn counter(ui: &mut egui::Ui, width: f32, name: &str, value: &str, help: &str) {
    let height = ui.text_style_height(&TextStyle::Body);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, height), Sense::hover());
    let (weak, strong) = (ui.visuals().weak_text_color(), ui.visuals().text_color());
    let painter = ui.painter();
    painter.text(rect.left_center(), egui::Align2::LEFT_CENTER, name, TextStyle::Body.resolve(ui.style()), weak);
    painter.text(rect.right_center(), egui::Align2::RIGHT_CENTER, value, theme::figures(), strong);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {value}")));
    response.on_hover_text(help);
}
