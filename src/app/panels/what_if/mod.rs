//! What if: replays the session's own navigation with the current and with other settings, in the background, to show
//! what a change of settings would do.

mod edits;
mod question;
mod table;

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::collapsing_header::CollapsingState;
use eframe::egui::{self, Align, Layout, RichText};

use crate::app::command::{Commands, WindowCommand};
use crate::app::model::format;
use crate::app::model::settings::cache_settings::CacheSettings;
use crate::app::session::background::Task;
use crate::app::session::view::View;
use edits::Edits;
use table::Table;

pub use crate::app::model::replay::replay_setup::ReplaySetup;
pub use question::{Figures, LEAST_MOVES, Question, Row, answer};

/// Minimum time between two replays while the user keeps navigating.
const PAUSE: Duration = Duration::from_secs(2);
/// While the user keeps navigating, replays use at most 1 / `SHARE` of one processor.
const SHARE: u32 = 4;

/// The table of the tuning panel and the task that computes it.
#[derive(Default)]
pub struct WhatIf {
    edits: Edits,
    asked: Option<Asked>,
    task: Option<Task<(Row, Figures)>>,
    table: Table,
}

/// The last request for a replay.
struct Asked {
    opened: u64,
    recorded: u64,
    landmarks: Arc<[u64]>,
    now: CacheSettings,
    had: CacheSettings,
    /// When it was made, on the window's clock.
    at: Duration,
    /// How long the replay took, as far as it has come.
    took: Duration,
}

impl WhatIf {
    /// Draws the table and starts a new replay if one is due. Nothing is computed while the table is hidden.
    pub fn show(&mut self, ui: &mut egui::Ui, view: &View<'_>, commands: &mut Commands) {
        let settings = &view.state.settings.cache;
        self.edits.see(view.now, settings, ui.input(|input| input.pointer.any_down()));
        let id = ui.make_persistent_id("what if");
        let header = CollapsingState::load_with_default_open(ui.ctx(), id, true).show_header(ui, |ui| {
            ui.strong("What if");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let tune =
                    ui.add_enabled(view.state.navigation.len() >= LEAST_MOVES, egui::Button::new("Tune for me…"));
                let help = "Searches for settings that would have worked better for your moves";
                if tune.on_hover_text(help).clicked() {
                    commands.push(WindowCommand::Tune);
                }
            });
        });
        header.body_unindented(|ui| self.body(ui, view));
    }

    fn body(&mut self, ui: &mut egui::Ui, view: &View<'_>) {
        let moves = view.state.navigation.len();
        if moves < LEAST_MOVES {
            let so_far = format::counted(moves as u64, "move", "moves");
            ui.label(
                RichText::new(format!(
                    "Step, jump or play first. After {LEAST_MOVES} moves ({so_far} so far) this table compares \
                     the current settings with others."
                ))
                .small()
                .weak(),
            );
            return;
        }
        self.take(view.now);
        if let Some(wait) = self.due(view) {
            if wait.is_zero() {
                self.ask(ui.ctx(), view);
            } else {
                ui.request_repaint_after(wait);
            }
        }
        self.table.show(ui, view.state.settings.cache.predictor.kind);
    }

    /// Collects the rows computed so far.
    fn take(&mut self, now: Duration) {
        let (Some(task), Some(asked)) = (&mut self.task, &mut self.asked) else { return };
        while let Some((row, figures)) = task.next() {
            self.table.set(row, figures);
        }
        if task.is_over() {
            asked.took = now.saturating_sub(asked.at);
            self.task = None;
        }
    }

    /// Time until a new replay is due, if anything changed.
    fn due(&self, view: &View<'_>) -> Option<Duration> {
        let settings = &view.state.settings.cache;
        let Some(asked) = &self.asked else { return Some(Duration::ZERO) };
        if asked.opened != view.state.opened || asked.now != *settings || asked.had != *self.edits.had(settings) {
            return Some(self.edits.rest_in(view.now));
        }
        let is_new =
            asked.recorded != view.state.navigation.recorded() || asked.landmarks != view.state.hints.told.landmarks;
        // A running replay is not cancelled for a few more moves, or it would never finish.
        (is_new && self.task.is_none())
            .then(|| (asked.at + asked.took + PAUSE.max(asked.took * SHARE)).saturating_sub(view.now))
    }

    fn ask(&mut self, ctx: &egui::Context, view: &View<'_>) {
        let Some((circumstances, trace)) = view.replay_setup().zip(view.trace()) else { return };
        let now = view.state.settings.cache.clone();
        let had = self.edits.had(&now).clone();
        self.asked = Some(Asked {
            opened: view.state.opened,
            recorded: view.state.navigation.recorded(),
            landmarks: Arc::clone(&circumstances.landmarks),
            now: now.clone(),
            had: had.clone(),
            at: view.now,
            took: Duration::ZERO,
        });
        self.table.outdate(trace.moves.len(), circumstances.machine(&now, &trace).load);
        let question = Question { trace, circumstances, now, had };
        // This drops and so cancels the previous task.
        self.task = Some(Task::start("motscope-what-if", ctx, move |cancel, tell| answer(&question, cancel, tell)));
    }
}
