//! The boxes of the main layer with their labels, between those of the further layers.

use eframe::egui::{Mesh, Painter, Rect};

use super::boxes::{self, Pen, ScreenBox};
use super::further_layers::{self, FurtherLayer};
use super::labels::{self, Labels};
use super::verdicts;
use crate::app::model::camera::Transform;
use crate::app::session::view::View;
use crate::mot::Frame;
use crate::render::Occupancy;
use crate::render::box_style::LayerOrder;

/// The boxes of the main layer.
pub struct MainLayer<'a> {
    /// All rows of the displayed frame.
    pub frame: &'a Frame,
    /// Those that are drawn.
    pub items: &'a [ScreenBox],
    /// Maps them to the screen.
    pub transform: Transform,
    /// The one under the pointer.
    pub hovered: Option<ScreenBox>,
}

impl MainLayer<'_> {
    /// Draws the boxes and labels of all layers. Hovered and selected boxes lie on top. Labels leave out the rectangle beside
    /// `occupancy`, which is a buffer that is reused.
    pub fn paint(
        &self,
        painter: &Painter,
        canvas: Rect,
        further: &[FurtherLayer],
        view: &View<'_>,
        (occupancy, kept_free): (&mut Occupancy, Option<Rect>),
    ) {
        let (style, pixels) = (view.state.settings.boxes, painter.pixels_per_point());
        let Some(document) = view.document else { return };
        let (layout, look) = (document.file.layout(), view.main_look());
        // Layers are ordered such that a solid outline never hides a dashed one.
        further_layers::outlines(painter, further, style, canvas, LayerOrder::Below);
        let selected = view.selected_tracks(0);
        let is_first = |item: &&ScreenBox| {
            item.id.is_some_and(|id| selected.contains(&id))
                || self.hovered.is_some_and(|hovered| hovered.index == item.index)
        };
        let mut mesh = Mesh::default();
        mesh.reserve_vertices(8 * self.items.len());
        mesh.reserve_triangles(8 * self.items.len());
        let mut shapes = Vec::new();
        if layout.has_masks && style.masks {
            boxes::masks(&mut mesh, self.frame, self.items, self.transform, canvas);
        }
        let width = style.line_width * look.style.width;
        let pen = Pen::new(width, self.items.len(), canvas, pixels).dashing(look.style.dashed);
        let pen = pen.edging(view.paint(0, look).is_neutral);
        for item in self.items.iter().filter(|item| !is_first(item)) {
            boxes::draw(&mut mesh, &mut shapes, item, pen);
        }
        let pen = pen.emphasised();
        for item in self.items.iter().filter(is_first) {
            boxes::fill(&mut mesh, item, canvas);
            boxes::draw(&mut mesh, &mut shapes, item, pen);
        }
        painter.add(mesh);
        painter.extend(shapes);
        further_layers::outlines(painter, further, style, canvas, LayerOrder::Above);
        verdicts::badges(painter, self.items.iter().chain(further_layers::items(further)));
        let mut labels = Labels::new(painter, style, canvas, occupancy);
        kept_free.into_iter().for_each(|rect| labels.keep_free(rect));
        let names = view.short_names();
        let name = names.first().map_or("", String::as_str);
        // An id that has changed is told in any case. Its ground truth has a label above the box.
        for item in self.items.iter().chain(further_layers::items(further)) {
            verdicts::label(item).iter().for_each(|text| labels.add_below(item, text));
        }
        let text = |item: &ScreenBox| labels::text(name, &self.frame.detections[item.index], layout, style);
        // Labels placed first keep their place: first the emphasised boxes, then the others in file order.
        self.items.iter().filter(is_first).for_each(|item| labels.add(item, &text(item)));
        self.items.iter().filter(|item| !is_first(item)).for_each(|item| labels.add_if_room(item, &text(item)));
        further_layers::labels(&mut labels, further, style);
        labels.finish();
    }
}
