//! What is shown above the list of events, or in its place where there is little room: two results, and how results are matched.

use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::{Button, PopupCloseBehavior, Response, Ui};

use super::evaluate_all;
use crate::app::command::Commands;
use crate::app::model::format::counted;
use crate::app::model::judging::Judgement;
use crate::app::session::view::View;

/// What is shown beside the list of events.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The scores of two results, and where they differ.
    pub compares: bool,
    /// How results are matched.
    pub matches: bool,
}

/// The choice of what is shown.
pub struct Choice<'a> {
    /// What is shown.
    pub shown: &'a mut Shown,
    /// Whether there are two results to compare.
    pub can_compare: bool,
    /// Whether there is room for one of them only.
    pub is_one: bool,
}

impl Choice<'_> {
    /// Draws a button for each.
    pub fn buttons(&mut self, ui: &mut Ui, view: &View<'_>, judgement: &Judgement, commands: &mut Commands) {
        let before = *self.shown;
        if self.can_compare {
            let help = "Scores of two results, and where they differ";
            toggle(ui, &mut self.shown.compares, "Compare two results", help);
        }
        let title = title(Some(judgement));
        let matching = toggle(ui, &mut self.shown.matches, &title, "Rules, overlap, class and ground truth");
        matching.accessible_name("Matching");
        evaluate_all::button(ui, view, commands);
        if self.is_one && self.shown.compares && self.shown.matches {
            // The one that was there goes.
            *self.shown = Shown { compares: !before.compares, matches: !before.matches };
        }
    }

    /// Draws a button with a menu of them. `more` draws further entries.
    pub fn menu(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        judgement: &Judgement,
        more: &mut dyn FnMut(&mut Ui),
        commands: &mut Commands,
    ) {
        let menu = MenuButton::from_button(Button::new("…").small());
        let menu = menu.config(MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClick));
        let (button, _) = menu.ui(ui, |ui| {
            more(ui);
            self.buttons(ui, view, judgement, commands);
        });
        let help = "All scores, two results side by side, matching, all sequences";
        button.on_hover_text(help).accessible_name("More about the errors");
    }
}

/// A button that shows or hides something below it.
fn toggle(ui: &mut Ui, is_on: &mut bool, title: &str, help: &str) -> Response {
    let button = ui.add(Button::selectable(*is_on, title).frame_when_inactive(true)).on_hover_text(help);
    *is_on ^= button.clicked();
    button
}

/// The title of how results are matched, with the number of remarks.
pub fn title(judgement: Option<&Judgement>) -> String {
    match judgement.map_or(0, |judgement| judgement.remarks.len()) {
        0 => "Matching".to_owned(),
        remarks => format!("Matching: {}", counted(remarks as u64, "remark", "remarks")),
    }
}
