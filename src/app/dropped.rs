//! Files dropped on the window: they are opened, or added as layers to the open sequence.

use std::path::PathBuf;

use eframe::egui::{self, Align2, Area, Context, Id, Order, Rect, Ui};

use super::command::{Command, Commands};
use super::session::document::Document;
use super::session::view::View;
use crate::sequence::has_video_ending;
use crate::workspace::is_workspace;

/// Asks to open the dropped files, or to add them as layers. `layers` is the area of the list of layers, in points.
pub fn take(ctx: &Context, view: &View<'_>, layers: Option<Rect>, commands: &mut Commands) {
    let paths: Vec<PathBuf> =
        ctx.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
    if paths.is_empty() {
        return;
    }
    let can_add = view.document.is_some_and(Document::takes_layers);
    if can_add
        && adds_layers(ctx, layers)
        && let [video] = &*paths
        // By its name alone: the window must not wait for a disk.
        && has_video_ending(video)
    {
        commands.push(Command::SetImages(Some(video.clone())));
        return;
    }
    // A workspace is no layer.
    if can_add && adds_layers(ctx, layers) && !paths.iter().any(|path| is_workspace(path)) {
        commands.push(Command::AddLayers(paths));
    } else {
        paths.into_iter().for_each(|path| commands.open(path));
    }
}

/// Shows what will happen if the files that are held over the window are dropped.
pub fn hint(ui: &Ui, view: &View<'_>, layers: Option<Rect>) {
    if ui.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    let text = match (view.document.is_some_and(Document::takes_layers), adds_layers(ui.ctx(), layers)) {
        (true, true) => "Drop to add as a layer, or a video to show under the boxes",
        (true, false) => "Drop to open. To add a layer, hold Shift or drop on the list of layers",
        (false, _) => "Drop to open",
    };
    let area = Area::new(Id::unique("drop hint")).order(Order::Tooltip).anchor(Align2::CENTER_CENTER, [0.0, 0.0]);
    area.show(ui.ctx(), |ui| egui::Frame::popup(ui.style()).show(ui, |ui| ui.strong(text)));
}

/// Whether dropped files become layers: Shift is held, or the pointer is over the list of layers.
fn adds_layers(ctx: &Context, layers: Option<Rect>) -> bool {
    let on_layers = || ctx.pointer_latest_pos().is_some_and(|at| layers.is_some_and(|area| area.contains(at)));
    ctx.input(|input| input.modifiers.shift) || on_layers()
}
