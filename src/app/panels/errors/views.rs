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

impl Shown {
    /// Where there is room for one of them only: the one that was chosen just now, and was not shown `before`. Both, if both were.
    #[must_use]
    pub fn newer(self, before: Self) -> Self {
        match (self.compares && self.matches, before) {
            (true, Self { matches: false, .. }) => Self { compares: false, matches: true },
            (true, Self { compares: false, .. }) => Self { compares: true, matches: false },
            _ => self,
        }
    }
}

/// The choice of what is shown.
pub struct Choice<'a> {
    /// What is shown.
    pub shown: &'a mut Shown,
    /// Whether there are two results to compare.
    pub can_compare: bool,
}

impl Choice<'_> {
    /// Draws a button for each.
    pub fn buttons(&mut self, ui: &mut Ui, view: &View<'_>, judgement: &Judgement, commands: &mut Commands) {
        if self.can_compare {
            let help = "Scores of two results, and where they differ";
            toggle(ui, &mut self.shown.compares, "Compare two results", help);
        }
        let title = title(Some(judgement));
        let matching = toggle(ui, &mut self.shown.matches, &title, "Rules, overlap, class and ground truth");
        matching.accessible_name("Matching");
        evaluate_all::button(ui, view, commands);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_just_now_takes_the_place_of_the_other_one() {
        let shown = |compares, matches| Shown { compares, matches };
        let cases = [
            (shown(true, false), shown(true, true), shown(false, true)),
            (shown(false, true), shown(true, true), shown(true, false)),
            // Both were chosen where there was room for both.
            (shown(true, true), shown(true, true), shown(true, true)),
            (shown(true, true), shown(false, true), shown(false, true)),
            (shown(false, false), shown(true, false), shown(true, false)),
        ];
        for (before, chosen, expected) in cases {
            assert!(chosen.newer(before) == expected);
        }
    }
}
