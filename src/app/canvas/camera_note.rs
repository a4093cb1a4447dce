//! The note in the corner of the canvas while the camera follows a track.

use eframe::egui::{self, Align2, Id, Rect, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::actions::Action;
use crate::app::model::camera::Camera;
use crate::app::session::view::View;
use crate::app::widgets::theme;

/// Where the note was drawn last, if it ever was.
pub fn area(ui: &Ui) -> Option<Rect> {
    let state = egui::AreaState::load(ui.ctx(), Id::unique("camera"))?;
    Some(state.rect())
}

/// Draws the note: which track the camera follows, whether it is in this frame, and a button to release the camera.
pub fn show(ui: &Ui, canvas: Rect, camera: &Camera, view: &View<'_>, commands: &mut Commands) {
    let (Some(lock), Some(id)) = (&camera.lock, view.state.selected) else { return };
    let keys = &view.state.settings.keys;
    let at = Align2::RIGHT_TOP.pos_in_rect(&canvas.shrink(theme::SPACE[1]));
    let area = egui::Area::new(Id::unique("camera")).order(egui::Order::Middle).pivot(Align2::RIGHT_TOP).fixed_pos(at);
    area.constrain_to(canvas).show(ui.ctx(), |ui| {
        egui::Frame::popup(ui.style()).inner_margin(theme::SPACE[0]).show(ui, |ui| {
            ui.set_max_width((canvas.width() - 40.0).clamp(80.0, 260.0));
            ui.horizontal(|ui| {
                ui.label(format!("Following track {id}"));
                let release = ui
                    .small_button("Release")
                    .on_hover_text(keys.labelled("Moving the picture does it, too", Action::FollowTrack));
                if release.clicked() {
                    commands.push(Command::Lock(false));
                }
            });
            if let Some((frame, is_held)) = lock.missing() {
                let held = if is_held { ": camera stays here" } else { "" };
                ui.weak(format!("no box in frame {frame}{held}"));
            }
        });
    });
}
