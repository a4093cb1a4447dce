//! Nothing is cut off in a small window: neither by its edge nor by what surrounds a widget, in every tab, menu, dialog and
//! card, at scale 1 and with larger text.

mod cards;
mod dialogs;
mod panels;

use std::path::PathBuf;
use std::time::Instant;

use eframe::egui::accesskit::Role;
use eframe::egui::{self, Rangef, Rect, WidgetRect};
use egui_kittest::Harness;
use motscope::app::{Start, Window};

use crate::window::settle;

/// The smallest window in which everything has to fit, in points of the screen.
const SMALL: [f32; 2] = [900.0, 600.0];
/// The factors by which everything is drawn larger.
const ZOOMS: [f32; 2] = [1.0, 1.25];
/// What rounding to pixels may add, in points.
const ROUNDING: f32 = 1.0;

/// The window at this size of the screen and this zoom, settled.
fn opened(start: Start, zoom: f32) -> Harness<'static, Window> {
    let size = SMALL.map(|side| side / zoom);
    let mut harness = Harness::builder()
        .with_size(size)
        .with_pixels_per_point(zoom)
        .with_step_dt(1.0 / 60.0)
        .build_eframe(|creation| Window::new(creation, start, Instant::now()));
    // What a widget is called is recorded only with this.
    harness.ctx.all_styles_mut(|style| style.debug.show_interactive_widgets = true);
    settle(&mut harness);
    harness
}

/// The window on a file, settled.
fn on_file(path: impl Into<PathBuf>, zoom: f32) -> Harness<'static, Window> {
    opened(Start { path: Some(path.into()), ..Start::default() }, zoom)
}

/// Lets things unfold, and fails if a widget is cut off.
fn fits(harness: &mut Harness<'_, Window>, what: &str) {
    (0..20).for_each(|_| harness.step());
    let zoom = harness.ctx.pixels_per_point();
    let cut = cut_off(&harness.ctx);
    assert!(cut.is_empty(), "{what} at zoom {zoom}:\n{}", cut.join("\n"));
}

/// The widgets that are cut off: what they are, where, and what of them can be seen. A widget that a scroll bar leads to is
/// not cut off in that direction.
fn cut_off(ctx: &egui::Context) -> Vec<String> {
    let window = ctx.content_rect();
    ctx.viewport(|viewport| {
        let widgets = &viewport.prev_pass.widgets;
        let mut cut = Vec::new();
        for (_, layer) in widgets.layers() {
            let is_bar =
                |widget: &&WidgetRect| widgets.info(widget.id).is_some_and(|info| info.role == Role::ScrollBar);
            let bars: Vec<Rect> = layer.iter().filter(is_bar).map(|bar| bar.rect).collect();
            for widget in layer {
                let Some(info) = widgets.info(widget.id) else { continue };
                // The handles of a window lie half outside of it.
                if matches!(info.role, Role::ScrollBar | Role::Splitter) {
                    continue;
                }
                let seen = widget.interact_rect.intersect(window);
                let is_inside =
                    |whole: Rangef, seen: Rangef| whole.min >= seen.min - ROUNDING && whole.max <= seen.max + ROUNDING;
                let across = is_inside(widget.rect.x_range(), seen.x_range())
                    || bars.iter().any(|bar| bar.width() > bar.height() && bar.top() >= widget.rect.top());
                let down = is_inside(widget.rect.y_range(), seen.y_range())
                    || bars.iter().any(|bar| bar.height() > bar.width() && bar.left() >= widget.rect.left());
                if !(across && down) {
                    let name = info.label.as_deref().or(info.current_text_value.as_deref()).unwrap_or_default();
                    cut.push(format!("{:?} {name:?} at {:?}, seen {seen:?}", info.role, widget.rect));
                }
            }
        }
        cut
    })
}
