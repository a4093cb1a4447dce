//! The command palette: every command by its name, with its key. It is worked by keyboard as a whole.

use eframe::egui::{
    Align, Event, Id, Key, Label, Layout, Modal, Modifiers, RichText, ScrollArea, Sense, TextEdit, Ui, vec2,
};

use crate::app::command::{Commands, WindowCommand};
use crate::app::model::actions::{Action, ENTRIES, Entry, Keymap};
use crate::app::widgets::{focus, theme};

/// The largest width and height of the palette, in points.
const SIZE: [f32; 2] = [520.0, 420.0];
/// The height of a row, in points.
const ROW: f32 = 20.0;

/// The palette.
#[derive(Default)]
pub struct CommandPalette {
    /// The search text; `None` while the palette is hidden.
    search: Option<String>,
    /// The selected row.
    selected: usize,
    /// Whether to put the cursor into the field.
    focus: bool,
}

impl CommandPalette {
    /// Shows the palette with an empty search, or hides it.
    pub fn open(&mut self, shown: bool) {
        *self = Self { search: shown.then(String::new), selected: 0, focus: shown };
    }

    /// Whether it is shown.
    pub fn is_open(&self) -> bool {
        self.search.is_some()
    }

    /// Draws the palette, if it is shown. `is_available` says whether a command does something now.
    pub fn show(&mut self, ui: &Ui, keys: &Keymap, is_available: &dyn Fn(Action) -> bool, commands: &mut Commands) {
        let Self { search: Some(search), selected, focus } = self else { return };
        let rows = matching(search);
        *selected = (*selected).min(rows.len().saturating_sub(1));
        let by = ui.input_mut(|input| {
            let mut pressed = |key| input.count_and_consume_key(Modifiers::NONE, key) as isize;
            pressed(Key::ArrowDown) - pressed(Key::ArrowUp) + 8 * (pressed(Key::PageDown) - pressed(Key::PageUp))
        });
        *selected = selected.saturating_add_signed(by).min(rows.len().saturating_sub(1));
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let (enter, escape) = (pressed(Key::Enter), pressed(Key::Escape));
        let is_typed = ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Text(_))));
        let room = ui.ctx().content_rect();
        let mut chosen = None;
        let modal = Modal::new(Id::unique("command palette")).show(ui.ctx(), |ui| {
            ui.set_width(SIZE[0].min(room.width() - 60.0));
            let field = TextEdit::singleline(search).hint_text("search commands").desired_width(f32::INFINITY);
            let field = ui.add(field).accessible_name("Search commands");
            if std::mem::take(focus) {
                focus::take(ui, &field, search);
            }
            if field.changed() {
                *selected = 0;
            }
            let height = SIZE[1].min(room.height() - 140.0);
            let area = ScrollArea::vertical().auto_shrink(false).max_height(height).min_scrolled_height(height);
            area.show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                if rows.is_empty() {
                    ui.weak("No command has these words.");
                }
                for (at, entry) in rows.iter().enumerate() {
                    let is_selected = at == *selected;
                    let response = row(ui, entry, &keys.text(entry.action), is_selected, is_available(entry.action));
                    if is_selected && (by != 0 || is_typed) {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        chosen = Some(entry.action);
                    }
                }
            });
            ui.weak("Enter: run, ↑ ↓: choose, Esc: close");
        });
        if enter {
            chosen = rows.get(*selected).map(|entry| entry.action);
        }
        let chosen = chosen.filter(|&action| is_available(action));
        if chosen.is_some() || escape || modal.should_close() {
            commands.push(WindowCommand::Palette(false));
        }
        if let Some(action) = chosen {
            commands.push(WindowCommand::Do(action));
        }
    }
}

/// The commands whose group and name have all words of a search. Those whose name begins with it come first.
fn matching(search: &str) -> Vec<&'static Entry> {
    let search = search.trim().to_lowercase();
    let has = |entry: &&Entry| {
        let name = format!("{} {}", entry.group, entry.name).to_lowercase();
        search.split_whitespace().all(|word| name.contains(word))
    };
    let mut rows: Vec<&Entry> = ENTRIES.iter().filter(has).collect();
    rows.sort_by_key(|entry| !entry.name.to_lowercase().starts_with(&search));
    rows
}

fn row(ui: &mut Ui, entry: &Entry, keys: &str, is_selected: bool, is_available: bool) -> eframe::egui::Response {
    // `Sense::CLICK` keeps the row out of the Tab order: arrow keys move between rows.
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::CLICK);
    let visuals = ui.visuals();
    if is_selected || response.hovered() {
        let fill = if is_selected { visuals.selection.bg_fill } else { visuals.widgets.hovered.weak_bg_fill };
        ui.painter().rect_filled(rect, theme::RADIUS, fill);
    }
    let color = match (is_available, is_selected) {
        (false, _) => visuals.weak_text_color(),
        (true, true) => visuals.selection.stroke.color,
        (true, false) => visuals.text_color(),
    };
    let text = |text: &str| RichText::new(text).color(color);
    let inside = eframe::egui::UiBuilder::new().max_rect(rect.shrink2(vec2(theme::SPACE[0], 0.0)));
    ui.scope_builder(inside.layout(Layout::right_to_left(Align::Center)), |ui| {
        ui.add(Label::new(text(keys).font(theme::small_figures())).selectable(false));
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let name = format!("{}: {}", entry.group, entry.name);
            ui.add(Label::new(text(&name)).selectable(false).truncate());
        });
    });
    response.widget_info(|| {
        eframe::egui::WidgetInfo::selected(
            eframe::egui::Role::ListItem,
            is_available,
            is_selected,
            format!("Command: {}", entry.name),
        )
    });
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_words_in_any_order_and_case_and_beginnings_first() {
        assert_eq!(matching("").len(), ENTRIES.len());
        let found = |search| matching(search).first().map(|entry| entry.action);
        assert_eq!(found("picture FIT"), Some(Action::Fit));
        assert_eq!(found("open"), Some(Action::Open));
        assert_eq!(found("quit"), Some(Action::Quit));
        assert_eq!(found("no such words"), None);
    }
}
