//! Scores and events of several sequences and trackers. A click opens the sequence at that frame.

use std::sync::Arc;

use eframe::egui::{
    Align, Align2, Button, CollapsingHeader, ComboBox, Label, Layout, RichText, Role, ScrollArea, Sense, TextEdit,
    TextStyle, Ui, WidgetInfo, pos2, vec2,
};

use super::kinds;
use super::score_list::ScoreList;
use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::format::{count, counted};
use crate::app::model::judging::{EventPlaces, EventQuery, ListOrder, Listed, subject, words};
use crate::app::session::judging::ListedLister;
use crate::app::session::view::View;
use crate::app::widgets::long_list::{self, Scroll};
use crate::app::widgets::theme;

/// The share of the panel that scores and list take where there is something below them.
const SHARE: f32 = 0.5;
/// The share of that which the scores take at most.
const SCORES: f32 = 0.36;
/// The most height of remarks, in points, and how many are shown.
const REMARKS: f32 = 120.0;
const MOST_REMARKS: usize = 200;
/// The least height of the list, in rows.
const LEAST_ROWS: f32 = 3.0;

/// The state of the list.
#[derive(Default)]
pub struct ListedEvents {
    scores: ScoreList,
    search: String,
    order: ListOrder,
    /// The sequence and tracker whose events are listed. All if it is empty.
    subject: String,
    scroll: Scroll,
    lister: Option<ListedLister>,
    /// The list that this state is of.
    of: Option<Arc<Listed>>,
    /// Its sequences and trackers, with the runs of each.
    subjects: Vec<(String, Vec<u32>)>,
    /// The event that the view was scrolled to last.
    revealed: Option<usize>,
}

impl ListedEvents {
    /// Whether another list was drawn last, or none.
    pub fn is_new(&self, listed: &Arc<Listed>) -> bool {
        !self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, listed))
    }

    /// Draws the list, if one is open. `height` is that of the whole panel, and `is_alone` says whether nothing is below it.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, height: f32, is_alone: bool, commands: &mut Commands) {
        let Some(listed) = &view.state.listed else {
            *self = Self { order: self.order, lister: self.lister.take(), ..Self::default() };
            return;
        };
        if self.is_new(listed) {
            let (of, subjects) = (Some(Arc::clone(listed)), listed.subjects());
            *self = Self { of, subjects, order: self.order, lister: self.lister.take(), ..Self::default() };
        }
        let top = ui.cursor().top();
        title(ui, listed, commands);
        remarks(ui, &listed.remarks);
        let room = if is_alone { height } else { height * SHARE };
        if let Some(table) = &listed.table {
            // A file of scores has no events.
            let used = ui.cursor().top() - top + 2.0 * ui.spacing().interact_size.y + theme::SPACE[2];
            let most = if listed.is_file { room - used } else { room * SCORES };
            ui.scope(|ui| self.scores.show(ui, view, listed, table, most, commands));
            ui.add_space(theme::SPACE[0]);
            if listed.is_file {
                ui.separator();
                return;
            }
        }
        let runs = self.choice(ui);
        let query =
            EventQuery { kinds: view.state.settings.judging.kinds, search: self.search.clone(), order: self.order };
        let worker = self.lister.get_or_insert_with(|| ListedLister::start(ui.ctx()));
        let places = worker.places(listed, &query, &runs);
        if let Some(places) = &places {
            kinds::show(ui, view, &places.counts, height < kinds::LOW, commands);
        }
        self.tools(ui, places.as_deref(), listed, commands);
        let row = 2.0 * ui.text_style_height(&TextStyle::Small) + 6.0;
        let rest = (room - (ui.cursor().top() - top)).max(LEAST_ROWS * row);
        let size = vec2(ui.available_width(), rest);
        ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
            ui.set_min_size(size);
            match places {
                None => _ = ui.weak("Sorting…"),
                Some(places) if places.places.is_empty() => {
                    let told = if self.search.trim().is_empty() {
                        "No errors of the kinds switched on."
                    } else {
                        "No errors of the kinds switched on are found by this search."
                    };
                    _ = ui.weak(told);
                }
                // The list of errors below has a scroll bar, too.
                Some(places) => {
                    ui.push_id("listed errors", |ui| self.rows(ui, view, listed, &places, row, commands));
                }
            }
        });
        if !is_alone {
            ui.separator();
        }
    }

    /// The choice of one sequence and tracker. Returns the runs that are listed; none stands for all.
    fn choice(&mut self, ui: &mut Ui) -> Vec<u32> {
        let subjects = &self.subjects;
        if subjects.len() > 1 {
            let all = format!("all {}", counted(subjects.len() as u64, "result", "results"));
            let text = if self.subject.is_empty() { all.as_str() } else { self.subject.as_str() };
            let combo = ComboBox::from_id_salt("listed subject").selected_text(text.to_owned());
            let mut chosen = self.subject.clone();
            let combo = combo.width(ui.available_width()).truncate().show_ui(ui, |ui| {
                ui.selectable_value(&mut chosen, String::new(), &all);
                for (name, _) in subjects {
                    ui.selectable_value(&mut chosen, name.clone(), name);
                }
            });
            _ = combo.response.accessible_name("Sequence and tracker");
            if chosen != self.subject {
                (self.subject, self.scroll) = (chosen, Scroll::default());
            }
        }
        let chosen = subjects.iter().find(|(name, _)| !self.subject.is_empty() && *name == self.subject);
        chosen.map(|(_, runs)| runs.clone()).unwrap_or_default()
    }

    /// The field to search in, the order, and how many events are listed.
    fn tools(&mut self, ui: &mut Ui, places: Option<&EventPlaces>, listed: &Arc<Listed>, commands: &mut Commands) {
        let all = listed.list.events.len();
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if !listed.is_file {
                    let save = ui.add_enabled(all > 0, Button::new("CSV…").small());
                    let save = save.on_hover_text("Writes all errors as CSV, as motscope eval --events does");
                    if save.accessible_name("Save all errors as CSV").clicked() {
                        commands.push(WindowCommand::SaveListed(Arc::clone(listed), false));
                    }
                }
                let mut order = self.order;
                let combo = ComboBox::from_id_salt("listed order").selected_text(name(order)).width(64.0);
                let combo = combo.show_ui(ui, |ui| {
                    for one in [ListOrder::Frame, ListOrder::Mota, ListOrder::Identity] {
                        ui.selectable_value(&mut order, one, name(one));
                    }
                });
                _ = combo.response.on_hover_text("The order of the list").accessible_name("Order of the list");
                if order != self.order {
                    (self.order, self.scroll) = (order, Scroll::default());
                }
                if let Some(places) = places {
                    let (listed, all) = (places.places.len() as u64, all as u64);
                    let told = if listed == all { count(all) } else { format!("{} of {}", count(listed), count(all)) };
                    ui.label(RichText::new(told).small().weak());
                }
                let search = TextEdit::singleline(&mut self.search).hint_text("MOT17-02, gt 23, switch");
                let search = ui.add(search.desired_width(ui.available_width() - theme::SPACE[1]));
                search.accessible_name("Search the list");
            });
        });
    }

    fn rows(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        listed: &Listed,
        places: &EventPlaces,
        height: f32,
        commands: &mut Commands,
    ) {
        let current = view.state.listed_event;
        if self.revealed != current {
            self.revealed = current;
            let row = current.and_then(|current| places.places.iter().position(|&place| place as usize == current));
            row.into_iter().for_each(|row| self.scroll.reveal(row));
        }
        long_list::show(ui, &mut self.scroll, height, places.places.len(), |ui, row| {
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
            let place = places.places.get(row).map(|place| *place as usize);
            let Some((place, (run, event))) = place.and_then(|place| Some((place, listed.event(place)?))) else {
                return response;
            };
            let is_current = current == Some(place);
            let (of, sentence) = (subject(run), words::sentence(event));
            response
                .widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_current, format!("{of} · {sentence}")));
            if response.clicked() {
                commands.push(Command::GoToListed(place));
            }
            let visuals = ui.style().interact_selectable(&response, is_current);
            if is_current || response.hovered() || response.has_focus() {
                ui.painter().rect_filled(rect, theme::RADIUS, visuals.bg_fill.gamma_multiply(0.6));
            }
            let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
            let font = TextStyle::Small.resolve(ui.style());
            let (left, color) = (rect.left() + 12.0, visuals.text_color());
            let dot = pos2(rect.left() + 5.0, rect.top() + height * 0.3);
            painter.circle_filled(dot, 3.0, theme::mistake(event.kind, ui.visuals().dark_mode));
            let told = format!("frame {} · {}", event.first, words::told(event));
            painter.text(pos2(left, rect.top() + 2.0), Align2::LEFT_TOP, told, font.clone(), color);
            let cost = format!("{of} · {} MOTA · {} IDTP", words::mota(event), words::identity(event));
            let weak = if is_current { color } else { ui.visuals().weak_text_color() };
            painter.text(pos2(left, rect.bottom() - 2.0), Align2::LEFT_BOTTOM, cost, font, weak);
            response.on_hover_text(format!("{of}\n{sentence}\nA click opens the sequence at that frame."))
        });
    }
}

/// The name of the file, how many events it has, and a button that closes it.
fn title(ui: &mut Ui, listed: &Listed, commands: &mut Commands) {
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ui.small_button("Close").on_hover_text("Closes the list. What is open stays open.");
            if close.accessible_name("Close the list").clicked() {
                commands.push(Command::CloseEventList);
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let title = RichText::new(format!("{}: {}", listed.name(), contents(listed))).strong();
                let rules = listed.benchmark.map(|rules| format!("\nRules: {}", words::benchmark(rules)));
                let help = format!("{}{}", listed.path.display(), rules.unwrap_or_default());
                ui.add(Label::new(title).truncate()).on_hover_text(help);
            });
        });
    });
}

/// How much there is of what.
fn contents(listed: &Listed) -> String {
    let first = |is_cut: bool| if is_cut { "the first " } else { "" };
    let rows = listed.table.as_ref().filter(|_| listed.is_file).map(|table| {
        format!("{}{}", first(table.is_cut), counted(table.rows.len() as u64, "row of scores", "rows of scores"))
    });
    let list = &listed.list;
    rows.unwrap_or_else(|| format!("{}{}", first(list.is_cut), counted(list.events.len() as u64, "error", "errors")))
}

/// What was odd about the data set.
fn remarks(ui: &mut Ui, remarks: &[String]) {
    if remarks.is_empty() {
        return;
    }
    let title = counted(remarks.len() as u64, "remark", "remarks");
    let header = CollapsingHeader::new(RichText::new(title).small()).id_salt("remarks on the data set");
    header.show_unindented(ui, |ui| {
        ScrollArea::vertical().id_salt("remarks").max_height(REMARKS).show(ui, |ui| {
            for remark in remarks.iter().take(MOST_REMARKS) {
                ui.add(Label::new(RichText::new(remark).small()).wrap());
            }
            if let Some(rest) = remarks.len().checked_sub(MOST_REMARKS).filter(|rest| *rest > 0) {
                ui.weak(format!("and {} more", counted(rest as u64, "remark", "remarks")));
            }
        });
    });
}

/// The name of an order.
fn name(order: ListOrder) -> &'static str {
    match order {
        ListOrder::Frame => "as listed",
        ListOrder::Mota => "by MOTA",
        ListOrder::Identity => "by IDTP",
    }
}
