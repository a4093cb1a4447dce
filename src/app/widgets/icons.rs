//! Icons of the playback controls. They are drawn here because the built-in fonts lack them.

use eframe::egui::{Button, Color32, Painter, Pos2, Rect, Response, Shape, Stroke, Ui, pos2, vec2};

/// An icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// To the first frame.
    First,
    /// To the last frame.
    Last,
    /// Play backwards.
    Backward,
    /// Play forwards.
    Forward,
    /// Pause.
    Pause,
    /// Repeat from the start.
    Loop,
    /// To the previous error.
    PreviousError,
    /// To the next error.
    NextError,
    /// Sorted in ascending order.
    Rising,
    /// Sorted in descending order.
    Falling,
    /// Not drawn: an eye that is struck out.
    Hidden,
}

/// Minimum width and height of a button with an icon, in points.
pub fn side(ui: &Ui) -> f32 {
    ui.spacing().interact_size.y + 4.0
}

/// A button with an icon. `name` is for screen readers, `help` is the tooltip.
pub fn button(ui: &mut Ui, icon: Icon, name: &str, help: &str, selected: bool) -> Response {
    let side = side(ui);
    let response = ui.add(Button::new("").selected(selected).min_size(vec2(side, side)));
    let color =
        if selected { ui.visuals().selection.stroke.color } else { ui.style().interact(&response).text_color() };
    paint(ui.painter(), icon, Rect::from_center_size(response.rect.center(), vec2(10.0, 10.0)), color);
    response.on_hover_text(help).accessible_name(name)
}

/// Draws an icon into `rect`.
pub fn paint(painter: &Painter, icon: Icon, rect: Rect, color: Color32) {
    let triangle = |tip_x: f32, base_x: f32| {
        let points = vec![pos2(tip_x, rect.center().y), pos2(base_x, rect.top()), pos2(base_x, rect.bottom())];
        painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
    };
    let sort = |tip_y: f32, base_y: f32| {
        let points = vec![pos2(rect.center().x, tip_y), pos2(rect.left(), base_y), pos2(rect.right(), base_y)];
        painter.add(Shape::convex_polygon(points, color, Stroke::NONE));
    };
    let bar = |x: f32| {
        painter.rect_filled(Rect::from_min_size(pos2(x, rect.top()), vec2(3.0, rect.height())), 0.0, color);
    };
    let exclamation = |x: f32| {
        let part = |top: f32, bottom: f32| {
            painter.rect_filled(
                Rect::from_x_y_ranges(x - 1.0..=x + 1.0, rect.top() + top..=rect.top() + bottom),
                0.0,
                color,
            );
        };
        part(0.0, 6.5);
        part(8.0, 10.0);
    };
    match icon {
        Icon::First => {
            bar(rect.left());
            triangle(rect.left() + 3.0, rect.right());
        }
        Icon::Last => {
            bar(rect.right() - 3.0);
            triangle(rect.right() - 3.0, rect.left());
        }
        Icon::Backward => triangle(rect.left(), rect.right()),
        Icon::Forward => triangle(rect.right(), rect.left()),
        Icon::Pause => {
            bar(rect.left() + 1.0);
            bar(rect.right() - 4.0);
        }
        Icon::PreviousError => {
            triangle(rect.left(), rect.left() + 5.0);
            exclamation(rect.right() - 2.5);
        }
        Icon::NextError => {
            triangle(rect.right(), rect.right() - 5.0);
            exclamation(rect.left() + 2.5);
        }
        Icon::Rising => sort(rect.top(), rect.bottom()),
        Icon::Falling => sort(rect.bottom(), rect.top()),
        Icon::Hidden => {
            let lid = |up: f32| -> Vec<Pos2> {
                let at = |step: u8| f32::from(step) / 8.0;
                let bow = |step: u8| up * (at(step) * std::f32::consts::PI).sin() * rect.height() * 0.4;
                (0..=8).map(|step| pos2(rect.left() + at(step) * rect.width(), rect.center().y - bow(step))).collect()
            };
            painter.line(lid(1.0), Stroke::new(1.0, color));
            painter.line(lid(-1.0), Stroke::new(1.0, color));
            painter.line_segment([rect.left_bottom(), rect.right_top()], Stroke::new(1.0, color));
        }
        Icon::Loop => {
            let at = |turn: f32| rect.center() + vec2(turn.cos(), turn.sin()) * 4.5;
            let points: Vec<Pos2> = (0..=20).map(|step| at(0.6 + step as f32 * 0.25)).collect();
            painter.line(points, Stroke::new(1.5, color));
            let end = at(0.6);
            let head = vec![end + vec2(-4.0, 0.0), end + vec2(3.0, 0.5), end + vec2(0.5, -5.0)];
            painter.add(Shape::convex_polygon(head, color, Stroke::NONE));
        }
    }
}
