//! The list of layers: which are drawn and how, which could be, and which could not be read.

use std::path::{Path, PathBuf};

use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::{
    Align, CollapsingHeader, Label, Layout, PopupCloseBehavior, Rect, RichText, ScrollArea, Sense, Ui, pos2, vec2,
};

use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::layers::Layer;
use crate::app::model::layers::{Look, Scheme, kind_name, one_color};
use crate::app::model::opening::path_request::PathRequest;
use crate::app::model::opening::source::{Source, short_name};
use crate::app::panels::layer_menu;
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::app::widgets::theme;
use crate::sequence::LayerFile;

/// Highest list, in points; a longer one is scrolled.
const MAX_HEIGHT: f32 = 190.0;

/// Draws it, where there is more to tell than what the name of the file tells. Returns where: files dropped there are added as
/// layers.
pub fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) -> Option<Rect> {
    ui.set_min_width(ui.available_width());
    let document = view.document?;
    let lost = lost(document);
    if document.layers.len() < 2 && document.offered.is_empty() && lost.is_empty() && !document.has_pictures() {
        return None;
    }
    let top = ui.cursor().min;
    CollapsingHeader::new("Layers").id_salt("layers").default_open(true).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        if document.has_pictures() {
            commands.change(&view.state.settings, |settings| {
                let response = ui.checkbox(&mut settings.picture.shown, "picture").on_hover_text("H");
                _ = response.accessible_name("Picture layer");
            });
        }
        // A folder of results may offer hundreds.
        let area = ScrollArea::vertical().id_salt("layer list").max_height(MAX_HEIGHT).auto_shrink([false, true]);
        area.show(ui, |ui| {
            for (place, layer) in document.layers.iter().enumerate() {
                // A sequence without texts has an empty main layer, of which there is nothing to tell.
                if layer.file.bytes() > 0 {
                    row(ui, view, document, place, layer, commands);
                }
            }
            document.offered.iter().for_each(|layer| offered(ui, layer, commands));
            lost.iter().for_each(|path| unreadable(ui, document, path, commands));
        });
        ui.add_space(theme::SPACE[0]);
        if document.takes_layers() && ui.small_button("Add layer…").on_hover_text(PathRequest::Layer.help()).clicked()
        {
            commands.push(WindowCommand::Ask(PathRequest::Layer));
        }
    });
    ui.separator();
    Some(Rect::from_min_max(top, pos2(ui.max_rect().right(), ui.cursor().min.y)))
}

/// Files that were asked for and are not there.
fn lost(document: &Document) -> Vec<PathBuf> {
    let Source::File(_, how) = &document.source else { return Vec::new() };
    let is_shown = |path: &Path| document.layers.iter().any(|layer| layer.file.path() == path);
    how.layers.iter().filter(|path| !is_shown(path)).cloned().collect()
}

fn row(ui: &mut Ui, view: &View<'_>, document: &Document, place: usize, layer: &Layer, commands: &mut Commands) {
    let Some(look) = view.look(place) else { return };
    let (mut changed, mut shown) = (look, look.shown);
    line(
        ui,
        |ui| {
            let help = if look.shown { "Hide this layer" } else { "Show this layer" };
            let response = ui.checkbox(&mut shown, "").on_hover_text(help);
            response.accessible_name(format!("Layer {}", layer.name));
            sample(ui, look, place);
        },
        |ui| {
            let button =
                MenuButton::new("…").config(MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside));
            let (response, _) = button.ui(ui, |ui| layer_menu::show(ui, view, document, place, &mut changed, commands));
            let response = response.on_hover_text("How it is drawn, and more");
            _ = response.accessible_name(format!("Style of {}", layer.name));
        },
        |ui| {
            let is_main = place == 0 && document.layers.len() > 1;
            let name = RichText::new(&layer.name);
            let main = if is_main { "\nThe main layer: its tracks are listed and selected." } else { "" };
            let help = format!("{}\n{}{main}", layer.file.path().display(), kind_name(layer.kind));
            ui.add(Label::new(if is_main { name.strong() } else { name }).truncate()).on_hover_text(help);
        },
    );
    changed.shown = shown;
    if changed != look {
        commands.push(Command::SetLook(place, changed));
    }
}

fn offered(ui: &mut Ui, layer: &LayerFile, commands: &mut Commands) {
    let help = format!("{}\n{}, found beside it, not shown", layer.path.display(), kind_name(layer.kind));
    let show = |ui: &mut Ui| ui.small_button("show").accessible_name(format!("Show {}", layer.name)).clicked();
    let mut clicked = false;
    line(
        ui,
        |ui| ui.add_space(ui.spacing().icon_width),
        |ui| clicked = show(ui),
        |ui| _ = ui.add(Label::new(RichText::new(&layer.name).weak()).truncate()).on_hover_text(help),
    );
    if clicked {
        commands.push(Command::ShowLayer(layer.path.clone(), true));
    }
}

fn unreadable(ui: &mut Ui, document: &Document, path: &Path, commands: &mut Commands) {
    let told = path.display().to_string();
    let reason = document.remarks.iter().find(|remark| remark.contains(&told)).cloned().unwrap_or(told);
    let name = short_name(path);
    let color = theme::readable(theme::state::FAILED, ui.visuals().dark_mode);
    let mut clicked = false;
    line(
        ui,
        |ui| ui.add_space(ui.spacing().icon_width),
        |ui| clicked = ui.small_button("remove").accessible_name(format!("Remove {name}")).clicked(),
        |ui| {
            let text = RichText::new(format!("{name}: not shown")).color(color);
            _ = ui.add(Label::new(text).truncate()).on_hover_text(reason);
        },
    );
    if clicked {
        commands.push(Command::ShowLayer(path.to_owned(), false));
    }
}

/// What is at the left and at the right have their room, what is between gets what is left.
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

/// A line as the outlines of the layer are; several colours where there are.
fn sample(ui: &mut Ui, look: Look, place: usize) {
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
            let color = one_color(look.style, place).gamma_multiply(opacity);
            ui.painter().rect_filled(part(from, from + length), 0.0, color);
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
