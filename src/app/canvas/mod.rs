//! The canvas: boxes, labels and trail of the frame that has arrived, under zoom and pan.

mod boxes;
mod camera_note;
mod crowd;
mod dense;
mod density;
mod heat;
mod hover;
mod labels;
mod minimap;
mod overlay;
mod overlays;
mod question;
mod status;
mod tone;
mod trail;
mod underlay;

use std::ops::RangeInclusive;
use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{CornerRadius, CursorIcon, Mesh, Painter, Pos2, Rect, Response, Sense, StrokeKind, Ui, WidgetInfo};

use super::command::{Command, Commands};
use super::model::camera::{Area, Camera, Transform, Zoom, viewport};
use super::model::format::{self, counted};
use super::model::frame::dense::{MAX_BOXES, is_dense};
use super::model::frame::displayed_frame::DisplayedFrame;
use super::session::background::let_go;
use super::session::view::View;
use super::widgets::theme;
use crate::mot::Frame;
use crate::render::Occupancy;
use crate::render::box_style::LayerOrder;
use boxes::{Item, Pen, Sight};
use dense::Dense;
use hover::Beside;
use labels::Labels;
use minimap::{Dots, Minimap};
use overlays::Overlay;
use question::{DensePicture, DenseQuestion, Outlook};
use tone::Tone;
use trail::Trail;
use underlay::Underlay;

/// Buffers that are used again in every pass.
pub struct Canvas {
    items: Vec<Item>,
    occupancy: Occupancy,
    dense: Dense,
    tone: Tone,
    underlay: Underlay,
    /// What is drawn, and how many sequences had been opened then.
    drawn: Option<DisplayedFrame>,
    opened: u64,
    /// The small scene in the corner, if it is to be seen.
    minimap: Option<Minimap>,
    /// Where the selected track was and will be; there is none before a track is selected.
    trail: Option<Trail>,
    /// The version of the frames that the trail was made of.
    content_version: u64,
    /// Where the canvas was drawn last.
    rect: Rect,
    /// A zoom that was asked for and is still to be done.
    zoom: Option<Zoom>,
}

impl Default for Canvas {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            occupancy: Occupancy::default(),
            dense: Dense::default(),
            tone: Tone::default(),
            underlay: Underlay::default(),
            drawn: None,
            opened: 0,
            minimap: None,
            trail: None,
            content_version: 0,
            rect: Rect::ZERO,
            zoom: None,
        }
    }
}

impl Canvas {
    /// Where the canvas was drawn last.
    pub fn rect(&self) -> Rect {
        self.rect
    }

    /// The frame that was drawn last.
    pub fn displayed(&self) -> Option<&DisplayedFrame> {
        self.drawn.as_ref()
    }

    /// Zooms in the next pass.
    pub fn zoom(&mut self, zoom: Zoom) {
        self.zoom = Some(zoom);
    }

    /// Draws it into what is left of the window.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        let mut painter = ui.painter_at(rect);
        painter.rect_filled(rect, CornerRadius::ZERO, theme::canvas(ui.visuals().dark_mode));
        self.rect = rect;
        let extent = view.state.extent;
        let area = extent.area;
        let pixel = extent.is_picture.then(|| 1.0 / f64::from(ui.pixels_per_point()));
        let limits = viewport::limits(pixel, area, rect);
        let mut camera = view.state.camera.clone();
        let transform = camera.viewport.transform(area, rect);
        self.minimap = Minimap::new(area, transform, rect).filter(|_| view.state.settings.show_minimap);
        if let Some(minimap) = self.minimap {
            minimap.navigate(ui, &mut camera);
        }
        navigate(ui, &response, self.zoom.take(), &mut camera, area, rect, &limits);
        let over = response.hover_pos().filter(|_| !response.dragged());
        let scale = view.main_look().scale;
        let drawn = self.choose(ui, rect, over, view, camera.viewport.transform(area, rect).stretched(scale));
        if let Some(drawn) = &drawn {
            let frame = drawn.boxes();
            let among = self.dense.known(frame).map(|known| known.selected.as_slice());
            let is_known = !is_dense(frame) || among.is_some();
            if is_known && follow(&mut camera, view, drawn, among, rect, &limits) && is_dense(frame) {
                // What is to be seen of it from there is asked for in the next pass.
                ui.request_repaint();
            }
        }
        let transform = camera.viewport.transform(area, rect);
        if overlay::is_late(view) {
            painter.set_opacity(0.45);
        }
        if extent.is_picture {
            let corners = (transform.to_screen(area.left, area.top), transform.to_screen(area.right, area.bottom));
            let picture = Rect::from_two_pos(corners.0, corners.1);
            painter.rect_stroke(picture, 0.0, ui.visuals().widgets.noninteractive.bg_stroke, StrokeKind::Outside);
        }
        let told = self.frame(ui, &painter, &response, drawn, &camera, view, commands);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Canvas, true, "Canvas");
            info.current_text_value = Some(told.clone());
            info
        });
        camera_note::show(ui, rect, &camera, view, commands);
        overlay::show(ui, rect, view, commands);
        if camera != view.state.camera {
            commands.push(Command::Turn(camera));
        }
    }

    /// Draws the frame that has arrived. Answers what is to be seen, in words.
    fn frame(
        &mut self,
        ui: &Ui,
        painter: &Painter,
        response: &Response,
        drawn: Option<DisplayedFrame>,
        camera: &Camera,
        view: &View<'_>,
        commands: &mut Commands,
    ) -> String {
        let transform = camera.viewport.transform(view.state.extent.area, response.rect);
        let over = response.hover_pos().filter(|_| !response.dragged());
        let look = view.main_look();
        let to_boxes = transform.stretched(look.scale);
        let Some(drawn) = drawn else {
            self.underlay.clear();
            return "nothing to show".to_owned();
        };
        let (number, frame) = (drawn.number(), Arc::clone(drawn.boxes()));
        self.underlay.show(ui, painter, &drawn, &view.state.settings.picture, view.state.extent.area, transform);
        let Some(document) = view.document else { return "nothing to show".to_owned() };
        let (layout, canvas) = (document.file.layout(), response.rect);
        let pixels_per_point = ui.pixels_per_point();
        let paint = view.paint(0, look);
        let sight = Sight { layout, filter: &view.state.filter, paint, transform: to_boxes, canvas, pixels_per_point };
        let overlays = overlays::gather(&drawn, view, document, transform, (canvas, pixels_per_point));
        let heat = if look.shown { self.gather(painter, &frame, sight) } else { None };
        if !look.shown {
            self.items.clear();
        } else if let Some(id) = view.state.selected {
            let rank = document.keys.rank_of(number).unwrap_or(0);
            let trail = self.trail.get_or_insert_with(|| Trail::start(ui.ctx()));
            if std::mem::replace(&mut self.content_version, view.state.content_version) != view.state.content_version {
                trail.forget();
            }
            trail.ask(&document.file, &document.keys, id, number, view.state.settings.boxes.trail);
            trail.paint(painter, rank, to_boxes, theme::track_color(id.0));
        }
        let hovered = over.and_then(|pointer| boxes::hit(&self.items, pointer));
        let under = over.map_or_else(Vec::new, |pointer| overlays::under(&overlays, pointer));
        self.boxes(painter, canvas, &frame, &overlays, view, hovered);
        if let Some(item) = hovered {
            ui.set_cursor_icon(if item.id.is_some() { CursorIcon::PointingHand } else { CursorIcon::Default });
            let layer = document.layers.get(1).and(document.layers.first()).map(|layer| layer.name.clone());
            let others = under.iter().map(overlays::told).collect();
            hover::show(ui, &frame.detections[item.index], layout, number, Beside { layer, others });
        } else if let Some((first, others)) = under.split_first() {
            overlays::emphasise(painter, first, view.state.settings.boxes.line_width, canvas);
            let (overlay, item) = first;
            let beside =
                Beside { layer: Some(overlay.name.to_owned()), others: others.iter().map(overlays::told).collect() };
            hover::show(ui, &overlay.frame.detections[item.index], overlay.layout, number, beside);
        }
        let clicked = match over.filter(|_| response.clicked()) {
            Some(at) if heat.is_some() => {
                self.dense.click(at);
                None
            }
            clicked => clicked.and(hovered).map(|item| item.index),
        };
        let clicked = clicked.or_else(|| self.dense.take_clicked());
        if let Some(id) = clicked.and_then(|at| frame.detections.get(at)?.id) {
            commands.push(Command::Select(Some(id)));
        }
        let shown = heat.unwrap_or(self.items.len());
        if look.shown
            && let Some(DensePicture::Heat(heat)) = self.dense.known(&frame).map(|known| &known.picture)
        {
            heat::tell(ui, painter, canvas, frame.detections.len(), heat);
        }
        let told = told(number, &frame, shown, heat.is_some()) + &overlays::counts(&overlays);
        if let Some(minimap) = self.minimap {
            let picture = self.underlay.drawn().map(|texture| (texture, view.state.settings.picture.tint()));
            let dots = Dots { frame: &frame, layout, filter: &view.state.filter, transform, scale: look.scale, canvas };
            minimap.paint(painter, picture, dots, ui.visuals().dark_mode);
        }
        let over = over.filter(|_| view.state.settings.picture.shown);
        let pointed = over.and_then(|pointer| status::pointed(&drawn, transform, pointer));
        status::show(ui, painter, canvas, (view, camera), &told, transform, pointed);
        told
    }

    /// The frame to draw, with its number: the one that has arrived, or the one before it while it is not known what is
    /// to be seen of a dense one.
    fn choose(
        &mut self,
        ui: &Ui,
        canvas: Rect,
        pointer: Option<Pos2>,
        view: &View<'_>,
        transform: Transform,
    ) -> Option<DisplayedFrame> {
        let (Some(document), Some(shown)) = (view.document, &view.state.displayed) else {
            self.draw(None);
            return None;
        };
        let frame = shown.boxes();
        if std::mem::replace(&mut self.opened, view.state.opened) != view.state.opened {
            self.draw(None);
            self.tone = Tone::default();
        }
        if is_dense(frame) {
            let question = DenseQuestion {
                frame: Arc::downgrade(frame),
                layout: document.file.layout(),
                filter: view.state.filter.clone(),
                view: Outlook { transform, canvas, dark: ui.visuals().dark_mode },
                selected: view.state.selected,
                pointer,
            };
            self.dense.ask(ui.ctx(), question);
        } else {
            self.dense.rest();
        }
        let next = self.tone.choose(ui.ctx(), shown, &view.state.settings.picture.tone());
        let is_known = |frame: &Arc<Frame>| !is_dense(frame) || self.dense.known(frame).is_some();
        if is_known(frame) && next.as_ref().is_some_and(|next| is_known(next.boxes())) {
            self.draw(next);
        }
        self.drawn.clone()
    }

    fn draw(&mut self, next: Option<DisplayedFrame>) {
        let is_kept = |old: &DisplayedFrame, new: &DisplayedFrame| Arc::ptr_eq(old.boxes(), new.boxes());
        let kept = self.drawn.as_ref().zip(next.as_ref()).is_some_and(|(old, new)| is_kept(old, new));
        // What is drawn again in the next pass goes by itself.
        if let Some(old) = std::mem::replace(&mut self.drawn, next).filter(|_| !kept) {
            let_go(old);
        }
    }

    /// Finds the boxes to draw one by one. Where a density is drawn instead, answers how many boxes it is of.
    fn gather(&mut self, painter: &Painter, frame: &Arc<Frame>, sight: Sight) -> Option<usize> {
        let Some(known) = self.dense.known(frame) else {
            let all = 0..frame.detections.len().min(MAX_BOXES);
            boxes::items(frame, all, sight, &mut self.items);
            return None;
        };
        match &known.picture {
            DensePicture::Boxes(places) => {
                boxes::items(frame, places.iter().copied(), sight, &mut self.items);
                None
            }
            DensePicture::Heat(picture) => {
                heat::paint(painter, known, picture, sight.transform);
                let hovered = known.hovered.filter(|hovered| !known.selected.contains(hovered));
                let places = known.selected.iter().copied().chain(hovered);
                boxes::items(frame, places, sight, &mut self.items);
                Some(known.visible)
            }
        }
    }

    /// Draws boxes and labels; what is pointed at or selected lies on top of the others.
    fn boxes(
        &mut self,
        painter: &Painter,
        canvas: Rect,
        frame: &Frame,
        overlays: &[Overlay],
        view: &View<'_>,
        hovered: Option<Item>,
    ) {
        let (style, pixels) = (view.state.settings.boxes, painter.pixels_per_point());
        let Some(document) = view.document else { return };
        let (layout, look) = (document.file.layout(), view.main_look());
        // Where a whole line lies on a dashed one, or two of either on each other, both are seen.
        overlays::outlines(painter, overlays, style.line_width, canvas, LayerOrder::Below);
        let is_first = |item: &&Item| {
            let selected = view.state.selected.is_some() && item.id == view.state.selected;
            selected || hovered.is_some_and(|hovered| hovered.index == item.index)
        };
        let mut mesh = Mesh::default();
        mesh.reserve_vertices(8 * self.items.len());
        mesh.reserve_triangles(8 * self.items.len());
        let mut oriented = Vec::new();
        let mut outline = |mesh: &mut Mesh, item: &Item, pen: Pen| match item.corners {
            None => boxes::outline(mesh, item, pen),
            Some(corners) => oriented.extend(boxes::oriented(corners, item, pen)),
        };
        let width = style.line_width * look.style.width;
        let pen = Pen::new(width, self.items.len(), canvas, pixels).dashing(look.style.dashed);
        for item in self.items.iter().filter(|item| !is_first(item)) {
            outline(&mut mesh, item, pen);
        }
        let pen = pen.emphasised();
        for item in self.items.iter().filter(is_first) {
            boxes::fill(&mut mesh, item, canvas);
            outline(&mut mesh, item, pen);
        }
        painter.add(mesh);
        painter.extend(oriented);
        overlays::outlines(painter, overlays, style.line_width, canvas, LayerOrder::Above);
        let mut labels = Labels::new(painter, style, canvas, &mut self.occupancy);
        if let Some(minimap) = self.minimap {
            labels.keep_free(minimap.rect);
        }
        let text = |item: &Item| labels::text(&frame.detections[item.index], layout, style);
        // Who is placed first keeps the place: after these, in the order of the file.
        self.items.iter().filter(is_first).for_each(|item| labels.add(item, &text(item)));
        self.items.iter().filter(|item| !is_first(item)).for_each(|item| labels.add_if_room(item, &text(item)));
        overlays::labels(&mut labels, overlays, style);
        labels.finish();
    }
}

/// What is to be seen of a frame, in words: so many boxes, one by one or as a density.
fn told(number: u64, frame: &Frame, shown: usize, is_density: bool) -> String {
    let boxes = counted(shown as u64, "box", "boxes");
    let density = if is_density { " as density" } else { "" };
    let hidden = match frame.detections.len().saturating_sub(shown) {
        0 => String::new(),
        hidden => format!(", {} filtered or out of view", format::count(hidden as u64)),
    };
    let rejected = match frame.rejected {
        0 => String::new(),
        rejected => format!(", {} cannot be read", counted(rejected.into(), "line", "lines")),
    };
    format!("frame {number}, {boxes}{density}{hidden}{rejected}")
}

/// Turns the camera to the selected track in the frame that is drawn, if it follows one. `among` are the boxes to look
/// through, where they are known. True if the camera has moved.
fn follow(
    camera: &mut Camera,
    view: &View<'_>,
    displayed: &DisplayedFrame,
    among: Option<&[usize]>,
    canvas: Rect,
    limits: &RangeInclusive<f64>,
) -> bool {
    let Some(lock) = &mut camera.lock else { return false };
    let Some(id) = view.state.selected else {
        camera.lock = None;
        return false;
    };
    let before = camera.viewport;
    let frame = (displayed.number(), &**displayed.boxes());
    let (scale, area) = (view.main_look().scale, view.state.extent.area);
    lock.follow(&mut camera.viewport, frame, (id, among), scale, area, canvas, limits);
    camera.viewport != before
}

/// Wheel, drag, double click and the zoom keys.
fn navigate(
    ui: &Ui,
    response: &Response,
    zoom: Option<Zoom>,
    camera: &mut Camera,
    scene: Area,
    canvas: Rect,
    limits: &RangeInclusive<f64>,
) {
    let viewport = &mut camera.viewport;
    let before = viewport.zoom();
    match zoom {
        Some(Zoom::By(factor)) => viewport.zoom_at(canvas.center(), factor, scene, canvas, limits),
        Some(Zoom::Actual) => {
            let scale = 1.0 / f64::from(ui.pixels_per_point());
            viewport.look_at(viewport.center(scene), scale, scene, canvas, limits);
        }
        None => {}
    }
    if let Some(pointer) = response.hover_pos() {
        let (wheel, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        let factor = f64::from((wheel / 300.0).exp() * pinch);
        if factor != 1.0 {
            viewport.zoom_at(pointer, factor, scene, canvas, limits);
        }
    }
    if let Some(lock) = &mut camera.lock {
        lock.zoom(viewport.zoom() / before);
    }
    if response.dragged() {
        viewport.pan(response.drag_delta(), scene, canvas);
        camera.lock = None;
        ui.set_cursor_icon(CursorIcon::Grabbing);
    }
    if response.double_clicked() {
        *camera = Camera::default();
    }
    if response.clicked() || response.drag_started() {
        // Keys belong to the canvas again, not to a slider that was reached with Tab.
        ui.memory_mut(|memory| memory.focused().map(|id| memory.surrender_focus(id)));
    }
}
