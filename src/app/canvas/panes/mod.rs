//! Panes on the canvas: where each one lies, its header, what is drawn in it, and what is drawn over all of them.

mod cross;
mod divider;
mod header;
mod pane;
mod places;

pub use pane::{Brushes, Pane, PaneMemory, outlook};
pub use places::{Place, Places};

use eframe::egui::{Painter, Pos2, Rect, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::panes::PaneChange;
use crate::app::session::view::View;

/// Draws the headers of the panes, the button in a free cell, and the divider of a wipe.
pub fn controls(ui: &mut Ui, places: &Places, view: &View<'_>, commands: &mut Commands) {
    for &(pane, rect) in &places.headers {
        header::show(ui, rect, pane, view, commands);
    }
    if let Some(free) = places.free {
        header::add_in(ui, free, commands);
    }
    if let Some(place) = places.views.first().filter(|_| places.is_wiped) {
        divider::show(ui, place.canvas, view.state.panes.divider(), commands);
    }
}

/// Makes the pane under a press of the pointer the active one.
pub fn activate(ui: &Ui, places: &Places, view: &View<'_>, pressed: Option<Pos2>, commands: &mut Commands) {
    let under = pressed.and_then(|at| places.views.iter().find(|place| place.part.contains(at)));
    if let Some(place) = under.filter(|place| place.pane != view.state.panes.active()) {
        commands.push(Command::ChangePanes(PaneChange::Activate(place.pane)));
        ui.request_repaint();
    }
}

/// Marks, in the other panes, the place of the scene that the pointer is at in one of them.
pub fn crosses(painter: &Painter, places: &Places, over: Option<Pos2>, is_dark: bool) {
    let Some((at, from)) = over.and_then(|at| Some((at, places.views.iter().find(|place| place.canvas.contains(at))?)))
    else {
        return;
    };
    // All canvases have one size, so a place of the scene lies at one offset in each.
    let others = places.views.iter().filter(|place| place.canvas != from.canvas);
    others.for_each(|place| cross::paint(painter, place.canvas, place.canvas.min + (at - from.canvas.min), is_dark));
}

/// The part of the canvas below the headers, where cards lie.
pub fn below_headers(rect: Rect, places: &Places) -> Rect {
    let top = places.views.first().map_or(rect.top(), |place| place.canvas.top());
    rect.with_min_y(top)
}
