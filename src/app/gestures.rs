//! Gestures of the user: what is changed by one press of a button or key is undone in one step.

use eframe::egui::{self, Event, Id, Memory};

/// Counts gestures.
#[derive(Default)]
pub struct Gestures {
    count: u64,
    /// The text field that has the cursor. All that is typed there is one gesture.
    field: Option<Id>,
}

impl Gestures {
    /// The number of the gesture that this pass belongs to.
    pub fn current(&mut self, ctx: &egui::Context) -> u64 {
        let field = if ctx.text_edit_focused() { ctx.memory(Memory::focused) } else { None };
        let is_other = std::mem::replace(&mut self.field, field) != field;
        let begins = ctx.input(|input| {
            let is_pressed = input.events.iter().any(|event| match event {
                Event::Key { pressed, repeat, .. } => *pressed && !*repeat && field.is_none(),
                Event::AccessKitActionRequest(_) => field.is_none(),
                _ => false,
            });
            is_pressed || input.pointer.any_pressed()
        });
        if begins || is_other {
            self.count += 1;
        }
        self.count
    }
}
