//! What the marks in the rows mean, and what the pointer does.

use eframe::egui::{Align, Label, Layout, Mesh, Rect, RichText, Sense, TextStyle, Ui, pos2, vec2};

use crate::app::model::identity_timeline::Subject;
use crate::app::model::lanes::ErrorLane;
use crate::app::widgets::theme;

/// What the pointer does over the rows, in a few words.
pub const GESTURES: &str = "drag: range to play · Ctrl + wheel: zoom · Shift + wheel, middle button: move in time";
/// The least room for the gestures, in points.
const ROOM: f32 = 260.0;

/// The marks that are explained.
#[derive(Clone, Copy)]
enum Sign {
    Covered,
    Switch,
    Missed,
    Hidden,
}

/// The height of the legend, in points.
pub fn height(ui: &Ui) -> f32 {
    ui.text_style_height(&TextStyle::Small) + ui.spacing().item_spacing.y
}

/// Draws the legend in one line. `has_visibility` says whether the height of a piece means something.
pub fn show(ui: &mut Ui, subject: &Subject, has_visibility: bool) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        let signs: &[(Sign, &str, &str)] = match subject {
            Subject::Judged(_) => &[
                (
                    Sign::Covered,
                    "covered by an id of the results",
                    "Each id has a colour of its own, here and on the canvas",
                ),
                (Sign::Switch, "switch", "The track is matched by another id than before"),
                (Sign::Missed, "missed", "No result covers the track. Nothing is drawn where the track is absent."),
            ],
            Subject::Tracks(_) => &[(Sign::Covered, "there", "Nothing is drawn where the track is absent")],
        };
        let hidden = (Sign::Hidden, "partly hidden", "The lower, the less of the box is seen, by the ground truth");
        for (sign, name, help) in signs.iter().chain(has_visibility.then_some(&hidden)) {
            draw(ui, *sign);
            ui.label(RichText::new(*name).small()).on_hover_text(*help);
            ui.add_space(theme::SPACE[0]);
        }
        if ui.available_width() > ROOM {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add(Label::new(RichText::new(GESTURES).small().weak()).truncate());
            });
        }
    });
}

fn draw(ui: &mut Ui, sign: Sign) {
    let height = ui.text_style_height(&TextStyle::Small);
    let (place, _) = ui.allocate_exact_size(vec2(height * 1.5, height), Sense::hover());
    let place = place.shrink2(vec2(0.0, 2.0));
    let (left, right) = (pos2(place.left(), place.top()), pos2(place.right(), place.bottom()));
    let middle = place.center();
    let mut mesh = Mesh::default();
    let colors = [theme::track_color(1), theme::track_color(2)];
    match sign {
        Sign::Covered => mesh.add_colored_rect(place, colors[0]),
        Sign::Switch => {
            mesh.add_colored_rect(Rect::from_min_max(left, pos2(middle.x, right.y)), colors[0]);
            mesh.add_colored_rect(Rect::from_min_max(pos2(middle.x, left.y), right), colors[1]);
            let tick = Rect::from_center_size(middle, vec2(1.0, place.height() + 4.0));
            mesh.add_colored_rect(tick.expand2(vec2(1.0, 0.0)), ui.visuals().panel_fill);
            mesh.add_colored_rect(tick, ui.visuals().strong_text_color());
        }
        Sign::Missed => {
            let color = theme::error_lane(ErrorLane::Missed, ui.visuals().dark_mode);
            mesh.add_colored_rect(Rect::from_center_size(middle, vec2(place.width(), 2.0)), color);
        }
        Sign::Hidden => {
            mesh.add_colored_rect(Rect::from_min_max(left, pos2(middle.x, right.y)), colors[0]);
            mesh.add_colored_rect(Rect::from_min_max(pos2(middle.x, right.y - place.height() * 0.4), right), colors[0]);
        }
    }
    ui.painter().add(mesh);
}
