//! The menu of a layer: how it is drawn, and what can be done with it.

use eframe::egui::{Color32, DragValue, Slider, Ui};

use crate::app::command::{Command, Commands};
use crate::app::model::layers::{Look, OPACITIES, SCALES, Scheme, WIDTHS, confidence_color, one_color, own_color};
use crate::app::model::settings::Boxes;
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::app::widgets::theme;

/// Draws it. What was chosen of the look is in `look`, everything else is asked for.
pub fn show(ui: &mut Ui, view: &View<'_>, document: &Document, place: usize, look: &mut Look, commands: &mut Commands) {
    let Some(layer) = document.layers.get(place) else { return };
    ui.set_max_width(230.0);
    ui.weak("Colour");
    ui.horizontal_wrapped(|ui| {
        for (scheme, name) in Scheme::ALL {
            ui.radio_value(&mut look.style.scheme, scheme, name);
        }
    });
    if look.style.scheme == Scheme::One {
        ui.horizontal(|ui| {
            let [red, green, blue, _] = one_color(look.style, place).to_array();
            let mut color = [red, green, blue];
            if ui.color_edit_button_srgb(&mut color).accessible_name("The one colour").changed() {
                look.style.color = Some(color);
            }
            let is_own = one_color(look.style, place) == own_color(place);
            let reset = ui.add_enabled(!is_own, eframe::egui::Button::new("By place").small());
            if reset.on_hover_text("Each layer another one").clicked() {
                look.style.color = None;
            }
        });
    }
    ui.weak("Lines");
    ui.horizontal(|ui| {
        ui.radio_value(&mut look.style.dashed, false, "Solid");
        let help = "Long dashes. Short dim ones are rows that are not judged, in any layer.";
        ui.radio_value(&mut look.style.dashed, true, "Dashed").on_hover_text(help);
    });
    ui.add(Slider::new(&mut look.style.width, WIDTHS).step_by(0.25).text("× line width"));
    ui.add(Slider::new(&mut look.style.opacity, OPACITIES).step_by(0.05).max_decimals(2).text("opacity"));
    ui.weak("Labels");
    labels(ui, view, place, look, commands);
    ui.weak("Boxes times, across and down").on_hover_text(
        "For a tracker that ran on resized pictures: how many of the picture's pixels one of its own is. Square pictures need two different numbers.",
    );
    ui.horizontal(|ui| {
        for (at, name) in ["Factor across", "Factor down"].into_iter().enumerate() {
            let field = DragValue::new(&mut look.scale[at]).range(SCALES).speed(0.005).max_decimals(4);
            ui.add(field).accessible_name(name);
        }
        if ui
            .add_enabled(look.scale != [1.0; 2], eframe::egui::Button::new("Reset").small())
            .on_hover_text("As in the file")
            .clicked()
        {
            look.scale = [1.0; 2];
        }
    });
    if place == 0 || !document.takes_layers() {
        return;
    }
    ui.separator();
    if ui.button("Make main").on_hover_text("Lists its tracks; a click on its boxes selects one").clicked() {
        commands.push(Command::MakeMain(layer.file.path().to_owned()));
        ui.close();
    }
    if ui.button("Remove").on_hover_text("The file itself is left alone").clicked() {
        commands.push(Command::ShowLayer(layer.file.path().to_owned(), false));
        ui.close();
    }
}

/// Labels of the main layer are those that View sets, too.
fn labels(ui: &mut Ui, view: &View<'_>, place: usize, look: &mut Look, commands: &mut Commands) {
    let boxes = |ui: &mut Ui, [id, confidence, class]: [&mut bool; 3]| {
        ui.horizontal(|ui| {
            ui.checkbox(id, "Id");
            ui.checkbox(confidence, "Confidence");
            ui.checkbox(class, "Class");
        });
    };
    if place > 0 {
        let told = &mut look.style.labels;
        boxes(ui, [&mut told.id, &mut told.confidence, &mut told.class]);
        return;
    }
    commands.change(&view.state.settings, |settings| {
        let Boxes { id, confidence, class, .. } = &mut settings.boxes;
        boxes(ui, [id, confidence, class]);
    });
}

/// Colours that a scheme has, for a sample of it: `at` counts from 0 to 4.
pub fn sample_color(scheme: Scheme, at: u64) -> Color32 {
    match scheme {
        Scheme::Confidence => confidence_color(at as f32 / 4.0),
        // Ids that are far apart in hue.
        _ => theme::track_color(at + 2),
    }
}
