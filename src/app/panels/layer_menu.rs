//! The menu of a layer: its style, and commands for it.

use std::collections::BTreeSet;

use eframe::egui::{CollapsingHeader, Color32, DragValue, ScrollArea, Slider, Ui};

use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::layers::{Look, OPACITIES, SCALES, Scheme, WIDTHS, confidence_color, one_color};
use crate::app::model::opening::path_request::PathRequest;
use crate::app::model::settings::Boxes;
use crate::app::panels::filter_controls::{self, Filterable};
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::app::widgets::class_names::{self, ClassNamesAnswer};
use crate::app::widgets::theme;
use crate::mot::Class;

/// The width of the menu, in points.
const WIDTH: f32 = 230.0;
/// Room above and below the menu in a low window, in points.
const AROUND: f32 = 40.0;
/// Least height of the menu, in points.
const LEAST: f32 = 120.0;
/// The most rows of the frame on screen whose classes are looked at.
const MAX_ROWS: usize = 1000;

/// Draws the menu. Style changes are written to `look`; everything else is sent as a command.
pub fn show(ui: &mut Ui, view: &View<'_>, document: &Document, place: usize, look: &mut Look, commands: &mut Commands) {
    ui.set_max_width(WIDTH);
    let height = (ui.ctx().content_rect().height() - AROUND).max(LEAST);
    let area = ScrollArea::vertical().id_salt("layer menu").max_height(height).min_scrolled_height(height);
    area.show(ui, |ui| items(ui, view, document, place, look, commands));
}

/// Everything in the menu.
fn items(ui: &mut Ui, view: &View<'_>, document: &Document, place: usize, look: &mut Look, commands: &mut Commands) {
    let Some(layer) = document.layers.get(place) else { return };
    ui.weak("Colour");
    ui.horizontal_wrapped(|ui| {
        for (scheme, name) in Scheme::ALL {
            ui.radio_value(&mut look.style.scheme, scheme, name);
        }
    });
    if look.style.scheme == Scheme::One {
        ui.horizontal(|ui| {
            let [red, green, blue, _] = one_color(&document.layers, place, look.style).to_array();
            let mut color = [red, green, blue];
            if ui.color_edit_button_srgb(&mut color).accessible_name("The one colour").changed() {
                look.style.color = Some(color);
            }
            let is_own = look.style.color.is_none();
            let reset = ui.add_enabled(!is_own, eframe::egui::Button::new("Automatic").small());
            if reset
                .on_hover_text("Ground truth is white, other layers have a colour by their position in the list")
                .clicked()
            {
                look.style.color = None;
            }
        });
    }
    ui.weak("Lines");
    ui.horizontal(|ui| {
        ui.radio_value(&mut look.style.dashed, false, "Solid");
        let help = "Long dashes. In every layer, short dim dashes mark rows that the evaluation ignores.";
        ui.radio_value(&mut look.style.dashed, true, "Dashed").on_hover_text(help);
    });
    ui.add(Slider::new(&mut look.style.width, WIDTHS).step_by(0.25).text("× line width"));
    ui.add(Slider::new(&mut look.style.opacity, OPACITIES).step_by(0.05).max_decimals(2).text("opacity"));
    ui.weak("Labels");
    labels(ui, view, place, look, commands);
    if layer.file.layout().has_class_numbers && document.takes_layers() {
        ui.weak("Class names");
        match class_names::show(ui, layer.class_source.as_ref()) {
            Some(ClassNamesAnswer::Source(source)) => commands.push(Command::SetClassNames(place, source)),
            Some(ClassNamesAnswer::AskFile) => {
                commands.push(WindowCommand::Ask(PathRequest::ClassNames(place)));
                ui.close();
            }
            None => {}
        }
    }
    filter(ui, view, document, place, commands);
    ui.weak("Scale boxes by, across and down")
        .on_hover_text("For a tracker that ran on resized pictures: original size ÷ resized size. Boxes are compared as they are scaled.");
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
    if ui.button("Make main").on_hover_text("Lists its tracks. A click on a box selects its track.").clicked() {
        commands.push(Command::MakeMain(layer.file.path().to_owned()));
        ui.close();
    }
    if ui.button("Remove").on_hover_text("The file on disk is not deleted").clicked() {
        commands.push(Command::ShowLayer(layer.file.path().to_owned(), false));
        ui.close();
    }
}

/// The filter of the layer, if there is something to choose among.
fn filter(ui: &mut Ui, view: &View<'_>, document: &Document, place: usize, commands: &mut Commands) {
    let Some(layer) = document.layers.get(place) else { return };
    let (before, layout) = (view.filter(place), layer.file.layout());
    // A sample may lack rare classes. Those of the frame on screen and those that are hidden can be chosen, too.
    let frame =
        place.checked_sub(1).and_then(|at| view.state.displayed.as_ref()?.further_boxes().get(at)?.as_ref().ok());
    let rows = frame.map_or(&[][..], |frame| &frame.detections).iter().take(MAX_ROWS);
    let mut classes: BTreeSet<Class> = rows.filter_map(|row| layout.class_of(row)).collect();
    classes.extend(layer.sample.classes.iter().chain(&before.hidden_classes).cloned());
    let scene = view.scene_size();
    let filterable = match document.summary.as_ref().filter(|_| place == 0) {
        Some(summary) => Filterable {
            of: Some(&layer.name),
            scene,
            frames: Some(document.keys.len()),
            ..Filterable::of_summary(summary, layout)
        },
        None => Filterable {
            // Confidences are mostly shares, and a sample may lack the least and the greatest.
            confidence: layer
                .sample
                .confidence
                .map(|(low, high)| if low >= 0.0 && high <= 1.0 && low < high { (0.0, 1.0) } else { (low, high) }),
            classes: classes.iter().map(|class| (class, None)).collect(),
            layout,
            scene,
            frames: None,
            of: Some(&layer.name),
        },
    };
    if filterable.is_empty() {
        return;
    }
    let mut filter = before.clone();
    let title = if filter.is_active() { "Filter (on)" } else { "Filter" };
    CollapsingHeader::new(title).id_salt("filter").default_open(filter.is_active()).show(ui, |ui| {
        filter_controls::show(ui, &mut filter, &filterable);
    });
    if filter != before {
        commands.push(Command::SetFilter(place, filter));
    }
}

/// Check boxes for labels. The labels of the main layer can also be set in the View menu.
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

/// A sample colour of a scheme; `at` is 0 to 4.
pub fn sample_color(scheme: Scheme, at: u64) -> Color32 {
    match scheme {
        Scheme::Confidence => confidence_color(at as f32 / 4.0),
        // These ids have clearly different hues.
        _ => theme::track_color(at + 2),
    }
}
