//! The cache panel: charts of the last seconds, and the counters.

use std::time::Duration;

use eframe::egui;
use serde::{Deserialize, Serialize};

use super::cache_charts;
use super::picture_stats::Pictures;
use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::format;
use crate::app::model::replay::clairvoyant_bound::ClairvoyantBound;
use crate::app::widgets::counter::counter;
use crate::app::widgets::theme;
use crate::cache::{CacheStats, Snapshot};
use crate::telemetry::Telemetry;

/// Permitted time spans of the charts, in seconds.
pub const WINDOW: std::ops::RangeInclusive<u32> = 10..=120;

/// The state of the panel.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct CachePanel {
    /// Time span of the charts, in seconds.
    pub seconds: u32,
    /// The telemetry shown while the panel is paused. Recording continues.
    #[serde(skip)]
    frozen: Option<Box<Telemetry>>,
    /// The picture statistics shown while the panel is paused.
    #[serde(skip)]
    frozen_pictures: Option<Pictures>,
    /// The stall that a clairvoyant prefetcher would have had. It must not change while the panel is paused.
    #[serde(skip)]
    pub bound: ClairvoyantBound,
}

impl Default for CachePanel {
    fn default() -> Self {
        Self { seconds: 30, frozen: None, frozen_pictures: None, bound: ClairvoyantBound::default() }
    }
}

impl CachePanel {
    /// Whether the panel is paused.
    pub fn is_paused(&self) -> bool {
        self.frozen.is_some()
    }

    /// Ends a pause, for example because another sequence was opened.
    pub fn resume(&mut self) {
        self.frozen = None;
    }
}

/// Draws the panel, with picture statistics if the sequence has pictures.
pub fn show(
    ui: &mut egui::Ui,
    telemetry: &Telemetry,
    snapshot: &Snapshot,
    pictures: Option<Pictures>,
    panel: &mut CachePanel,
    commands: &mut Commands,
) {
    panel.seconds = panel.seconds.clamp(*WINDOW.start(), *WINDOW.end());
    toolbar(ui, telemetry, panel, commands);
    if !panel.is_paused() {
        panel.frozen_pictures = pictures;
    }
    let pictures = panel.frozen_pictures;
    let (telemetry, stats) = match &panel.frozen {
        Some(frozen) => (&**frozen, frozen.samples().back().map_or_else(CacheStats::default, |last| last.stats)),
        None => (telemetry, telemetry.totals(&snapshot.stats)),
    };
    let rows = rows(pictures.as_ref());
    ui.separator();
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if telemetry.samples().is_empty() {
            ui.add_space(theme::SPACE[2]);
            ui.weak("No events yet. Step, scrub or play to see what the cache does.");
            ui.add_space(theme::SPACE[2]);
        } else {
            let window = Duration::from_secs(panel.seconds.into());
            cache_charts::show(ui, telemetry, &stats, &panel.bound, window, rows);
            ui.add_space(theme::SPACE[1]);
        }
        counters(ui, &stats, pictures.as_ref());
        distance(ui, telemetry, &panel.bound);
    });
}

fn toolbar(ui: &mut egui::Ui, telemetry: &Telemetry, panel: &mut CachePanel, commands: &mut Commands) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        let has_data = !telemetry.samples().is_empty();
        let pause = egui::Button::selectable(panel.is_paused(), "Pause").frame_when_inactive(true);
        let help = "Freezes charts and numbers. Recording continues.";
        if ui.add_enabled(has_data || panel.is_paused(), pause).on_hover_text(help).clicked() {
            panel.frozen = if panel.is_paused() { None } else { Some(Box::new(telemetry.clone())) };
        }
        let clear = ui.add_enabled(has_data, egui::Button::new("Clear"));
        if clear.on_hover_text("Clears charts and events, and restarts the counters").clicked() {
            panel.resume();
            commands.push(Command::ClearTelemetry);
        }
        let export = ui.add_enabled(has_data, egui::Button::new("Export CSV…"));
        if export.on_hover_text("Saves counters and charts of the last 120 s to a file").clicked() {
            let shown = panel.frozen.as_deref().unwrap_or(telemetry);
            commands.push(WindowCommand::SaveTelemetry(Box::new(shown.clone())));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let seconds = egui::DragValue::new(&mut panel.seconds).range(WINDOW).suffix(" s").speed(0.5);
            ui.add(seconds).on_hover_text("Time span of the charts, 10 to 120 s").accessible_name("Chart window");
        });
    });
}

/// A counter: name, function that formats its value, tooltip.
type Counter = (&'static str, fn(&CacheStats) -> String, &'static str);

/// Counters, two per row.
const COUNTERS: [[Counter; 2]; 8] = [
    [
        ("hits", |stats| format::count(stats.hits), "Moves to a frame that was resident"),
        ("prefetched", |stats| format::count(stats.prefetched), "Prefetches that were completed"),
    ],
    [
        ("late hits", |stats| format::count(stats.late_hits), "Moves to a frame whose load was in flight"),
        ("used", |stats| format::count(stats.used), "Prefetched frames that were requested"),
    ],
    [
        ("misses", |stats| format::count(stats.misses), "Moves to a frame that had to be loaded"),
        ("wasted", |stats| format::count(stats.wasted), "Prefetched frames that were evicted without being requested"),
    ],
    [
        ("loads", |stats| format::count(stats.loads), "Loads started, both demand and prefetch"),
        ("accuracy", |stats| format::percent(stats.accuracy()), "Used ÷ prefetched"),
    ],
    [
        ("loads/move", |stats| format::ratio(stats.loads_per_move()), "Loads ÷ moves. 1.00 means one load per move."),
        ("evictions", |stats| format::count(stats.evictions), "Frames removed to make room"),
    ],
    [
        ("load p50", |stats| load_time(stats.load_p50), "Median load time of all counted loads"),
        ("load p99", |stats| load_time(stats.load_p99), "99 of 100 counted loads were at least this fast"),
    ],
    [
        ("cancelled", |stats| format::count(stats.cancelled), "Queued prefetches dropped by a newer plan"),
        ("rejected", |stats| format::count(stats.rejected), "Loaded frames not admitted, because there was no room"),
    ],
    [
        ("failed", |stats| format::count(stats.load_errors + stats.prefetch_errors), "Loads that failed"),
        ("events lost", |stats| format::count(stats.dropped_events), "Events that arrived too fast to be recorded"),
    ],
];

/// Resident frames, for a cache with a limit on their number.
const RESIDENT: Counter = (
    "resident",
    |stats| format!("{} / {}", format::count(stats.resident as u64), format::count(stats.capacity_entries as u64)),
    "Frames in the cache / limit",
);

/// Bytes in the cache and their limit, of a sequence without pictures.
const MEMORY: Counter =
    ("memory", |stats| Pictures::default().memory(stats), "Bytes in the cache / limit, if there is one");

/// A picture statistic: name, function that formats its value, tooltip.
type PictureFigure = (&'static str, fn(&Pictures, &CacheStats) -> String, &'static str);

/// Picture statistics, two per row.
const PICTURES: [[PictureFigure; 2]; 2] = [
    [
        ("decode mean", |pictures, _| pictures.mean(), "Mean time to read and decode a picture"),
        ("decode last", |pictures, _| pictures.last(), "Time to read and decode the last picture"),
    ],
    [
        ("read", |pictures, _| pictures.read(), "Bytes of picture files read per second, over the last two seconds"),
        ("resident", |_, stats| resident(stats), "Frames in the cache / about how many fit into its memory"),
    ],
];

/// The picture statistics that have rows of their own.
const WIDE: [PictureFigure; 2] = [
    (
        "memory",
        Pictures::memory,
        "Bytes in the cache, and of pictures that are being decoded / limit of the cache, if there is one",
    ),
    (
        "small pictures",
        |pictures, _| pictures.small(),
        "Previews shown while you drag faster than pictures can be decoded: how many there are, and their memory. They \
     are made when the program is idle.",
    ),
];

/// The number of rows of counters.
fn rows(pictures: Option<&Pictures>) -> usize {
    // The picture rows include the resident frames. One more row compares with the clairvoyant.
    COUNTERS.len() + if pictures.is_some() { PICTURES.len() + 1 } else { 1 } + 2
}

fn resident(stats: &CacheStats) -> String {
    let count = format::count(stats.resident as u64);
    let fitting = stats.capacity_bytes.checked_div(stats.bytes / stats.resident.max(1) as u64);
    fitting.map_or_else(|| count.clone(), |fitting| format!("{count} / ≈{}", format::count(fitting)))
}

/// A percentile of the load time as text; a dash before the first load.
fn load_time(time: Duration) -> String {
    if time.is_zero() { format::NONE.to_owned() } else { format::time(time) }
}

/// Draws the ratio of the last minute's stall to the stall of a clairvoyant.
fn distance(ui: &mut egui::Ui, telemetry: &Telemetry, bound: &ClairvoyantBound) {
    let stall = telemetry.samples().back().and_then(|sample| sample.stall);
    let figure = stall.zip(bound.now()).map_or_else(
        || format::NONE.to_owned(),
        |(stall, best)| {
            let best = format::milliseconds(best);
            if stall == best {
                return "1.0 ×".to_owned();
            }
            if best.is_zero() {
                return format!("+{}", format::time(stall));
            }
            let times = stall.as_secs_f64() / best.as_secs_f64();
            format!("{times:.*} ×", usize::from(times < 99.95))
        },
    );
    let help = "Mean stall of the last minute ÷ mean stall of a clairvoyant for the same moves. \
                If the clairvoyant never waits, the difference is shown.";
    counter(ui, ui.available_width(), false, "stall ÷ clairvoyant", &figure, help);
}

fn counters(ui: &mut egui::Ui, stats: &CacheStats, pictures: Option<&Pictures>) {
    // Rows of text can be lower than rows of buttons.
    ui.spacing_mut().interact_size.y = 0.0;
    let gap = 2.0 * theme::SPACE[2];
    let width = (ui.available_width() - gap) / 2.0;
    for row in COUNTERS {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for (name, figure, help) in row {
                counter(ui, width, false, name, &figure(stats), help);
            }
        });
    }
    let whole = ui.available_width();
    let Some(pictures) = pictures else {
        for (name, figure, help) in [RESIDENT, MEMORY] {
            counter(ui, whole, false, name, &figure(stats), help);
        }
        return;
    };
    for row in PICTURES {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            for (name, figure, help) in row {
                counter(ui, width, false, name, &figure(pictures, stats), help);
            }
        });
    }
    for (name, figure, help) in WIDE {
        counter(ui, whole, false, name, &figure(pictures, stats), help);
    }
}
