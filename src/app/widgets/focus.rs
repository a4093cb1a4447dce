//! The keyboard focus: the ring around the control that has it, the arrow keys that it gets, and the cursor in a field.

use eframe::egui::accesskit::{Action, ActionRequest, TreeId};
use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{
    Context, Event, EventFilter, Id, Key, Memory, Modifiers, Response, Sense, Stroke, StrokeKind, Theme, Ui,
};

use super::theme;

/// The width of the ring and of the line around it, in points.
const RING: [f32; 2] = [2.0, 1.0];

/// Prepares what has the focus for a pass: it is scrolled into view when it has just got the focus, and ↑ ↓ move a slider. `before` is
/// what had the focus in the last pass.
pub fn begin(ctx: &Context, before: &mut Option<Id>) {
    let focused = ctx.memory(Memory::focused);
    let is_new = std::mem::replace(before, focused) != focused;
    let Some(id) = focused else { return };
    let Some(control) = control(ctx, id) else { return };
    ctx.input_mut(|input| {
        if is_new && !control.interact_rect.contains_rect(control.rect) {
            input.events.push(Event::AccessKitActionRequest(ActionRequest {
                action: Action::ScrollIntoView,
                target_tree: TreeId::ROOT,
                target_node: id.accesskit_id(),
                data: None,
            }));
        }
        if is_slider(&control) {
            input.events.iter_mut().for_each(turn_arrow);
        }
    });
}

/// Draws a ring around what has the focus, over all else in its layer. Called at the end of a pass.
pub fn end(ctx: &Context) {
    let Some(control) = ctx.memory(Memory::focused).and_then(|id| control(ctx, id)) else { return };
    if is_slider(&control) {
        hold(ctx, control.id);
    }
    // At the edge of the window, the ring lies inside.
    let rect = control.interact_rect.expand(1.0).intersect(ctx.content_rect().shrink(RING[0] + RING[1]));
    if !rect.is_positive() {
        return;
    }
    let colors = theme::focus(ctx.theme() == Theme::Dark);
    let painter = ctx.layer_painter(control.layer_id);
    let [ring, edge] = [(RING[0], colors[0]), (RING[1], colors[1])].map(|(width, color)| Stroke::new(width, color));
    painter.rect_stroke(rect.expand(RING[0]), theme::RADIUS, edge, StrokeKind::Outside);
    painter.rect_stroke(rect, theme::RADIUS, ring, StrokeKind::Outside);
}

/// The control with this id. `None` in a pass in which a button of the pointer is pressed or released: to look at a control then
/// takes the focus from it if the pointer is elsewhere, also if it has just been given the focus. The next pass follows at once.
fn control(ctx: &Context, id: Id) -> Option<Response> {
    if ctx.input(|input| input.pointer.any_pressed() || input.pointer.any_released()) {
        ctx.request_repaint();
        return None;
    }
    ctx.read_response(id)
}

/// Lets what has the focus keep it when an arrow key is pressed.
pub fn hold(ctx: &Context, id: Id) {
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ctx.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

/// Lets what has the focus keep it when ← or → is pressed: these step frames.
pub fn hold_sideways(ctx: &Context, id: Id) {
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ctx.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

/// Sliders, and edges that resize, can be dragged and not clicked.
fn is_slider(control: &Response) -> bool {
    control.sense == Sense::drag()
}

/// A slider knows ← and → only, and outside of menus and dialogs these step frames.
fn turn_arrow(event: &mut Event) {
    if let Event::Key { key, modifiers: Modifiers::NONE, .. } = event {
        match *key {
            Key::ArrowUp => *key = Key::ArrowRight,
            Key::ArrowDown => *key = Key::ArrowLeft,
            _ => {}
        }
    }
}

/// Puts the cursor into a field and selects its text, so that typing replaces it.
pub fn take(ui: &Ui, field: &Response, text: &str) {
    field.request_focus();
    let mut state = TextEditState::load(ui.ctx(), field.id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), field.id);
}

/// Puts the cursor of a field behind its text.
pub fn go_to_end(ui: &Ui, field: Id, text: &str) {
    let mut state = TextEditState::load(ui.ctx(), field).unwrap_or_default();
    let end = CCursorRange::one(CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(end));
    state.store(ui.ctx(), field);
}
