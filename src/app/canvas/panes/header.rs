//! The header of a pane: its number, the names of its layers with a menu to choose them, and buttons to close it and to add one.

use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::{Align, Button, Layout, PopupCloseBehavior, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder};

use crate::app::command::{Command, Commands};
use crate::app::model::actions::Action;
use crate::app::model::layers::{Layer, kind_name};
use crate::app::model::panes::{MAX_PANES, PaneChange, PaneMode};
use crate::app::session::view::View;
use crate::app::widgets::theme;

/// The width of the menu of layers, in points.
const MENU: f32 = 260.0;
/// The greatest height of the menu of layers, in points.
const MENU_HEIGHT: f32 = 300.0;
/// The height of the line under the active pane's header, in points.
const LINE: f32 = 2.0;

/// Draws the header of a pane.
pub fn show(ui: &mut Ui, rect: Rect, pane: usize, view: &View<'_>, commands: &mut Commands) {
    let panes = &view.state.panes;
    let is_active = pane == panes.active();
    ui.painter().rect_filled(rect, 0.0, ui.visuals().panel_fill);
    if is_active {
        let line = rect.with_min_y(rect.bottom() - LINE);
        ui.painter().rect_filled(line, 0.0, ui.visuals().selection.bg_fill);
    }
    let inside = rect.shrink2(eframe::egui::vec2(theme::SPACE[0], 0.0));
    let layout = Layout::right_to_left(Align::Center);
    let builder = UiBuilder::new().max_rect(inside).layout(layout).id_salt(("header of pane", pane));
    ui.scope_builder(builder, |ui| {
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        let close = ui.small_button("×").on_hover_text("Close this pane");
        if close.accessible_name(format!("Close pane {}", pane + 1)).clicked() {
            commands.push(Command::ChangePanes(PaneChange::Close(pane)));
        }
        let can_grow = panes.mode() != PaneMode::Wipe && panes.count() < MAX_PANES;
        if can_grow && pane + 1 == panes.count() {
            let add = ui.small_button("+").on_hover_text("Add a pane");
            if add.accessible_name("Add a pane").clicked() {
                commands.push(Command::ChangePanes(PaneChange::Add));
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let help = match panes.mode() {
                PaneMode::Blink => "Show this one",
                _ => "Make this the active pane: layers are shown and hidden here, and exports show it",
            };
            let help = view.state.settings.keys.labelled(help, Action::Blink);
            let number = ui.selectable_label(is_active, format!("{}", pane + 1)).on_hover_text(help);
            if number.accessible_name(format!("Pane {}", pane + 1)).clicked() {
                commands.push(Command::ChangePanes(PaneChange::Activate(pane)));
            }
            layers(ui, pane, view, commands);
        });
    });
}

/// The button with the names of the pane's layers, and its menu.
fn layers(ui: &mut Ui, pane: usize, view: &View<'_>, commands: &mut Commands) {
    let Some(document) = view.document else { return };
    let view = view.of_pane(pane);
    let listed: Vec<(&Layer, bool)> = (document.layers.iter().enumerate())
        .filter(|(place, layer)| *place > 0 || layer.file.bytes() > 0)
        .map(|(place, layer)| (layer, view.look(place).is_some_and(|look| look.shown)))
        .collect();
    let names: Vec<&str> = listed.iter().filter(|(_, shown)| *shown).map(|(layer, _)| layer.name.as_str()).collect();
    let told = if names.is_empty() { "no layers".to_owned() } else { names.join(", ") };
    let text = RichText::new(&told);
    let text = if names.is_empty() { text.weak() } else { text };
    let button = Button::new(text).truncate().right_text(RichText::new("▼").small().weak()).frame_when_inactive(false);
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let (response, _) = MenuButton::from_button(button).config(config).ui(ui, |ui| {
        ui.set_max_width(MENU);
        ui.weak(format!("Layers of pane {}", pane + 1));
        ScrollArea::vertical().max_height(MENU_HEIGHT).show(ui, |ui| {
            for (layer, was_shown) in &listed {
                let mut shown = *was_shown;
                let help = format!("{}\n{}", layer.file.path().display(), kind_name(layer.kind));
                let response = ui.checkbox(&mut shown, &layer.name).on_hover_text(help);
                _ = response.accessible_name(format!("Pane {} shows {}", pane + 1, layer.name));
                if shown != *was_shown {
                    let path = layer.file.path().to_owned();
                    commands.push(Command::ChangePanes(PaneChange::Show(pane, path, shown)));
                }
            }
        });
    });
    let response = response.on_hover_text(format!("{told}\nClick to choose the layers of this pane"));
    _ = response.accessible_name(format!("Layers of pane {}: {told}", pane + 1));
}

/// Draws the button that adds a pane, in the middle of a cell without one.
pub fn add_in(ui: &mut Ui, cell: Rect, commands: &mut Commands) {
    ui.painter().rect_filled(cell, 0.0, ui.visuals().panel_fill);
    let area = Rect::from_center_size(cell.center(), ui.spacing().interact_size.max(eframe::egui::vec2(90.0, 24.0)));
    let builder = UiBuilder::new().max_rect(area.intersect(cell)).sense(Sense::hover()).id_salt("free cell");
    ui.scope_builder(builder, |ui| {
        if ui.button("Add a pane").accessible_name("Add a pane here").clicked() {
            commands.push(Command::ChangePanes(PaneChange::Add));
        }
    });
}
