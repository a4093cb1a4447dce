//! The cache panel: charts of the last seconds, and the counters.

use std::time::Duration;

use eframe::egui;
use serde::{Deserialize, Serialize};

use super::cache_charts;
use super::picture_stats::Pictures;
use crate::app::model::format;
use crate::app::model::replay::clairvoyant_bound::ClairvoyantBound;
use crate::app::widgets::counter::counter;
use crate::app::widgets::theme;
use crate::cache::{CacheStats, Snapshot};
use crate::telemetry::Telemetry;

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
    /// What is shown of the pictures meanwhile.
    #[serde(skip)]
    frozen_pictures: Option<Pictures>,
    /// What a clairvoyant would have made of the moves. Not to be changed while the panel is paused.
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
    /// Write this to a file, as [`export::csv`](super::csv::csv) has it; off the window's thread.
    Export(Box<Telemetry>),
}

/// Draws the panel; with figures of the pictures if there are any.
pub fn show(
    ui: &mut egui::Ui,
    telemetry: &Telemetry,
    snapshot: &Snapshot,
    pictures: Option<Pictures>,
    panel: &mut CachePanel,
) -> Option<CacheAction> {
    panel.seconds = panel.seconds.clamp(*WINDOW.start(), *WINDOW.end());
    let action = toolbar(ui, telemetry, panel);
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
            ui.weak("No events yet. Step, scrub or play, and what the cache does is drawn here.");
            ui.add_space(theme::SPACE[2]);
        } else {
            let window = Duration::from_secs(panel.seconds.into());
            cache_charts::show(ui, telemetry, &stats, &panel.bound, window, rows);
            ui.add_space(theme::SPACE[1]);
        }
        counters(ui, &stats, pictures.as_ref());
        distance(ui, telemetry, &panel.bound);
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

/// A counter: its name, its figure, what it means.
type Counter = (&'static str, fn(&CacheStats) -> String, &'static str);

/// Counters, two a row.
const COUNTERS: [[Counter; 2]; 8] = [
    [
        ("hits", |stats| format::count(stats.hits), "Moves to a frame that was resident"),
        ("prefetched", |stats| format::count(stats.prefetched), "Prefetches that succeeded"),
    ],
    [
        ("late hits", |stats| format::count(stats.late_hits), "Moves to a frame whose load was in flight"),
        ("used", |stats| format::count(stats.used), "Prefetched frames that were asked for"),
    ],
    [
        ("misses", |stats| format::count(stats.misses), "Moves to a frame that had to be loaded"),
        ("wasted", |stats| format::count(stats.wasted), "Prefetched frames that left without being asked for"),
    ],
    [
        ("loads", |stats| format::count(stats.loads), "Loads begun, on demand and ahead of it"),
        ("accuracy", |stats| format::percent(stats.accuracy()), "Used ÷ prefetched"),
    ],
    [
        ("loads/move", |stats| format::ratio(stats.loads_per_move()), "Loads ÷ moves; 1.00: none twice, none in vain"),
        ("evictions", |stats| format::count(stats.evictions), "Frames that left to make room"),
    ],
    [
        ("load p50", |stats| load_time(stats.load_p50), "Median time of a load, over all loads counted"),
        ("load p99", |stats| load_time(stats.load_p99), "Time that 99 of 100 of all loads counted keep"),
    ],
    [
        ("cancelled", |stats| format::count(stats.cancelled), "Queued prefetches that a newer plan gave up"),
        ("rejected", |stats| format::count(stats.rejected), "Loaded frames not let in: not wanted, and no room"),
    ],
    [
        ("failed", |stats| format::count(stats.load_errors + stats.prefetch_errors), "Loads that failed"),
        ("events lost", |stats| format::count(stats.dropped_events), "Events that came too fast to be listed"),
    ],
];

/// Frames with a limit on their number.
const RESIDENT: Counter = (
    "resident",
    |stats| format!("{} / {}", format::count(stats.resident as u64), format::count(stats.capacity_entries as u64)),
    "Frames in the cache, of its limit",
);

/// Bytes, with their limit.
const MEMORY: Counter = ("memory", memory, "Bytes in the cache, of its limit if it has one");

/// A figure of the pictures: its name, its text, what it means.
type PictureFigure = (&'static str, fn(&Pictures, &CacheStats) -> String, &'static str);

/// Figures of the pictures, two a row.
const PICTURES: [[PictureFigure; 2]; 2] = [
    [
        ("decode mean", |pictures, _| pictures.mean(), "Reading and decoding a picture: the mean of all"),
        ("decode last", |pictures, _| pictures.last(), "Reading and decoding a picture: the last one"),
    ],
    [
        ("read", |pictures, _| pictures.read(), "Bytes of picture files read a second, over the last two seconds"),
        ("resident", |_, stats| resident(stats), "Frames in the cache, of about as many as fit into the memory"),
    ],
];

/// A figure of the pictures in a row of its own.
const SMALL: PictureFigure = (
    "small pictures",
    |pictures, _| pictures.small(),
    "Shown while a drag is faster than pictures can be decoded: which pictures have a small one, and what these take. They \
     are made while nothing else is to be done.",
);

/// How many rows the counters take.
fn rows(pictures: Option<&Pictures>) -> usize {
    // Those of the pictures hold what is resident, too; and there is the distance to a clairvoyant.
    COUNTERS.len() + if pictures.is_some() { PICTURES.len() + 1 } else { 1 } + 2
}

fn resident(stats: &CacheStats) -> String {
    let count = format::count(stats.resident as u64);
    let fitting = stats.capacity_bytes.checked_div(stats.bytes / stats.resident.max(1) as u64);
    fitting.map_or_else(|| count.clone(), |fitting| format!("{count} / ≈{}", format::count(fitting)))
}

/// A percentile; none before the first load.
fn load_time(time: Duration) -> String {
    if time.is_zero() { format::NONE.to_owned() } else { format::time(time) }
}

fn memory(stats: &CacheStats) -> String {
    let bytes = format::bytes(stats.bytes);
    if stats.capacity_bytes == u64::MAX {
        return bytes;
    }
    format!("{bytes} / {}", format::bytes(stats.capacity_bytes))
}

/// How far from the best possible the last minute was.
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
    let help = "Mean stall of the moves of the last minute ÷ what a clairvoyant would have made of them; \
                the difference, where that is no stall at all";
    counter(ui, ui.available_width(), false, "stall ÷ clairvoyant", &figure, help);
}

fn counters(ui: &mut egui::Ui, stats: &CacheStats, pictures: Option<&Pictures>) {
    // Rows of text need not be as high as rows of buttons.
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
    let (name, figure, help) = MEMORY;
    counter(ui, whole, false, name, &figure(stats), help);
    let (name, figure, help) = SMALL;
    counter(ui, whole, false, name, &figure(pictures, stats), help);
}
