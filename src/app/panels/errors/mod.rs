//! The errors panel: how well the tracker did, where it went wrong, and what is wrong with the lines of the file.

mod compare;
mod evaluate_all;
mod event_list;
mod event_row;
mod kinds;
mod left_out;
mod listed;
mod matching;
mod score_list;
mod scores;
mod subject;
mod table;
mod views;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{Align, Button, CollapsingHeader, Label, Layout, ProgressBar, RichText, ScrollArea, Ui, vec2};

use super::picture_problems;
use super::problems_panel::{self, ProblemsPanel};
use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::format::{counted, short};
use crate::app::model::judging::Judgement;
use crate::app::model::opening::path_request::PathRequest;
use crate::app::session::describe;
use crate::app::session::document::Document;
use crate::app::session::judging::Judge;
use crate::app::session::view::View;
use crate::app::widgets::{summary_progress, theme};
use crate::sequence::LayerKind;
use event_list::EventsList;
use listed::ListedEvents;
use scores::ScoreTable;
use views::{Choice, Shown};

/// Where the panel is lower, in points, only the main scores are shown unless the user wants all.
const LOW: f32 = 640.0;
/// Where the panel is lower, the two results or the matching take the place of the list of events.
const STACKED: f32 = 700.0;
/// Where the panel is lower, the scores are one line unless the user wants more.
const LOWEST: f32 = 420.0;
/// Where the panel is lower, the list gives rows up for the scores.
const TIGHT: f32 = 300.0;
/// The least height of the list of problems, in points.
const PROBLEMS: f32 = 150.0;
/// The height of the line above the list of events with the space around it, in points.
const SEPARATOR: f32 = 18.0;
/// The least height of what is above the list of events, in points.
const LEAST_ABOVE: f32 = 42.0;
/// A comparison that takes no longer shows no progress.
const SHORT: Duration = Duration::from_millis(300);
/// How often the progress is drawn.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// The state of the panel.
#[derive(Default)]
pub struct ErrorsPanel {
    scores: ScoreTable,
    events: EventsList,
    listed: ListedEvents,
    problems: ProblemsPanel,
    /// Whether it is shown how results are matched.
    shows_matching: bool,
    /// Since when layers are being compared, on the window's clock.
    working_since: Option<Duration>,
    /// In a low window, whether the list that was opened is shown, and not the errors of the sequence.
    shows_listed: bool,
    /// The height of what was below the list of events in the last pass.
    below: f32,
}

impl ErrorsPanel {
    /// Forgets what belongs to one sequence, because another one is open now.
    pub fn reset(&mut self) {
        self.problems = ProblemsPanel::default();
        self.events.reset();
    }

    /// The list of errors, for the keys that go along it.
    pub fn list(&mut self) -> &mut EventsList {
        &mut self.events
    }

    /// Draws the panel.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        evaluate_all::progress(ui, view, commands);
        let height = ui.available_height();
        let Some(document) = view.document else {
            evaluate_all::button(ui, view, commands);
            let height = ui.available_height();
            self.listed.show(ui, view, height, true, commands);
            if view.state.listed.is_none() {
                ui.weak("No file is open.");
            }
            return;
        };
        // Whoever opens a list wants to see it.
        self.shows_listed |= view.state.listed.as_ref().is_some_and(|listed| self.listed.is_new(listed));
        let has_both = view.state.listed.is_some() && view.state.judging.judgement().is_some();
        let height = if has_both && height < LOW { self.one_of_both(ui) } else { height };
        if has_both && height < LOW && self.shows_listed {
            return self.listed.show(ui, view, height, true, commands);
        }
        ScrollArea::vertical().id_salt("errors").auto_shrink(false).show(ui, |ui| {
            let begin = ui.cursor().top();
            if !has_both || height >= LOW {
                self.listed.show(ui, view, height, false, commands);
            }
            let height = height - (ui.cursor().top() - begin);
            let top = ui.cursor().top();
            match view.state.judging.judgement() {
                Some(judgement) => self.judged(ui, view, document, &Arc::clone(judgement), height, commands),
                None => self.unjudged(ui, view, document, commands),
            }
            let middle = ui.cursor().top();
            let rest = height - (middle - top);
            self.problems(ui, view, document, rest, commands);
            let below = ui.cursor().top() - middle;
            if (std::mem::replace(&mut self.below, below) - below).abs() > 0.5 {
                // The list above takes what is left.
                ui.request_repaint();
            }
        });
    }

    /// The choice between the list that was opened and the errors of the sequence, where there is no room for both. Returns the height
    /// that is left.
    fn one_of_both(&mut self, ui: &mut Ui) -> f32 {
        ui.horizontal(|ui| {
            ui.selectable_value(&mut self.shows_listed, true, "All sequences");
            ui.selectable_value(&mut self.shows_listed, false, "This sequence");
        });
        ui.available_height()
    }

    /// Scores, events, and how they came about.
    fn judged(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        document: &Document,
        judgement: &Arc<Judgement>,
        height: f32,
        commands: &mut Commands,
    ) {
        let top = ui.cursor().top();
        let names = subject::names(view);
        let compares = view.state.settings.judging.show_compare && names.len() > 1;
        let is_tight = height < TIGHT;
        let separator = if is_tight { 0.0 } else { SEPARATOR };
        let has_list = height >= STACKED || !compares && !self.shows_matching;
        // In a low panel, what is above the list scrolls, so that the list keeps some rows.
        let least = if has_list { self.events.least(ui, is_tight) + separator } else { 0.0 };
        let most = (height - self.below - least).max(LEAST_ABOVE);
        ScrollArea::vertical()
            .id_salt("above the list")
            .auto_shrink([false, true])
            .max_height(most)
            .min_scrolled_height(LEAST_ABOVE)
            .show(ui, |ui| {
                self.above(ui, view, (document, judgement, &names), height, commands);
            });
        if !has_list {
            return;
        }
        if !is_tight {
            ui.separator();
        }
        let rest = height - (ui.cursor().top() - top) - self.below;
        self.events.show(ui, view, judgement, (rest, height < kinds::LOW), commands);
    }

    /// What is above the list of events: the scores, and how they came about.
    fn above(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        (document, judgement, names): (&Document, &Arc<Judgement>, &[String]),
        height: f32,
        commands: &mut Commands,
    ) {
        let is_lowest = height < LOWEST;
        subject::show(ui, view, document, judgement, names, is_lowest, commands);
        self.working(ui, view, commands);
        trouble(ui, view, commands);
        let mut shown = self.shown(view);
        let before = shown;
        let (can_compare, is_one) = (names.len() > 1, height < STACKED);
        let mut choice = Choice { shown: &mut shown, can_compare };
        if is_lowest && !self.scores.shows_all() {
            self.scores.line(ui, judgement, |ui, more| choice.menu(ui, view, judgement, more, commands));
            shown.matches |= left_out::show(ui, judgement);
        } else {
            ui.scope(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                self.scores.show(ui, view, judgement, height > LOW, commands);
            });
            choice.shown.matches |= left_out::show(ui, judgement);
            ui.horizontal_wrapped(|ui| choice.buttons(ui, view, judgement, commands));
        }
        if is_one && is_lowest && (before.compares && can_compare || before.matches) {
            let back = ui.small_button("Back to the list of errors");
            if back.clicked() {
                shown = Shown { compares: false, matches: false };
            }
        }
        if is_one && can_compare {
            shown = shown.newer(before);
        }
        self.shows_matching = shown.matches;
        if shown.compares != before.compares {
            commands.change(&view.state.settings, |settings| settings.judging.show_compare = shown.compares);
        }
        if shown.compares && can_compare {
            ui.scope(|ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                compare::show(ui, view, names, commands);
            });
        }
        if shown.matches {
            matching::show(ui, view, document, Some(judgement), commands);
        }
    }

    /// What is shown beside the list of events.
    fn shown(&self, view: &View<'_>) -> Shown {
        Shown { compares: view.state.settings.judging.show_compare, matches: self.shows_matching }
    }

    /// The progress of a comparison that takes long, and a button that ends it.
    fn working(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        if !view.state.judging.is_working {
            self.working_since = None;
            return;
        }
        let since = *self.working_since.get_or_insert(view.now);
        let rest = (since + SHORT).saturating_sub(view.now);
        if !rest.is_zero() {
            // What is below would jump down and up again.
            return ui.request_repaint_after(rest);
        }
        let fraction = view.judge.and_then(Judge::fraction).unwrap_or(0.0);
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let cancel = ui.small_button("Cancel").on_hover_text("Ends the comparison");
                if cancel.accessible_name("Cancel comparison").clicked() {
                    commands.push(Command::CancelJudging);
                }
                let text = RichText::new(format!("Comparing… {:.0} %", fraction * 100.0)).small();
                ui.add(ProgressBar::new(fraction).text(text).desired_width(ui.available_width()));
            });
        });
        ui.request_repaint_after(LOOK_AGAIN);
    }

    /// What to do so that there are errors to list, or how far the first comparison has come.
    fn unjudged(&mut self, ui: &mut Ui, view: &View<'_>, document: &Document, commands: &mut Commands) {
        let judging = &view.state.judging;
        evaluate_all::button(ui, view, commands);
        if judging.pairs.is_none() {
            return missing(ui, document, commands);
        }
        if judging.is_working {
            ui.label("Comparing results with the ground truth");
            self.working(ui, view, commands);
        } else if judging.trouble.is_none() {
            ui.weak("The results are compared as soon as all layers are read.");
        }
        trouble(ui, view, commands);
        let header = CollapsingHeader::new(views::title(None)).id_salt("matching");
        header.show_unindented(ui, |ui| matching::show(ui, view, document, None, commands));
        ui.separator();
    }

    /// The lines of the file that something is wrong with, and remarks on the sequence.
    fn problems(&mut self, ui: &mut Ui, view: &View<'_>, document: &Document, rest: f32, commands: &mut Commands) {
        let settings = &view.state.settings;
        let remarks = describe::remarks(document);
        let summary = document.summary.as_ref();
        let problems = summary.map_or(0, |summary| describe::problem_count(summary));
        let damaged = document.damaged();
        let lines = summary.map(|_| problems);
        let mut title = format!("Problems: {}", problems_panel::title(lines, damaged.count));
        if !remarks.is_empty() {
            title = format!("{title} · {}", counted(remarks.len() as u64, "remark", "remarks"));
        }
        let mut text = RichText::new(title);
        if problems + damaged.count > 0 {
            text = text.color(theme::readable(theme::state::FAILED, ui.visuals().dark_mode));
        }
        let mut body = |ui: &mut Ui, room: f32| {
            let size = vec2(ui.available_width(), if problems > 0 { room } else { 0.0 });
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                problems_panel::remarks(ui, &remarks);
                picture_problems::show(ui, damaged, &mut self.problems.pictures, commands);
                if let [main, _, ..] = &document.layers[..] {
                    let told = format!("Of the main layer: {}", main.name);
                    ui.add(Label::new(RichText::new(told).small().weak()).truncate());
                }
                match summary {
                    Some(_) if problems == 0 && damaged.count > 0 => {}
                    Some(summary) => problems_panel::show(ui, summary, &document.keys, &mut self.problems, commands),
                    None => summary_progress::show(ui, "Reading every line…", document.summary_fraction()),
                }
            });
        };
        if view.state.judging.judgement().is_none() {
            // There is nothing else to see.
            let top = ui.cursor().top();
            ui.label(text);
            return body(ui, (rest - (ui.cursor().top() - top)).max(PROBLEMS));
        }
        let header = CollapsingHeader::new(text).id_salt("problems").open(Some(settings.show_problems));
        let response = header.show_unindented(ui, |ui| body(ui, PROBLEMS));
        if response.header_response.clicked() {
            commands.change(settings, |settings| settings.show_problems ^= true);
        }
    }
}

/// The text of the tab's badge, and whether it is a warning: how many events there are, or else how many problems.
pub fn badge(view: &View<'_>) -> Option<(String, bool)> {
    if let Some(judgement) = view.state.judging.judgement() {
        return Some((short(judgement.events.len() as u64), false));
    }
    Some((problems_panel::badge(describe::all_problems(view.document?))?, true))
}

/// Why the last comparison failed.
fn trouble(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let Some(trouble) = &view.state.judging.trouble else { return };
    let color = theme::readable(theme::state::FAILED, ui.visuals().dark_mode);
    ui.add(Label::new(RichText::new(trouble).color(color)).wrap());
    if ui.button("Compare again").clicked() {
        commands.push(Command::Judge(Box::new(view.state.judging.choice.clone())));
    }
}

/// Which layer to add so that there is something to compare.
fn missing(ui: &mut Ui, document: &Document, commands: &mut Commands) {
    // Rows of some trackers look like ground truth. A file that is named as such is preferred.
    let is_named = |path: &Path| LayerKind::of(path) == LayerKind::GroundTruth;
    let has_named = document.layers.iter().any(|layer| is_named(layer.file.path()));
    let offers_named = document.offered.iter().any(|layer| is_named(&layer.path));
    let has_rows = document.layers.iter().any(|layer| layer.kind == LayerKind::GroundTruth && layer.file.bytes() > 0);
    let has_truth = has_named || has_rows && !offers_named;
    let (told, wanted) = if has_truth {
        ("Add a layer of results to see where the tracker went wrong.", LayerKind::Results)
    } else {
        ("Add a layer of ground truth to see where the tracker went wrong.", LayerKind::GroundTruth)
    };
    ui.label(told);
    for layer in document.offered.iter().filter(|layer| layer.kind == wanted) {
        let button = Button::new(format!("Add {}", layer.name)).truncate();
        let help = format!("{}\nFound beside this file", layer.path.display());
        if ui.add(button).on_hover_text(help).clicked() {
            commands.push(Command::ShowLayer(layer.path.clone(), true));
        }
    }
    if document.takes_layers() && ui.button("Add a file…").on_hover_text(PathRequest::Layer.help()).clicked() {
        commands.push(WindowCommand::Ask(PathRequest::Layer));
    }
    ui.separator();
}
