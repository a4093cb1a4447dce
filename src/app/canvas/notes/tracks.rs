//! The note at the top of the canvas while not all tracks are drawn. A click on it draws them again.

use std::fmt::Write as _;

use eframe::egui::{self, Align2, Button, Id, Rect, Ui};

use crate::app::command::{Commands, TracksCommand};
use crate::app::model::actions::Action;
use crate::app::model::format::{count, counted};
use crate::app::model::tracks::ShownTracks;
use crate::app::session::view::View;
use crate::app::widgets::theme;

/// Where the note was drawn last, if it is shown.
pub fn area(ui: &Ui, view: &View<'_>) -> Option<Rect> {
    told(view)?;
    Some(egui::AreaState::load(ui.ctx(), Id::unique("drawn tracks"))?.rect())
}

/// What the note says, and whether it is about tracks that are drawn alone.
fn told(view: &View<'_>) -> Option<(String, bool)> {
    let layers = view.document.map_or(&[][..], |document| &document.layers);
    let shown: Vec<_> = (0..layers.len()).map(|place| view.shown_tracks(place)).collect();
    let is_solo = shown.iter().any(|shown| shown.solo.is_some());
    let count_of = |shown: &ShownTracks| match &shown.solo {
        Some(solo) => solo.len() as u64,
        None if is_solo => 0,
        None => shown.hidden.len() as u64,
    };
    let counts: Vec<u64> = shown.iter().map(count_of).collect();
    let first = counts.first().copied().unwrap_or(0);
    let mut text = counted(first, "track", "tracks");
    if is_solo {
        text.insert_str(0, "Solo: ");
    } else if counts.iter().any(|count| *count > 0) {
        text.push_str(" hidden");
    } else {
        return None;
    }
    for (layer, of) in layers.iter().zip(&counts).skip(1).filter(|(_, count)| **count > 0) {
        // Writing to a string cannot fail.
        let _ = write!(text, " · {} {}", layer.name, count(*of));
    }
    Some((text, is_solo))
}

/// Draws the note.
pub fn show(ui: &Ui, canvas: Rect, view: &View<'_>, commands: &mut Commands) {
    let Some((text, is_solo)) = told(view) else { return };
    let at = Align2::CENTER_TOP.pos_in_rect(&canvas.shrink(theme::SPACE[1]));
    let id = Id::unique("drawn tracks");
    let area = egui::Area::new(id).order(egui::Order::Middle).pivot(Align2::CENTER_TOP).fixed_pos(at);
    area.constrain_to(canvas).show(ui.ctx(), |ui| {
        egui::Frame::popup(ui.style()).inner_margin(theme::SPACE[0]).show(ui, |ui| {
            ui.set_max_width((canvas.width() - 40.0).clamp(80.0, 320.0));
            let keys = &view.state.settings.keys;
            let (help, action, command) = if is_solo {
                ("Ends the solo: click to draw the other tracks again", Action::Solo, TracksCommand::EndSolo)
            } else {
                ("Click to draw all tracks again", Action::ShowAllTracks, TracksCommand::ShowAll)
            };
            let chip = ui.add(Button::new(format!("{text}  ×")).truncate().frame_when_inactive(false));
            if chip.on_hover_text(keys.labelled(help, action)).accessible_name(text).clicked() {
                commands.push(command);
            }
        });
    });
}
