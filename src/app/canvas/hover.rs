//! The tooltip of the box under the pointer: all fields of its row.

use eframe::egui::{self, Id, LayerId, PopupAnchor, Rect, RectAlign, Tooltip, Ui};

use crate::app::widgets::theme;
use crate::mot::{Detection, Layout};

/// The column of the visibility in files that have it.
const VISIBILITY_COLUMN: u32 = 9;

/// What the tooltip shows besides the fields of the row.
#[derive(Debug, Default)]
pub struct Beside {
    /// Name of its layer, if there are several.
    pub layer: Option<String>,
    /// What it is compared with the other file, in words.
    pub verdict: Option<String>,
    /// Boxes of other layers under the pointer: layer name, and description of the box.
    pub others: Vec<(String, String)>,
}

/// The sides of the pointer that the tooltip can be at.
const SIDES: [RectAlign; 4] =
    [RectAlign::BOTTOM_START, RectAlign::BOTTOM_END, RectAlign::TOP_START, RectAlign::TOP_END];
/// The space between the pointer and the tooltip, in points.
const GAP: f32 = 14.0;

/// Shows all fields of a row next to the pointer, where it covers nothing of `avoid` if there is such a place.
pub fn show(ui: &Ui, detection: &Detection, (layout, frame): (Layout, u64), beside: Beside, avoid: &[Rect]) {
    let id = Id::unique("box under the pointer");
    let layer = LayerId::new(egui::Order::Tooltip, id);
    let mut tooltip = Tooltip::always_open(ui.ctx().clone(), layer, id, PopupAnchor::Pointer).gap(GAP);
    if let Some((pointer, size)) = ui.input(|input| input.pointer.latest_pos()).zip(tooltip.popup.get_expected_size()) {
        let is_free = |side: &RectAlign| {
            let place = side.align_rect(&Rect::from_pos(pointer), size, GAP);
            ui.content_rect().contains_rect(place) && !avoid.iter().any(|rect| rect.intersects(place))
        };
        if let Some(side) = SIDES.into_iter().find(is_free) {
            tooltip.popup = tooltip.popup.align(side);
        }
    }
    tooltip.show(|ui| {
        let layer = beside.layer.map(|name| ("layer".to_owned(), name));
        let verdict = beside.verdict.map(|verdict| ("compared".to_owned(), verdict));
        let fields = layer.into_iter().chain(fields(detection, layout, frame)).chain(verdict).chain(beside.others);
        egui::Grid::new("fields").num_columns(2).spacing([theme::SPACE[2], 1.0]).show(ui, |ui| {
            for (name, value) in fields {
                ui.weak(name);
                ui.monospace(value);
                ui.end_row();
            }
        });
    });
}

/// Names and values of all fields of the row.
fn fields(detection: &Detection, layout: Layout, frame: u64) -> Vec<(String, String)> {
    let mut fields = vec![
        ("frame".to_owned(), frame.to_string()),
        ("id".to_owned(), detection.id.map_or_else(|| "none (−1)".to_owned(), |id| id.to_string())),
    ];
    let is_point = layout.are_points && detection.is_point();
    let names = if is_point { ["x", "y", "", ""] } else { ["left", "top", "width", "height"] };
    let sides = [detection.left, detection.top, detection.width, detection.height];
    let sides = names.into_iter().zip(sides).filter(|(name, _)| !name.is_empty());
    fields.extend(sides.map(|(name, side)| (name.to_owned(), number(side))));
    if let Some(confidence) = detection.confidence {
        let name = if layout.kind == crate::mot::FileKind::GroundTruth { "flag" } else { "confidence" };
        fields.push((name.to_owned(), number(confidence)));
    }
    let class = layout.class_of(detection);
    if let Some(class) = &class {
        fields.push(("class".to_owned(), layout.class_label(class).into_owned()));
    }
    let visibility = layout.visibility_of(detection);
    if let Some(visibility) = visibility {
        fields.push(("visibility".to_owned(), number(visibility)));
    }
    let columns = detection.columns.count().min(crate::mot::Columns::MAX_COLUMNS);
    let is_told = |column: u32| {
        class.is_some() && layout.class_column == Some(column) || visibility.is_some() && column == VISIBILITY_COLUMN
    };
    for column in (8..=columns).filter(|&column| !is_told(column)) {
        if let Some(value) = detection.columns.get(column) {
            fields.push((format!("column {column}"), number(value)));
        }
    }
    if !layout.is_judged(detection) {
        fields.push(("judged".to_owned(), "no".to_owned()));
    }
    if detection.is_degenerate() && !is_point {
        fields.push(("area".to_owned(), "none".to_owned()));
    }
    fields
}

/// A number with up to three decimals, without trailing zeros.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mot::MotFile;

    fn told(rows: &str) -> Vec<(String, String)> {
        let file = MotFile::from_bytes("gt.txt", rows.as_bytes().to_vec()).unwrap();
        fields(&file.frame(1).detections[0], file.layout(), 1)
    }

    #[test]
    fn every_field_of_the_row_is_told() {
        // Were the flag 0 in every row, it would be none.
        let told = told("1,3,10.25,20,30,40,0,9,0.125\n1,4,10,20,30,40,1,1,1\n");
        let value = |name: &str| told.iter().find(|field| field.0 == name).map(|field| field.1.as_str());
        assert_eq!(value("id"), Some("3"));
        assert_eq!(value("left"), Some("10.25"));
        assert_eq!(value("flag"), Some("0"));
        assert_eq!(value("class"), Some("occluder"));
        assert_eq!(value("visibility"), Some("0.125"));
        assert_eq!(value("judged"), Some("no"));
    }

    #[test]
    fn an_oriented_box_tells_its_class_once() {
        let told = told("1,1,10,10,30,10,30,20,10,20,0.9,4,7\n");
        let behind = told.iter().skip(6).map(|(name, value)| format!("{name} {value}"));
        assert_eq!(behind.collect::<Vec<_>>(), ["confidence 0.9", "class class 4", "column 13 7"]);
    }

    #[test]
    fn columns_without_a_name_are_told_by_number() {
        let told = told("1,-1,10,20,30,40,0.5,1.5,2.5,3.5\n");
        assert!(told.contains(&("id".to_owned(), "none (−1)".to_owned())));
        assert!(told.contains(&("column 10".to_owned(), "3.5".to_owned())));
        assert_eq!(number(-0.0), "-0");
        assert_eq!(number(1e9), "1000000000");
    }
}
