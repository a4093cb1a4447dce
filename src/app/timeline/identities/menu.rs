//! The menu of a row.

use eframe::egui::{Button, Ui};

use super::gestures::Target;
use crate::app::command::{Command, Commands, TracksCommand, WindowCommand};
use crate::app::model::identity_timeline::{Rows, name};
use crate::app::model::tracks::{one, with_counterparts};
use crate::app::session::view::View;
use crate::mot::TrackId;

/// Draws the menu of a row.
pub fn show(ui: &mut Ui, view: &View<'_>, rows: &Rows, target: Target, commands: &mut Commands) {
    let Some((row, id)) = target.row.and_then(|row| Some((row, rows.id(row)?))) else {
        ui.close();
        return;
    };
    ui.weak(format!("{}, frame {}", name(rows, row), target.frame));
    let of_row = one(rows.layer(), TrackId(id));
    let solo = with_counterparts(&of_row, &view.state.judging.judgements);
    let is_solo = solo.iter().all(|(place, tracks)| view.shown_tracks(*place).solo.as_ref() == Some(tracks));
    let help = "Draws only the boxes of this track, and of the tracks that cover it";
    if is_solo {
        if ui.button("End solo").clicked() {
            commands.push(TracksCommand::EndSolo);
        }
    } else if ui.button("Solo").on_hover_text(help).clicked() {
        commands.push(TracksCommand::Solo(of_row));
    }
    let track = rows.track_of_layer(row, 0, target.frame);
    let follow = ui.add_enabled(track.is_some(), Button::new("Follow"));
    let help = "Goes to this frame, and keeps the box in the middle of the canvas";
    let follow =
        follow.on_hover_text(help).on_disabled_hover_text("No track of the main layer covers it in this frame");
    if let Some(track) = track.filter(|_| follow.clicked()) {
        commands.push(Command::Seek(target.frame));
        commands.push(Command::Select(Some(track)));
        commands.push(Command::Lock(true));
    }
    ui.separator();
    let facts = rows.facts(row);
    for (text, frame) in [("Go to start", facts.first), ("Go to end", facts.last)] {
        if ui.button(text).on_hover_text(format!("frame {frame}")).clicked() {
            commands.push(Command::Seek(frame.into()));
        }
    }
    if ui.button("Copy id").on_hover_text(id.to_string()).clicked() {
        commands.push(WindowCommand::Copy(id.to_string()));
    }
}
