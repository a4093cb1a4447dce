//! The controls of a filter: a least confidence, lengths, sizes and visibilities, and the classes to show.

use std::ops::RangeInclusive;

use eframe::egui::{CollapsingHeader, DragValue, Grid, ScrollArea, Slider, TextWrapMode, Ui};

use crate::app::model::filter::{Bounds, Filter};
use crate::app::model::format::counted;
use crate::app::widgets::theme;
use crate::mot::{Class, Layout, Summary};

/// What a filter can choose among.
pub struct Filterable<'a> {
    /// The least and the greatest confidence.
    pub confidence: Option<(f64, f64)>,
    /// The classes, each with its number of rows if it is known.
    pub classes: Vec<(&'a Class, Option<u64>)>,
    /// The meaning of the file's columns.
    pub layout: Layout,
    /// Width and height of the scene in pixels, if the sizes of boxes can be chosen.
    pub scene: Option<(f64, f64)>,
    /// How many frames there are, if the length of tracks can be chosen.
    pub frames: Option<u64>,
    /// The name of the layer, if the names of the controls need it.
    pub of: Option<&'a str>,
}

impl<'a> Filterable<'a> {
    /// What a summary has.
    pub fn of_summary(summary: &'a Summary, layout: Layout) -> Self {
        let classes = summary.classes.iter().map(|count| (&count.class, Some(count.rows))).collect();
        Self { confidence: summary.confidence, classes, layout, scene: None, frames: None, of: None }
    }

    /// What a least and a greatest value can be chosen of: name, help, and the least and the greatest value that there is.
    fn ranges(&self) -> Vec<Range> {
        let mut ranges = Vec::new();
        let lengths = self.frames.filter(|frames| *frames > 1);
        if let Some(frames) = lengths {
            let help = "The least and the greatest number of boxes of a track. Others are hidden. Boxes without identity are shown.";
            ranges.push(Range { name: "length", help, ends: (1.0, frames as f64), of: |filter| &mut filter.length });
        }
        if let Some((width, height)) = self.scene.filter(|_| !self.layout.are_points) {
            let help = "The least and the greatest height, in pixels. Other boxes are hidden. Tracks stay in the list.";
            ranges.push(Range { name: "height", help, ends: (0.0, height), of: |filter| &mut filter.height });
            let help = "The least and the greatest area, in pixels². Other boxes are hidden. Tracks stay in the list.";
            ranges.push(Range { name: "area", help, ends: (0.0, width * height), of: |filter| &mut filter.area });
        }
        if self.layout.has_visibility {
            let help =
                "The least and the greatest share that is seen. Other boxes are hidden. Tracks stay in the list.";
            ranges.push(Range { name: "visibility", help, ends: (0.0, 1.0), of: |filter| &mut filter.visibility });
        }
        ranges
    }

    /// The range of the slider: whole hundredths, as it rounds to two decimals, and its lowest value must hide nothing.
    fn range(&self) -> Option<(f64, f64)> {
        let (low, high) = self.confidence.filter(|(low, high)| low < high)?;
        Some(((low * 100.0).floor() / 100.0, (high * 100.0).ceil() / 100.0))
    }

    /// Whether there is nothing to choose.
    pub fn is_empty(&self) -> bool {
        self.range().is_none() && self.classes.len() < 2 && self.ranges().is_empty()
    }
}

/// Draws the controls that change `filter`.
pub fn show(ui: &mut Ui, filter: &mut Filter, filterable: &Filterable<'_>) {
    let named = |name: &str| filterable.of.map_or_else(|| name.to_owned(), |layer| format!("{name} of {layer}"));
    if let Some((low, high)) = filterable.range() {
        ui.weak("Confidence at least");
        let mut bound = filter.min_confidence.unwrap_or(low);
        // Room for the number beside the slider: a panel too narrow for its content grows on every repaint.
        ui.spacing_mut().slider_width = (ui.available_width() - 84.0).max(30.0);
        let slider = Slider::new(&mut bound, low..=high).max_decimals(2);
        let response =
            ui.add(slider).on_hover_text("Hides rows with a lower confidence, and tracks that have no other rows.");
        if response.accessible_name(named("Least confidence")).changed() {
            filter.min_confidence = (bound > low).then_some(bound);
        }
    }
    sizes(ui, filter, filterable, &named);
    if filterable.classes.len() > 1 {
        let height = ui.spacing().interact_size.y;
        let area = ScrollArea::vertical().id_salt("classes").max_height(130.0);
        area.show_rows(ui, height, filterable.classes.len(), |ui, rows| {
            for (of_class, rows) in &filterable.classes[rows] {
                let name = filterable.layout.class_label(of_class);
                class(ui, filter, of_class, (&name, named(&name)), *rows);
            }
        });
    }
    if filter.is_active() && ui.button("Reset filters").accessible_name(named("Reset filters")).clicked() {
        *filter = Filter::default();
    }
}

/// What a least and a greatest value can be chosen of.
struct Range {
    name: &'static str,
    help: &'static str,
    /// The least and the greatest value that there is.
    ends: (f64, f64),
    /// Its part of a filter.
    of: fn(&mut Filter) -> &mut Bounds,
}

/// The least width of a field, in points.
const FIELD: f32 = 32.0;

/// Two fields for each range.
fn sizes(ui: &mut Ui, filter: &mut Filter, filterable: &Filterable<'_>, named: &dyn Fn(&str) -> String) {
    let ranges = filterable.ranges();
    if ranges.is_empty() {
        return;
    }
    let are_set = ranges.iter().any(|range| (range.of)(filter).are_set());
    let title = if are_set { "Length, size (on)" } else { "Length, size" };
    let response = CollapsingHeader::new(title).id_salt("ranges").default_open(are_set).show_unindented(ui, |ui| {
        // Room for all of them: a panel too narrow for its content grows on every repaint.
        ui.spacing_mut().interact_size.x = FIELD;
        Grid::new("ranges").num_columns(3).spacing([theme::SPACE[0], 2.0]).show(ui, |ui| {
            for range in &ranges {
                ui.weak(range.name).on_hover_text(range.help);
                bounds(ui, filter, range, named);
                ui.end_row();
            }
        });
    });
    _ = response.header_response.accessible_name(named(title));
}

/// The fields for the least and the greatest value of a range. A value at the end of the range is no bound.
fn bounds(ui: &mut Ui, filter: &mut Filter, range: &Range, named: &dyn Fn(&str) -> String) {
    let ((low, high), of) = (range.ends, range.of);
    let span = high - low;
    let before = *of(filter);
    // What is larger than the scene is bound by nothing as long as nobody bounds it.
    let (mut least, mut most) = (before.least.unwrap_or(low), before.most.unwrap_or(high));
    let lower = ui.add(field(&mut least, low..=most.max(low), span)).on_hover_text(range.help);
    if lower.accessible_name(named(&format!("Least {}", range.name))).changed() {
        of(filter).least = (least > low).then_some(least);
    }
    let upper = ui.add(field(&mut most, least.min(high)..=high, span)).on_hover_text(range.help);
    if upper.accessible_name(named(&format!("Greatest {}", range.name))).changed() {
        of(filter).most = (most < high).then_some(most);
    }
}

/// A field for a number within a range. `span` is the width of all there is.
fn field(value: &mut f64, within: RangeInclusive<f64>, span: f64) -> DragValue<'_> {
    let decimals = if span > 10.0 { 0 } else { 3 };
    DragValue::new(value).range(within).speed(span / 300.0).max_decimals(decimals)
}

/// A check box for a class. `names` are the name that is shown, and the accessible one.
fn class(ui: &mut Ui, filter: &mut Filter, class: &Class, (name, accessible): (&str, String), rows: Option<u64>) {
    let mut shown = !filter.hidden_classes.contains(class);
    let told = rows.map(|rows| format!(": {}", counted(rows, "row", "rows"))).unwrap_or_default();
    // A long name must not make the panel wider.
    ui.style_mut().wrap_mode = Some(TextWrapMode::Truncate);
    let response = ui.checkbox(&mut shown, name).on_hover_text(format!("{name}{told}"));
    if response.accessible_name(accessible).changed() {
        if shown {
            filter.hidden_classes.remove(class);
        } else {
            filter.hidden_classes.insert(class.clone());
        }
    }
}
