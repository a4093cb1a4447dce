//! A text field for a path: Tab completes it, and a short list says what it can become.

use eframe::egui::{Button, Id, Key, Modifiers, Response, TextEdit, Ui};

use crate::app::model::format::count;
use crate::app::model::opening::path_text::PathText;
use crate::app::session::path_listing::PathListing;
use crate::app::widgets::focus;
use crate::app::widgets::theme;

/// How many completions are listed.
const LISTED: usize = 8;

/// The field's knowledge of what its text can become.
#[derive(Default)]
pub struct PathInput {
    listing: PathListing,
}

impl PathInput {
    /// Draws the field with its accessible name. `hint` is shown while it is empty.
    pub fn field(&mut self, ui: &mut Ui, path: &mut PathText, name: &str, hint: &str, width: f32) -> Response {
        let id = Id::unique(("path", name));
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        if has_focus {
            self.listing.ask(path, ui.ctx());
        }
        let longer = self.listing.of(path).map(|found| found.common.clone());
        let longer = longer.filter(|common| common != path.text());
        // Without anything to complete, Tab goes to the next widget as everywhere.
        let completes = has_focus && longer.is_some();
        if completes
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Tab))
            && let Some(longer) = longer
        {
            path.complete(longer);
            focus::go_to_end(ui, id, path.text());
        }
        let mut text = path.text().to_owned();
        let field = TextEdit::singleline(&mut text).id(id).hint_text(hint).desired_width(width).lock_focus(completes);
        let response = ui.add(field).accessible_name(name);
        path.edit(text);
        response
    }

    /// Draws the list of what the text can become, under the field. `name` is that of the field.
    pub fn list(&mut self, ui: &mut Ui, path: &mut PathText, name: &str) {
        let Some(found) = self.listing.of(path) else { return };
        let mut chosen = None;
        let others: Vec<&String> = found.texts.iter().filter(|other| *other != path.text()).collect();
        for other in others.iter().take(LISTED) {
            ui.add_space(-theme::SPACE[0] / 2.0);
            let button = Button::new(other.as_str()).frame_when_inactive(false).truncate();
            if ui.add(button).on_hover_text(other.as_str()).clicked() {
                chosen = Some((*other).clone());
            }
        }
        let itself = found.texts.len() - others.len();
        let left = found.count.saturating_sub(itself + LISTED);
        if found.is_cut {
            ui.weak("and more. Type on to see them");
        } else if left > 0 {
            ui.weak(format!("and {} more. Type on to see them", count(left as u64)));
        }
        if let Some(chosen) = chosen {
            let id = Id::unique(("path", name));
            path.complete(chosen);
            ui.memory_mut(|memory| memory.request_focus(id));
            focus::go_to_end(ui, id, path.text());
        }
    }
}
