//! A list of rows of equal height. Only the rows in view are laid out. It scrolls by rows, because the 32-bit pixel
//! positions of egui's scroll areas are too coarse for a million rows.

pub mod list_keys;

use eframe::egui::{Id, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::theme;
use list_keys::ListKeys;

/// Width and minimum height of the scroll bar, in points.
const BAR: [f32; 2] = [6.0, 18.0];

/// The room at the right that a list needs for its scroll bar, in points.
pub const SCROLL_ROOM: f32 = BAR[0] + theme::SPACE[0];

/// Which part of a list is in view.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scroll {
    /// The row at the top; its fraction is the part of that row that is out of view.
    first: f64,
    /// How many rows fitted when the list was last drawn.
    room: f64,
}

impl Scroll {
    /// Scrolls a row to the middle, unless it is already in view.
    pub fn reveal(&mut self, row: usize) {
        let row = row as f64;
        if row < self.first || row + 1.0 > self.first + self.room {
            self.first = row - (self.room - 1.0).max(0.0) / 2.0;
        }
    }

    /// Scrolls by the smallest distance that shows the whole row.
    fn follow(&mut self, row: usize) {
        let row = row as f64;
        self.first = self.first.max(row + 1.0 - self.room).min(row);
    }

    fn clamp(&mut self, count: usize) {
        // The lower bound comes last because it also replaces NaN.
        self.first = self.first.min(count as f64 - self.room).max(0.0);
    }

    /// The rows in view, plus one before and one after, so that arrow keys can move the focus there.
    pub fn rows(&self, count: usize) -> std::ops::Range<usize> {
        let end = (self.first + self.room).ceil() as usize + 1;
        (self.first as usize).saturating_sub(1).min(count)..end.min(count)
    }
}

/// Draws the list into the remaining space of `ui`. `row` draws one row into a `Ui` placed at that row. ↑ and ↓ move the focus along
/// the list. Returns the row that they have just moved it to.
pub fn show(
    ui: &mut Ui,
    scroll: &mut Scroll,
    height: f32,
    count: usize,
    mut row: impl FnMut(&mut Ui, usize) -> Response,
) -> Option<usize> {
    let (rect, area) = ui.allocate_exact_size(ui.available_size().max(vec2(0.0, height)), Sense::hover());
    scroll.room = f64::from(rect.height() / height);
    let overflows = count as f64 > scroll.room;
    if area.contains_pointer() && overflows {
        // What is around the list does not scroll, too.
        let wheel = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta.y));
        scroll.first -= f64::from(wheel / height);
    }
    let mut keys = ListKeys::read(ui, count);
    keys.wanted().into_iter().for_each(|row| scroll.follow(row));
    scroll.clamp(count);
    let right = if overflows { rect.right() - SCROLL_ROOM } else { rect.right() };
    if overflows {
        bar(ui, scroll, rect.with_min_x(rect.right() - BAR[0]), count);
    }
    let rows = scroll.rows(count);
    let mut inside = ui.new_child(UiBuilder::new().max_rect(rect));
    inside.set_clip_rect(ui.clip_rect().intersect(rect));
    // A row keeps its id while the list scrolls, so it keeps the focus.
    inside.skip_ahead_auto_ids(rows.start);
    let first = scroll.first;
    for at in rows {
        let top = rect.top() + ((at as f64 - first) * f64::from(height)) as f32;
        let place = Rect::from_min_max(pos2(rect.left(), top), pos2(right, top + height));
        let builder = UiBuilder::new().max_rect(place);
        let response = inside.scope_builder(builder, |ui| row(ui, at)).inner;
        if response.gained_focus() {
            scroll.follow(at);
        }
        keys.drawn(at, &response);
    }
    let pressed = keys.pressed();
    keys.end(ui);
    pressed
}

/// The scroll bar: shows the position in the list and can be dragged.
fn bar(ui: &Ui, scroll: &mut Scroll, rect: Rect, count: usize) {
    let response = ui.interact(rect, ui.scope_id().with("bar"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::new(Role::ScrollBar));
    let share = (scroll.room / count as f64) as f32;
    let length = (rect.height() * share).max(BAR[1]).min(rect.height());
    let travel = (rect.height() - length).max(1.0);
    let last = count as f64 - scroll.room;
    if let Some(pointer) = response.interact_pointer_pos() {
        // A drag that starts on the bar keeps its grip; a click beside it centres the bar on the pointer.
        let id: Id = response.id.with("held");
        let top = rect.top() + (scroll.first / last) as f32 * travel;
        let is_on = (top..=top + length).contains(&pointer.y);
        let began = ui.input(|input| input.pointer.any_pressed());
        let held = if began {
            let held = if is_on { pointer.y - top } else { length / 2.0 };
            ui.data_mut(|data| data.insert_temp(id, held));
            held
        } else {
            ui.data(|data| data.get_temp(id)).unwrap_or(length / 2.0)
        };
        if !(began && is_on) {
            scroll.first = f64::from((pointer.y - held - rect.top()) / travel) * last;
            scroll.clamp(count);
        }
    }
    let top = rect.top() + (scroll.first / last) as f32 * travel;
    let handle = Rect::from_min_size(pos2(rect.left(), top), vec2(rect.width(), length));
    ui.painter().rect_filled(rect, theme::RADIUS, ui.visuals().extreme_bg_color);
    ui.painter().rect_filled(handle, theme::RADIUS, ui.style().interact(&response).bg_fill);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_row_that_is_revealed_is_in_view_and_the_view_never_leaves_the_list(
            first in any::<f64>(), room in 0.0_f64..100.0, count in 0_usize..3_000_000, row in 0_usize..3_000_000,
        ) {
            let mut scroll = Scroll { first, room };
            scroll.clamp(count);
            let rows = scroll.rows(count);
            prop_assert!(rows.end <= count && rows.len() <= 104);
            prop_assert!(rows.len() as f64 >= room.floor().min(count as f64));
            if row < count && room >= 1.0 {
                scroll.reveal(row);
                scroll.clamp(count);
                prop_assert!(scroll.rows(count).contains(&row));
                let before = scroll;
                scroll.reveal(row);
                scroll.follow(row);
                prop_assert_eq!(scroll, before);
            }
        }
    }
}
