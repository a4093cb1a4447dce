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
mod picture;
mod status;
mod tone;
mod trail;
mod verdicts;

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align2, CornerRadius, CursorIcon, Painter, Popup, Pos2, Rect, Response, Sense, StrokeKind, Ui, WidgetInfo,
};

use super::command::{Command, Commands, TracksCommand};
use super::model::camera::{Camera, Transform, Zoom, viewport};
use super::model::frame::dense::MAX_BOXES;
use super::model::frame::displayed_frame::DisplayedFrame;
use super::model::shown_rows::HiddenRows;
use super::session::background::let_go;
use super::session::view::View;
use super::widgets::theme;
use crate::mot::Frame;
use crate::render::Occupancy;
use boxes::{ScreenBox, Sight};
use dense::apart::{self, Crowding};
use dense::ask::Dense;
use dense::heat;
use dense::question::{DensePicture, DenseQuestion, Outlook};
use hover::Beside;
use main_layer::MainLayer;
use minimap::{Dots, Minimap};
use navigation::{follow, navigate};
use picture::PictureLayer;
use status::Drawn;
use tone::Tone;
use trail::Trail;
use verdicts::Marker;

/// The canvas and its buffers, which are reused on every repaint.
pub struct Canvas {
    items: Vec<ScreenBox>,
    occupancy: Occupancy,
    dense: Dense,
    crowding: Crowding,
    tone: Tone,
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
    /// The area of the canvas when it was last drawn, in points.
    rect: Rect,
    /// A requested zoom that is applied on the next repaint.
    zoom: Option<Zoom>,
}

impl Default for Canvas {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            occupancy: Occupancy::default(),
            dense: Dense::default(),
            crowding: Crowding::default(),
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
    /// The area of the canvas when it was last drawn, in points.
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
        let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::click_and_drag());
        let mut painter = ui.painter_at(rect);
        painter.rect_filled(rect, CornerRadius::ZERO, theme::canvas(ui.visuals().dark_mode));
        self.rect = rect;
        // A trail of rows that have changed goes at once, and with it the file that it was read from.
        if std::mem::replace(&mut self.content_version, view.state.content_version) != view.state.content_version
            && let Some(trail) = &mut self.trail
        {
            trail.forget();
        }
        let extent = view.state.extent;
        let area = extent.area;
        let pixel = extent.is_picture.then(|| 1.0 / f64::from(ui.pixels_per_point()));
        let limits = viewport::limits(pixel, area, rect);
        let mut camera = view.state.camera.clone();
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
            minimap.navigate(ui, &mut camera);
        }
        navigate(ui, &response, self.zoom.take(), &mut camera, area, rect, &limits);
        if let Some(place) = notes::to_reveal(&mut camera, view, self.drawn.as_ref()) {
            camera.viewport.reveal(place, area, rect, &limits);
        }
        let over = response.hover_pos().filter(|_| !response.dragged());
        let scale = view.main_look().scale;
        let drawn = self.choose(ui, rect, over, view, camera.viewport.transform(area, rect).stretched(scale));
        if let Some(drawn) = &drawn {
            let frame = drawn.boxes();
            let among = self.dense.known(frame).map(|known| known.selected.as_slice());
            let is_crowded = self.crowding.is_crowded(frame);
            let is_known = !is_crowded || among.is_some();
            if is_known && follow(&mut camera, view, drawn, among, rect, &limits) && is_crowded {
                // The view has changed: the next repaint requests what is visible now.
                ui.request_repaint();
            }
        }
        let transform = camera.viewport.transform(area, rect);
        if cards::is_late(view) {
            painter.set_opacity(0.45);
        }
        if extent.is_picture {
            let corners = (transform.to_screen(area.left, area.top), transform.to_screen(area.right, area.bottom));
            let picture = Rect::from_two_pos(corners.0, corners.1);
            painter.rect_stroke(picture, 0.0, ui.visuals().widgets.noninteractive.bg_stroke, StrokeKind::Outside);
        }
        let told = self.frame((ui, &painter), &response, drawn, &camera, view, commands);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Canvas, true, "Canvas");
            info.current_text_value = Some(told.clone());
            info
        });
        camera_note::show(ui, rect, &camera, view, commands);
        let mut avoid = notes::places(view, self.drawn.as_ref(), transform);
        avoid.extend(self.minimap.map(|minimap| minimap.rect));
        avoid.extend(camera_note::area(ui).filter(|_| camera.lock.is_some()));
        avoid.extend(notes::tracks::area(ui, view));
        notes::show(ui, rect, view, &avoid);
        notes::tracks::show(ui, rect, view, commands);
        cards::show(ui, rect, view, commands);
        if camera != view.state.camera {
            commands.push(Command::Turn(camera));
        }
    }

    /// Draws the displayed frame. Returns a text for screen readers and the status line.
    fn frame(
        &mut self,
        (ui, painter): (&Ui, &Painter),
        response: &Response,
        drawn: Option<DisplayedFrame>,
        camera: &Camera,
        view: &View<'_>,
        commands: &mut Commands,
    ) -> String {
        let transform = camera.viewport.transform(view.state.extent.area, response.rect);
        // A click beside an open menu closes it, and does nothing else.
        let over = response.hover_pos().filter(|_| !response.dragged() && !Popup::is_any_open(ui.ctx()));
        let look = view.main_look();
        let to_boxes = transform.stretched(look.scale);
        let Some(drawn) = drawn else {
            self.picture.clear();
            return "nothing to show".to_owned();
        };
        let (number, frame) = (drawn.number(), Arc::clone(drawn.boxes()));
        self.picture.show(ui, painter, &drawn, &view.state.settings.picture, view.state.extent.area, transform);
        let Some(document) = view.document else { return "nothing to show".to_owned() };
        let (layout, canvas) = (document.file.layout(), response.rect);
        let pixels_per_point = ui.pixels_per_point();
        let (paint, rows) = (view.paint(0, look), view.shown_rows(0));
        let line_width = view.state.settings.boxes.line_width * look.style.width;
        let sight = Sight { layout, rows: &rows, paint, transform: to_boxes, canvas, pixels_per_point, line_width };
        let marker = Marker::new(ui, view, number);
        let further = further_layers::gather(&drawn, view, document, transform, (canvas, pixels_per_point), marker);
        let (heat, hidden) =
            if look.shown { self.gather(painter, &frame, sight) } else { (None, HiddenRows::default()) };
        marker.mark(0, &mut self.items);
        if !look.shown {
            self.items.clear();
        } else if let Some(id) = view.state.selected {
            let rank = document.keys.rank_of(number).unwrap_or(0);
            let trail = self.trail.get_or_insert_with(|| Trail::start(ui.ctx()));
            trail.ask(&document.file, &document.keys, id, number, view.state.settings.boxes.trail);
            trail.paint(painter, rank, to_boxes, (paint.track(id), paint.is_neutral));
        }
        let places = notes::places(view, Some(&drawn), transform);
        notes::mark(ui, painter, &places, view);
        let hovered = over.and_then(|pointer| boxes::hit(&self.items, pointer));
        let under = over.map_or_else(Vec::new, |pointer| further_layers::under(&further, pointer));
        let kept_free = self.minimap.map(|minimap| minimap.rect);
        let main = MainLayer { frame: &frame, items: &self.items, transform: to_boxes, hovered };
        main.paint(painter, canvas, &further, view, (&mut self.occupancy, kept_free));
        if let Some(item) = hovered {
            ui.set_cursor_icon(if item.id.is_some() { CursorIcon::PointingHand } else { CursorIcon::Default });
            let layer = document.layers.get(1).and(document.layers.first()).map(|layer| layer.name.clone());
            let others = under.iter().map(further_layers::told).collect();
            let row = &frame.detections[item.index];
            let verdict = verdicts::told(view, &drawn, 0, row);
            hover::show(ui, row, (layout, number), Beside { layer, verdict, others }, &places);
        } else if let Some((first, others)) = under.split_first() {
            further_layers::emphasise(painter, first, view.state.settings.boxes.line_width, canvas);
            let (layer, item) = first;
            let beside = Beside {
                layer: Some(layer.name.to_owned()),
                verdict: verdicts::told(view, &drawn, layer.place, &layer.frame.detections[item.index]),
                others: others.iter().map(further_layers::told).collect(),
            };
            hover::show(ui, &layer.frame.detections[item.index], (layer.layout, number), beside, &places);
        }
        let clicked = match over.filter(|_| response.clicked()) {
            Some(at) if heat.is_some() => {
                self.dense.click(at);
                None
            }
            clicked => clicked.and(hovered).map(|item| item.index),
        };
        let clicked = clicked.or_else(|| self.dense.take_clicked());
        let adds = ui.input(|input| input.modifiers.command);
        if let Some(id) = clicked.and_then(|at| frame.detections.get(at)?.id) {
            commands.push(if adds { Command::Tracks(TracksCommand::Toggle(0, id)) } else { Command::Select(Some(id)) });
        } else if adds && response.clicked() {
            commands.extend(
                menu::pointed(None, &under).map(|(place, id)| Command::Tracks(TracksCommand::Toggle(place, id))),
            );
        }
        menu::show(response, view, number, (menu::pointed(hovered, &under), &self.items), commands);
        let boxes = heat.unwrap_or(self.items.len());
        let shown = Drawn { is_shown: look.shown, boxes, is_density: heat.is_some(), hidden };
        if look.shown
            && let Some(DensePicture::Heat(heat)) = self.dense.known(&frame).map(|known| &known.picture)
        {
            heat::tell(ui, painter, canvas, frame.detections.len(), heat);
        }
        let mut told = status::told(number, &frame, layout, shown) + &further_layers::counts(&further);
        let awaited = document.layers.iter().enumerate().filter(|(place, _)| view.awaits_layer(*place));
        told.extend(awaited.map(|(_, layer)| format!(" · reading {}", layer.name)));
        if view.state.settings.picture.shown {
            told += &status::turned(&drawn);
        }
        if let Some(minimap) = self.minimap {
            let picture = self.picture.drawn().map(|texture| (texture, view.state.settings.picture.tint()));
            let dots = Dots { frame: &frame, layout, paint, rows: &rows, transform, scale: look.scale, canvas };
            minimap.paint(painter, picture, dots, ui.visuals().dark_mode);
        }
        let over = over.filter(|_| view.state.settings.picture.shown);
        let pointed = over.and_then(|pointer| status::pointed(&drawn, transform, pointer));
        let line = format!("{told}{}", verdicts::counts(self.items.iter().chain(further_layers::items(&further))));
        status::show(ui, painter, canvas, (view, camera), &line, transform, pointed);
        told
    }

    /// The frame to draw, with its number: the displayed frame, or the previous one while a dense frame is still being
    /// examined.
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
            self.tone.turn_to(shown);
        }
        let question = (frame.detections.len() >= apart::LEAST).then(|| {
            let pixels_per_point = ui.pixels_per_point();
            DenseQuestion {
                frame: Arc::downgrade(frame),
                layout: document.file.layout(),
                rows: view.shown_rows(0),
                view: Outlook { transform, canvas, pixels_per_point, dark: ui.visuals().dark_mode },
                selected: view.state.selected,
                further: view.selected_tracks(0),
                pointer,
            }
        });
        if question.is_none() {
            self.crowding.rest();
        }
        match question.filter(|question| self.crowding.look(frame, question)) {
            Some(question) => self.dense.ask(ui.ctx(), question),
            None => self.dense.rest(),
        }
        let next = self.tone.choose(ui.ctx(), shown, &view.state.settings.picture.tone());
        let is_known = |frame: &Arc<Frame>| !self.crowding.is_crowded(frame) || self.dense.known(frame).is_some();
        if is_known(frame) && next.as_ref().is_some_and(|next| is_known(next.boxes())) {
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

    /// Collects the boxes to draw one by one. Returns the number of boxes if a density is drawn instead, and how many rows are not
    /// shown.
    fn gather(&mut self, painter: &Painter, frame: &Arc<Frame>, sight: Sight) -> (Option<usize>, HiddenRows) {
        let Some(known) = self.dense.known(frame) else {
            let all = 0..frame.detections.len().min(MAX_BOXES);
            return (None, boxes::items(frame, all, sight, &mut self.items));
        };
        match &known.picture {
            DensePicture::Boxes(places) => {
                boxes::items(frame, places.iter().copied(), sight, &mut self.items);
                (None, known.hidden)
            }
            DensePicture::Heat(picture) => {
                heat::paint(painter, known, picture, sight.transform);
                let hovered = known.hovered.filter(|hovered| !known.selected.contains(hovered));
                let places = known.selected.iter().copied().chain(hovered);
                boxes::items(frame, places, sight, &mut self.items);
                (Some(known.visible), known.hidden)
            }
        }
    }
}
