//! The canvas: boxes, labels and trail of the displayed frame, with zoom and pan.
//!
//! What is here reads a view and pushes commands; it changes nothing itself. May import: `model`, `command`, `session`,
//! `widgets`.

mod boxes;
mod camera_note;
mod cards;
mod dense;
mod further_layers;
mod ground;
mod hover;
mod labels;
mod main_layer;
mod menu;
mod minimap;
mod navigation;
mod notes;
mod panes;
mod picture;
mod status;
mod tone;
mod trail;
mod verdicts;

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Align2, CornerRadius, Popup, Pos2, Rect, Response, Sense, StrokeKind, Ui, WidgetInfo};

use super::command::{Command, Commands};
use super::model::camera::{Camera, Zoom, viewport};
use super::model::frame::displayed_frame::DisplayedFrame;
use super::model::panes::MAX_PANES;
use super::session::background::let_go;
use super::session::view::View;
use super::widgets::theme;
use crate::mot::Frame;
use crate::render::Occupancy;
use boxes::ScreenBox;
use minimap::{Dots, Minimap};
use navigation::{follow, navigate};
use panes::{Brushes, Pane, PaneMemory, Place, Places};
use picture::PictureLayer;
use tone::Tone;
use trail::Trail;

/// The canvas and its buffers, which are reused on every repaint.
pub struct Canvas {
    items: Vec<ScreenBox>,
    occupancy: Occupancy,
    /// What is kept of each pane.
    memories: [PaneMemory; MAX_PANES],
    tone: Tone,
    /// The picture, which is the same one in all panes.
    picture: PictureLayer,
    /// The frame that is drawn. `opened` counts the opened sequences at that time.
    drawn: Option<DisplayedFrame>,
    opened: u64,
    /// The minimap in the corner, if it is visible.
    minimap: Option<Minimap>,
    /// The corner that the minimap is in.
    corner: Align2,
    /// The trail of the selected track; `None` until a track is selected.
    trail: Option<Trail>,
    /// The content version that the trail was computed from.
    content_version: u64,
    /// The area of the active pane when it was last drawn, in points.
    rect: Rect,
    /// A requested zoom that is applied on the next repaint.
    zoom: Option<Zoom>,
}

impl Default for Canvas {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            occupancy: Occupancy::default(),
            memories: Default::default(),
            tone: Tone::default(),
            picture: PictureLayer::default(),
            drawn: None,
            opened: 0,
            minimap: None,
            corner: minimap::CORNERS[0],
            trail: None,
            content_version: 0,
            rect: Rect::ZERO,
            zoom: None,
        }
    }
}

impl Canvas {
    /// The area of the active pane when it was last drawn, in points.
    pub fn rect(&self) -> Rect {
        self.rect
    }

    /// The frame that was drawn last.
    pub fn displayed(&self) -> Option<&DisplayedFrame> {
        self.drawn.as_ref()
    }

    /// Applies a zoom on the next repaint.
    pub fn zoom(&mut self, zoom: Zoom) {
        self.zoom = Some(zoom);
    }

    /// Draws the canvas into the remaining space of the window.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let (whole, _) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
        let dark = ui.visuals().dark_mode;
        ui.painter().rect_filled(whole, CornerRadius::ZERO, theme::canvas(dark));
        let panes = &view.state.panes;
        let places = Places::new(panes, whole, ui.pixels_per_point());
        let active = places.of(panes.active());
        let rect = active.canvas;
        self.rect = rect;
        // A trail of rows that have changed goes at once, and with it the file that it was read from.
        if std::mem::replace(&mut self.content_version, view.state.content_version) != view.state.content_version
            && let Some(trail) = &mut self.trail
        {
            trail.forget();
        }
        let responses: Vec<(Rect, Response)> =
            places.canvases().enumerate().map(|(at, place)| (place.canvas, sense(ui, at, place))).collect();
        let extent = view.state.extent;
        let area = extent.area;
        let pixel = extent.is_picture.then(|| 1.0 / f64::from(ui.pixels_per_point()));
        // All canvases have one size.
        let limits = viewport::limits(pixel, area, rect);
        let mut camera = view.state.camera.clone();
        // The status of the right side of a wipe begins in the middle.
        let room = if places.is_wiped { notes::within(rect) } else { rect };
        self.place_minimap(ui, view, &mut camera, room);
        for (canvas, response) in &responses {
            let zoom = if *canvas == rect { self.zoom.take() } else { None };
            navigate(ui, response, zoom, &mut camera, area, *canvas, &limits);
        }
        if let Some(place) = notes::to_reveal(&mut camera, view, self.drawn.as_ref()) {
            camera.viewport.reveal(place, area, rect, &limits);
        }
        // A click beside an open menu closes it, and does nothing else.
        let is_free = |response: &Response| !response.dragged() && !Popup::is_any_open(ui.ctx());
        let over = responses.iter().find_map(|(_, response)| response.hover_pos().filter(|_| is_free(response)));
        let drawn = self.choose(ui, &places, over, view, &camera);
        if let Some(drawn) = &drawn {
            let memory = &self.memories[active.pane];
            let among = memory.selected(drawn.boxes());
            let is_crowded = memory.is_crowded(drawn.boxes());
            let is_known = !is_crowded || among.is_some();
            if is_known && follow(&mut camera, view, drawn, among, rect, &limits) && is_crowded {
                // The view has changed: the next repaint requests what is visible now.
                ui.request_repaint();
            }
        }
        let told = self.paint(ui, &places, (over, &responses), drawn.as_ref(), &camera, view, commands);
        if let Some(drawn) = &drawn {
            self.paint_minimap(ui, rect, drawn, &camera, view);
        }
        let is_dark = ground::is_dark(ui, view);
        panes::crosses(ui.painter(), &places, over, is_dark);
        for (at, (_, response)) in responses.iter().enumerate() {
            let told = if places.is_wiped { told.join(" | ") } else { told.get(at).cloned().unwrap_or_default() };
            let name = if responses.len() > 1 { format!("Canvas {}", at + 1) } else { "Canvas".to_owned() };
            response.widget_info(|| {
                let mut info = WidgetInfo::labeled(Role::Canvas, true, &name);
                info.current_text_value = Some(told.clone());
                info
            });
        }
        camera_note::show(ui, rect, &camera, view, commands);
        let transform = camera.viewport.transform(area, rect);
        let mut avoid = notes::places(view, self.drawn.as_ref(), transform);
        avoid.extend(self.minimap.map(|minimap| minimap.rect));
        avoid.extend(camera_note::area(ui).filter(|_| camera.lock.is_some()));
        avoid.extend(notes::tracks::area(ui, view));
        notes::show(ui, rect, view, &avoid);
        notes::tracks::show(ui, rect, view, commands);
        panes::controls(ui, &places, view, commands);
        let pressed = responses.iter().find_map(|(_, response)| {
            // A menu is of the pane that it is opened in, and its commands act on the active one.
            let is_pressed = response.clicked() || response.secondary_clicked() || response.drag_started();
            response.interact_pointer_pos().filter(|_| is_pressed)
        });
        panes::activate(ui, &places, view, pressed, commands);
        cards::show(ui, panes::below_headers(whole, &places), view, commands);
        if camera != view.state.camera {
            commands.push(Command::Turn(camera));
        }
    }

    /// Places the minimap in a corner of `rect`, and lets it move the camera.
    fn place_minimap(&mut self, ui: &Ui, view: &View<'_>, camera: &mut Camera, rect: Rect) {
        let area = view.state.extent.area;
        let transform = camera.viewport.transform(area, rect);
        let minimap = Minimap::new(area, transform, rect).filter(|_| view.state.settings.show_minimap);
        // The event moves on the screen while the user moves the view, and the minimap is not to jump then.
        if let Some(minimap) = minimap.filter(|_| !ui.input(|input| input.pointer.any_down())) {
            let mut avoid = notes::places(view, self.drawn.as_ref(), transform);
            avoid.extend(camera_note::area(ui).filter(|_| camera.lock.is_some()));
            avoid.extend(notes::tracks::area(ui, view));
            self.corner = minimap.free_corner(rect, &avoid);
        }
        self.minimap = minimap.map(|minimap| minimap.at(self.corner, rect));
        if let Some(minimap) = self.minimap {
            minimap.navigate(ui, camera);
        }
    }

    /// Draws the minimap over the active pane.
    fn paint_minimap(&self, ui: &Ui, canvas: Rect, drawn: &DisplayedFrame, camera: &Camera, view: &View<'_>) {
        let (Some(minimap), Some(document)) = (self.minimap, view.document) else { return };
        let look = view.main_look();
        let picture = self.picture.drawn().map(|texture| (texture, view.state.settings.picture.tint()));
        let dots = Dots {
            frame: drawn.boxes(),
            layout: document.file.layout(),
            paint: view.paint(0, look),
            rows: &view.shown_rows(0),
            transform: camera.viewport.transform(view.state.extent.area, canvas),
            scale: look.scale,
            canvas,
        };
        minimap.paint(&ui.painter_at(canvas), picture, dots, ui.visuals().dark_mode);
    }

    /// Draws the frame in all panes. Returns a text about each for screen readers.
    #[expect(clippy::too_many_arguments, reason = "each is used for all panes")]
    fn paint(
        &mut self,
        ui: &Ui,
        places: &Places,
        (over, responses): (Option<Pos2>, &[(Rect, Response)]),
        drawn: Option<&DisplayedFrame>,
        camera: &Camera,
        view: &View<'_>,
        commands: &mut Commands,
    ) -> Vec<String> {
        if drawn.is_none() {
            self.picture.clear();
        }
        let Self { items, occupancy, memories, picture, trail, minimap, .. } = self;
        let mut brushes = Brushes { items, occupancy, picture, trail };
        let (extent, is_late) = (view.state.extent, cards::is_late(view));
        let clicked = responses.iter().any(|(_, response)| response.clicked());
        let told = places.views.iter().map(|&place| {
            let response = responses.iter().find(|(canvas, _)| *canvas == place.canvas);
            let response = response.map(|(_, response)| response);
            let mut painter = ui.painter_at(place.part);
            if is_late {
                painter.set_opacity(0.45);
            }
            if extent.is_picture {
                let transform = camera.viewport.transform(extent.area, place.canvas);
                let corner = |x, y| transform.to_screen(x, y);
                let area = extent.area;
                let rect = Rect::from_two_pos(corner(area.left, area.top), corner(area.right, area.bottom));
                painter.rect_stroke(rect, 0.0, ui.visuals().widgets.noninteractive.bg_stroke, StrokeKind::Outside);
            }
            let (Some(drawn), Some(memory)) = (drawn, memories.get_mut(place.pane)) else {
                return "nothing to show".to_owned();
            };
            let over = over.filter(|&at| place.part.contains(at));
            let (view, kept_free) = (view.of_pane(place.pane), minimap.map(|minimap| minimap.rect));
            let pane = Pane { place, view, drawn, camera, over, clicked, response, kept_free };
            pane.paint((ui, &painter), memory, &mut brushes, commands)
        });
        told.collect()
    }

    /// The frame to draw, with its number: the displayed frame, or the previous one while a dense frame is still being
    /// examined.
    fn choose(
        &mut self,
        ui: &Ui,
        places: &Places,
        pointer: Option<Pos2>,
        view: &View<'_>,
        camera: &Camera,
    ) -> Option<DisplayedFrame> {
        let (Some(_), Some(shown)) = (view.document, &view.state.displayed) else {
            self.draw(None);
            return None;
        };
        if std::mem::replace(&mut self.opened, view.state.opened) != view.state.opened {
            self.draw(None);
            self.tone.turn_to(shown);
        }
        // The camera may follow a track of the main layer though no pane shows it.
        let is_asked = |place: &Place| {
            view.of_pane(place.pane).main_look().shown || place.pane == places.of(view.state.panes.active()).pane
        };
        for (pane, memory) in self.memories.iter_mut().enumerate() {
            let Some(place) = places.views.iter().find(|place| place.pane == pane && is_asked(place)) else {
                memory.rest();
                continue;
            };
            let transform = camera.viewport.transform(view.state.extent.area, place.canvas);
            let outlook = panes::outlook(ui, place.canvas, transform.stretched(view.main_look().scale));
            let pointer = pointer.filter(|&at| place.part.contains(at));
            memory.look(ui.ctx(), shown.boxes(), view, outlook, pointer);
        }
        let next = self.tone.choose(ui.ctx(), shown, &view.state.settings.picture.tone());
        let is_known = |frame: &Arc<Frame>| {
            places.views.iter().filter(|place| is_asked(place)).all(|place| self.memories[place.pane].is_known(frame))
        };
        if is_known(shown.boxes()) && next.as_ref().is_some_and(|next| is_known(next.boxes())) {
            self.draw(next);
        }
        self.drawn.clone()
    }

    fn draw(&mut self, next: Option<DisplayedFrame>) {
        let is_kept = |old: &DisplayedFrame, new: &DisplayedFrame| Arc::ptr_eq(old.boxes(), new.boxes());
        let kept = self.drawn.as_ref().zip(next.as_ref()).is_some_and(|(old, new)| is_kept(old, new));
        // A frame that is still drawn is not dropped here.
        if let Some(old) = std::mem::replace(&mut self.drawn, next).filter(|_| !kept) {
            let_go(old);
        }
    }
}

/// What happens on one of the canvases.
fn sense(ui: &Ui, at: usize, place: &Place) -> Response {
    ui.interact(place.canvas, ui.scope_id().with(("canvas", at)), Sense::click_and_drag())
}
