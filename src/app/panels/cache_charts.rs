//! The charts of the cache panel: hit rate, stall, queue, evictions, load time.

use std::time::Duration;

use eframe::egui;

use crate::app::model::format;
use crate::app::model::replay::clairvoyant_bound::ClairvoyantBound;
use crate::app::widgets::chart;
use crate::app::widgets::chart::{Chart, Line, Scale};
use crate::app::widgets::theme;
use crate::cache::CacheStats;
use crate::telemetry::{Point, ROLLING_LOADS, ROLLING_MOVES, Sample, Telemetry};

/// Heights between which a chart is stretched, so that the charts share what the rows below them leave over.
const HEIGHT: std::ops::RangeInclusive<f32> = 30.0..=140.0;

/// How many charts there are.
const CHARTS: f32 = 5.0;

/// Draws the charts over the last `window`, leaving room for some rows of text below.
pub fn show(
    ui: &mut egui::Ui,
    telemetry: &Telemetry,
    stats: &CacheStats,
    bound: &ClairvoyantBound,
    window: Duration,
    rows_below: usize,
) {
    let row = ui.text_style_height(&egui::TextStyle::Body) + ui.spacing().item_spacing.y;
    let legends = CHARTS * (ui.spacing().interact_size.y + 2.0 * ui.spacing().item_spacing.y);
    let below = rows_below as f32 * row + theme::SPACE[2] + chart::TIME_AXIS;
    let height = ((ui.available_height() - legends - below) / CHARTS).clamp(*HEIGHT.start(), *HEIGHT.end());
    let dark = ui.visuals().dark_mode;
    let pointers = [
        hit_rate(telemetry, stats, dark, window).show(ui, window, height, false),
        stall(telemetry, bound, dark, window).show(ui, window, height, false),
        queue(telemetry, stats, window).show(ui, window, height, false),
        evictions(telemetry, dark, window).show(ui, window, height, false),
        load_time(telemetry, dark, window).show(ui, window, height, true),
    ];
    // Charts learn of the pointer in another chart one repaint late.
    let pointer = pointers.into_iter().flatten().next();
    let id = ui.scope_id().with("pointer");
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<Option<f32>>(id), pointer));
    if before != pointer {
        ui.ctx().request_repaint();
    }
}

fn hit_rate<'a>(telemetry: &'a Telemetry, stats: &CacheStats, dark: bool, window: Duration) -> Chart<'a> {
    let line = |name, color, now: Option<f64>, share: fn(&Sample) -> Option<f64>| Line {
        name,
        color,
        now: format::percent(now),
        points: telemetry.series(window, |sample| share(sample).map(|share| share * 100.0)),
        filled: false,
    };
    let last = telemetry.samples().back().and_then(|sample| sample.hit_rate);
    Chart {
        title: "Hit rate",
        help: "Hits ÷ (hits + late hits + misses): over the last 50 moves, and over all since the last clearing",
        lines: vec![
            line("all", theme::series(dark)[1], stats.hit_rate(), |sample| sample.stats.hit_rate()),
            line("last 50", theme::state::RESIDENT, last, |sample| sample.hit_rate),
        ],
        scale: Scale::from_zero(100.0, |value| format!("{value:.0} %")),
        readout: readout(telemetry, |sample| {
            let (last, all) = (format::percent(sample.hit_rate), format::percent(sample.stats.hit_rate()));
            format!("last {ROLLING_MOVES} moves {last}\nall moves {all}")
        }),
    }
}

fn stall<'a>(telemetry: &'a Telemetry, bound: &'a ClairvoyantBound, dark: bool, window: Duration) -> Chart<'a> {
    const MS: f64 = 1000.0;
    let each: Vec<Point> = telemetry.stalls(window).into_iter().map(|[at, wait]| [at, wait * MS]).collect();
    let mean = telemetry.series(window, |sample| sample.stall.map(|stall| stall.as_secs_f64() * MS));
    let best = telemetry.end().map_or_else(Vec::new, |end| bound.series(end, window));
    let most = each.iter().chain(&mean).map(|point| point[1]).fold(0.0, f64::max);
    let time = |time: Option<Duration>| time.map_or_else(|| format::NONE.to_owned(), format::time);
    let line = |name, color, now, points| Line { name, color, now, points, filled: false };
    let now = telemetry.samples().back().and_then(|sample| sample.stall);
    Chart {
        title: "Stall",
        help: "How long each move waited for its frame: not at all for a hit, and until the next move if that came first. \
               The mean is over the moves of the last minute; so is the bound: what a clairvoyant would have made of \
               them, who knows each move beforehand, with the same cache and the same workers.",
        lines: vec![
            line("each", theme::series(dark)[1], String::new(), each),
            line("bound", theme::state::MISS, time(bound.now().map(format::milliseconds)), best),
            line("minute", theme::state::LATE, time(now), mean),
        ],
        scale: Scale::from_zero(format::scale_end(most, 1.0), |value| format!("{} ms", axis_figure(value))),
        readout: readout(telemetry, |sample| match (sample.stall, bound.at(sample.at)) {
            (Some(stall), None) => format!("{} a move over the last minute", format::time(stall)),
            (Some(stall), Some(best)) => {
                let (stall, best) = (format::time(stall), format::time(format::milliseconds(best)));
                format!("over the last minute {stall} a move\na clairvoyant {best}")
            }
            (None, _) => "no move yet".to_owned(),
        }),
    }
}

fn queue<'a>(telemetry: &'a Telemetry, stats: &CacheStats, window: Duration) -> Chart<'a> {
    let in_flight = |stats: &CacheStats| stats.prefetches_in_flight + stats.demands_in_flight;
    let queued = telemetry.series(window, |sample| Some(sample.stats.queued as f64));
    let flying = telemetry.series(window, |sample| Some(in_flight(&sample.stats) as f64));
    let most = queued.iter().chain(&flying).map(|point| point[1]).fold(0.0, f64::max);
    let line = |name, color, now: usize, points| Line { name, color, now: now.to_string(), points, filled: false };
    Chart {
        title: "Queue",
        help: "Prefetches that wait for a worker, and loads in flight (prefetches and demand)",
        lines: vec![
            line("in flight", theme::state::IN_FLIGHT, in_flight(stats), flying),
            line("queued", theme::state::QUEUED, stats.queued, queued),
        ],
        scale: Scale::from_zero(format::scale_end(most, 10.0), axis_figure),
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
    let figure = |rate: f64| match rate {
        1000.0.. => format!("{:.1}k /s", rate / 1000.0),
        _ => format!("{rate:.*} /s", usize::from(rate.fract() != 0.0)),
    };
    Chart {
        title: "Evictions",
        help: "Frames that left the cache to make room, per second",
        lines: vec![Line { name: "", color: theme::series(dark)[0], now: figure(now), points, filled: true }],
        scale: Scale::from_zero(format::scale_end(most, 10.0), axis_figure),
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
    let last = telemetry.samples().back().and_then(|sample| sample.load_times);
    let colors = theme::series(dark);
    let line = |name, which: usize, points| Line {
        name,
        color: colors[which],
        now: last.map_or_else(|| format::NONE.to_owned(), |times| format::time(times[which])),
        points,
        filled: false,
    };
    Chart {
        title: "Load time",
        help: "Median and 99th percentile of the last 200 loads, on a logarithmic axis",
        lines: vec![line("p99", 1, p99), line("p50", 0, p50)],
        scale: decades(low, high),
        readout: readout(telemetry, |sample| match sample.load_times {
            Some([p50, p99]) => {
                let (p50, p99) = (format::time(p50), format::time(p99));
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

/// A logarithmic axis between powers of ten of seconds: `1 ms`, `10 ms`; a single decade is divided further.
fn decades(low: f64, high: f64) -> Scale {
    let text = |power: f64| format::round_time(Duration::from_secs_f64(10_f64.powf(power)));
    let steps: &[f64] = if high - low > 1.0 { &[1.0] } else { &[1.0, 2.0, 5.0] };
    let decades = (low as i32..=high as i32).step_by(if high - low > 3.0 { 2 } else { 1 });
    let marks = decades.flat_map(|decade| steps.iter().map(move |step| f64::from(decade) + step.log10()));
    Scale { range: [low, high], marks: marks.filter(|&mark| mark <= high).map(|mark| (mark, text(mark))).collect() }
}
