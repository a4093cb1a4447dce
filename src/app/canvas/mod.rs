//! The canvas: boxes, labels and trail of the frame that has arrived, under zoom and pan.

mod boxes;
mod hover;
mod labels;
mod overlay;
mod trail;
mod view;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    self, Align2, Color32, CornerRadius, CursorIcon, FontId, Mesh, Painter, Pos2, Rect, Sense, Ui, WidgetInfo, pos2,
    vec2,
};

pub use trail::Trail;
pub use view::{Area, View};

use super::command::{Command, Commands};
use super::settings::Boxes;
use super::state::{Scene, State, Wanted};
use super::theme;
use crate::mot::{Detection, Layout, TrackId};
use boxes::Item;
use labels::Occupancy;
use view::Transform;

/// Outlines of the selected and the hovered box are wider by this factor.
const EMPHASIS: f32 = 1.75;
/// How long a frame may be on its way before the last one is dimmed.
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(80);

/// Buffers that are used again in every pass.
#[derive(Default)]
pub struct Canvas {
    items: Vec<Item>,
    occupancy: Occupancy,
}

impl Canvas {
    /// Draws it into what is left of the window.
    pub fn show(&mut self, ui: &mut Ui, state: &mut State, commands: &mut Commands) {
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, CornerRadius::ZERO, theme::canvas(ui.visuals().dark_mode));
        let scene = state.scene;
        navigate(ui, &response, state, scene.area, rect);
        let transform = state.view.transform(scene.area, rect);
        let mut told = "nothing to show".to_owned();
        if state.document.is_some() && state.shown.is_some() {
            let pointer = response.hover_pos().filter(|_| !response.dragged());
            told = self.frame(ui, &painter, state, transform, rect, pointer, response.clicked(), commands);
        }
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Canvas, true, "Canvas");
            info.current_text_value = Some(told.clone());
            info
        });
        overlay::show(ui, rect, state, commands);
    }

    /// Draws the frame that has arrived. Answers what is to be seen, in words.
    #[expect(clippy::too_many_arguments, reason = "the pieces of one pass, used nowhere else")]
    fn frame(
        &mut self,
        ui: &Ui,
        painter: &Painter,
        state: &mut State,
        transform: Transform,
        canvas: Rect,
        pointer: Option<Pos2>,
        clicked: bool,
        commands: &mut Commands,
    ) -> String {
        let (Some(document), Some((number, frame))) = (&state.document, &state.shown) else { return String::new() };
        let (layout, pixels) = (document.file.layout(), ui.pixels_per_point());
        boxes::items(frame, layout, &state.filter, transform, canvas, pixels, &mut self.items);
        let hovered = pointer.and_then(|pointer| boxes::hit(&self.items, pointer));
        let selected = state.selected;
        let mut painter = painter.clone();
        if is_late(&state.wanted, state.now) {
            painter.set_opacity(0.45);
        }
        if let Scene { area, known: true } = state.scene {
            let picture = Rect::from_two_pos(
                transform.to_screen(area.left, area.top),
                transform.to_screen(area.right, area.bottom),
            );
            painter.rect_stroke(picture, 0.0, ui.visuals().widgets.noninteractive.bg_stroke, egui::StrokeKind::Outside);
        }
        if let Some(id) = selected {
            let rank = document.keys.rank_of(*number).unwrap_or(0);
            state.trail.ask(&document.file, id, *number, state.settings.boxes.trail);
            state.trail.paint(&painter, rank, transform, theme::track_color(id.0));
        }
        let style = state.settings.boxes;
        let is_first = |item: &Item| hovered.is_some_and(|hovered| hovered.index == item.index) || is(item, selected);
        let mut mesh = Mesh::default();
        for item in self.items.iter().filter(|item| !is_first(item)) {
            boxes::outline(&mut mesh, item, style.line_width, canvas, pixels);
        }
        for item in self.items.iter().filter(|item| is_first(item)) {
            mesh.add_colored_rect(item.rect.intersect(canvas), item.color.gamma_multiply(0.18));
            boxes::outline(&mut mesh, item, style.line_width * EMPHASIS, canvas, pixels);
        }
        painter.add(mesh);
        // Who is placed first keeps the place: what is pointed at or selected, then in the order of the file.
        self.occupancy.clear(canvas);
        let mut labels = Labels { painter: &painter, style, canvas, occupancy: &mut self.occupancy };
        let text = |item: &Item| label(&frame.detections[item.index], layout, style);
        self.items.iter().filter(|item| is_first(item)).for_each(|item| labels.add(item, &text(item)));
        self.items.iter().filter(|item| !is_first(item)).for_each(|item| labels.add_if_room(item, &text(item)));
        if let Some(item) = hovered {
            ui.set_cursor_icon(if item.id.is_some() { CursorIcon::PointingHand } else { CursorIcon::Default });
            hover::show(ui, &frame.detections[item.index], layout, *number);
            if clicked && item.id.is_some() {
                commands.push(Command::Select(item.id));
            }
        }
        let hidden = frame.detections.len() - self.items.len();
        let mut told = format!("frame {number}, {} boxes", self.items.len());
        if hidden > 0 {
            told += &format!(", {hidden} filtered or out of view");
        }
        if frame.rejected > 0 {
            told += &format!(", {} lines of it cannot be read", frame.rejected);
        }
        status(ui, &painter, canvas, state, &told);
        told
    }
}

fn is(item: &Item, selected: Option<TrackId>) -> bool {
    selected.is_some() && item.id == selected
}

/// Whether the frame under the play head has been on its way for so long that the last one is dimmed.
fn is_late(wanted: &Wanted, now: std::time::Duration) -> bool {
    match wanted {
        Wanted::Shown => false,
        Wanted::Pending(since) => now.saturating_sub(*since) >= PATIENCE,
        Wanted::Failed(_) => true,
    }
}

/// Wheel, drag, double click and the zoom keys.
fn navigate(ui: &Ui, response: &egui::Response, state: &mut State, scene: Area, canvas: Rect) {
    if let Some(factor) = state.zoom.take() {
        state.view.zoom_at(canvas.center(), factor, scene, canvas);
    }
    if let Some(pointer) = response.hover_pos() {
        let (wheel, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
        let factor = f64::from((wheel / 300.0).exp() * pinch);
        if factor != 1.0 {
            state.view.zoom_at(pointer, factor, scene, canvas);
        }
    }
    if response.dragged() {
        state.view.pan(response.drag_delta(), scene, canvas);
        ui.set_cursor_icon(CursorIcon::Grabbing);
    }
    if response.double_clicked() {
        state.view = View::default();
    }
    if response.clicked() || response.drag_started() {
        // Keys belong to the canvas again, not to a slider that was reached with Tab.
        ui.memory_mut(|memory| memory.focused().map(|id| memory.surrender_focus(id)));
    }
}

/// Small print in the corner: what is shown, and at which scale.
fn status(ui: &Ui, painter: &Painter, canvas: Rect, state: &State, told: &str) {
    let scale =
        if state.view.is_fit() { "fit".to_owned() } else { format!("{:.0} % of fit", state.view.zoom() * 100.0) };
    let scene = if state.scene.known { "" } else { " · scaled to the boxes: picture size unknown" };
    let text = format!("{told} · {scale}{scene}");
    let font = FontId::proportional(theme::TEXT[0]);
    let galley = painter.layout_no_wrap(text, font, ui.visuals().weak_text_color());
    let at =
        Align2::LEFT_BOTTOM.anchor_rect(Rect::from_min_size(canvas.left_bottom() + vec2(6.0, -4.0), galley.size()));
    painter.rect_filled(
        at.expand2(vec2(4.0, 1.0)),
        theme::RADIUS,
        theme::canvas(ui.visuals().dark_mode).gamma_multiply(0.8),
    );
    painter.galley(at.min, galley, Color32::PLACEHOLDER);
}

/// Draws labels where there is room for them.
struct Labels<'a> {
    painter: &'a Painter,
    style: Boxes,
    canvas: Rect,
    occupancy: &'a mut Occupancy,
}

impl Labels<'_> {
    /// Draws a label if there is room for it. Its width is known before it is laid out: all digits have one.
    fn add_if_room(&mut self, item: &Item, text: &str) {
        if !text.is_empty() && self.occupancy.try_place(self.place(item, text)) {
            self.paint(item, text);
        }
    }

    /// Draws a label, on top of others if need be.
    fn add(&mut self, item: &Item, text: &str) {
        if !text.is_empty() {
            self.occupancy.place(self.place(item, text));
            self.paint(item, text);
        }
    }

    /// On top of the box, or inside at its top if there is no room above.
    fn place(&self, item: &Item, text: &str) -> Rect {
        let size = vec2(text.chars().count() as f32 * self.style.label_size * 0.62 + 4.0, self.style.label_size + 3.0);
        let above = item.rect.top() - self.style.line_width / 2.0 - size.y;
        let y = if above >= self.canvas.top() { above } else { item.rect.top().max(self.canvas.top()) };
        let x = (item.rect.left() - self.style.line_width / 2.0).max(self.canvas.left());
        Rect::from_min_size(pos2(x, y), size)
    }

    fn paint(&self, item: &Item, text: &str) {
        let place = self.place(item, text);
        let color = if item.judged { item.color } else { item.color.to_opaque() };
        self.painter.rect_filled(place, CornerRadius::ZERO, color);
        let font = FontId::monospace(self.style.label_size);
        let text_color = theme::on_track(color);
        self.painter.text(place.left_center() + vec2(2.0, 0.0), Align2::LEFT_CENTER, text, font, text_color);
    }
}

/// What the label of a row says; nothing if nothing is to be told, or nothing is known.
fn label(detection: &Detection, layout: Layout, style: Boxes) -> String {
    let mut parts: Vec<String> = Vec::new();
    if style.id {
        parts.extend(detection.id.map(|id| id.to_string()));
    }
    if style.confidence {
        parts.extend(detection.confidence.map(|confidence| format!("{confidence:.2}")));
    }
    if style.class {
        parts.extend(layout.class_of(detection).map(|class| layout.class_label(&class).into_owned()));
    }
    parts.join(" ")
}
