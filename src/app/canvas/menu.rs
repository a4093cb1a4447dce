//! The menu of what is under the pointer: a box, or the frame.

use eframe::egui::Response;

use super::boxes::ScreenBox;
use super::further_layers::FurtherLayer;
use crate::app::command::Commands;
use crate::app::context_menu::{self, FramePlace, Opens, Target};
use crate::app::session::view::View;
use crate::mot::TrackId;

/// Shows the menu. `pointed` is the track under the pointer, with the place of its layer. By keyboard, it is the menu of the
/// selected track, at its box among `items` if there is one.
pub fn show(
    response: &Response,
    view: &View<'_>,
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
    context_menu::attach(response, Opens::Canvas, view, target, commands);
}

/// The track under the pointer, with the place of its layer: of the main layer, or else of the first layer that has one there.
pub fn pointed(hovered: Option<ScreenBox>, under: &[(&FurtherLayer<'_>, ScreenBox)]) -> Option<(usize, TrackId)> {
    let main = hovered.and_then(|item| item.id).map(|id| (0, id));
    main.or_else(|| under.iter().find_map(|(layer, item)| Some((layer.place, item.id?))))
}
