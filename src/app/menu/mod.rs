//! The menu bar, and a summary of the open file at its right.
//!
//! What is here reads a view and pushes commands; it changes nothing itself. May import: `model`, `command`, `session`,
//! `widgets`.

mod columns_menu;
mod format_menu;
mod pairing_menu;
mod shortcut;
mod view_menu;

use std::fmt::Write as _;
use std::time::Duration;

use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::{self, Button, Layout, MenuBar, PopupCloseBehavior, ScrollArea, Ui};

use super::command::{Command, Commands, WindowCommand};
use super::model::actions::Action;
use super::model::format::counted;
use super::model::opening::path_request::PathRequest;
use super::model::opening::source::{OpenHow, Source};
use super::model::settings::Tab;
use super::session::describe;
use super::session::document::Document;
use super::session::view::View;
use super::widgets::rate;
use super::widgets::recent_button::recent_button;
use super::widgets::theme;
use crate::mot::{Format, OpenOptions};
use crate::playback::Direction;
use shortcut::shortcut;

/// Repaint interval of the export progress.
const OFTEN: Duration = Duration::from_millis(100);
/// The height of the menu bar and what stays free below a menu, in points.
const AROUND_MENU: f32 = 64.0;

/// Draws the menu bar. `export` is the progress of an export whose dialog is closed, and whether it is still writing.
pub fn show(ui: &mut Ui, view: &View<'_>, export: Option<(String, bool)>, commands: &mut Commands) {
    let keys = &view.state.settings.keys;
    MenuBar::new().ui(ui, |ui| {
        if ui.menu_button("File", |ui| scrolled(ui, |ui| file(ui, view, commands))).response.clicked() {
            commands.push(Command::CheckRecent);
        }
        // These menus stay open while settings are changed. They close when something else is clicked.
        let stays = || MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        MenuButton::new("View").config(stays()).ui(ui, |ui| scrolled(ui, |ui| view_menu::show(ui, view, commands)));
        MenuButton::new("Playback").config(stays()).ui(ui, |ui| scrolled(ui, |ui| playback(ui, view, commands)));
        ui.menu_button("Help", |ui| {
            if ui.button("Guide").on_hover_text("How to use motscope, one page a topic").clicked() {
                commands.push(WindowCommand::Guide(true));
            }
            if ui.add(shortcut(Button::new("Shortcuts"), keys.text(Action::Shortcuts))).clicked() {
                commands.push(WindowCommand::Help(true));
            }
            if ui.add(shortcut(Button::new("Command palette"), keys.text(Action::Palette))).clicked() {
                commands.push(WindowCommand::Palette(true));
            }
            let help = "Demo: the same moves played against two caches, one with and one without prediction";
            if ui.button("Watch it learn").on_hover_text(help).clicked() {
                commands.push(WindowCommand::Learn(true));
            }
            ui.separator();
            if ui.button("About").on_hover_text("Version, and what the window is drawn with").clicked() {
                commands.push(WindowCommand::About(true));
            }
        });
        if let Some((status, is_busy)) = export {
            if is_busy {
                ui.request_repaint_after(OFTEN);
            }
            if ui.button(status).on_hover_text("Shows the export dialog").clicked() {
                commands.push(WindowCommand::ExportPictures);
            }
        }
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| title(ui, view, commands));
    });
}

/// The content of a menu. Where the window is too low for it, it scrolls.
fn scrolled(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let height = (ui.ctx().content_rect().height() - AROUND_MENU).max(AROUND_MENU);
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).show(ui, content);
}

fn file(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let keys = &view.state.settings.keys;
    ui.set_min_width(200.0);
    ui.set_max_width(460.0);
    if ui.add(shortcut(Button::new("Open…"), keys.text(Action::Open))).clicked() {
        commands.push(WindowCommand::Ask(PathRequest::Open));
    }
    if ui.add(shortcut(Button::new("Open by path…"), keys.text(Action::OpenByPath))).clicked() {
        commands.push(WindowCommand::PathField(Some(PathRequest::Open)));
    }
    if ui
        .button("Open sequence folder…")
        .on_hover_text("Opens a sequence with its pictures, or a data set of several")
        .clicked()
    {
        commands.push(WindowCommand::Ask(PathRequest::Folder));
    }
    let can_add = view.document.is_some_and(Document::takes_layers);
    for purpose in [PathRequest::Layer, PathRequest::Pictures, PathRequest::Video] {
        let button = ui.add_enabled(can_add, Button::new(purpose.menu_name())).on_hover_text(purpose.help());
        if button.on_disabled_hover_text("Open a file or a folder first").clicked() {
            commands.push(WindowCommand::Ask(purpose));
        }
    }
    for (name, action, is_next) in
        [("Next sequence", Action::NextSequence, true), ("Previous sequence", Action::PreviousSequence, false)]
    {
        let help = "Opens another sequence of the data set with the same layers";
        if ui.add_enabled(can_add, shortcut(Button::new(name), keys.text(action))).on_hover_text(help).clicked() {
            commands.push(Command::NextSequence(is_next));
        }
    }
    let program = PathRequest::Ffmpeg;
    if ui.button(program.menu_name()).on_hover_text(program.help()).clicked() {
        commands.push(WindowCommand::Ask(program));
    }
    if ui.button("Open the demo").clicked() {
        commands.push(Command::Open(Source::Demo));
    }
    if let Some(document) = view.document
        && document.source != Source::Demo
    {
        ui.menu_button("Format", |ui| format_menu::show(ui, document, commands));
    }
    other_member(ui, view, commands);
    for (name, action) in [("Save workspace", Action::SaveWorkspace), ("Save workspace as…", Action::SaveWorkspaceAs)]
    {
        let has_name = view.document.is_some_and(|document| document.source.workspace().is_some());
        let name = if action == Action::SaveWorkspace && !has_name { "Save workspace…" } else { name };
        let help =
            "Writes a small file that opens all that is shown again: files, layers, styles, filters, camera, bookmarks";
        let button = ui.add_enabled(can_add, shortcut(Button::new(name), keys.text(action))).on_hover_text(help);
        if button.on_disabled_hover_text("Open a file or a folder first").clicked() {
            commands.push(WindowCommand::Do(action));
        }
    }
    let export = shortcut(Button::new("Export…"), keys.text(Action::Export));
    let help = "Saves frames as shown: as pictures, animated GIF or video";
    if ui.add_enabled(view.document.is_some(), export).on_hover_text(help).clicked() {
        commands.push(WindowCommand::ExportPictures);
    }
    let moves = view.state.navigation.len() as u64;
    let save = ui.add_enabled(moves > 0, Button::new("Save trace…"));
    let help = "Saves the moves of the play head since this file was opened, at most the last 2,000";
    if save.on_hover_text(format!("{help}. So far: {}.", counted(moves, "move", "moves"))).clicked() {
        commands.push(WindowCommand::SaveTrace);
    }
    ui.separator();
    if view.state.settings.recent.is_empty() {
        ui.weak("No recent files");
    }
    for path in &view.state.settings.recent {
        if recent_button(ui, path, view.recent.is_missing(path), view.recent.is_folder(path)) {
            commands.open(path.clone());
            ui.close();
        }
    }
    if !view.state.settings.recent.is_empty() && ui.button("Forget recent files").clicked() {
        commands.push(Command::ForgetRecent);
    }
    ui.separator();
    if ui.add(shortcut(Button::new("Quit"), keys.text(Action::Quit))).clicked() {
        commands.push(WindowCommand::Quit);
    }
}

/// Menu item that lists the other text files of the open archive.
fn other_member(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let Some(document) = view.document.filter(|document| document.file.has_other_members()) else { return };
    let Source::File(path, how) = &document.source else { return };
    if ui.button("Other member…").on_hover_text("Opens another file of this archive").clicked() {
        let text = OpenOptions { member: None, ..how.text.clone() };
        commands.push(Command::Open(Source::File(path.clone(), OpenHow { text, ..how.clone() })));
    }
}

fn playback(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let keys = &view.state.settings.keys;
    let item = |ui: &mut Ui, name: &str, action: Action| {
        let is_clicked = ui.add(shortcut(Button::new(name), keys.text(action))).clicked();
        if is_clicked {
            ui.close();
        }
        is_clicked
    };
    if item(ui, "Play or pause", Action::PlayOrPause) {
        commands.push(Command::TogglePlay);
    }
    if item(ui, "Play forwards, or faster", Action::PlayForward) {
        commands.push(Command::Shuttle(Direction::Forward));
    }
    if item(ui, "Play backwards, or faster", Action::PlayBackward) {
        commands.push(Command::Shuttle(Direction::Backward));
    }
    ui.separator();
    if item(ui, "Set start", Action::SetStart) {
        commands.push(Command::SetIn(view.position()));
    }
    if item(ui, "Set end", Action::SetEnd) {
        commands.push(Command::SetOut(view.position()));
    }
    let range = view.document.map_or((None, None), |document| document.playback().range());
    if ui.add_enabled(range != (None, None), Button::new("Play all")).clicked() {
        commands.push(Command::SetIn(None));
        commands.push(Command::SetOut(None));
        ui.close();
    }
    ui.separator();
    jumps(ui, view, commands);
    ui.separator();
    bookmarks(ui, view, commands);
    ui.separator();
    ui.horizontal(|ui| {
        let (fps, source) = view.fps();
        commands.extend(rate::fps(ui, fps, source).map(Command::SetFps));
        commands.change(&view.state.settings, |settings| rate::looping(ui, &mut settings.play));
    });
    ui.horizontal_wrapped(|ui| {
        commands.change(&view.state.settings, |settings| rate::speeds(ui, &mut settings.play));
    });
    commands.change(&view.state.settings, |settings| {
        ui.checkbox(&mut settings.play.real_time, "Keep real time")
            .on_hover_text("Skips frames that are not loaded in time, and counts them, instead of waiting");
        ui.checkbox(&mut settings.play.follow, "Follow a file that grows")
            .on_hover_text("While the file is being written, goes from the last frame to each new one");
    });
}

/// The way back and forth in the history of jumps.
fn jumps(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let (jumps, keys) = (&view.state.jumps, &view.state.settings.keys);
    for (name, action, leads_there, command) in [
        ("Back to before the jump", Action::BackInHistory, jumps.leads_back(), Command::JumpBack),
        ("Forward again", Action::ForwardInHistory, jumps.leads_ahead(), Command::JumpAhead),
    ] {
        if ui.add_enabled(leads_there, shortcut(Button::new(name), keys.text(action))).clicked() {
            commands.push(command);
        }
    }
}

fn bookmarks(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let keys = &view.state.settings.keys;
    let mut item = |name: &str, action: Action, enabled: bool, command: Command| {
        let button = shortcut(Button::new(name), keys.text(action));
        if ui.add_enabled(enabled, button).clicked() {
            commands.push(command);
            ui.close();
        }
    };
    let (position, frames) = (view.position(), view.state.bookmarks.frames());
    let is_marked = position.is_some_and(|frame| frames.contains(&frame));
    let name = if is_marked { "Remove bookmark" } else { "Bookmark this frame" };
    item(name, Action::ToggleBookmark, position.is_some(), Command::ToggleBookmark);
    item("Next bookmark", Action::NextBookmark, !frames.is_empty(), Command::NextBookmark);
    item("Previous bookmark", Action::PreviousBookmark, !frames.is_empty(), Command::PreviousBookmark);
    item("Remove all bookmarks", Action::ClearBookmarks, !frames.is_empty(), Command::ClearBookmarks);
}

/// Draws name, frames and tracks of the open file, shortened in a narrow window. Problems come first.
fn title(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let Some(document) = view.document else { return };
    let (text, help) = told(document);
    ui.label(text).on_hover_text(&help);
    let problems = describe::all_problems(document);
    let remarks = describe::remarks(document);
    let room = if problems > 0 { 130.0 } else { 0.0 } + if remarks.is_empty() { 0.0 } else { 90.0 };
    ui.allocate_ui_with_layout(
        egui::vec2((ui.available_width() - room).max(0.0), ui.available_height()),
        Layout::right_to_left(egui::Align::Center),
        |ui| ui.add(egui::Label::new(&document.name).truncate()).on_hover_text(help),
    );
    if !remarks.is_empty() {
        remarks_button(ui, &remarks, view, commands);
    }
    if problems > 0 {
        let color = theme::readable(theme::state::FAILED, ui.visuals().dark_mode);
        let text = counted(problems, "problem", "problems");
        let button = Button::new(egui::RichText::new(text).color(color)).frame_when_inactive(false);
        let help = format!("{}\nClick to list them.", describe::all_problems_in_words(document));
        if ui.add(button).on_hover_text(help).clicked() {
            commands.change(&view.state.settings, |settings| {
                settings.show_panels = true;
                settings.tab = Tab::Errors;
                settings.show_problems = true;
            });
        }
    }
}

/// A button with the number of remarks on the open sequence. A click lists them.
fn remarks_button(ui: &mut Ui, remarks: &[String], view: &View<'_>, commands: &mut Commands) {
    let text = egui::RichText::new(counted(remarks.len() as u64, "remark", "remarks")).weak();
    let help = format!("{}\nClick to list them.", remarks.join("\n"));
    if ui.add(Button::new(text).frame_when_inactive(false)).on_hover_text(help).clicked() {
        commands.change(&view.state.settings, |settings| {
            settings.show_panels = true;
            settings.tab = Tab::Errors;
            settings.show_problems = true;
        });
    }
}

/// The summary of the open file, and its tooltip.
fn told(document: &Document) -> (String, String) {
    let tracks = match (&document.summary, document.summary_fraction()) {
        (Some(summary), _) => counted(summary.tracks.len() as u64, "track", "tracks"),
        (None, Some(fraction)) => format!("reading tracks, {:.0} %", fraction * 100.0),
        (None, None) => "tracks not read".to_owned(),
    };
    // The usual format is not shown unless it was chosen.
    let is_usual = document.file.format() == Format::Mot && describe::chosen_format(document).is_none();
    let format = match document.file.source() {
        Some(source) => format!("· {} ", source.title),
        None if document.file.layout().are_points => "· points ".to_owned(),
        None if is_usual => String::new(),
        None => format!("· {} ", describe::format_name(document.file.format())),
    };
    let text = format!("{format}· {} · {tracks}", counted(document.keys.len(), "frame", "frames"));
    let member = document.file.member().map(|name| format!(" / {name}")).unwrap_or_default();
    let mut help = format!("{}{member}\n{:.1} MB", document.file.path().display(), document.file.bytes() as f64 / 1e6);
    if let Some(summary) = &document.summary {
        help = format!(
            "{help}, {} rows, {} without id, {} duplicates, {} without area",
            summary.rows, summary.rows_without_id, summary.duplicates, summary.degenerate
        );
        if summary.pending_last_line {
            help += "\nThe last line is not complete: the file is still being written.";
        }
    }
    if document.source != Source::Demo {
        for (what, is) in describe::lines(document) {
            // Writing to a string cannot fail.
            let _ = write!(help, "\n{what}: {is}");
        }
        if let Some(columns) = document.file.columns() {
            let _ = write!(help, "\nread {}", columns.describe());
        }
    }
    (text, help)
}
