//! What the pointer does over the rows.

use eframe::egui::{CursorIcon, PointerButton, Rect, Response, Ui};

use super::chart::Chart;
use crate::app::command::{Command, Commands};
use crate::app::context_menu::{self, FramePlace};
use crate::app::model::identity_timeline::{Axis, RowId, Rows};
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::mot::TrackId;

/// A place in the timeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The row; `None` below the last one.
    pub row: Option<RowId>,
    /// The number of the frame.
    pub frame: u64,
}

impl Target {
    /// What the menu of this place is of.
    pub fn menu(self, view: &View<'_>, rows: &Rows) -> context_menu::Target {
        let frame = context_menu::Target::Frame(self.frame, FramePlace::Time);
        let Some((row, id)) = self.row.and_then(|row| Some((row, rows.id(row)?))) else { return frame };
        let main = rows.track_of_layer(row, 0, self.frame);
        context_menu::Target::track(view, rows.layer(), TrackId(id), self.frame).covered_by(main)
    }
}

/// What lasts longer than a pass.
#[derive(Clone, Copy, Debug, Default)]
pub struct Gestures {
    /// The rank at which a drag that sets the range began.
    pub began: Option<u64>,
    /// What is left of a pan that is no whole column.
    rest: f64,
}

impl Gestures {
    /// The axis after what the pointer has done: the wheel with Ctrl or two fingers zoom at it, the wheel sideways or the middle
    /// button pan.
    pub fn turned(&mut self, ui: &Ui, chart: &Chart, response: &Response) -> Axis {
        let mut axis = chart.axis;
        let pointer = response.hover_pos().or_else(|| response.interact_pointer_pos());
        if let Some(pointer) = pointer.filter(|_| response.contains_pointer()) {
            let zoom = ui.input(eframe::egui::InputState::zoom_delta);
            if zoom != 1.0 {
                axis = axis.zoomed(chart.column(pointer.x), zoom.into());
            }
            self.rest -= f64::from(ui.input(|input| input.smooth_scroll_delta().x) * ui.pixels_per_point());
        }
        if response.dragged_by(PointerButton::Middle) {
            self.rest -= f64::from(response.drag_delta().x * ui.pixels_per_point());
            ui.set_cursor_icon(CursorIcon::Grabbing);
        }
        let whole = self.rest.trunc();
        self.rest -= whole;
        if whole == 0.0 { axis } else { axis.panned(whole as i64) }
    }

    /// Goes to the frame that was clicked, and selects the track of the main layer there. A drag sets the range that is played.
    /// The answer is the range of ranks that the drag covers.
    pub fn acted(
        &mut self,
        chart: &Chart,
        response: &Response,
        (document, rows): (&Document, &Rows),
        target: Option<Target>,
        commands: &mut Commands,
    ) -> Option<(u64, u64)> {
        if response.drag_started_by(PointerButton::Primary) {
            // The drag began where the button was pressed, and the pointer has moved since then.
            let origin = response.interact_pointer_pos().map(|pointer| pointer.x - response.drag_delta().x);
            self.began = origin.map(|x| chart.rank(x));
        }
        let pointed = response.interact_pointer_pos().map(|pointer| chart.rank(pointer.x));
        let range = self.began.zip(pointed).map(|(one, other)| (one.min(other), one.max(other)));
        if response.drag_stopped_by(PointerButton::Primary) {
            self.began = None;
            if let Some((first, last)) = range {
                let frame = |rank: u64| document.keys.key_at(rank);
                commands.push(Command::SetIn(frame(first)));
                commands.push(Command::SetOut(frame(last)));
            }
            return None;
        }
        if let Some(target) = target.filter(|_| response.clicked()) {
            go(rows, target, commands);
        }
        if !response.dragged_by(PointerButton::Primary) {
            self.began = None;
            return None;
        }
        range
    }
}

/// Goes to a place, and selects the track of the main layer there.
pub fn go(rows: &Rows, target: Target, commands: &mut Commands) {
    commands.push(Command::Seek(target.frame));
    if let Some(track) = target.row.and_then(|row| rows.track_of_layer(row, 0, target.frame)) {
        commands.push(Command::Select(Some(track)));
    }
}

/// Moves the play head while the ruler is clicked or dragged.
pub fn ruler(ui: &Ui, chart: &Chart, rect: Rect, document: &Document, commands: &mut Commands) {
    let response = ui.interact(rect, ui.scope_id().with("ruler"), eframe::egui::Sense::click_and_drag());
    let is_held = response.is_pointer_button_down_on() || response.drag_stopped() || response.clicked();
    let rank = response.interact_pointer_pos().filter(|_| is_held).map(|pointer| chart.rank(pointer.x));
    if let Some(frame) = rank.and_then(|rank| document.keys.key_at(rank)).filter(|frame| *frame != document.position())
    {
        commands.push(Command::Seek(frame));
    }
    let _ = response.on_hover_and_drag_cursor(CursorIcon::PointingHand);
}
