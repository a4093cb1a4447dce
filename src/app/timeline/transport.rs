//! The transport: playback buttons, frame field, speed, and the result of the last move.

use eframe::egui::{Align, Button, DragValue, Label, Layout, RichText, Ui};

use super::chips;
use crate::app::command::{Command, Commands};
use crate::app::model::actions::{Action, Keymap};
use crate::app::model::format;
use crate::app::model::settings::Settings;
use crate::app::model::state::WantedFrame;
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::app::widgets::focus;
use crate::app::widgets::icons::{self, Icon};
use crate::app::widgets::rate;
use crate::app::widgets::theme;
use crate::cache::{LastMove, Verdict};
use crate::playback::{Direction, Playback};

/// The room that the result of the last move needs, and how it plays, in points.
const VERDICT: f32 = 60.0;
const PACE: f32 = 320.0;

/// Draws the transport in one row. Controls that do not fit are also in the menu "Playback".
/// `edit_frame` puts the cursor into the frame field.
pub fn show(ui: &mut Ui, view: &View<'_>, edit_frame: bool, commands: &mut Commands) {
    let Some(document) = view.document else {
        ui.horizontal(|ui| {
            // The height of the buttons, so that the layout does not jump.
            ui.set_min_height(icons::side(ui));
            ui.weak("Nothing to play");
        });
        return;
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        let settings = &view.state.settings;
        ui.add_enabled_ui(!document.keys.is_empty(), |ui| {
            buttons(ui, document, settings, commands);
            ui.add_space(theme::SPACE[0]);
            frame_field(ui, document, &settings.keys, edit_frame, commands);
            errors(ui, view, commands);
            if ui.available_width() > 430.0 {
                ui.separator();
                rate(ui, view, commands);
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            chips::show(ui, view, commands);
            // How it plays is told first where there is no room for both.
            if ui.available_width() > VERDICT + if document.playback().is_playing() { PACE } else { 0.0 } {
                verdict(ui, view);
            }
            pace(ui, view);
        });
    });
}

fn buttons(ui: &mut Ui, document: &Document, settings: &Settings, commands: &mut Commands) {
    let (back, ahead) = settings.jumps();
    let keys = &settings.keys;
    if icons::button(ui, Icon::First, "First frame", &keys.labelled("First frame", Action::FirstFrame), false).clicked()
    {
        commands.push(Command::First);
    }
    for &size in back.iter().rev().take(6) {
        if button(ui, &format!("−{size}"), &format!("Back {size}"), &format!("{size} frames back")) {
            commands.push(Command::Step(-i64::try_from(size).unwrap_or(i64::MAX)));
        }
    }
    let playback = document.playback();
    let playing = |direction| playback.is_playing() && playback.direction() == direction;
    let is_playing = playing(Direction::Backward);
    let (icon, name) = if is_playing { (Icon::Pause, "Pause playback") } else { (Icon::Backward, "Play backwards") };
    if icons::button(ui, icon, name, &keys.labelled("Play backwards, or pause", Action::PlayBackward), is_playing)
        .clicked()
    {
        commands.push(Command::Play(Direction::Backward));
    }
    let is_playing = playing(Direction::Forward);
    let (icon, name) = if is_playing { (Icon::Pause, "Pause playback") } else { (Icon::Forward, "Play") };
    if icons::button(ui, icon, name, &keys.labelled("Play or pause", Action::PlayOrPause), is_playing).clicked() {
        commands.push(Command::Play(Direction::Forward));
    }
    for &size in ahead.iter().take(6) {
        if button(ui, &format!("+{size}"), &format!("Forward {size}"), &format!("{size} frames forward")) {
            commands.push(Command::Step(i64::try_from(size).unwrap_or(i64::MAX)));
        }
    }
    if icons::button(ui, Icon::Last, "Last frame", &keys.labelled("Last frame", Action::LastFrame), false).clicked() {
        commands.push(Command::Last);
    }
}

/// Buttons to the previous and the next error, while there are any.
fn errors(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let judging = &view.state.judging;
    if judging.pairs.is_none() {
        return;
    }
    let kinds = view.state.settings.judging.kinds;
    let count = judging.order().map_or(0, |order| order.count(kinds));
    let search = judging.search.trim();
    let why = match judging.judgement() {
        None if judging.trouble.is_some() => "Results could not be compared with ground truth",
        None => "Results are being compared with ground truth",
        Some(judgement) if judgement.events.is_empty() => "There are no errors",
        Some(_) if !search.is_empty() => {
            "The search in the tab Errors finds no error of the kinds that are switched on"
        }
        Some(_) => "There are no errors of the kinds that are switched on",
    };
    ui.add_enabled_ui(count > 0, |ui| {
        let mut one = |icon, name: &str, action, command| {
            let of_kinds =
                kinds.told().map(|told| format!("\nOnly {told}, chosen in the tab Errors")).unwrap_or_default();
            let found = if search.is_empty() { String::new() } else { format!("\nOnly what “{search}” finds") };
            let title = view.state.settings.keys.labelled(&format!("{name} in time"), action);
            let help = format!("{title}: where the tracker went wrong{of_kinds}{found}");
            if icons::button(ui, icon, name, &help, false).on_disabled_hover_text(why).clicked() {
                commands.push(command);
            }
        };
        one(Icon::PreviousError, "Previous error", Action::PreviousError, Command::PreviousEvent);
        one(Icon::NextError, "Next error", Action::NextError, Command::NextEvent);
    });
}

/// A button that is at least as wide as high. `name` is for screen readers.
fn button(ui: &mut Ui, symbol: &str, name: &str, help: &str) -> bool {
    let side = icons::side(ui);
    let button = Button::new(RichText::new(symbol)).min_size(eframe::egui::vec2(side, side));
    ui.add(button).on_hover_text(help).accessible_name(name).clicked()
}

fn frame_field(ui: &mut Ui, document: &Document, keymap: &Keymap, edit: bool, commands: &mut Commands) {
    let keys = &document.keys;
    let (Some(first), Some(last)) = (keys.first(), keys.last()) else { return };
    let digits = last.to_string().len() as f32;
    let width = ui.fonts_mut(|fonts| fonts.glyph_width(&theme::figures(), '0')) * (digits + 1.0) + 12.0;
    let mut frame = document.position();
    ui.scope(|ui| {
        ui.style_mut().override_font_id = Some(theme::figures());
        let field = DragValue::new(&mut frame).range(first..=last).update_while_editing(false);
        let response = ui.add_sized([width, ui.spacing().interact_size.y], field);
        let response = response
            .on_hover_text(format!(
                "{}. Click to type a number, or drag.",
                keymap.labelled("Current frame", Action::GoToFrame)
            ))
            .accessible_name("Frame");
        if edit {
            focus::take(ui, &response, &frame.to_string());
        }
        if response.changed() {
            commands.push(Command::Seek(frame));
        }
        ui.label(format!("/ {last}"));
    });
}

/// Draws frame rate, speed and loop.
fn rate(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let (fps, source) = view.fps();
    let playback = view.document.map(Document::playback).filter(|playback| playback.is_playing());
    let speed = playback.map_or(view.state.settings.play.speed, Playback::rate);
    commands.extend(rate::fps(ui, fps, source).map(Command::SetFps));
    commands.change(&view.state.settings, |settings| {
        rate::speed_list(ui, &mut settings.play, speed);
        rate::looping(ui, &mut settings.play);
    });
}

/// Draws how it plays: direction, speed, the pace that is reached, and how many frames were dropped.
fn pace(ui: &mut Ui, view: &View<'_>) {
    let Some(document) = view.document else { return };
    let playback = document.playback();
    let dropped = match playback.skipped() {
        skipped if playback.keeps_real_time() && skipped > 0 => Some(format!("{} dropped", format::count(skipped))),
        _ => None,
    };
    let told = if playback.is_playing() {
        let arrow = if playback.direction() == Direction::Forward { "▶" } else { "◀" };
        let reached = view.state.pace.reached(view.now);
        let wanted = playback.fps() * playback.rate();
        let pace = reached.map(|reached| format!("{reached:.0} of {} fps", (wanted * 10.0).round() / 10.0));
        Some(format!("{arrow} {}", rate::speed_name(playback.rate()))).into_iter().chain(pace).chain(dropped).collect()
    } else {
        Vec::from_iter(dropped)
    };
    if told.is_empty() {
        return;
    }
    let text = RichText::new(told.join(" · ")).font(theme::small_figures());
    let help = "Direction and speed of playback, and how many frames a second are shown of those that are due. Dropped frames \
                were left out to keep real time (Playback > Keep real time)";
    ui.add(Label::new(text).truncate()).on_hover_text(help);
}

/// Draws the result of the last move, or that its frame is still loading.
fn verdict(ui: &mut Ui, view: &View<'_>) {
    let Some(document) = view.document else { return };
    let playback = document.playback();
    let (text, color, help) = match (&view.state.wanted, view.state.snapshot.last_move) {
        (WantedFrame::Failed(reason), _) => ("failed".to_owned(), theme::state::FAILED, reason.clone()),
        (_, Some(last)) => told(&last),
        (_, None) => (String::new(), ui.visuals().text_color(), String::new()),
    };
    let dark = ui.visuals().dark_mode;
    let text = RichText::new(text).font(theme::figures()).color(theme::readable(color, dark));
    ui.add(Label::new(text).truncate()).on_hover_text(format!(
        "Last move: whether the frame was in the cache, the wait, and which term of the predictor \
         requested the frame. {help}"
    ));
    if playback.is_stalled() {
        ui.weak("waiting");
    }
}

fn told(last: &LastMove) -> (String, eframe::egui::Color32, String) {
    let (verdict, color, help) = match last.verdict {
        Verdict::Hit => ("cache hit", theme::state::RESIDENT, "Hit: the frame was in the cache."),
        Verdict::Late => ("cache late", theme::state::LATE, "Late: the frame was already being loaded."),
        Verdict::Miss => ("cache miss", theme::state::MISS, "Miss: the frame had to be loaded."),
    };
    let wait =
        last.wait.map_or_else(|| "  …     ".to_owned(), |wait| format!("{:>6.2} ms", wait.as_secs_f64() * 1000.0));
    let term = last.asked_by.unwrap_or("not predicted");
    (format!("{verdict:<10} {wait}  {term:<13}"), color, help.to_owned())
}
