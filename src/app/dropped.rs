//! Files dropped on the window: opened, or added as layers to what is open.

use std::path::PathBuf;

use eframe::egui::{self, Align2, Area, Context, Id, Order, Rect, Ui};

use super::command::{Command, Commands};
use super::session::document::Document;
use super::session::view::View;

/// Asks for what was dropped. `layers` is where the list of layers is on the screen.
pub fn take(ctx: &Context, view: &View<'_>, layers: Option<Rect>, commands: &mut Commands) {
    let paths: Vec<PathBuf> =
        ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
    if paths.is_empty() {
        return;
    }
    let can_add = view.document.is_some_and(Document::takes_layers);
    if can_add && is_to_add(ctx, layers) {
        commands.push(Command::AddLayers(paths));
    } else {
        paths.into_iter().for_each(|path| commands.open(path));
    }
}

/// Tells what dropping the files that are held over the window would do.
pub fn hint(ui: &Ui, view: &View<'_>, layers: Option<Rect>) {
    if ui.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let text = match (view.document.is_some_and(Document::takes_layers), is_to_add(ui.ctx(), layers)) {
        (true, true) => "Drop to add as a layer",
        (true, false) => "Drop to open. With Shift, or on the list of layers: adds a layer",
        (false, _) => "Drop to open",
    };
    let area = Area::new(Id::unique("drop hint")).order(Order::Tooltip).anchor(Align2::CENTER_CENTER, [0.0, 0.0]);
    area.show(ui.ctx(), |ui| egui::Frame::popup(ui.style()).show(ui, |ui| ui.strong(text)));
}

fn is_to_add(ctx: &Context, layers: Option<Rect>) -> bool {
    let on_layers = || ctx.pointer_latest_pos().is_some_and(|at| layers.is_some_and(|area| area.contains(at)));
    ctx.input(|input| input.modifiers.shift) || on_layers()
}
