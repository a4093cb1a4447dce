//! A dialog to choose which file of an archive, or which sequence of a data set, to open.

use std::ops::Range;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align2, Button, FontId, Id, InputState, Key, Label, Modal, Modifiers, Rect, ScrollArea, Sense, TextEdit, TextStyle,
    Ui, WidgetInfo, vec2,
};

use crate::app::command::{Command, Commands};
use crate::app::model::format::{self, counted};
use crate::app::model::opening::open_question::{Choices, OpenQuestion};
use crate::app::widgets::focus;
use crate::app::widgets::theme;
use crate::mot::Member;
use crate::sequence::DataSetEntry;

/// A list with more items than this has a search field.
const SHORT: usize = 12;
/// Maximum and minimum width of the dialog, in points.
const WIDTH: [f32; 2] = [560.0, 240.0];
/// Height of everything above and below the list, including a margin around the dialog, in points.
const AROUND: f32 = 180.0;
/// Width per character of the right column, and its minimum width, in points.
const DETAILS: [f32; 2] = [7.0, 68.0];

/// Maximum length of a name in a tooltip, in characters.
const MAX_NAME: usize = 1000;

/// The state of the dialog.
pub struct ChoiceDialog {
    /// Name of the archive or data set.
    title: String,
    items: Vec<Item>,
    /// What the items are called: singular and plural.
    noun: [&'static str; 2],
    search: String,
    /// Indices of the items that match the search.
    rows: Vec<usize>,
    /// The row that Enter opens.
    selected: usize,
    /// Whether to scroll to the selected row.
    reveal: bool,
    /// Whether to put the cursor into the search field.
    focus: bool,
}

/// An item of the list.
struct Item {
    name: String,
    /// Short details, such as its size.
    detail: String,
}

impl ChoiceDialog {
    /// The dialog for a question. The open file is selected first, or else a file that may have rows.
    pub fn new(question: &OpenQuestion) -> Self {
        let (items, noun, open): (Vec<Item>, _, Option<&str>) = match &question.choices {
            Choices::Members(members, open) => {
                let size = |member: &Member| member.bytes.map(format::bytes).unwrap_or_default();
                let item = |member: &Member| Item { name: member.name.clone(), detail: size(member) };
                let open = open.as_deref().filter(|open| members.iter().any(|member| member.name == *open));
                (members.iter().map(item).collect(), ["file", "files"], open.or_else(|| likeliest(members)))
            }
            Choices::Sequences(entries) => {
                let item = |entry: &DataSetEntry| Item { name: entry.name.clone(), detail: told(entry) };
                (entries.iter().map(item).collect(), ["sequence", "sequences"], None)
            }
            Choices::Unpack(..) | Choices::Columns(..) => (Vec::new(), ["file", "files"], None),
        };
        let selected = items.iter().position(|item| Some(item.name.as_str()) == open).unwrap_or(0);
        let rows = (0..items.len()).collect();
        let (title, search) = (question.source.name(), String::new());
        Self { title, items, noun, search, rows, selected, reveal: true, focus: true }
    }

    /// Updates the rows after the search text changed.
    fn filter(&mut self) {
        let search = self.search.to_lowercase();
        let matches = |at: &usize| self.items[*at].name.to_lowercase().contains(&search);
        self.rows = (0..self.items.len()).filter(matches).collect();
        self.selected = 0;
        self.reveal = true;
    }

    /// Moves the selection by a number of rows; it stops at the ends.
    fn step(&mut self, by: isize) {
        self.selected = self.selected.saturating_add_signed(by).min(self.rows.len().saturating_sub(1));
        self.reveal = true;
    }

    fn selected_name(&self) -> Option<&str> {
        self.rows.get(self.selected).map(|&at| self.items[at].name.as_str())
    }
}

/// The file that the user most likely wants: the first one that may have boxes.
fn likeliest(members: &[Member]) -> Option<&str> {
    members.iter().find(|member| member.may_have_boxes).map(|member| member.name.as_str())
}

/// Draws the dialog.
pub fn show(ui: &Ui, choice: &mut ChoiceDialog, commands: &mut Commands) {
    let screen = ui.ctx().content_rect();
    let mut open = None;
    let modal = Modal::new(Id::unique("choice")).show(ui.ctx(), |ui| {
        let width = (screen.width() - 48.0).clamp(WIDTH[1], WIDTH[0]);
        ui.set_width(width);
        ui.add(Label::new(format!("{}: which {}?", choice.title, choice.noun[0])).truncate());
        let height = ui.text_style_height(&TextStyle::Body) + 4.0;
        let visible = ((screen.height() - AROUND).max(height * 3.0) / height) as usize;
        let enter = keys(ui, choice, visible);
        if choice.items.len() > SHORT {
            search(ui, choice);
        }
        open = list(ui, choice, height, visible);
        ui.add_space(theme::SPACE[0]);
        ui.horizontal(|ui| {
            let selected = choice.selected_name();
            let button = ui.add_enabled(selected.is_some(), Button::new("Open"));
            if button.clicked() || enter {
                open = open.take().or_else(|| selected.map(str::to_owned));
            }
            if ui.button("Cancel").clicked() {
                commands.push(Command::CancelChoice);
            }
            let matching = match (choice.rows.len(), choice.items.len()) {
                (rows, all) if rows == all => counted(all as u64, choice.noun[0], choice.noun[1]),
                (rows, all) => format!("{rows} of {all} {}", choice.noun[1]),
            };
            ui.weak(format!("{matching} · Enter: open, Esc: cancel"));
        });
    });
    if let Some(name) = open {
        commands.push(Command::Choose(name));
    } else if modal.should_close() {
        commands.push(Command::CancelChoice);
    }
}

/// Moves the selection by keys. Returns whether Enter was pressed to open it, unless a button has the focus.
fn keys(ui: &Ui, choice: &mut ChoiceDialog, page: usize) -> bool {
    let pressed = |input: &mut InputState, key| input.count_and_consume_key(Modifiers::NONE, key) as isize;
    let page = page.saturating_sub(1).max(1) as isize;
    let by = ui.input_mut(|input| {
        pressed(input, Key::ArrowDown) - pressed(input, Key::ArrowUp)
            + page * (pressed(input, Key::PageDown) - pressed(input, Key::PageUp))
    });
    if by != 0 {
        choice.step(by);
    }
    let on_button = ui.memory(|memory| memory.focused().is_some()) && !ui.ctx().text_edit_focused();
    !on_button && ui.input(|input| input.key_pressed(Key::Enter))
}

fn search(ui: &mut Ui, choice: &mut ChoiceDialog) {
    let field = TextEdit::singleline(&mut choice.search).hint_text("search name").desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name("Search name");
    if std::mem::take(&mut choice.focus) {
        focus::take(ui, &response, &choice.search);
    }
    if response.changed() {
        choice.filter();
    }
}

/// Draws the rows. Returns the name of a row that was double clicked.
fn list(ui: &mut Ui, choice: &mut ChoiceDialog, height: f32, visible: usize) -> Option<String> {
    let mut open = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    let shown = choice.items.len().min(visible) as f32 * height;
    let area = ScrollArea::vertical().auto_shrink(false).max_height(shown).min_scrolled_height(shown);
    if choice.rows.is_empty() {
        area.show(ui, |ui| ui.weak("No name matches the search."));
        return None;
    }
    let longest = choice.items.iter().map(|item| item.detail.chars().count()).max().unwrap_or(0);
    let details = (longest as f32 * DETAILS[0]).max(DETAILS[1]);
    area.show_rows(ui, height, choice.rows.len(), |ui, range: Range<usize>| {
        if std::mem::take(&mut choice.reveal) {
            let top = ui.max_rect().top() + (choice.selected as f32 - range.start as f32) * height;
            ui.scroll_to_rect(Rect::from_min_size([ui.max_rect().left(), top].into(), vec2(1.0, height)), None);
        }
        for row in range {
            let item = &choice.items[choice.rows[row]];
            let response = self::row(ui, item, height, details, row == choice.selected);
            if response.clicked() {
                choice.selected = row;
            }
            if response.double_clicked() {
                open = Some(item.name.clone());
            }
        }
    });
    open
}

fn row(ui: &mut Ui, item: &Item, height: f32, details: f32, selected: bool) -> eframe::egui::Response {
    // `Sense::CLICK` keeps the row out of the Tab order: arrow keys move between rows.
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, selected, &item.name));
    let visuals = ui.style().interact_selectable(&response, selected);
    if selected || response.hovered() {
        ui.painter().rect_filled(rect, theme::RADIUS, visuals.bg_fill.gamma_multiply(0.6));
    }
    let font = FontId::monospace(theme::TEXT[0]);
    let advance = ui.fonts_mut(|fonts| fonts.glyph_width(&font, '0'));
    let names = rect.with_max_x(rect.right() - details).shrink2(vec2(theme::SPACE[0], 0.0));
    let painter = ui.painter().with_clip_rect(names.intersect(ui.clip_rect()));
    let name = end_of(&item.name, (names.width() / advance) as usize);
    let cut = name != item.name;
    painter.text(names.left_center(), Align2::LEFT_CENTER, name, font.clone(), visuals.text_color());
    let at = rect.right_center() - vec2(theme::SPACE[1], 0.0);
    ui.painter().text(at, Align2::RIGHT_CENTER, &item.detail, font, ui.visuals().weak_text_color());
    if cut { response.on_hover_ui(|ui| _ = ui.label(end_of(&item.name, MAX_NAME))) } else { response }
}

/// Details of a sequence that are known before it is opened.
fn told(entry: &DataSetEntry) -> String {
    let frames = entry.frames.map(|frames| counted(frames, "frame", "frames"));
    let pictures = (!entry.has_pictures).then(|| "no pictures".to_owned());
    frames.into_iter().chain(pictures).collect::<Vec<_>>().join(", ")
}

/// The end of a name that is too long. File names usually differ at their end.
fn end_of(name: &str, characters: usize) -> String {
    if name.char_indices().rev().nth(characters).is_none() {
        return name.to_owned();
    }
    let from = characters.checked_sub(2).and_then(|last| name.char_indices().rev().nth(last));
    format!("…{}", from.map_or("", |(at, _)| &name[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::opening::source::Source;

    fn question(names: &[&str], open: Option<&Source>) -> OpenQuestion {
        let member = |name: &&str| Member { name: (*name).to_owned(), bytes: Some(1), may_have_boxes: true };
        OpenQuestion::of_members(source("a.zip", None), Some(7), names.iter().map(member).collect(), open)
    }

    fn choice(names: &[&str], open: Option<&Source>) -> ChoiceDialog {
        ChoiceDialog::new(&question(names, open))
    }

    fn source(path: &str, member: Option<&str>) -> Source {
        Source::File(
            path.into(),
            crate::mot::OpenOptions { member: member.map(str::to_owned), ..Default::default() }.into(),
        )
    }

    #[test]
    fn the_member_that_is_open_is_selected_at_first() {
        assert_eq!(choice(&["a", "b"], Some(&source("a.zip", Some("b")))).selected_name(), Some("b"));
        assert_eq!(choice(&["a", "b"], Some(&source("b.zip", Some("b")))).selected_name(), Some("a"));
        assert_eq!(choice(&["a", "b"], Some(&Source::Demo)).selected_name(), Some("a"));
    }

    #[test]
    fn a_member_without_boxes_is_not_selected_at_first() {
        for (have_boxes, selected) in [(&[false, true, true][..], "1"), (&[true, false], "0"), (&[false, false], "0")] {
            let member =
                |(at, &may_have_boxes): (usize, &bool)| Member { name: at.to_string(), bytes: None, may_have_boxes };
            let members = have_boxes.iter().enumerate().map(member).collect();
            let question = OpenQuestion::of_members(source("a.zip", None), None, members, None);
            assert_eq!(ChoiceDialog::new(&question).selected_name(), Some(selected), "{have_boxes:?}");
        }
    }

    #[test]
    fn the_selection_stays_within_what_matches() {
        let mut choice = choice(&["x/A.txt", "x/b.txt", "y/a.txt"], None);
        choice.step(-1);
        assert_eq!(choice.selected_name(), Some("x/A.txt"));
        choice.step(isize::MAX);
        assert_eq!(choice.selected_name(), Some("y/a.txt"));
        choice.search = "A.T".to_owned();
        choice.filter();
        choice.step(1);
        assert_eq!((choice.rows.len(), choice.selected_name()), (2, Some("y/a.txt")));
        choice.search = "none".to_owned();
        choice.filter();
        choice.step(1);
        assert_eq!(choice.selected_name(), None);
    }

    #[test]
    fn the_answer_names_the_member_to_open_and_keeps_the_frame() {
        let question = question(&["b", "c"], None);
        assert_eq!(question.answered("c".to_owned()), (source("a.zip", Some("c")), Some(7)));
    }

    #[test]
    fn of_a_long_name_the_end_is_shown() {
        for (room, shown) in [(9, "äb/cd.txt"), (8, "…/cd.txt"), (2, "…t"), (1, "…"), (0, "…")] {
            assert_eq!(end_of("äb/cd.txt", room), shown);
        }
        assert_eq!(end_of("", 0), "");
    }
}
