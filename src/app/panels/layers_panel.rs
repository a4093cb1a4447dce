//! The list of layers: those shown and how, those that cannot be read now, those found beside the sequence, and those that
//! failed to open.

use std::path::Path;

use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::{
    Align, CollapsingHeader, Color32, Label, Layout, PopupCloseBehavior, Rect, RichText, ScrollArea, Sense, TextStyle,
    Ui, pos2, vec2,
};

use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::actions::Action;
use crate::app::model::layers::Layer;
use crate::app::model::layers::{Look, Paint, Scheme, kind_name};
use crate::app::model::opening::path_request::PathRequest;
use crate::app::model::opening::source::short_name;
use crate::app::model::settings::JudgedOnly;
use crate::app::panels::layer_menu;
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::app::widgets::text::elide;
use crate::app::widgets::theme;
use crate::render::box_style;
use crate::sequence::LayerFile;

/// Maximum height of the list, in points. A longer list scrolls.
const MAX_HEIGHT: f32 = 190.0;

/// Draws the list if it says more than the file name does. Returns its area: files dropped there are added as layers.
pub fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) -> Option<Rect> {
    ui.set_min_width(ui.available_width());
    let document = view.document?;
    let lost = document.lost_layers();
    if document.layers.len() < 2 && document.offered.is_empty() && lost.is_empty() && !document.has_pictures() {
        return None;
    }
    let top = ui.cursor().min;
    CollapsingHeader::new("Layers").id_salt("layers").default_open(true).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        if document.has_pictures() {
            let help = view.state.settings.keys.labelled("Hides or shows the picture", Action::ShowPicture);
            commands.change(&view.state.settings, |settings| {
                let response = ui.checkbox(&mut settings.picture.shown, "picture").on_hover_text(help);
                _ = response.accessible_name("Picture layer");
            });
        }
        // A folder of results may contain hundreds of files.
        let area = ScrollArea::vertical().id_salt("layer list").max_height(MAX_HEIGHT).auto_shrink([false, true]);
        area.show(ui, |ui| {
            for (place, layer) in document.layers.iter().enumerate() {
                // A sequence without a text file has an empty main layer, which is not listed.
                if place > 0 || layer.file.bytes() > 0 {
                    row(ui, view, document, place, layer, commands);
                }
            }
            document.offered.iter().for_each(|layer| offered(ui, layer, commands));
            lost.iter().for_each(|path| unreadable(ui, document, path, commands));
        });
        judged_only(ui, view, commands);
        ui.add_space(theme::SPACE[0]);
        if document.takes_layers() && ui.small_button("Add layer…").on_hover_text(PathRequest::Layer.help()).clicked()
        {
            commands.push(WindowCommand::Ask(PathRequest::Layer));
        }
    });
    ui.separator();
    Some(Rect::from_min_max(top, pos2(ui.max_rect().right(), ui.cursor().min.y)))
}

/// The switch that hides rows that are not judged, where there is ground truth.
fn judged_only(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    if view.judges().is_none() {
        return;
    }
    let mut is_on = view.is_judged_only();
    if ui.checkbox(&mut is_on, "Judged only").on_hover_text(JudgedOnly::HELP).changed() {
        let choice = if is_on { JudgedOnly::On } else { JudgedOnly::Off };
        commands.change(&view.state.settings, |settings| settings.judged_only = choice);
    }
}

fn row(ui: &mut Ui, view: &View<'_>, document: &Document, place: usize, layer: &Layer, commands: &mut Commands) {
    let Some(look) = view.look(place) else { return };
    let (mut changed, mut shown) = (look, look.shown);
    let trouble = view.layer_trouble(place);
    line(
        ui,
        |ui| {
            let help = if look.shown { "Hide this layer" } else { "Show this layer" };
            let response = ui.checkbox(&mut shown, "").on_hover_text(help);
            response.accessible_name(format!("Layer {}", layer.name));
            sample(ui, look, view.paint(place, look));
            if let Some(name) = view.short_names().get(place).filter(|name| !name.is_empty()) {
                ui.weak(name).on_hover_text("Labels of this layer begin with this");
            }
        },
        |ui| {
            let button =
                MenuButton::new("…").config(MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside));
            let (response, _) = button.ui(ui, |ui| layer_menu::show(ui, view, document, place, &mut changed, commands));
            let response = response.on_hover_text("Style and other options");
            _ = response.accessible_name(format!("Style of {}", layer.name));
            if trouble.is_some() {
                let retry = ui.small_button("retry").on_hover_text("Open the file again");
                if retry.accessible_name(format!("Retry {}", layer.name)).clicked() {
                    commands.push(Command::Retry(document.position()));
                }
            }
        },
        |ui| {
            let is_main = place == 0 && document.layers.len() > 1;
            if let Some(reason) = trouble {
                missing(ui, &format!("{}: cannot be read", layer.name), reason);
                return;
            }
            let name = RichText::new(elide::middle(ui, &layer.name, &TextStyle::Body, ui.available_width()));
            let main = if is_main { "\nMain layer: its tracks are in the list and can be selected." } else { "" };
            let help = format!("{}\n{}{main}", layer.file.path().display(), kind_name(layer.kind));
            // For a file that is stuck. Otherwise the boxes are read before anybody sees this.
            let (name, help) = if view.awaits_layer(place) {
                (name.weak(), format!("Its boxes in this frame are being read\n{help}"))
            } else {
                (if is_main { name.strong() } else { name }, help)
            };
            ui.add(Label::new(name).truncate()).on_hover_text(help);
        },
    );
    changed.shown = shown;
    if changed != look {
        commands.push(Command::SetLook(place, changed));
    }
}

fn offered(ui: &mut Ui, layer: &LayerFile, commands: &mut Commands) {
    let help = format!("{}\n{}, found beside this file, not shown", layer.path.display(), kind_name(layer.kind));
    let show = |ui: &mut Ui| ui.small_button("show").accessible_name(format!("Show {}", layer.name)).clicked();
    let mut clicked = false;
    line(
        ui,
        |ui| ui.add_space(ui.spacing().icon_width),
        |ui| clicked = show(ui),
        |ui| {
            let name = elide::middle(ui, &layer.name, &TextStyle::Body, ui.available_width());
            ui.add(Label::new(RichText::new(name).weak()).truncate()).on_hover_text(help);
        },
    );
    if clicked {
        commands.push(Command::ShowLayer(layer.path.clone(), true));
    }
}

fn unreadable(ui: &mut Ui, document: &Document, path: &Path, commands: &mut Commands) {
    let told = path.display().to_string();
    let reason = document.remarks.iter().find(|remark| remark.contains(&told)).cloned().unwrap_or(told);
    let name = short_name(path);
    let mut clicked = false;
    line(
        ui,
        |ui| ui.add_space(ui.spacing().icon_width),
        |ui| clicked = ui.small_button("remove").accessible_name(format!("Remove {name}")).clicked(),
        |ui| missing(ui, &format!("{name}: not shown"), &reason),
    );
    if clicked {
        commands.push(Command::ShowLayer(path.to_owned(), false));
    }
}

/// A text about a layer whose boxes are missing, in the colour of failures, with the reason as its hover text.
fn missing(ui: &mut Ui, text: &str, reason: &str) {
    let color = theme::readable(theme::state::FAILED, ui.visuals().dark_mode);
    _ = ui.add(Label::new(RichText::new(text).color(color)).truncate()).on_hover_text(reason);
}

/// A line with content at the left and the right; the content in the middle gets the remaining width.
fn line(ui: &mut Ui, left: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui), middle: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        left(ui);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            right(ui);
            ui.with_layout(Layout::left_to_right(Align::Center), middle);
        });
    });
}

/// Draws a sample line in the style of the layer's outlines; in several colours if the layer has several.
fn sample(ui: &mut Ui, look: Look, paint: Paint) {
    let (rect, _) = ui.allocate_exact_size(vec2(20.0, 10.0), Sense::hover());
    let dashes = if look.style.dashed { [(0.0, 8.0), (12.0, 8.0)].as_slice() } else { &[(0.0, 20.0)] };
    let height = (2.0 * look.style.width).clamp(1.0, 6.0);
    let opacity = look.style.opacity * if look.shown { 1.0 } else { 0.35 };
    let part = |from: f32, to: f32| {
        Rect::from_min_max(pos2(rect.left() + from, rect.center().y), pos2(rect.left() + to, rect.center().y))
            .expand2(vec2(0.0, height / 2.0))
    };
    for &(from, length) in dashes {
        if look.style.scheme == Scheme::One {
            if paint.is_neutral {
                let edge = Color32::BLACK.gamma_multiply(box_style::EDGE_OPACITY * opacity);
                ui.painter().rect_filled(part(from, from + length).expand(1.0), 0.0, edge);
            }
            ui.painter().rect_filled(part(from, from + length), 0.0, paint.one.gamma_multiply(opacity));
            continue;
        }
        let steps = (length / 4.0) as u64;
        for step in 0..steps {
            let start = from + step as f32 * 4.0;
            let color = layer_menu::sample_color(look.style.scheme, (start / 4.0) as u64).gamma_multiply(opacity);
            ui.painter().rect_filled(part(start, start + 4.0), 0.0, color);
        }
    }
}
