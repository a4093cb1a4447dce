//! The timeline of identities: one row a track of the ground truth, in the colours of the ids that cover it over time.

mod chart;
mod gestures;
mod legend;
mod lists;
mod reading;
mod row;
mod toolbar;

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Color32, Frame, Label, Margin, Panel, Popup, Rangef, Rect, Response, RichText, Sense, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use crate::app::command::Commands;
use crate::app::context_menu::{self, Opens};
use crate::app::model::actions::Action;
use crate::app::model::identity_timeline::{Axis, Listing, Order, RowId, Subject, at_frame, counts};
use crate::app::model::judging::Judgement;
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::app::widgets::long_list::{self, Scroll};
use crate::app::widgets::{summary_progress, theme};
use crate::mot::TrackId;
use chart::Chart;
use gestures::{Gestures, Target};
use lists::Lists;
use reading::{Reader, Wanted};
use row::Rows;
use toolbar::Choice;

/// The least height of the canvas and the panels above the timeline, in points: a list of errors keeps five rows.
const LEAST_CANVAS: f32 = 254.0;
/// The least height of the timeline, in points.
const LEAST_HEIGHT: f32 = 112.0;
/// The share of the room that it has at first, and the least and the greatest height then, in points.
const FIRST_HEIGHT: (f32, [f32; 2]) = (0.3, [190.0, 400.0]);
/// The height of the ruler, in points.
const RULER: f32 = 17.0;
/// The room for the scroll bar at the right, in points.
const SCROLL_BAR: f32 = 12.0;
/// A chart that is higher has a legend, in points.
const WITH_LEGEND: f32 = 104.0;
/// Where the play head is brought when it leaves the view, as a share of the view: forwards and backwards.
const FOLLOWED: [f64; 2] = [0.1, 0.9];

/// Where frames lie on the screen, so that the scrubber can be aligned with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plot {
    /// From left to right, in points.
    pub x: Rangef,
    /// The ranks of the first and the last frame in view, if not all are.
    pub ranks: Option<(u64, u64)>,
}

/// The timeline of identities.
#[derive(Default)]
pub struct IdentityTimeline {
    lists: Lists,
    reader: Option<Reader>,
    choice: Choice,
    /// The axis of the last pass. `None` if all frames are in view.
    axis: Option<Axis>,
    scroll: Scroll,
    gestures: Gestures,
    /// Where frames lay in the last pass; `None` if none were drawn.
    plot: Option<Plot>,
    /// The play head in the last pass.
    position: u64,
    /// The track that the list last scrolled to.
    revealed: Option<TrackId>,
    /// The number of the sequence that all this is of.
    sequence: u64,
}

impl IdentityTimeline {
    /// How many rows are listed. `None` while there is no list.
    pub fn listed(&self) -> Option<usize> {
        self.lists.listing().map(|listing| listing.len())
    }

    /// Where frames lay in the last pass; `None` if none were drawn.
    pub fn plot(&self) -> Option<Plot> {
        self.plot
    }

    /// Draws the panel, if it is on. In a low window it becomes lower, so that the canvas keeps some height.
    pub fn panel(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let before = self.plot.take();
        self.panel_if_on(ui, view, commands);
        if self.plot != before {
            // The scrubber has been drawn already.
            ui.request_repaint();
        }
    }

    fn panel_if_on(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        if std::mem::replace(&mut self.sequence, view.state.sequences) != view.state.sequences {
            *self = Self { sequence: view.state.sequences, ..Self::default() };
        }
        if !view.state.settings.judging.show_timeline {
            // What takes memory goes.
            self.lists = Lists::default();
            self.reader = None;
            return;
        }
        let room = ui.available_height() - LEAST_CANVAS;
        let frame = Frame::side_top_panel(ui.style()).inner_margin(Margin { left: 8, right: 8, top: 4, bottom: 2 });
        if room < LEAST_HEIGHT {
            if room > -10.0 {
                Panel::bottom("no identities").frame(frame).show(ui, |ui| {
                    let timeline = view.state.settings.keys.labelled("the identity timeline", Action::ShowIdentities);
                    let text = format!("The window is too low for {timeline}.");
                    ui.add(Label::new(RichText::new(text).weak()).truncate());
                });
            }
            return;
        }
        let panel = Panel::bottom("identities").frame(frame).resizable(true);
        let (share, [least, most]) = FIRST_HEIGHT;
        let first = (ui.available_height() * share).clamp(least, most).min(room);
        let panel = panel.default_size(first).size_range(LEAST_HEIGHT..=room);
        panel.show(ui, |ui| self.show(ui, view, commands));
    }

    fn show(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        let height = ui.available_height();
        ui.set_min_height(height);
        ui.spacing_mut().item_spacing.y = 2.0;
        let Some(document) = view.document else {
            ui.weak("No file is open.");
            return;
        };
        let Some(subject) = self.subject(view) else { return waits(ui, view, document) };
        let frame = self.choice.in_frame.then(|| document.position());
        self.lists.update(subject, &Order { frame, ..self.choice.order.clone() }, ui.ctx());
        let listing = self.lists.listing().cloned();
        toolbar::show(ui, view, &mut self.choice, listing.as_deref(), commands);
        if let Some(trouble) = &view.state.judging.trouble {
            let text = format!("Results could not be compared: {trouble}");
            ui.add(Label::new(RichText::new(&text).weak()).truncate()).on_hover_text(text);
        }
        match &listing {
            None => _ = ui.weak("Looking at all tracks…"),
            Some(listing) if listing.rows.is_empty() => _ = ui.weak("There are no tracks with an id."),
            Some(listing) if listing.is_empty() => _ = ui.weak("No track matches."),
            Some(_) => {}
        }
        if let Some(listing) = listing.filter(|listing| !listing.is_empty()) {
            self.chart(ui, view, document, &listing, commands);
        }
    }

    /// What is shown. `None` while nothing can be.
    fn subject(&self, view: &View<'_>) -> Option<Subject> {
        let judging = &view.state.judging;
        if let Some(above) = judging.judgement() {
            let below = self.choice.below.judgement(judging, above);
            return Some(Subject::Judged(std::iter::once(above).chain(below).map(Arc::clone).collect()));
        }
        if judging.pairs.is_some() && judging.trouble.is_none() {
            return None;
        }
        Some(Subject::Tracks(Arc::clone(view.document?.summary.as_ref()?)))
    }

    fn chart(&mut self, ui: &mut Ui, view: &View<'_>, document: &Document, listing: &Listing, commands: &mut Commands) {
        let mut area = ui.available_rect_before_wrap();
        let legend = if area.height() > WITH_LEGEND { legend::height(ui) } else { 0.0 };
        area.max.y -= legend;
        let x = Rangef::new(area.left() + row::LABEL, (area.right() - SCROLL_BAR).max(area.left() + row::LABEL + 40.0));
        let rows = Rect::from_x_y_ranges(x, Rangef::new(area.top() + RULER, area.bottom()));
        let mut chart = Chart::new(ui, rows, self.axis, document.keys.len());
        self.follow(&mut chart, document);
        let ruler = Rect::from_x_y_ranges(chart.rect.x_range(), Rangef::new(area.top(), area.top() + RULER));
        gestures::ruler(ui, &chart, ruler, document, commands);
        chart::ruler(ui, &chart, ruler, document);
        ui.advance_cursor_after_rect(Rect::from_min_size(area.min, vec2(area.width(), RULER)));

        let height = row::HEIGHT[usize::from(listing.rows.strips() > 1)];
        self.reveal(view, listing);
        let mut scroll = self.scroll;
        let read = self.read(ui, view, document, listing, &chart);
        let digit = ui.fonts_mut(|fonts| fonts.glyph_width(&row::id_font(), '0'));
        let drawn = Rows { listing, chart, keys: &document.keys, read, digit };
        let pointer = ui.input(|input| input.pointer.latest_pos());
        let mut under = None;
        let (selected, position) = (view.selected_tracks(0), document.position());
        let below = Rect::from_x_y_ranges(area.x_range(), Rangef::new(area.top() + RULER, area.bottom()));
        let mut list = ui.new_child(UiBuilder::new().max_rect(below));
        long_list::show(&mut list, &mut scroll, height, listing.len(), |ui, at| {
            let row = listing.row(at);
            if pointer.is_some_and(|pointer| ui.max_rect().y_range().contains(pointer.y)) {
                under = row;
            }
            let track = row.and_then(|row| listing.rows.track_of_layer(row, 0, position));
            let label = drawn.show(ui, at, height, track.is_some_and(|track| selected.contains(&track)));
            if let Some(row) = row {
                label_acted(view, listing, (row, position), &label, commands);
            }
            label
        });
        self.scroll = scroll;
        chart::over_rows(ui, &chart, document);
        self.pointed(ui, view, document, (listing, &chart), under, commands);
        if legend > 0.0 {
            let line = Rect::from_x_y_ranges(area.x_range(), Rangef::new(area.bottom(), area.bottom() + legend));
            let mut ui = ui.new_child(UiBuilder::new().max_rect(line));
            let truth = match &listing.rows.subject {
                Subject::Judged(of) => of.first().and_then(|of| document.layers.get(of.truth)),
                Subject::Tracks(_) => None,
            };
            let has_visibility = truth.is_some_and(|layer| layer.file.layout().has_visibility);
            legend::show(&mut ui, &listing.rows.subject, has_visibility);
        }
        let ranks = self.axis.and_then(|axis| axis.ranks());
        self.plot = Some(Plot { x: chart.rect.x_range(), ranks });
    }

    /// Brings the play head into view after it has moved.
    fn follow(&mut self, chart: &mut Chart, document: &Document) {
        let position = document.position();
        let before = std::mem::replace(&mut self.position, position);
        let place = chart.axis.middle_of(document.rank());
        if before != position && !(0.0..f64::from(chart.axis.columns())).contains(&place) {
            let share = FOLLOWED[usize::from(position < before)];
            chart.axis = chart.axis.showing(document.rank(), share);
        }
    }

    /// Scrolls to a track that was selected elsewhere, unless its row is already in view.
    fn reveal(&mut self, view: &View<'_>, listing: &Listing) {
        let selected = view.state.selected;
        if std::mem::replace(&mut self.revealed, selected) == selected {
            return;
        }
        let row = selected.and_then(|id| listing.rows.row_of(0, id, view.position().unwrap_or(0)));
        if let Some(place) = row.and_then(|row| listing.place_of(row)) {
            self.scroll.reveal(place);
        }
    }

    /// What is known of the visibility of the tracks in view. What is not known yet is read.
    fn read(
        &mut self,
        ui: &Ui,
        view: &View<'_>,
        document: &Document,
        listing: &Listing,
        chart: &Chart,
    ) -> Option<&reading::Read> {
        let (is_plain, layer) = match &listing.rows.subject {
            Subject::Judged(of) => (false, of.first()?.truth),
            Subject::Tracks(_) => (true, 0),
        };
        let (file, content) = (&document.layers.get(layer)?.file, view.state.content_version);
        let has_visibility = file.layout().has_visibility;
        let is_worth_it = |row: &RowId| has_visibility || is_plain && listing.rows.facts(*row).missed > 0;
        let in_view = self.scroll.rows(listing.len());
        let further = in_view.start.saturating_sub(in_view.len())..in_view.end + in_view.len();
        let of = |places: std::ops::Range<usize>, ranks: (u64, u64)| {
            let rows: Vec<RowId> = places.filter_map(|place| listing.row(place)).filter(is_worth_it).collect();
            Wanted::of(&listing.rows, &rows, (file, content), &document.keys, ranks)
        };
        if let Some(needed) = of(in_view, chart.axis.ranks()?) {
            let reader = self.reader.get_or_insert_with(|| Reader::start(ui.ctx()));
            reader.update(&needed, || {
                let all = (0, document.keys.len().saturating_sub(1));
                let whole = of(further.clone(), all).filter(|wanted| wanted.stride() == 1);
                whole.or_else(|| of(further, needed.wider(all.1)))
            });
        }
        self.reader.as_ref()?.read(file)
    }

    /// What the pointer does over the rows, and what is told under it.
    fn pointed(
        &mut self,
        ui: &Ui,
        view: &View<'_>,
        document: &Document,
        (listing, chart): (&Listing, &Chart),
        row: Option<RowId>,
        commands: &mut Commands,
    ) {
        let response = ui.interact(chart.rect, ui.scope_id().with("strips"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(Role::GraphicsObject, true, "Identity timeline"));
        let axis = self.gestures.turned(ui, chart, &response);
        let is_fitting = response.double_clicked() || axis.is_fitting();
        self.axis = (!is_fitting).then_some(axis);
        if axis != chart.axis || is_fitting != chart.axis.is_fitting() {
            // What was drawn in this pass is out of date.
            ui.request_repaint();
        }
        let pointer = response.hover_pos().or_else(|| response.interact_pointer_pos());
        let frame = pointer.and_then(|pointer| document.keys.key_at(chart.rank(pointer.x)));
        let target = frame.map(|frame| Target { row, frame });
        let range = self.gestures.acted(chart, &response, (document, &listing.rows), target, commands);
        if let Some((first, last)) = range {
            drag(ui, chart, document, first, last);
            return;
        }
        let menu = |_| {
            let of = target.unwrap_or(Target { row: None, frame: document.position() });
            Some((of.menu(view, &listing.rows), chart.rect.center()))
        };
        context_menu::attach(&response, Opens::Focused, view, menu, commands);
        let is_told = !Popup::is_any_open(ui.ctx());
        if let Some(Target { row: Some(row), frame }) = target.filter(|_| is_told) {
            let names = names(document, listing);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            response.on_hover_ui_at_pointer(|ui| {
                at_frame(&listing.rows, row, frame, &names).into_iter().for_each(|line| _ = ui.label(line));
                if let Some(class) = listing.rows.class_name(row) {
                    ui.weak(class);
                }
                for strip in 0..listing.rows.strips() {
                    let name = names.get(strip).filter(|_| names.len() > 1).map(|name| format!("{name}: "));
                    ui.weak(name.unwrap_or_default() + &counts(&listing.rows, row, strip));
                }
                ui.weak(RichText::new(legend::GESTURES).small());
            });
        }
    }
}

/// The names of the results of each strip.
fn names(document: &Document, listing: &Listing) -> Vec<String> {
    let name =
        |of: &Arc<Judgement>| document.layers.get(of.result).map_or_else(String::new, |layer| layer.name.clone());
    match &listing.rows.subject {
        Subject::Judged(of) => of.iter().map(name).collect(),
        Subject::Tracks(_) => Vec::new(),
    }
}

/// A click on a label goes to the first frame of the track.
fn label_acted(
    view: &View<'_>,
    listing: &Listing,
    (row, position): (RowId, u64),
    label: &Response,
    commands: &mut Commands,
) {
    let facts = listing.rows.facts(row);
    if label.clicked() {
        gestures::go(&listing.rows, Target { row: Some(row), frame: facts.first.into() }, commands);
    }
    let target = Target { row: Some(row), frame: position };
    let menu = |_| Some((target.menu(view, &listing.rows), label.rect.center()));
    context_menu::attach(label, Opens::Focused, view, menu, commands);
}

/// Shows the range that a drag is about to set.
fn drag(ui: &Ui, chart: &Chart, document: &Document, first: u64, last: u64) {
    let painter = ui.painter_at(chart.rect);
    let place = Rect::from_x_y_ranges(chart.range(first, last), chart.rect.y_range());
    painter.rect_filled(place, 0.0, ui.visuals().selection.bg_fill.gamma_multiply(0.4));
    let frame = |rank: u64| document.keys.key_at(rank).unwrap_or(0);
    let text = format!("frames {} to {}", frame(first), frame(last));
    let galley = painter.layout_no_wrap(text, theme::small_figures(), ui.visuals().strong_text_color());
    let size = galley.size() + vec2(8.0, 4.0);
    let left = (place.center().x - size.x / 2.0).min(chart.rect.right() - size.x).max(chart.rect.left());
    let back = Rect::from_min_size(pos2(left, chart.rect.top() + 2.0), size);
    painter.rect_filled(back, theme::RADIUS, ui.visuals().window_fill);
    painter.galley(back.min + vec2(4.0, 2.0), galley, Color32::PLACEHOLDER);
}

/// What is shown while nothing is known of the tracks.
fn waits(ui: &mut Ui, view: &View<'_>, document: &Document) {
    if view.state.judging.pairs.is_none() || view.state.judging.trouble.is_some() {
        summary_progress::show(ui, "Reading tracks…", document.summary_fraction());
        return;
    }
    let share = view.judge.and_then(crate::app::session::judging::Judge::fraction).unwrap_or(0.0);
    ui.weak(format!("Comparing results with ground truth… {:.0} %", share * 100.0));
    ui.request_repaint_after(summary_progress::LOOK_AGAIN);
}
