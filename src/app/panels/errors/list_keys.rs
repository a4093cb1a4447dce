//! The arrow keys in the list of events.

use eframe::egui::{EventFilter, Id, Key, Modifiers, Popup, Ui};

use crate::app::session::view::View;

/// The row that an arrow key goes to, of so many. The keys act if the row `focused` has the focus, or nothing has. Then they begin at
/// `current`, the row of the event that the user went to last.
pub fn keyed(
    ui: &Ui,
    view: &View<'_>,
    count: usize,
    current: Option<usize>,
    focused: Option<(usize, Id)>,
) -> Option<usize> {
    if let Some((_, id)) = focused {
        // The keys would move the focus.
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    } else if ui.memory(|memory| memory.focused().is_some() || memory.top_modal_layer().is_some())
        || Popup::is_any_open(ui.ctx())
        || view.state.question.is_some()
    {
        return None;
    }
    let pressed = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
    let (down, up) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp));
    let from = focused.map(|(row, _)| row).or(current);
    let last = count.checked_sub(1)?;
    match from {
        _ if down == up => None,
        None => Some(0),
        Some(from) => Some((from + down).saturating_sub(up).min(last)).filter(|next| *next != from),
    }
}
