//! ↑ and ↓ in a list: they move the focus from row to row.

use eframe::egui::{Id, Key, Memory, Modifiers, Response, Ui};

use crate::app::widgets::focus;

/// What a list remembers from pass to pass.
#[derive(Clone, Copy, Default)]
struct Kept {
    /// The row that has the focus, and its id.
    focused: Option<(usize, Id)>,
    /// The row that gets the focus as soon as it is drawn, and whether it lies below the one that has it.
    wanted: Option<(usize, bool)>,
}

/// The keys of one list in one pass.
pub struct ListKeys {
    list: Id,
    count: usize,
    kept: Kept,
    pressed: Option<usize>,
}

impl ListKeys {
    /// Reads the keys for a list of so many rows. They act if one of its rows has the focus.
    pub fn read(ui: &Ui, count: usize) -> Self {
        let list = ui.scope_id().with("list keys");
        let mut kept: Kept = ui.data(|data| data.get_temp(list)).unwrap_or_default();
        let focused = ui.memory(Memory::focused);
        kept.focused = kept.focused.filter(|(_, id)| focused == Some(*id));
        // Something else has got the focus since then, or the list has become shorter.
        let is_left = |row: usize| row < count && (kept.focused.is_some() || focused.is_none());
        kept.wanted = kept.wanted.filter(|(row, _)| is_left(*row));
        let mut pressed_to = None;
        if let Some((row, id)) = kept.focused {
            focus::hold(ui.ctx(), id);
            let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
            let (down, up) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp));
            let next = (row + down).saturating_sub(up).min(count.saturating_sub(1));
            if next != row {
                kept.wanted = Some((next, next > row));
                pressed_to = Some(next);
            }
        }
        Self { list, count, kept, pressed: pressed_to }
    }

    /// The row that gets the focus. It has to be scrolled into view, because only what is drawn can have the focus.
    pub fn wanted(&self) -> Option<usize> {
        self.kept.wanted.map(|(row, _)| row)
    }

    /// The row that a key pressed in this pass goes to.
    pub fn pressed(&self) -> Option<usize> {
        self.pressed
    }

    /// Takes note of a row that was drawn. One that cannot have the focus is passed over.
    pub fn drawn(&mut self, row: usize, response: &Response) {
        if let Some((wanted, is_below)) = self.kept.wanted.filter(|(wanted, _)| *wanted == row) {
            if response.enabled() && response.sense.is_focusable() {
                response.request_focus();
                self.kept = Kept { focused: Some((row, response.id)), wanted: None };
            } else {
                let next = if is_below { wanted.checked_add(1) } else { wanted.checked_sub(1) };
                self.kept.wanted = next.filter(|next| *next < self.count).map(|next| (next, is_below));
            }
        } else if self.kept.wanted.is_none() && response.ctx.memory(|memory| memory.has_focus(response.id)) {
            self.kept.focused = Some((row, response.id));
        }
    }

    /// Keeps what the next pass needs.
    pub fn end(self, ui: &Ui) {
        if self.kept.wanted.is_some() {
            ui.request_repaint();
        }
        ui.data_mut(|data| data.insert_temp(self.list, self.kept));
    }
}
