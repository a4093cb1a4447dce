//! The menu of what is under the pointer: a box, or the frame.

use eframe::egui::Response;

use super::boxes::ScreenBox;
use super::further_layers::FurtherLayer;
use super::panes::Place;
use crate::app::command::Commands;
use crate::app::context_menu::{self, FramePlace, Opens, Target};
use crate::app::session::view::View;
use crate::mot::TrackId;

/// Shows the menu. `pointed` is the track under the pointer, with the place of its layer. By keyboard, it is the menu of the
/// selected track, at its box among `items` if there is one.
pub fn show(
    response: &Response,
    (view, place): (&View<'_>, Place),
    frame: u64,
    (pointed, items): (Option<(usize, TrackId)>, &[ScreenBox]),
    commands: &mut Commands,
) {
    let target = |pointer: Option<eframe::egui::Pos2>| {
        let selected = view.state.selected.map(|id| (0, id));
        let of = if pointer.is_some() { pointed } else { selected };
        let at = items.iter().find(|item| item.id.is_some() && item.id == view.state.selected);
        let at = at.map_or(response.rect.center(), |item| response.rect.clamp(item.rect.center()));
        let menu =
            of.map_or(Target::Frame(frame, FramePlace::Canvas), |(layer, id)| Target::track(view, layer, id, frame));
        Some((menu, at))
    };
    // Two panes of a wipe share one canvas, and the right one of them opens its menu.
    let is_here = response.interact_pointer_pos().is_some_and(|pointer| place.part.contains(pointer));
    if response.secondary_clicked() && !is_here {
        return;
    }
    let mut of_pane = response.clone();
    of_pane.id = response.id.with(place.pane);
    let is_active = place.pane == view.state.panes.active() || !view.state.panes.is_compared();
    let opens = if is_active { Opens::Canvas } else { Opens::Focused };
    context_menu::attach(&of_pane, opens, view, target, commands);
}

/// The track under the pointer, with the place of its layer: of the main layer, or else of the first layer that has one there.
pub fn pointed(hovered: Option<ScreenBox>, under: &[(&FurtherLayer<'_>, ScreenBox)]) -> Option<(usize, TrackId)> {
    let main = hovered.and_then(|item| item.id).map(|id| (0, id));
    main.or_else(|| under.iter().find_map(|(layer, item)| Some((layer.place, item.id?))))
}
