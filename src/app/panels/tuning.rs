//! The tuning panel: predictor, cache and simulated storage. Every change acts at once.

use std::ops::RangeInclusive;

use eframe::egui::{self, RichText};

use crate::app::command::{Command, Commands};
use crate::app::model::format;
use crate::app::model::settings::Settings;
use crate::app::model::settings::cache_settings::{CacheSettings, Preset};
use crate::app::model::settings::jumps;
use crate::app::widgets::counter::counter;
use crate::app::widgets::knob::{self, Knob};
use crate::app::widgets::theme;
use crate::cache::{Eviction, Snapshot};
use crate::predict::{DynamicData, PredictorConfig, PredictorKind};

/// Initial memory limit when the limit is switched on, in megabytes.
const FIRST_LIMIT_MB: u64 = 512;
/// Initial amount of memory to leave free, in megabytes.
const FIRST_FREE_MB: u64 = 2000;
/// Initial number of workers when the user starts to choose it.
const FIRST_WORKERS: usize = 4;

/// Draws the panel. If frames have pictures, their memory is limited instead of their number.
pub fn show(ui: &mut egui::Ui, settings: &Settings, snapshot: &Snapshot, has_pictures: bool, commands: &mut Commands) {
    let mut edited = settings.cache.clone();
    let mut forget = false;
    effect(ui, snapshot);
    ui.separator();
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let name = heading(ui, "Predictor");
        forget = predictor(ui, name.id, &mut edited.predictor);
        heading(ui, "Cache");
        if has_pictures {
            memory(ui, &mut edited, snapshot);
        } else {
            frames(ui, &mut edited, snapshot);
        }
        cache(ui, &mut edited, snapshot);
        heading(ui, "Storage");
        storage(ui, &mut edited);
        ui.add_space(theme::SPACE[2]);
        let is_default = edited == CacheSettings::default();
        let reset = ui.add_enabled(!is_default, egui::Button::new("Reset all"));
        if reset.on_hover_text("Resets every setting on this panel to its default").clicked() {
            edited = CacheSettings::default();
        }
    });
    if forget {
        commands.push(Command::ForgetHabits);
    }
    commands.change(settings, |settings| settings.cache = edited);
}

/// Current cache statistics, visible while settings are changed.
fn effect(ui: &mut egui::Ui, snapshot: &Snapshot) {
    let stats = &snapshot.stats;
    let width = (ui.available_width() - 2.0 * theme::SPACE[1]) / 3.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[1];
        for (name, figure, help) in [
            ("hit rate", format::percent(stats.hit_rate()), "Hits ÷ moves, since the sequence was opened"),
            ("accuracy", format::percent(stats.accuracy()), "Used ÷ prefetched, since the sequence was opened"),
            ("loads/move", format::ratio(stats.loads_per_move()), "Loads ÷ moves, since the sequence was opened"),
        ] {
            counter(ui, width, true, name, &figure, help);
        }
    });
}

fn heading(ui: &mut egui::Ui, text: &str) -> egui::Response {
    ui.add_space(theme::SPACE[1]);
    ui.strong(text)
}

/// Draws the choice of predictor and its parameters. Returns whether learned habits are to be forgotten.
fn predictor(ui: &mut egui::Ui, name: egui::Id, config: &mut PredictorConfig) -> bool {
    let choose =
        egui::ComboBox::from_id_salt("predictor").width(ui.available_width()).selected_text(config.kind.name());
    let choose = choose.show_ui(ui, |ui| {
        for kind in PredictorKind::ALL {
            ui.selectable_value(&mut config.kind, kind, kind.name()).on_hover_text(kind.summary());
        }
    });
    let mut forget = false;
    choose.response.on_hover_text("Predicts which frames you will request next").labelled_by(name);
    ui.label(RichText::new(config.kind.summary()).small().weak());
    if matches!(config.kind, PredictorKind::DynamicData | PredictorKind::Adaptive) {
        jump_list(ui, &mut config.dynamic_data.possible_jumps);
    }
    if config.kind == PredictorKind::Adaptive {
        let help = "Prefetches only very likely frames. Use it for remote storage, or when transfer costs money.";
        ui.horizontal(|ui| {
            ui.checkbox(&mut config.adaptive.frugal, "frugal").on_hover_text(help);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let help = "Forgets your habits: your usual moves and drags. Otherwise they are kept across restarts.";
                forget = ui.small_button("Forget what was learned").on_hover_text(help).clicked();
            });
        });
    }
    for param in config.params() {
        let mut value = param.get(config);
        let knob = Knob {
            name: param.name,
            unit: param.unit,
            help: param.help,
            range: param.range.clone(),
            default: param.default_value(),
            integer: param.integer,
        };
        if knob.show(ui, &mut value) {
            param.set(config, value);
        }
    }
    forget
}

/// A text field for the jump distances. Text that cannot be parsed stays, with the reason, and is not applied.
fn jump_list(ui: &mut egui::Ui, list: &mut Vec<i64>) {
    let id = ui.scope_id().with("jumps");
    let applied = jumps::write(list);
    let draft = ui.data(|data| data.get_temp::<String>(id));
    let mut text = draft.clone().unwrap_or_else(|| applied.clone());
    let help = "Distances of the jump buttons, in frames. The predictor treats their targets as likely.";
    let label = ui.horizontal(|ui| {
        let label = ui.label("jumps").on_hover_text(help);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let default = DynamicData::default().possible_jumps;
            if knob::reset(ui, "jumps", &jumps::write(&default), default != *list) {
                *list = default;
                text = jumps::write(list);
                ui.data_mut(|data| data.remove_temp::<String>(id));
            }
        });
        label
    });
    let label = label.inner;
    let edit = egui::TextEdit::singleline(&mut text).hint_text("no jumps").desired_width(f32::INFINITY);
    let edit = ui.add(edit).labelled_by(label.id).on_hover_text(help);
    let read = jumps::read(&text);
    if edit.changed() {
        if let Ok(read) = &read {
            list.clone_from(read);
        }
        ui.data_mut(|data| data.insert_temp(id, text));
    } else if !edit.has_focus() && read.is_ok() && draft.is_some() {
        // Editing has ended: show the applied list again, even if it was changed elsewhere.
        ui.data_mut(|data| data.remove_temp::<String>(id));
    }
    if let Err(reason) = read {
        ui.horizontal_wrapped(|ui| {
            ui.colored_label(theme::state::FAILED, format!("{reason}. Still in use: {applied}"));
            if ui.small_button("Undo").on_hover_text("Restores the jumps in use").clicked() {
                ui.data_mut(|data| data.remove_temp::<String>(id));
            }
        });
    }
}

/// How the memory of frames with pictures is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    Automatic,
    AtMost,
    LeaveFree,
}

impl Limit {
    const ALL: [Self; 3] = [Self::Automatic, Self::AtMost, Self::LeaveFree];

    fn of(settings: &CacheSettings) -> Self {
        match (settings.keep_free_mb, settings.capacity_mb) {
            (Some(_), _) => Self::LeaveFree,
            (None, Some(_)) => Self::AtMost,
            (None, None) => Self::Automatic,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::AtMost => "at most",
            Self::LeaveFree => "leave free",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Automatic => "A quarter of the memory that was free when the sequence was opened, at most 1 GB",
            Self::AtMost => "A fixed limit in megabytes",
            Self::LeaveFree => "Keeps this many megabytes free, while other programs use more or less",
        }
    }
}

fn memory(ui: &mut egui::Ui, settings: &mut CacheSettings, snapshot: &Snapshot) {
    let was = Limit::of(settings);
    let mut limit = was;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        let label = knob::name(ui, "memory").on_hover_text("How the memory for frames and their pictures is limited");
        let choose = egui::ComboBox::from_id_salt("memory").selected_text(limit.name());
        let choose = choose.show_ui(ui, |ui| {
            for one in Limit::ALL {
                ui.selectable_value(&mut limit, one, one.name()).on_hover_text(one.help());
            }
        });
        choose.response.labelled_by(label.id).on_hover_text(limit.help());
    });
    if limit != was {
        settings.capacity_mb = (limit == Limit::AtMost).then_some(FIRST_LIMIT_MB);
        settings.keep_free_mb = (limit == Limit::LeaveFree).then_some(FIRST_FREE_MB);
    }
    match (&mut settings.keep_free_mb, &mut settings.capacity_mb) {
        (Some(free), _) => megabytes(ui, "leave free", "Memory to keep free for other programs", FIRST_FREE_MB, free),
        (None, Some(most)) => megabytes(ui, "at most", "Memory limit of the cache", FIRST_LIMIT_MB, most),
        (None, None) => {}
    }
    let stats = &snapshot.stats;
    let (used, limit) = (format::bytes(stats.bytes), format::bytes(stats.capacity_bytes));
    let resident = format!("resident {} frames, {used} of {limit}", format::count(stats.resident as u64));
    ui.label(RichText::new(resident).small().weak());
    let help = "A hundred frames with pictures can take ten megabytes or ten gigabytes";
    ui.label(RichText::new("Holds as many frames as fit into this memory.").small().weak()).on_hover_text(help);
}

fn megabytes(ui: &mut egui::Ui, name: &str, help: &str, default: u64, value: &mut u64) {
    let (low, high) = (*CacheSettings::MEGABYTES.start() as usize, *CacheSettings::MEGABYTES.end() as usize);
    let mut number = *value as usize;
    whole(ui, name, "MB", help, low..=high, default as usize, &mut number);
    *value = number as u64;
}

fn frames(ui: &mut egui::Ui, settings: &mut CacheSettings, snapshot: &Snapshot) {
    let default = CacheSettings::default();
    whole(
        ui,
        "frames",
        "",
        "Maximum number of frames in the cache",
        CacheSettings::ENTRIES,
        default.capacity_entries,
        &mut settings.capacity_entries,
    );
    let mut limited = settings.capacity_mb.is_some();
    if ui.checkbox(&mut limited, "limit memory").on_hover_text("Also limits the bytes in the cache").changed() {
        settings.capacity_mb = limited.then_some(FIRST_LIMIT_MB);
    }
    if let Some(most) = &mut settings.capacity_mb {
        megabytes(ui, "memory", "Memory limit of the cache", FIRST_LIMIT_MB, most);
    }
    let stats = &snapshot.stats;
    let resident = format!("resident {} frames, {}", format::count(stats.resident as u64), format::bytes(stats.bytes));
    ui.label(RichText::new(resident).small().weak());
}

fn cache(ui: &mut egui::Ui, settings: &mut CacheSettings, snapshot: &Snapshot) {
    let default = CacheSettings::default();
    workers(ui, settings, snapshot.stats.workers);
    whole(
        ui,
        "degree",
        "frames",
        "How many frames are prefetched at once",
        CacheSettings::DEGREE,
        default.degree,
        &mut settings.degree,
    );
    whole(
        ui,
        "history",
        "moves",
        "How many past moves the predictor uses",
        CacheSettings::HISTORY,
        default.history,
        &mut settings.history,
    );
    ui.horizontal(|ui| {
        let help = "Which frame is evicted first among equally unlikely ones";
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        let label = knob::name(ui, "evict first").on_hover_text(help);
        let choose = egui::ComboBox::from_id_salt("eviction").selected_text(settings.eviction.name());
        let choose = choose.show_ui(ui, |ui| {
            for eviction in Eviction::ALL {
                ui.selectable_value(&mut settings.eviction, eviction, eviction.name());
            }
        });
        choose.response.labelled_by(label.id).on_hover_text(help);
    });
}

fn workers(ui: &mut egui::Ui, settings: &mut CacheSettings, now: usize) {
    let mut chosen = settings.workers.is_some();
    let help = "If off, the number of workers adapts to load times and to how fast you move";
    ui.horizontal(|ui| {
        if ui.checkbox(&mut chosen, "choose workers").on_hover_text(help).changed() {
            settings.workers = chosen.then_some(FIRST_WORKERS);
        }
        if settings.workers.is_none() {
            ui.label(RichText::new(format!("now {now}")).small().weak());
        }
    });
    if let Some(workers) = &mut settings.workers {
        whole(ui, "workers", "", "Threads that prefetch", CacheSettings::WORKERS, FIRST_WORKERS, workers);
    }
}

fn storage(ui: &mut egui::Ui, settings: &mut CacheSettings) {
    ui.label(RichText::new("Simulation: slows down every load, as if the file were on remote storage.").small().weak());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        for preset in Preset::ALL {
            let mut set = settings.clone();
            preset.apply(&mut set);
            let button = egui::Button::selectable(set == *settings, preset.name()).frame_when_inactive(true);
            if ui.add(button).on_hover_text(preset.summary()).clicked() {
                *settings = set;
            }
        }
    });
    let latency = Knob {
        name: "latency",
        unit: "ms",
        help: "Extra time for every load",
        range: CacheSettings::LATENCY_MS,
        default: 0.0,
        integer: true,
    };
    latency.show(ui, &mut settings.latency_ms);
    let mut percent = (settings.jitter * 100.0).round();
    let jitter = Knob {
        name: "jitter",
        unit: "± %",
        help: "How much the latency varies from frame to frame",
        range: 0.0..=100.0,
        default: 0.0,
        integer: true,
    };
    if jitter.show(ui, &mut percent) {
        settings.jitter = percent / 100.0;
    }
}

/// A row for a whole number.
fn whole(
    ui: &mut egui::Ui,
    name: &str,
    unit: &str,
    help: &str,
    range: RangeInclusive<usize>,
    default: usize,
    value: &mut usize,
) {
    let mut number = *value as f64;
    let range = *range.start() as f64..=*range.end() as f64;
    if (Knob { name, unit, help, range, default: default as f64, integer: true }).show(ui, &mut number) {
        *value = number as usize;
    }
}
