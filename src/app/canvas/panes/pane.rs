//! What is drawn in one pane: the picture, the boxes of its layers, the trail, marks, the card under the pointer, the status.

use std::sync::Arc;

use eframe::egui::{Context, CursorIcon, Painter, Pos2, Rect, Response, Ui};

use super::places::Place;
use crate::app::canvas::boxes::{self, ScreenBox, Sight};
use crate::app::canvas::dense::apart::{self, Crowding};
use crate::app::canvas::dense::ask::{Click, Dense};
use crate::app::canvas::dense::heat;
use crate::app::canvas::dense::question::{DensePicture, DenseQuestion, Outlook};
use crate::app::canvas::hover::{self, Beside};
use crate::app::canvas::main_layer::MainLayer;
use crate::app::canvas::picture::PictureLayer;
use crate::app::canvas::status::{self, Drawn};
use crate::app::canvas::trail::Trail;
use crate::app::canvas::verdicts::{self, Marker};
use crate::app::canvas::{further_layers, menu, notes};
use crate::app::command::{Command, Commands, TracksCommand};
use crate::app::model::camera::{Camera, Transform};
use crate::app::model::frame::dense::MAX_BOXES;
use crate::app::model::frame::displayed_frame::DisplayedFrame;
use crate::app::model::shown_rows::HiddenRows;
use crate::app::session::view::View;
use crate::mot::{Frame, TrackId};
use crate::render::Occupancy;

/// What is kept of a pane between repaints: how a frame with too many boxes is drawn there.
#[derive(Default)]
pub struct PaneMemory {
    dense: Dense,
    crowding: Crowding,
}

impl PaneMemory {
    /// Looks whether a frame has to be examined by a thread, and asks for what is seen of it in this view.
    pub fn look(
        &mut self,
        ctx: &Context,
        frame: &Arc<Frame>,
        view: &View<'_>,
        outlook: Outlook,
        pointer: Option<Pos2>,
    ) {
        let question = view.document.filter(|_| frame.detections.len() >= apart::LEAST).map(|document| DenseQuestion {
            frame: Arc::downgrade(frame),
            layout: document.file.layout(),
            rows: view.shown_rows(0),
            view: outlook,
            selected: view.state.selected,
            further: view.selected_tracks(0),
            pointer,
        });
        if question.is_none() {
            self.crowding.rest();
        }
        match question.filter(|question| self.crowding.look(frame, question)) {
            Some(question) => self.dense.ask(ctx, question),
            None => self.dense.rest(),
        }
    }

    /// Forgets the frame, because its main layer is not drawn.
    pub fn rest(&mut self) {
        self.crowding.rest();
        self.dense.rest();
    }

    /// Whether a frame can be drawn: its boxes are few, or the thread has examined it.
    pub fn is_known(&self, frame: &Arc<Frame>) -> bool {
        !self.is_crowded(frame) || self.dense.known(frame).is_some()
    }

    /// Whether the thread examines this frame.
    pub fn is_crowded(&self, frame: &Arc<Frame>) -> bool {
        self.crowding.is_crowded(frame)
    }

    /// The indices of the boxes of the selected track, if the thread has examined this frame.
    pub fn selected(&self, frame: &Arc<Frame>) -> Option<&[usize]> {
        self.dense.known(frame).map(|known| known.selected.as_slice())
    }

    /// Collects the boxes to draw one by one. Returns the number of boxes if a density is drawn instead, and how many rows are not
    /// shown.
    fn gather(
        &self,
        painter: &Painter,
        frame: &Arc<Frame>,
        sight: Sight,
        items: &mut Vec<ScreenBox>,
    ) -> (Option<usize>, HiddenRows) {
        let Some(known) = self.dense.known(frame) else {
            let all = 0..frame.detections.len().min(MAX_BOXES);
            return (None, boxes::items(frame, all, sight, items));
        };
        match &known.picture {
            DensePicture::Boxes(places) => {
                boxes::items(frame, places.iter().copied(), sight, items);
                (None, known.hidden)
            }
            DensePicture::Heat(picture) => {
                heat::paint(painter, known, picture, sight.transform);
                let hovered = known.hovered.filter(|hovered| !known.selected.contains(hovered));
                let places = known.selected.iter().copied().chain(hovered);
                boxes::items(frame, places, sight, items);
                (Some(known.visible), known.hidden)
            }
        }
    }
}

/// What all panes draw with: one texture of the picture, one trail, and buffers that are reused.
pub struct Brushes<'a> {
    /// The boxes of the main layer.
    pub items: &'a mut Vec<ScreenBox>,
    /// The room that labels take.
    pub occupancy: &'a mut Occupancy,
    /// The picture.
    pub picture: &'a mut PictureLayer,
    /// The trail of the selected track; `None` until a track is selected.
    pub trail: &'a mut Option<Trail>,
}

/// One pane in this repaint.
pub struct Pane<'a> {
    /// Where it is.
    pub place: Place,
    /// The view, with the layers of this pane.
    pub view: View<'a>,
    /// The frame to draw.
    pub drawn: &'a DisplayedFrame,
    /// The camera.
    pub camera: &'a Camera,
    /// The pointer, if it is over this pane and drags nothing.
    pub over: Option<Pos2>,
    /// Whether this pane was clicked.
    pub clicked: bool,
    /// What happens on its canvas.
    pub response: Option<&'a Response>,
    /// A part of the canvas that labels leave free.
    pub kept_free: Option<Rect>,
}

impl Pane<'_> {
    /// Draws the pane. Returns a text for screen readers.
    pub fn paint(
        &self,
        (ui, painter): (&Ui, &Painter),
        memory: &mut PaneMemory,
        brushes: &mut Brushes<'_>,
        commands: &mut Commands,
    ) -> String {
        let Self { place: Place { canvas, part, .. }, view, drawn, over, .. } = *self;
        let view = &view;
        let transform = self.camera.viewport.transform(view.state.extent.area, canvas);
        let look = view.main_look();
        let to_boxes = transform.stretched(look.scale);
        let (number, frame) = (drawn.number(), drawn.boxes());
        brushes.picture.show(ui, painter, drawn, &view.state.settings.picture, view.state.extent.area, transform);
        let Some(document) = view.document else { return "nothing to show".to_owned() };
        let layout = document.file.layout();
        let pixels_per_point = ui.pixels_per_point();
        let (paint, rows) = (view.paint(0, look), view.shown_rows(0));
        let line_width = view.state.settings.boxes.line_width * look.style.width;
        let sight = Sight { layout, rows: &rows, paint, transform: to_boxes, canvas, pixels_per_point, line_width };
        let marker = Marker::new(ui, view, number);
        let further = further_layers::gather(drawn, view, document, transform, (canvas, pixels_per_point), marker);
        brushes.items.clear();
        let (heat, hidden) = if look.shown {
            memory.gather(painter, frame, sight, brushes.items)
        } else {
            (None, HiddenRows::default())
        };
        marker.mark(0, brushes.items);
        if let Some(id) = view.state.selected.filter(|_| look.shown) {
            let rank = document.keys.rank_of(number).unwrap_or(0);
            let trail = brushes.trail.get_or_insert_with(|| Trail::start(ui.ctx()));
            trail.ask(&document.file, &document.keys, id, number, view.state.settings.boxes.trail);
            trail.paint(painter, rank, to_boxes, (paint.track(id), paint.is_neutral));
        }
        let places = notes::places(view, Some(drawn), transform);
        notes::mark(ui, painter, &places, view);
        let items = &*brushes.items;
        let hovered = over.and_then(|pointer| boxes::hit(items, pointer));
        let main = MainLayer { frame, items, transform: to_boxes, hovered };
        main.paint(painter, canvas, &further, view, (brushes.occupancy, self.kept_free));
        self.tell_hovered((ui, painter), hovered, &further, &places);
        self.click(ui, (hovered, &further), heat.is_some(), memory, commands);
        self.menu(&further, items, commands);
        let boxes = heat.unwrap_or(items.len());
        let shown = Drawn { is_shown: look.shown, boxes, is_density: heat.is_some(), hidden };
        if look.shown
            && let Some(DensePicture::Heat(heat)) = memory.dense.known(frame).map(|known| &known.picture)
        {
            heat::tell(ui, painter, part, frame.detections.len(), heat);
        }
        // That a pane does not show the main layer is nothing to be told: its header says what it shows.
        let is_other = !look.shown && view.state.panes.is_compared();
        let told = if is_other { format!("frame {number}") } else { status::told(number, frame, layout, shown) };
        let mut told = told + &further_layers::counts(&further);
        let awaited = document.layers.iter().enumerate().filter(|(place, _)| view.awaits_layer(*place));
        told.extend(awaited.map(|(_, layer)| format!(" · reading {}", layer.name)));
        if view.state.settings.picture.shown {
            told += &status::turned(drawn);
        }
        let over = over.filter(|_| view.state.settings.picture.shown);
        let pointed = over.and_then(|pointer| status::pointed(drawn, transform, pointer));
        let line = format!("{told}{}", verdicts::counts(items.iter().chain(further_layers::items(&further))));
        status::show(ui, painter, part, (view, self.camera), &line, transform, pointed);
        told
    }

    /// Draws the card of the box under the pointer. `places` are not covered by it.
    fn tell_hovered(
        &self,
        (ui, painter): (&Ui, &Painter),
        hovered: Option<ScreenBox>,
        further: &[further_layers::FurtherLayer<'_>],
        places: &[Rect],
    ) {
        let (Some(document), view) = (self.view.document, &self.view) else { return };
        let number = self.drawn.number();
        let under = self.over.map_or_else(Vec::new, |pointer| further_layers::under(further, pointer));
        if let Some(item) = hovered {
            ui.set_cursor_icon(if item.id.is_some() { CursorIcon::PointingHand } else { CursorIcon::Default });
            let layer = document.layers.get(1).and(document.layers.first()).map(|layer| layer.name.clone());
            let others = under.iter().map(further_layers::told).collect();
            let row = &self.drawn.boxes().detections[item.index];
            let verdict = verdicts::told(view, self.drawn, 0, row);
            hover::show(ui, row, (document.file.layout(), number), Beside { layer, verdict, others }, places);
        } else if let Some((first, others)) = under.split_first() {
            further_layers::emphasise(painter, first, view.state.settings.boxes.line_width, self.place.canvas);
            let (layer, item) = first;
            let row = &layer.frame.detections[item.index];
            let beside = Beside {
                layer: Some(layer.name.to_owned()),
                verdict: verdicts::told(view, self.drawn, layer.place, row),
                others: others.iter().map(further_layers::told).collect(),
            };
            hover::show(ui, row, (layer.layout, number), beside, places);
        }
    }

    /// Shows the menu of what is under the pointer.
    fn menu(&self, further: &[further_layers::FurtherLayer<'_>], items: &[ScreenBox], commands: &mut Commands) {
        let Some(response) = self.response else { return };
        // The menu that the click closes may be open still, and then nothing counts as under the pointer.
        let pressed = response.interact_pointer_pos().filter(|_| response.secondary_clicked());
        let at = pressed.filter(|at| self.place.part.contains(*at)).or(self.over);
        let hovered = at.and_then(|at| boxes::hit(items, at));
        let under = at.map_or_else(Vec::new, |at| further_layers::under(further, at));
        menu::show(
            response,
            (&self.view, self.place),
            self.drawn.number(),
            (menu::pointed(hovered, &under), items),
            commands,
        );
    }

    /// Selects the track of the box that was clicked; with Ctrl, beside the others, and of further layers, too.
    fn click(
        &self,
        ui: &Ui,
        (hovered, further): (Option<ScreenBox>, &[further_layers::FurtherLayer<'_>]),
        is_density: bool,
        memory: &mut PaneMemory,
        commands: &mut Commands,
    ) {
        let adds = ui.input(|input| input.modifiers.command);
        let click = match self.over.filter(|_| self.clicked) {
            Some(at) if is_density => {
                memory.dense.click(at, adds);
                memory.dense.take_clicked()
            }
            Some(at) => Some(Click { at, adds, hit: hovered.map(|item| item.index) }),
            None => memory.dense.take_clicked(),
        };
        let Some(Click { at, adds, hit }) = click else { return };
        let toggle = |place: usize, id: TrackId| Command::Tracks(TracksCommand::Toggle(place, id));
        if let Some(id) = hit.and_then(|hit| self.drawn.boxes().detections.get(hit)?.id) {
            commands.push(if adds { toggle(0, id) } else { Command::Select(Some(id)) });
        } else if adds {
            let under = further_layers::under(further, at);
            commands.extend(menu::pointed(None, &under).map(|(place, id)| toggle(place, id)));
        }
    }
}

/// How the boxes of the main layer are seen in a pane.
pub fn outlook(ui: &Ui, canvas: Rect, transform: Transform) -> Outlook {
    Outlook { transform, canvas, pixels_per_point: ui.pixels_per_point(), dark: ui.visuals().dark_mode }
}
