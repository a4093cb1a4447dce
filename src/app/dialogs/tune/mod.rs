//! Tune for me: searches for the settings that suit this session's navigation best, and plots the best results, from
//! which the user chooses.

mod difference;
mod plot;
mod recommend;
mod search;

use eframe::egui::{self, ProgressBar, RichText, ScrollArea, Ui, vec2};

use crate::app::command::Commands;
use crate::app::model::format;
use crate::app::model::replay::replay_setup::LEAST_MOVES;
use crate::app::model::settings::cache_settings::CacheSettings;
use crate::app::session::background::Task;
use crate::app::session::view::View;
use crate::app::widgets::theme;
use crate::sim::tune::{Evaluation, TunedSettings};
use difference::Heavy;
use recommend::recommended;
use search::SearchProgress;

/// Height of the plot, in points.
const PLOT: f32 = 200.0;
/// Minimum height of the list, in points.
const LIST: f32 = 110.0;

/// The window of the search.
pub struct Tune {
    task: Option<Task<SearchProgress>>,
    found: Option<SearchProgress>,
    chosen: Option<TunedSettings>,
    /// The settings before each result that was applied, the last one last.
    before: Vec<CacheSettings>,
    /// The count of opened sequences when the search started.
    opened: u64,
    /// The number of moves that are replayed.
    moves: usize,
    /// Memory of a frame in bytes, if frames have pictures.
    frame_bytes: Option<u64>,
    was_cancelled: bool,
}

impl Tune {
    /// Starts the search.
    pub fn start(ctx: &egui::Context, view: &View<'_>) -> Self {
        let question = view.replay_setup().zip(view.trace());
        let moves = view.state.navigation.len();
        let question = question.filter(|_| moves >= LEAST_MOVES);
        let frame_bytes = question.as_ref().and_then(|(circumstances, _)| {
            circumstances.room?;
            Some(circumstances.frame_bytes)
        });
        let task = question
            .map(|(circumstances, trace)| search::start(ctx, &circumstances, &view.state.settings.cache, trace));
        Self {
            task,
            found: None,
            chosen: None,
            before: Vec::new(),
            opened: view.state.opened,
            moves,
            frame_bytes,
            was_cancelled: false,
        }
    }

    /// Draws the window. Returns false when the window is to be closed.
    pub fn show(&mut self, ui: &Ui, view: &View<'_>, commands: &mut Commands) -> bool {
        if let Some(task) = &mut self.task {
            while let Some(found) = task.next() {
                self.found = Some(found);
            }
            if task.is_over() {
                self.task = None;
            }
        }
        let mut open = self.opened == view.state.opened;
        let room = ui.ctx().content_rect();
        let window = egui::Window::new("Tune for me")
            .open(&mut open)
            .collapsible(false)
            .resizable(false)
            .default_pos(room.left_top() + vec2(24.0, 48.0));
        window.show(ui.ctx(), |ui| {
            let width = (room.width() - 60.0).min(560.0);
            ui.set_width(width);
            self.progress(ui, view);
            let Some(found) = self.found.take() else { return };
            let list = (room.height() - 360.0 - PLOT).clamp(LIST, 220.0);
            self.choose(ui, vec2(width, PLOT.min(room.height() - 380.0)), list, &found, view);
            self.apply(ui, &found, view, commands);
            self.found = Some(found);
        });
        open
    }

    fn progress(&mut self, ui: &mut Ui, view: &View<'_>) {
        if self.moves < LEAST_MOVES {
            ui.label(format!("Step, jump or play first: at least {LEAST_MOVES} moves are needed."));
        }
        let moves = format::counted(self.moves as u64, "move", "moves");
        let (tried, budget) = self.found.as_ref().map_or((0, 1), |found| (found.tried, found.budget));
        ui.horizontal(|ui| {
            if self.task.is_some() {
                let text = format!("{tried} of {budget} settings tried over {moves}");
                let bar = ProgressBar::new(tried as f32 / budget as f32).text(text).desired_width(400.0);
                ui.add(bar).accessible_name("Search progress");
                if ui.button("Cancel").clicked() {
                    self.task = None;
                    self.was_cancelled = true;
                }
            } else {
                let cancelled = if self.was_cancelled { ", then cancelled" } else { "" };
                ui.label(format!(
                    "{} tried over the last {moves}{cancelled}",
                    format::counted(tried as u64, "setting", "settings")
                ));
                if ui.button("Search again").on_hover_text("Searches again with all moves recorded so far").clicked() {
                    *self = Self { before: std::mem::take(&mut self.before), ..Self::start(ui.ctx(), view) };
                }
            }
        });
    }

    fn heavy(&self, view: &View<'_>) -> Option<Heavy> {
        self.frame_bytes.map(|bytes| Heavy { bytes, room: view.state.snapshot.stats.capacity_bytes })
    }

    /// Draws the results as a plot and as a list.
    fn choose(&mut self, ui: &mut Ui, size: egui::Vec2, list: f32, found: &SearchProgress, view: &View<'_>) {
        let (engine, heavy) = (&view.state.settings.cache, self.heavy(view));
        let recommended = recommended(&found.front);
        // While the search goes on, a better result may come.
        if self.chosen.is_none() && self.task.is_none() {
            self.chosen = recommended.and_then(|at| found.front.get(at)).map(|point| point.settings.clone());
        }
        let chosen = found.front.iter().position(|point| self.chosen.as_ref() == Some(&point.settings));
        let tell = |ui: &mut Ui, point: &Evaluation| {
            ui.label(told(point));
            let lines = difference::lines(engine, &point.settings, heavy);
            ui.label(if lines.is_empty() { "current settings".to_owned() } else { lines.join("\n") });
        };
        let pointed = plot::show(ui, size, &found.front, (found.of(engine, heavy), recommended, chosen), tell);
        if pointed.clicked {
            self.chosen = pointed.at.and_then(|at| found.front.get(at)).map(|point| point.settings.clone());
        }
        let help = "The best results of the search. Less stall costs more loads. Recommended: hardly more than the least stall, \
                    with the fewest loads.";
        ui.label(RichText::new(help).small().weak());
        let scroll = ScrollArea::vertical().max_height(list).min_scrolled_height(list).auto_shrink([false, true]);
        scroll.show(ui, |ui| {
            for (at, point) in found.front.iter().enumerate() {
                let mark = if recommended == Some(at) { ", recommended" } else { "" };
                let is_now = difference::lines(engine, &point.settings, heavy).is_empty();
                let now = if is_now { ", now" } else { "" };
                let kind = point.settings.predictors.kind.name();
                let text = RichText::new(format!("{}, {kind}{mark}{now}", told(point)));
                let row = ui.selectable_label(chosen == Some(at), text.font(theme::small_figures()));
                let row = row.on_hover_ui(|ui| tell(ui, point));
                if row.clicked() {
                    self.chosen = Some(point.settings.clone());
                }
            }
        });
    }

    fn apply(&mut self, ui: &mut Ui, found: &SearchProgress, view: &View<'_>, commands: &mut Commands) {
        ui.separator();
        let engine = &view.state.settings.cache;
        let chosen = self.chosen.as_ref().and_then(|chosen| found.front.iter().find(|point| point.settings == *chosen));
        let lines = chosen.map(|point| difference::lines(engine, &point.settings, self.heavy(view)));
        ui.horizontal(|ui| {
            let differs = lines.as_ref().is_some_and(|lines| !lines.is_empty());
            let apply = ui.add_enabled(differs, egui::Button::new("Apply"));
            let help = "Uses these settings. The table in the tuning panel compares them with the earlier ones.";
            if apply.on_hover_text(help).clicked()
                && let Some(point) = chosen
            {
                let new = difference::applied(engine, &point.settings, self.heavy(view));
                self.before.push(engine.clone());
                commands.change(&view.state.settings, |settings| settings.cache = new);
            }
            let undo = ui.add_enabled(!self.before.is_empty(), egui::Button::new("Undo"));
            let undo = undo.on_hover_text("Goes back to the settings before they were applied");
            if undo.on_disabled_hover_text("Nothing was applied").clicked()
                && let Some(before) = self.before.pop()
            {
                let old = difference::undone(engine, &before);
                commands.change(&view.state.settings, |settings| settings.cache = old);
            }
            let text = match &lines {
                None => "Click a point to choose it".to_owned(),
                Some(lines) if lines.is_empty() => "These are the current settings".to_owned(),
                Some(lines) => lines.join(", "),
            };
            ui.add(egui::Label::new(RichText::new(text).small()).wrap());
        });
    }
}

fn told(point: &Evaluation) -> String {
    let stall = format::time(format::milliseconds(point.stall_mean_ms));
    let hits = format::percent(Some(point.hit_rate));
    format!("stall {stall}, {:.2} loads, hits {hits}", point.loads_per_move)
}
