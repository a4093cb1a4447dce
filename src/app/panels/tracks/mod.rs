//! The list of tracks, and the filters for the list and the canvas.

pub mod list;

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Align, Align2, CollapsingHeader, Color32, FontId, Key, Label, Rect, Response, RichText, ScrollArea, Sense, Stroke,
    StrokeKind, TextEdit, TextStyle, Ui, WidgetInfo, vec2,
};

use crate::app::command::{Command, Commands, TracksCommand};
use crate::app::context_menu::{self, Opens, Target};
use crate::app::model::actions::Action;
use crate::app::model::filter::Filter;
use crate::app::model::format::{self, count, counted};
use crate::app::model::layers::Paint;
use crate::app::model::settings::picture_style::PictureStyle;
use crate::app::panels::filter_controls::{self, Filterable};
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::app::widgets::icons::{self, Icon};
use crate::app::widgets::long_list;
use crate::app::widgets::picture_controls::controls;
use crate::app::widgets::summary_progress;
use crate::app::widgets::theme;
use crate::mot::{Summary, Track, TrackId};
use list::{JudgedTracks, LeftOutTracks, Listing, Sort, SortBy, TrackList};

/// The first frames of at most this many found tracks are given to the predictor as landmarks.
const MAX_FOUND: usize = 256;

/// The state of the track list.
#[derive(Default)]
pub struct TracksPanel {
    list: TrackList,
    /// The number of the opened sequence that the list belongs to.
    sequence: u64,
    /// First frames of the found tracks, as last sent to the predictor.
    found: Vec<u64>,
}

impl TracksPanel {
    /// Draws the filters, and the list below them.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        if std::mem::replace(&mut self.sequence, view.state.sequences) != view.state.sequences {
            self.list = TrackList::default();
            self.found.clear();
        }
        // A panel shrinks to its content, and the content changes while tracks are read.
        ui.set_min_width(ui.available_width());
        let Some(document) = view.document else {
            ui.weak("No file is open.");
            return;
        };
        let Some(summary) = document.summary.clone() else {
            summary_progress::show(ui, "Reading tracks…", document.summary_fraction());
            return;
        };
        let mut filter = view.filter(0);
        // In a low window, what is above the list scrolls, so that the list keeps some rows.
        let list_height =
            LEAST_ROWS * row_height(ui) + 3.0 * (ui.spacing().interact_size.y + ui.spacing().item_spacing.y);
        let room = (ui.available_height() - list_height).max(2.0 * ui.spacing().interact_size.y);
        ScrollArea::vertical().id_salt("above").max_height(room).auto_shrink([false, true]).show(ui, |ui| {
            filters(ui, &mut filter, &summary, (view, document));
            picture(ui, view, commands);
        });
        let list = &mut self.list;
        search(ui, list, &mut filter);
        let judging = &view.state.judging;
        let by = judging.of_layer(0).filter(|_| view.is_judged_only()).cloned();
        list.look_at(view.state.displayed.as_ref(), document.file.layout());
        list.update(&summary, &filter, by.map(|by| JudgedTracks { by, layer: 0 }), ui.ctx());
        left_out(ui, list);
        header(ui, &mut list.sort);
        let (is_current, first) = (list.is_current(), list.listing().and_then(|listing| listing.track(0)));
        match list.listing().map(Listing::len) {
            None => _ = ui.weak("Listing tracks…"),
            Some(0) if summary.rows == 0 => _ = ui.weak("There are no tracks."),
            Some(0) if summary.tracks.is_empty() => _ = ui.weak("This file has no ids."),
            Some(0) => _ = ui.weak("No track matches the search and the filters."),
            Some(_) => {}
        }
        if list.visit_first && is_current {
            commands.extend(first.map(|track| Command::Visit(track.id)));
            list.visit_first = false;
        }
        rows(ui, list, view, commands);
        let found = found(list);
        if found != self.found {
            self.found.clone_from(&found);
            commands.push(Command::FoundTracks(found));
        }
        if filter != view.filter(0) {
            commands.push(Command::SetFilter(0, filter));
        }
    }
}

/// The field that finds ids, and the choice of only those in the frame on screen.
fn search(ui: &mut Ui, list: &mut TrackList, filter: &mut Filter) {
    let add = |ui: &mut Ui| {
        let help = "Lists only tracks with a box in the frame on screen that no filter hides";
        let check = ui.checkbox(&mut filter.in_frame, "in this frame").on_hover_text(help);
        _ = check.accessible_name("Tracks in this frame");
        let search = TextEdit::singleline(&mut list.search).hint_text("search id").desired_width(f32::INFINITY);
        let response = ui.add(search).accessible_name("Search id");
        list.visit_first |= response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    };
    ui.horizontal(|ui| ui.with_layout(eframe::egui::Layout::right_to_left(Align::Center), add));
}

/// Tells how many tracks are not listed, and why.
fn left_out(ui: &mut Ui, list: &TrackList) {
    let Some(LeftOutTracks { filtered, not_judged }) = list.listing().map(Listing::left_out) else { return };
    let (told, help) = match (filtered, not_judged) {
        (0, 0) => return,
        (0, hidden) => (format!("{} not judged", counted(hidden, "track", "tracks")), NOT_JUDGED.to_owned()),
        (hidden, 0) => (format!("{} filtered", counted(hidden, "track", "tracks")), FILTERED.to_owned()),
        (filtered, hidden) => {
            let told = format!("{} filtered, {} not judged", counted(filtered, "track", "tracks"), count(hidden));
            (told, format!("{FILTERED} {NOT_JUDGED}"))
        }
    };
    let label = ui.add(Label::new(RichText::new(told).small().weak()).truncate());
    label.on_hover_text(help);
}

const FILTERED: &str = "Not listed, as a filter hides them.";
const NOT_JUDGED: &str = "Not listed, as no box of theirs is judged. Switch Judged only off to list them, too.";

/// Controls for how the picture is shown, if the sequence has pictures.
fn picture(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    if !view.has_pictures() {
        return;
    }
    let is_changed = view.state.settings.picture != PictureStyle::default();
    let title = if is_changed { "Picture (adjusted)" } else { "Picture" };
    CollapsingHeader::new(title).id_salt("picture").default_open(false).show(ui, |ui| {
        let keys = &view.state.settings.keys;
        commands.change(&view.state.settings, |settings| controls(ui, &mut settings.picture, keys));
    });
}

/// The first frames of the tracks that the search found.
fn found(list: &TrackList) -> Vec<u64> {
    let Some(listing) = list.listing().filter(|_| !list.search.trim().is_empty()) else { return Vec::new() };
    let rows = 0..listing.len().min(MAX_FOUND);
    rows.filter_map(|row| Some(listing.track(row)?.first.into())).collect()
}

fn filters(ui: &mut Ui, filter: &mut Filter, summary: &Summary, (view, document): (&View<'_>, &Document)) {
    let title = if filter.is_active() { "Filters (on)" } else { "Filters" };
    CollapsingHeader::new(title).id_salt("filters").default_open(true).show(ui, |ui| {
        if summary.rows == 0 {
            ui.weak("There are no boxes to filter.");
        } else if summary.confidence.is_none_or(|(low, high)| low >= high) {
            ui.weak("All rows have the same confidence.");
        }
        let of_summary = Filterable::of_summary(summary, document.file.layout());
        let (scene, frames) = (view.scene_size().filter(|_| summary.rows > 0), Some(document.keys.len()));
        filter_controls::show(ui, filter, &Filterable { scene, frames, ..of_summary });
    });
}

/// The least height of the list, in rows.
const LEAST_ROWS: f32 = 5.0;

fn row_height(ui: &Ui) -> f32 {
    ui.text_style_height(&TextStyle::Body) + 2.0
}

/// Right end of each column, as a share of the width.
const ENDS: [f32; 3] = [0.34, 0.69, 1.0];

fn header(ui: &mut Ui, sort: &mut Sort) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let width = ui.available_width();
        let mut start = 0.0;
        for ((by, name), end) in
            [(SortBy::Id, "id"), (SortBy::First, "frames"), (SortBy::Boxes, "boxes")].into_iter().zip(ENDS)
        {
            let button = eframe::egui::Button::new(name).small().truncate().frame_when_inactive(false);
            let size = vec2((end - start) * width, ui.spacing().interact_size.y);
            let response = ui.add_sized(size, button).on_hover_text("Sorts by this column. Click again to reverse.");
            if sort.by == by {
                let icon = if sort.descending { Icon::Falling } else { Icon::Rising };
                let at = response.rect.right_center() - vec2(6.0, 0.0);
                icons::paint(ui.painter(), icon, Rect::from_center_size(at, vec2(7.0, 5.0)), ui.visuals().text_color());
            }
            if response.accessible_name(format!("Sort by {name}")).clicked() {
                let descending = sort.by == by && !sort.descending;
                *sort = Sort { by, descending };
            }
            start = end;
        }
    });
}

fn rows(ui: &mut Ui, list: &mut TrackList, view: &View<'_>, commands: &mut Commands) {
    let height = row_height(ui);
    let (mut scroll, mut anchor) = (list.scroll, list.anchor);
    let chosen = view.state.selected;
    let is_new = list.scrolled_to != chosen;
    if let Some(listing) = list.listing() {
        // Scroll to a track that was selected in the canvas, unless its row is already in view.
        if let Some(row) = chosen.filter(|_| is_new).and_then(|id| listing.row_of(id)) {
            scroll.reveal(row);
        }
        let (selected, shown) = (view.selected_tracks(0), view.shown_tracks(0));
        let paint = view.paint(0, view.main_look());
        let start = view.state.settings.keys.text(Action::TrackStart);
        let start = if start.is_empty() { start } else { format!(" So does {start}.") };
        long_list::show(ui, &mut scroll, height, listing.len(), |ui, at| {
            let Some(track) = listing.track(at) else { return ui.label("") };
            let state = (selected.contains(&track.id), !shown.shows(Some(track.id)));
            let response = row(ui, track, height, state, (paint, &start));
            clicked(ui, &response, (listing, at, track), view, &mut anchor, commands);
            let menu = |_| Some((Target::track(view, 0, track.id, view.position()?), response.rect.center()));
            context_menu::attach(&response, Opens::Focused, view, menu, commands);
            response
        });
        list.scrolled_to = chosen;
    }
    (list.scroll, list.anchor) = (scroll, anchor);
}

/// Selects what was clicked: the track alone, or, with Ctrl, beside the others, or, with Shift, all from the one clicked before.
fn clicked(
    ui: &Ui,
    response: &Response,
    (listing, at, track): (&Listing, usize, &Track),
    view: &View<'_>,
    anchor: &mut Option<TrackId>,
    commands: &mut Commands,
) {
    if !response.clicked() {
        return;
    }
    let modifiers = ui.input(|input| input.modifiers);
    let from = anchor.or(view.state.selected).and_then(|id| listing.row_of(id)).filter(|_| modifiers.shift);
    if let Some(from) = from {
        let mut tracks = listing.between(from, at);
        if modifiers.command {
            tracks.extend(view.selected_tracks(0).iter());
        }
        commands.push(TracksCommand::Select(Arc::new(tracks), track.id));
        return;
    }
    *anchor = Some(track.id);
    commands.push(if modifiers.command {
        Command::Tracks(TracksCommand::Toggle(0, track.id))
    } else if response.double_clicked() {
        Command::Visit(track.id)
    } else {
        Command::Pick(track.id)
    });
}

/// Draws the row of a track, which may be selected, and hidden.
fn row(
    ui: &mut Ui,
    track: &Track,
    height: f32,
    (selected, hidden): (bool, bool),
    (paint, start): (Paint, &str),
) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let name = format!("Track {}", track.id);
    response.widget_info(|| {
        let mut info = WidgetInfo::selected(Role::ListItem, true, selected, &name);
        info.current_text_value = hidden.then(|| "hidden".to_owned());
        info
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let visuals = ui.style().interact_selectable(&response, selected);
    if selected || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme::RADIUS, visuals.bg_fill.gamma_multiply(0.6));
    }
    let swatch = Rect::from_center_size(rect.left_center() + vec2(8.0, 0.0), vec2(9.0, 9.0));
    let color = if hidden { ui.visuals().weak_text_color() } else { visuals.text_color() };
    if hidden {
        icons::paint(ui.painter(), Icon::Hidden, swatch, color);
    } else {
        ui.painter().rect_filled(swatch, 1.0, paint.track(track.id));
    }
    if paint.is_neutral && !hidden {
        ui.painter().rect_stroke(swatch, 1.0, Stroke::new(1.0, Color32::from_gray(0x60)), StrokeKind::Outside);
    }
    let text = |ui: &Ui, x: f32, align: Align2, text: String, color: Color32| {
        ui.painter().text(
            eframe::egui::pos2(x, rect.center().y),
            align,
            text,
            FontId::monospace(theme::TEXT[0]),
            color,
        );
    };
    let end = |column: usize| rect.left() + rect.width() * ENDS[column] - theme::SPACE[0];
    let digit = ui.fonts_mut(|fonts| fonts.glyph_width(&FontId::monospace(theme::TEXT[0]), '0'));
    let (id, frames) = fitting(track, ((end(1) - rect.left() - 18.0) / digit).max(1.0) as usize);
    text(ui, rect.left() + 18.0, Align2::LEFT_CENTER, id, color);
    text(ui, end(1), Align2::RIGHT_CENTER, frames, color);
    text(ui, end(2), Align2::RIGHT_CENTER, track.boxes.to_string(), color);
    response.on_hover_text(format!(
        "{name}: frames {} to {}, {}. Click to select it; if it has no box in this frame, goes to its first one. A double click \
         always goes there.{start} Ctrl or Shift and a click select several.{}",
        track.first,
        track.last,
        counted(track.boxes.into(), "box", "boxes"),
        if hidden { " Its boxes are not drawn now." } else { "" }
    ))
}

/// Id and frames of a track in at most `room` letters, with a space between. The frames are shortened first.
fn fitting(track: &Track, room: usize) -> (String, String) {
    let id = format::tail(track.id.0, room);
    let left = room.saturating_sub(id.chars().count() + 1);
    let frames = [format!("{}–{}", track.first, track.last), format!("{}…", track.first), "…".to_owned()];
    let frames = frames.into_iter().find(|text| text.chars().count() <= left).unwrap_or_default();
    (id, frames)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_ids_and_frame_numbers_never_run_into_each_other() {
        let track = |id, first, last| Track::new(TrackId(id), first, last, 1);
        for (id, first, last, expected) in [
            (12, 1, 600, "12 1–600"),
            (1_000_002, 2858, 2859, "1000002 2858–2859"),
            (1_000_002, 10_001, 10_002, "1000002 10001…"),
            (123_456_789_012, 10_001, 10_002, "123456789012 …"),
            (u64::MAX, 1, 2, "…6744073709551615 "),
        ] {
            let (id, frames) = fitting(&track(id, first, last), 17);
            assert!(id.chars().count() <= 17);
            assert_eq!(format!("{id} {frames}"), expected);
        }
    }
}
