//! A name and its figure, in a fixed width.

use eframe::egui::{self, Align2, Role, Sense, TextStyle, WidgetInfo};

use super::theme;

/// A name at the left and a figure at the right of a fixed width, in which nothing moves while the figure changes. In
/// small print if `small`. It is one thing to screen readers: `name: figure`.
pub fn counter(ui: &mut egui::Ui, width: f32, small: bool, name: &str, figure: &str, help: &str) {
    let (style, font) =
        if small { (TextStyle::Small, theme::small_figures()) } else { (TextStyle::Body, theme::figures()) };
    let size = egui::vec2(width, ui.text_style_height(&style));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let (weak, strong) = (ui.visuals().weak_text_color(), ui.visuals().text_color());
    let painter = ui.painter();
    painter.text(rect.left_center(), Align2::LEFT_CENTER, name, style.resolve(ui.style()), weak);
    painter.text(rect.right_center(), Align2::RIGHT_CENTER, figure, font, strong);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {figure}")));
    response.on_hover_text(help);
}
