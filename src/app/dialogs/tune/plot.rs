//! Plots the Pareto front: stall against loads.

use eframe::egui::{self, Role, Sense, Ui, Vec2, WidgetInfo};
use egui_plot::{AxisHints, Line, MarkerShape, Plot, PlotPoint, PlotPoints, Points};

use crate::app::widgets::theme;
use crate::sim::tune::Evaluation;

/// Maximum distance from a point at which the pointer selects it, in points.
const REACH: f32 = 14.0;

/// What the pointer does in the plot.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pointed {
    /// Index of the point of the front under the pointer.
    pub at: Option<usize>,
    /// Whether that point was clicked.
    pub clicked: bool,
}

/// Draws the plot. `now` is the result of the settings in effect, if they were tried; `recommended` and `chosen` are indices into
/// `front`. `tell` draws the tooltip of a point.
pub fn show(
    ui: &mut Ui,
    size: Vec2,
    front: &[Evaluation],
    (now, recommended, chosen): (Option<&Evaluation>, Option<usize>, Option<usize>),
    tell: impl FnOnce(&mut Ui, &Evaluation),
) -> Pointed {
    let dark = ui.visuals().dark_mode;
    let place = |point: &Evaluation| [point.loads_per_move, point.stall_mean_ms];
    let places: Vec<[f64; 2]> = front.iter().map(place).collect();
    let weak = ui.visuals().weak_text_color();
    let axis = |hints: AxisHints<'static>, label: &str| hints.label(label.to_owned()).tick_label_color(weak);
    let plot = Plot::new("front")
        .width(size.x)
        .height(size.y)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .show_x(false)
        .show_y(false)
        .include_x(0.0)
        .include_y(0.0)
        .set_margin_fraction(Vec2::splat(0.08))
        .sense(Sense::click())
        .custom_x_axes(vec![axis(AxisHints::new_x(), "loads per move").label_spacing(24.0..=32.0)])
        .custom_y_axes(vec![axis(AxisHints::new_y(), "stall, ms")])
        .label_formatter(|_| None);
    let drawn = plot.show(ui, |plot| {
        let series = |places: Vec<[f64; 2]>| PlotPoints::from(places);
        plot.line(Line::new("front", series(places.clone())).color(theme::series(dark)[1]).allow_hover(false));
        plot.points(
            Points::new("front", series(places.clone())).radius(4.0).color(theme::state::RESIDENT).allow_hover(false),
        );
        if let Some(recommended) = recommended.and_then(|at| places.get(at)) {
            let mark = Points::new("recommended", series(vec![*recommended])).shape(MarkerShape::Asterisk).radius(9.0);
            plot.points(mark.color(theme::series(dark)[0]).allow_hover(false));
            let text = egui::RichText::new("recommended").color(theme::series(dark)[0]);
            let label = egui_plot::Text::new("recommended", PlotPoint::from(*recommended), text);
            // On the side where there is room.
            let greatest = places.iter().map(|place| place[0]).fold(0.0, f64::max);
            let is_left = recommended[0] < greatest / 2.0;
            let anchor = if is_left { egui::Align2::LEFT_BOTTOM } else { egui::Align2::RIGHT_BOTTOM };
            plot.text(label.anchor(anchor).allow_hover(false));
        }
        if let Some(chosen) = chosen.and_then(|chosen| places.get(chosen)) {
            let ring = Points::new("chosen", series(vec![*chosen])).radius(7.0).filled(false);
            plot.points(ring.color(theme::series(dark)[0]).allow_hover(false));
        }
        if let Some(now) = now {
            let mark = Points::new("now", series(vec![place(now)])).shape(MarkerShape::Diamond).radius(7.0);
            plot.points(mark.color(theme::state::QUEUED).allow_hover(false));
            // Spaces as room for the mark left of the text.
            let text = egui::RichText::new("    now").color(theme::readable(theme::state::QUEUED, dark));
            let label = egui_plot::Text::new("now", PlotPoint::from(place(now)), text);
            plot.text(label.anchor(egui::Align2::LEFT_CENTER).allow_hover(false));
        }
    });
    let response = drawn.response;
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Image, true, format!("Stall against loads: {} best results", front.len()))
    });
    let distance = |place: &[f64; 2], at: egui::Pos2| {
        drawn.transform.position_from_point(&PlotPoint::new(place[0], place[1])).distance(at)
    };
    let at = response.hover_pos().and_then(|at| {
        let near = places.iter().map(|place| distance(place, at)).enumerate();
        near.filter(|(_, far)| *far <= REACH).min_by(|one, other| one.1.total_cmp(&other.1)).map(|(at, _)| at)
    });
    let clicked = response.clicked() && at.is_some();
    if let Some(point) = at.and_then(|at| front.get(at)) {
        response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_ui_at_pointer(|ui| tell(ui, point));
    }
    Pointed { at, clicked }
}
