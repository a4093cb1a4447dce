//! The menu View: what is shown, and how.

use eframe::egui::{Button, Slider, Ui};

use super::pairing_menu;
use super::shortcut::shortcut;
use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::actions::{Action, Keymap};
use crate::app::model::panes::{PaneChange, PaneMode};
use crate::app::model::settings::{JudgedOnly, Layout, MAX_TRAIL, Theme};
use crate::app::session::view::View;
use crate::app::widgets::picture_controls::controls;

/// Width of the sliders in a menu, in points.
const SLIDERS: f32 = 230.0;

/// Draws the menu.
pub fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let settings = &view.state.settings;
    let keys = &settings.keys;
    for (name, action) in [("Undo", Action::Undo), ("Redo", Action::Redo)] {
        let is_possible =
            if action == Action::Undo { view.state.history.leads_back() } else { view.state.history.leads_ahead() };
        let button = ui.add_enabled(is_possible, shortcut(Button::new(name), keys.text(action)));
        if button.on_hover_text("Of settings: what is shown and how, the cache, the layout").clicked() {
            commands.push(WindowCommand::Do(action));
        }
    }
    ui.separator();
    if ui.add(shortcut(Button::new("Fit"), keys.text(Action::Fit))).clicked() {
        commands.push(Command::Fit);
        ui.close();
    }
    let actual = ui.add(shortcut(Button::new("100 %"), keys.text(Action::ActualSize)));
    if actual.on_hover_text("One picture pixel per screen pixel").clicked() {
        commands.push(WindowCommand::ActualSize);
        ui.close();
    }
    let name = if view.state.camera.lock.is_some() { "Release the camera" } else { "Follow the selected track" };
    let follow =
        ui.add_enabled(view.state.selected.is_some(), shortcut(Button::new(name), keys.text(Action::FollowTrack)));
    let help = "Keeps the box of the track in the middle of the canvas";
    if follow.on_hover_text(help).on_disabled_hover_text("Select a track first").clicked() {
        commands.push(Command::Lock(view.state.camera.lock.is_none()));
        ui.close();
    }
    if view.has_pictures() {
        ui.menu_button("Picture", |ui| {
            ui.set_width(SLIDERS);
            commands.change(settings, |settings| controls(ui, &mut settings.picture, keys));
        });
    }
    boxes(ui, view, commands);
    pairing_menu::show(ui, view, commands);
    panes(ui, view, commands);
    ui.separator();
    let is_judgeable = view.judges().is_some();
    let mut resets = false;
    commands.change(settings, |settings| {
        ui.checkbox(&mut settings.show_tracks, keys.labelled("Tracks", Action::ShowTracks));
        ui.checkbox(&mut settings.show_panels, keys.labelled("Cache, tuning, events, errors", Action::ShowPanels));
        ui.checkbox(&mut settings.judging.show_timeline, keys.labelled("Identity timeline", Action::ShowIdentities));
        ui.checkbox(&mut settings.show_closeup, "Close-up under the scrubber");
        let lanes = ui.checkbox(&mut settings.judging.show_lanes, "Lanes under the scrubber");
        lanes.on_hover_text("Errors over time; without ground truth, boxes a frame and where tracks begin and end");
        let verdicts =
            ui.checkbox(&mut settings.judging.show_verdicts, keys.labelled("Boxes by verdict", Action::ShowVerdicts));
        verdicts.on_hover_text("Marks boxes that are missed, false, duplicates, or whose id has changed");
        ui.checkbox(&mut settings.show_minimap, "Minimap when zoomed in");
        if is_judgeable {
            ui.separator();
            ui.label("Judged only").on_hover_text(JudgedOnly::HELP);
            ui.horizontal(|ui| {
                for (choice, name) in JudgedOnly::ALL {
                    let response = ui.selectable_value(&mut settings.judged_only, choice, name);
                    response.on_hover_text(choice.help()).accessible_name(format!("Judged only: {name}"));
                }
            });
        }
        ui.separator();
        ui.label("Layout").on_hover_text("Panels can be dragged by their tabs, and resized at their edges");
        ui.horizontal(|ui| {
            for (layout, name) in Layout::ALL {
                let response = ui.selectable_value(&mut settings.layout, layout, name).on_hover_text(layout.help());
                response.accessible_name(format!("Layout: {name}"));
            }
            let reset = ui.button("Reset").on_hover_text("Puts the panels of this layout where they are at first");
            resets |= reset.accessible_name("Reset layout").clicked();
        });
        ui.separator();
        ui.label("Theme");
        // Buttons instead of a drop-down list: opening a list inside a menu would close the menu.
        ui.horizontal(|ui| {
            for (theme, name) in Theme::ALL {
                ui.selectable_value(&mut settings.theme, theme, name);
            }
        });
    });
    if resets {
        commands.push(WindowCommand::ResetLayout);
    }
    scale(ui, keys, commands);
}

/// How boxes and their labels look.
fn boxes(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let has_masks = view.document.is_some_and(|open| open.layers.iter().any(|layer| layer.file.layout().has_masks));
    ui.menu_button("Boxes", |ui| {
        ui.set_width(SLIDERS);
        commands.change(&view.state.settings, |settings| {
            let boxes = &mut settings.boxes;
            ui.label("Labels");
            ui.checkbox(&mut boxes.id, "Id");
            ui.checkbox(&mut boxes.confidence, "Confidence");
            ui.checkbox(&mut boxes.class, "Class");
            ui.separator();
            if has_masks {
                ui.checkbox(&mut boxes.masks, "Masks")
                    .on_hover_text("Fills what belongs to each object, in its colour");
                ui.separator();
            }
            ui.add(Slider::new(&mut boxes.label_size, 8.0..=24.0).step_by(1.0).text("label size"));
            ui.add(Slider::new(&mut boxes.line_width, 1.0..=8.0).step_by(0.5).text("line width"));
            ui.add(Slider::new(&mut boxes.trail, 0..=MAX_TRAIL).logarithmic(true).text("trail, frames each way"));
        });
    });
}

/// How panes are compared.
fn panes(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let (keys, now) = (&view.state.settings.keys, view.state.panes.mode());
    ui.add_enabled_ui(view.document.is_some(), |ui| {
        ui.menu_button("Compare", |ui| {
            for (mode, name) in PaneMode::ALL {
                let action = match mode {
                    PaneMode::Single => Action::OnePicture,
                    PaneMode::SideBySide => Action::SideBySide,
                    PaneMode::Wipe => Action::Wipe,
                    PaneMode::Blink => Action::Blink,
                };
                let button = shortcut(Button::new(name).selected(mode == now), keys.text(action));
                if ui.add(button).on_hover_text(mode.help()).clicked() {
                    commands.push(Command::ChangePanes(PaneChange::Turn(mode)));
                    ui.close();
                }
            }
        });
    });
}

/// How large everything is drawn, and whether the window fills the screen.
fn scale(ui: &mut Ui, keys: &Keymap, commands: &mut Commands) {
    ui.separator();
    ui.horizontal(|ui| {
        ui.label("Scale");
        let percent = format!("{:.0} %", ui.ctx().zoom_factor() * 100.0);
        for (name, told, action) in [
            ("−", "Scale: smaller", Action::SmallerText),
            (percent.as_str(), "Scale: usual", Action::UsualText),
            ("+", "Scale: larger", Action::LargerText),
        ] {
            let button = ui.button(name).on_hover_text(keys.labelled(action.entry().name, action));
            if button.accessible_name(told).clicked() {
                commands.push(WindowCommand::Do(action));
            }
        }
    });
    if ui.add(shortcut(Button::new("Full screen"), keys.text(Action::Fullscreen))).clicked() {
        commands.push(WindowCommand::Fullscreen);
        ui.close();
    }
}
