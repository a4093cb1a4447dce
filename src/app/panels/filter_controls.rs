//! The controls of a filter: a least confidence, and the classes to show.

use eframe::egui::{ScrollArea, Slider, TextWrapMode, Ui};

use crate::app::model::filter::Filter;
use crate::app::model::format::counted;
use crate::mot::{Class, Layout, Summary};

/// What a filter can choose among.
pub struct Filterable<'a> {
    /// The least and the greatest confidence.
    pub confidence: Option<(f64, f64)>,
    /// The classes, each with its number of rows if it is known.
    pub classes: Vec<(&'a Class, Option<u64>)>,
    /// The meaning of the file's columns.
    pub layout: Layout,
    /// The name of the layer, if the names of the controls need it.
    pub of: Option<&'a str>,
}

impl<'a> Filterable<'a> {
    /// What a summary has.
    pub fn of_summary(summary: &'a Summary, layout: Layout) -> Self {
        let classes = summary.classes.iter().map(|count| (&count.class, Some(count.rows))).collect();
        Self { confidence: summary.confidence, classes, layout, of: None }
    }

    /// The range of the slider: whole hundredths, as it rounds to two decimals, and its lowest value must hide nothing.
    fn range(&self) -> Option<(f64, f64)> {
        let (low, high) = self.confidence.filter(|(low, high)| low < high)?;
        Some(((low * 100.0).floor() / 100.0, (high * 100.0).ceil() / 100.0))
    }

    /// Whether there is nothing to choose.
    pub fn is_empty(&self) -> bool {
        self.range().is_none() && self.classes.len() < 2
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
