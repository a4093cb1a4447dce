//! The menu that was asked for with the keyboard, until what has the focus opens it.

use eframe::egui::{Context, Id};

/// Who is to open its menu: what has the focus, or, if that has no menu, the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Focused(Id),
    Canvas,
}

fn place() -> Id {
    Id::unique("context menu that is asked for")
}

/// Asks for the menu of what has the focus, or else of what is selected.
pub fn ask(ctx: &Context) {
    let asked = ctx.memory(eframe::egui::Memory::focused).map_or(Asked::Canvas, Asked::Focused);
    ctx.data_mut(|data| data.insert_temp(place(), asked));
}

/// Whether what has this id is to open its menu. It is asked once.
pub fn takes(ctx: &Context, id: Id, is_canvas: bool) -> bool {
    let is_meant = |asked: Asked| asked == Asked::Focused(id) || (is_canvas && asked == Asked::Canvas);
    let takes = ctx.data(|data| data.get_temp::<Asked>(place())).is_some_and(is_meant);
    if takes {
        ctx.data_mut(|data| data.remove::<Asked>(place()));
    }
    takes
}

/// Asks the canvas, if what has the focus has no menu. It is called once all of them have been drawn.
pub fn pass_on(ctx: &Context) {
    if let Some(asked) = ctx.data(|data| data.get_temp::<Asked>(place())) {
        if asked == Asked::Canvas {
            ctx.data_mut(|data| data.remove::<Asked>(place()));
        } else {
            ctx.data_mut(|data| data.insert_temp(place(), Asked::Canvas));
            ctx.request_repaint();
        }
    }
}
