//! The boxes of the further layers. A click goes through them to the main layer; with Ctrl, it selects them, too.

use eframe::egui::{Mesh, Painter, Pos2, Rect};

use super::boxes::{self, Pen, ScreenBox, Sight};
use super::labels::{self, Labels};
use super::status;
use super::verdicts::Marker;
use crate::app::model::camera::viewport::Transform;
use crate::app::model::format::count;
use crate::app::model::frame::dense::MAX_BOXES;
use crate::app::model::frame::displayed_frame::DisplayedFrame;
use crate::app::model::layers::Look;
use crate::app::model::settings::Boxes;
use crate::app::model::shown_rows::HiddenRows;
use crate::app::model::tracks::TrackSet;
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::mot::{FileKind, Frame, Layout};
use crate::render::box_style::LayerOrder;

/// The visible boxes of a further layer.
pub struct FurtherLayer<'a> {
    /// Name of the layer.
    pub name: &'a str,
    /// Its place among the layers.
    pub place: usize,
    /// All its boxes in the displayed frame.
    pub frame: &'a Frame,
    /// The meaning of its columns.
    pub layout: Layout,
    look: Look,
    /// The short name, with which its labels begin.
    short_name: String,
    /// Whether its outlines have a dark edge.
    edged: bool,
    /// Maps its boxes to the screen.
    transform: Transform,
    items: Vec<ScreenBox>,
    /// Number of its rows that were examined.
    rows: usize,
    /// Number of those that are not shown.
    hidden: HiddenRows,
    /// Its selected tracks.
    selected: TrackSet,
}

/// Collects the boxes to draw of the further layers of `shown`. If there are too many, only the first boxes of each
/// layer are drawn.
pub fn gather<'a>(
    shown: &'a DisplayedFrame,
    view: &View<'_>,
    document: &'a Document,
    transform: Transform,
    (canvas, pixels_per_point): (Rect, f32),
    marker: Marker<'_>,
) -> Vec<FurtherLayer<'a>> {
    let layers = document.layers.iter().enumerate().skip(1).zip(shown.further_boxes());
    let visible = layers.filter_map(|((place, layer), frame)| {
        let look = view.look(place).filter(|look| look.shown)?;
        Some((place, layer, frame.as_ref().ok()?, look))
    });
    let visible: Vec<_> = visible.collect();
    let names = view.short_names();
    let share = MAX_BOXES / visible.len().max(1);
    let layer = |(place, layer, frame, look): (
        usize,
        &'a crate::app::model::layers::Layer,
        &'a std::sync::Arc<Frame>,
        Look,
    )| {
        let (layout, rows) = (layer.file.layout(), frame.detections.len().min(share));
        let paint = view.paint(place, look);
        let transform = transform.stretched(look.scale);
        let line_width = view.state.settings.boxes.line_width * look.style.width;
        let sight =
            Sight { layout, rows: &view.shown_rows(place), paint, transform, canvas, pixels_per_point, line_width };
        let mut items = Vec::new();
        let hidden = boxes::items(frame, 0..rows, sight, &mut items);
        marker.mark(place, &mut items);
        let short_name = names.get(place).cloned().unwrap_or_default();
        let (name, frame, edged) = (layer.name.as_str(), frame.as_ref(), paint.is_neutral);
        let selected = view.selected_tracks(place);
        FurtherLayer { name, place, frame, layout, look, short_name, edged, transform, items, rows, hidden, selected }
    };
    visible.into_iter().map(layer).collect()
}

/// Draws the outlines of the layers with this place in the drawing order.
pub fn outlines(painter: &Painter, layers: &[FurtherLayer], style: Boxes, canvas: Rect, order: LayerOrder) {
    let Boxes { line_width, masks, .. } = style;
    let boxes = layers.iter().map(|layer| layer.items.len()).sum();
    for layer in layers.iter().filter(|layer| LayerOrder::of(false, layer.look.style.dashed) == order) {
        let style = layer.look.style;
        let width = line_width * style.width;
        let pen = Pen::new(width, boxes, canvas, painter.pixels_per_point()).dashing(style.dashed).edging(layer.edged);
        let mut mesh = Mesh::default();
        let mut shapes = Vec::new();
        if layer.layout.has_masks && masks {
            boxes::masks(&mut mesh, layer.frame, &layer.items, layer.transform, canvas);
        }
        for item in &layer.items {
            if item.id.is_some_and(|id| layer.selected.contains(&id)) {
                boxes::fill(&mut mesh, item, canvas);
                boxes::draw(&mut mesh, &mut shapes, item, pen.emphasised());
            } else {
                boxes::draw(&mut mesh, &mut shapes, item, pen);
            }
        }
        painter.add(mesh);
        painter.extend(shapes);
    }
}

/// Draws the labels of these layers where the labels of the main layer leave room.
pub fn labels(into: &mut Labels, layers: &[FurtherLayer], style: Boxes) {
    for layer in layers {
        let told = layer.look.style.labels;
        let style = Boxes { id: told.id, confidence: told.confidence, class: told.class, ..style };
        if !(told.id || told.confidence || told.class) {
            continue;
        }
        for item in &layer.items {
            into.add_above_or_below(
                item,
                &labels::text(&layer.short_name, &layer.frame.detections[item.index], layer.layout, style),
            );
        }
    }
}

/// The visible boxes of all these layers.
pub fn items<'b>(layers: &'b [FurtherLayer<'_>]) -> impl Iterator<Item = &'b ScreenBox> {
    layers.iter().flat_map(|layer| &layer.items)
}

/// The smallest box of each layer under the pointer.
pub fn under<'a, 'b>(layers: &'b [FurtherLayer<'a>], pointer: Pos2) -> Vec<(&'b FurtherLayer<'a>, ScreenBox)> {
    layers.iter().filter_map(|layer| Some((layer, boxes::hit(&layer.items, pointer)?))).collect()
}

/// Draws a hovered box of a further layer, if no box of the main layer is hovered.
pub fn emphasise(painter: &Painter, (layer, item): &(&FurtherLayer, ScreenBox), line_width: f32, canvas: Rect) {
    let style = layer.look.style;
    let pen = Pen::new(line_width * style.width, 1, canvas, painter.pixels_per_point()).edging(layer.edged);
    let mut mesh = Mesh::default();
    boxes::fill(&mut mesh, item, canvas);
    let mut shapes = Vec::new();
    boxes::draw(&mut mesh, &mut shapes, item, pen.emphasised().dashing(style.dashed));
    painter.add(mesh);
    painter.extend(shapes);
}

/// Name of the layer, and id and confidence of a box, as text.
pub fn told((layer, item): &(&FurtherLayer, ScreenBox)) -> (String, String) {
    let row = &layer.frame.detections[item.index];
    let id = row.id.map_or_else(|| "no id".to_owned(), |id| format!("id {id}"));
    // The confidence column of ground truth is a flag, which is not shown here.
    let confidence = row.confidence.filter(|_| layer.layout.kind == FileKind::Results);
    let confidence = confidence.map(|confidence| format!(" ({confidence:.2})")).unwrap_or_default();
    (layer.name.to_owned(), format!("{id}{confidence}"))
}

/// The number of boxes of each layer in view, as text, and how many are not shown for which reason.
pub fn counts(layers: &[FurtherLayer]) -> String {
    let of = |layer: &FurtherLayer| {
        let (rows, all) = (layer.rows, layer.frame.detections.len());
        let drawn = if rows < all { format!("the first {} of ", count(rows as u64)) } else { String::new() };
        let in_view = layer.items.len();
        let shown = if rows < all { all } else { in_view };
        let outside = rows.saturating_sub(in_view + layer.hidden.count());
        let outside = status::out_of_view(outside);
        format!(" · {} {drawn}{}{}{outside}", layer.name, count(shown as u64), status::hidden(layer.hidden))
    };
    layers.iter().map(of).collect()
}
