//! The boxes of the further layers. They are looked at, not worked with: a click goes through them to the main layer, whose
//! tracks are the ones that can be selected.

use eframe::egui::{Mesh, Painter, Pos2, Rect};

use super::boxes::{self, Item, Pen, Sight};
use super::labels::{self, Labels};
use crate::app::model::camera::viewport::Transform;
use crate::app::model::filter::Filter;
use crate::app::model::format::count;
use crate::app::model::frame::dense::MAX_BOXES;
use crate::app::model::frame::displayed_frame::DisplayedFrame;
use crate::app::model::layers::Look;
use crate::app::model::settings::Boxes;
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::mot::{FileKind, Frame, Layout};
use crate::render::box_style::LayerOrder;

/// A layer, as far as it is in view.
pub struct Overlay<'a> {
    /// What people call it.
    pub name: &'a str,
    /// Its boxes.
    pub frame: &'a Frame,
    /// What their columns mean.
    pub layout: Layout,
    look: Look,
    items: Vec<Item>,
    /// So many of its rows were looked at.
    rows: usize,
}

/// What is to be drawn of the further layers of `shown`. All together are bounded: of more boxes than are drawn in a pass, the
/// first ones of each are.
pub fn gather<'a>(
    shown: &'a DisplayedFrame,
    view: &View<'_>,
    document: &'a Document,
    transform: Transform,
    (canvas, pixels_per_point): (Rect, f32),
) -> Vec<Overlay<'a>> {
    // What is listed at the left is filtered; confidences and classes of other files are others.
    let filter = Filter::default();
    let layers = document.layers.iter().enumerate().skip(1).zip(shown.further_boxes());
    let visible = layers.filter_map(|((place, layer), frame)| {
        let look = view.look(place).filter(|look| look.shown)?;
        Some((place, layer, frame, look))
    });
    let visible: Vec<_> = visible.collect();
    let share = MAX_BOXES / visible.len().max(1);
    let overlay = |(place, layer, frame, look): (
        usize,
        &'a crate::app::model::layers::Layer,
        &'a std::sync::Arc<Frame>,
        Look,
    )| {
        let (layout, rows) = (layer.file.layout(), frame.detections.len().min(share));
        let paint = view.paint(place, look);
        let transform = transform.stretched(look.scale);
        let sight = Sight { layout, filter: &filter, paint, transform, canvas, pixels_per_point };
        let mut items = Vec::new();
        boxes::items(frame, 0..rows, sight, &mut items);
        Overlay { name: &layer.name, frame: frame.as_ref(), layout, look, items, rows }
    };
    visible.into_iter().map(overlay).collect()
}

/// Draws the outlines of those layers that have this place in the order.
pub fn outlines(painter: &Painter, overlays: &[Overlay], line_width: f32, canvas: Rect, order: LayerOrder) {
    let boxes = overlays.iter().map(|overlay| overlay.items.len()).sum();
    for overlay in overlays.iter().filter(|overlay| LayerOrder::of(false, overlay.look.style.dashed) == order) {
        let style = overlay.look.style;
        let width = line_width * style.width;
        let pen = Pen::new(width, boxes, canvas, painter.pixels_per_point()).dashing(style.dashed);
        let mut mesh = Mesh::default();
        overlay.items.iter().for_each(|item| draw(painter, &mut mesh, item, pen));
        painter.add(mesh);
    }
}

fn draw(painter: &Painter, mesh: &mut Mesh, item: &Item, pen: Pen) {
    match item.corners {
        None => boxes::outline(mesh, item, pen),
        Some(corners) => painter.extend(boxes::oriented(corners, item, pen)),
    }
}

/// Draws the labels that these layers have, where the main layer's leave room.
pub fn labels(into: &mut Labels, overlays: &[Overlay], style: Boxes) {
    for overlay in overlays {
        let told = overlay.look.style.labels;
        let style = Boxes { id: told.id, confidence: told.confidence, class: told.class, ..style };
        if !(told.id || told.confidence || told.class) {
            continue;
        }
        for item in &overlay.items {
            into.add_if_room(item, &labels::text(&overlay.frame.detections[item.index], overlay.layout, style));
        }
    }
}

/// The smallest box of each layer under the pointer.
pub fn under<'a, 'b>(overlays: &'b [Overlay<'a>], pointer: Pos2) -> Vec<(&'b Overlay<'a>, Item)> {
    overlays.iter().filter_map(|overlay| Some((overlay, boxes::hit(&overlay.items, pointer)?))).collect()
}

/// Draws a box that is pointed at and lies on none of the main layer.
pub fn emphasise(painter: &Painter, (overlay, item): &(&Overlay, Item), line_width: f32, canvas: Rect) {
    let style = overlay.look.style;
    let pen = Pen::new(line_width * style.width, 1, canvas, painter.pixels_per_point());
    let mut mesh = Mesh::default();
    boxes::fill(&mut mesh, item, canvas);
    draw(painter, &mut mesh, item, pen.emphasised().dashing(style.dashed));
    painter.add(mesh);
}

/// Layer and id of a box, and how sure it is, in words.
pub fn told((overlay, item): &(&Overlay, Item)) -> (String, String) {
    let row = &overlay.frame.detections[item.index];
    let id = row.id.map_or_else(|| "no id".to_owned(), |id| format!("id {id}"));
    // A flag of ground truth is no news beside another box.
    let confidence = row.confidence.filter(|_| overlay.layout.kind == FileKind::Results);
    let confidence = confidence.map(|confidence| format!(" ({confidence:.2})")).unwrap_or_default();
    (overlay.name.to_owned(), format!("{id}{confidence}"))
}

/// How many boxes these layers have, in words.
pub fn counts(overlays: &[Overlay]) -> String {
    let of = |overlay: &Overlay| {
        let (rows, all) = (overlay.rows, overlay.frame.detections.len());
        let drawn = if rows < all { format!("the first {} of ", count(rows as u64)) } else { String::new() };
        format!(" · {} {drawn}{}", overlay.name, count(all as u64))
    };
    overlays.iter().map(of).collect()
}
