//! The list of events: where the tracker went wrong.

use std::sync::Arc;

use eframe::egui::{
    Align, Button, Layout, Rect, Response, RichText, Role, Sense, TextEdit, TextStyle, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};

use super::event_row::{Columns, draw};
use super::kinds;
use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::actions::Action;
use crate::app::model::format::count;
use crate::app::model::judging::words;
use crate::app::model::judging::{EventQuery, Judgement, ListOrder, Listing};
use crate::app::session::background::Task;
use crate::app::session::judging::EventLister;
use crate::app::session::view::View;
use crate::app::widgets::long_list::{self, Scroll};

/// The least height of the list in rows, also where the scores above need the room.
const LEAST_ROWS: [f32; 2] = [5.0, 3.0];

/// The state of the list.
#[derive(Default)]
pub struct EventsList {
    order: ListOrder,
    scroll: Scroll,
    lister: Option<EventLister>,
    /// How many rows the keys go down in this pass; up if it is negative.
    steps: isize,
    /// The judgement and the event of it that the view was scrolled to last.
    revealed: Option<(Arc<Judgement>, usize)>,
    /// The height of kinds, search and titles in the last pass.
    chrome: f32,
    /// The text of all rows that is being made, to be copied.
    copying: Option<Task<String>>,
}

impl EventsList {
    /// Forgets what was listed, because another sequence is open now.
    pub fn reset(&mut self) {
        *self = Self { order: self.order, chrome: self.chrome, lister: self.lister.take(), ..Self::default() };
        if let Some(lister) = &mut self.lister {
            lister.clear();
        }
    }

    /// Goes to the next row, or to the previous one, if the list is drawn in this pass.
    pub fn step(&mut self, is_next: bool) {
        self.steps += if is_next { 1 } else { -1 };
    }

    /// Forgets keys, because the list was not drawn in their pass.
    pub fn forget_steps(&mut self) {
        self.steps = 0;
    }

    /// The least height that the list needs with what is above it, in points. With `is_tight`, the scores need the room.
    pub fn least(&self, ui: &Ui, is_tight: bool) -> f32 {
        self.chrome + LEAST_ROWS[usize::from(is_tight)] * row_height(ui)
    }

    /// Draws kinds, search and list into this height. With `is_low`, the kinds are in a menu.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        judgement: &Arc<Judgement>,
        (height, is_low): (f32, bool),
        commands: &mut Commands,
    ) {
        let top = ui.cursor().top();
        let kinds_on = view.state.settings.judging.kinds;
        let query = EventQuery { kinds: kinds_on, search: view.state.judging.search.clone(), order: self.order };
        let lister = self.lister.get_or_insert_with(|| EventLister::start(ui.ctx()));
        let Some(listing) = lister.list(judgement, &query) else {
            ui.weak("Sorting…");
            return;
        };
        self.copied(commands);
        kinds::show(ui, view, &listing.list.counts, is_low, commands);
        self.tools(ui, view, &listing, commands);
        let columns = self.header(ui, &listing);
        let row_height = row_height(ui);
        let chrome = ui.cursor().top() - top;
        if (std::mem::replace(&mut self.chrome, chrome) - chrome).abs() > 0.5 {
            // What is above the list takes what is left.
            ui.request_repaint();
        }
        let rest = (height - (ui.cursor().top() - top)).max(LEAST_ROWS[1] * row_height);
        let size = vec2(ui.available_width(), rest);
        ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
            ui.set_min_size(size);
            if listing.list.places.is_empty() {
                nothing(ui, judgement, &view.state.judging.search);
            } else {
                self.rows(ui, view, &listing, columns, row_height, commands);
            }
        });
    }

    /// Copies the text of all rows once it is made.
    fn copied(&mut self, commands: &mut Commands) {
        let Some(task) = &mut self.copying else { return };
        if let Some(text) = task.next() {
            commands.push(WindowCommand::Copy(text));
        }
        if task.is_over() {
            self.copying = None;
        }
    }

    /// The field to search in, how many events are listed, and what can be done with them.
    fn tools(&mut self, ui: &mut Ui, view: &View<'_>, listing: &Arc<Listing>, commands: &mut Commands) {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let (listed, all) = (listing.list.places.len() as u64, listing.list.counts.iter().sum::<u64>());
                let save = ui.add_enabled(listed > 0, Button::new("CSV…").small());
                let save = save.on_hover_text("Writes the listed events as CSV, as motscope eval --events does");
                if save.accessible_name("Save events as CSV").clicked() {
                    commands.push(WindowCommand::SaveEvents(Arc::clone(listing)));
                }
                let copy = ui.add_enabled(listed > 0 && self.copying.is_none(), Button::new("Copy").small());
                let copy = copy.on_hover_text("Copies the listed events as CSV");
                if copy.accessible_name("Copy events").clicked() {
                    let listing = Arc::clone(listing);
                    self.copying = Some(Task::start("motscope-copy", ui.ctx(), move |_, answer| {
                        answer(listing.csv(0..listing.list.places.len()));
                    }));
                }
                let told = if listed == all { count(all) } else { format!("{} of {}", count(listed), count(all)) };
                let label = ui.label(RichText::new(&told).small().weak());
                label.on_hover_text(format!("{told} events are listed"));
                let mut typed = view.state.judging.search.clone();
                let search = TextEdit::singleline(&mut typed).hint_text("gt 23, id 5, switch, frame 92");
                let search = ui.add(search.desired_width(ui.available_width()));
                let key = view.state.settings.keys.labelled("The key of the next error", Action::NextError);
                let help = format!("gt 23: a true track. id 5: an id of the results. 23: either. frame 92: what happens then.\nOr a \
                            part of the name of a kind. Several are all true of what is listed.\n{key} goes only to what is found.");
                if search.changed() {
                    commands.push(Command::SearchEvents(typed));
                }
                search.on_hover_text(help).accessible_name("Search events");
            });
        });
    }

    /// The titles of the columns. A click sorts.
    fn header(&mut self, ui: &mut Ui, listing: &Listing) -> Columns {
        let columns = Columns::new(ui, listing);
        let size = vec2(ui.available_width(), ui.text_style_height(&TextStyle::Small) + 4.0);
        let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
        let right = rect.right() - long_list::SCROLL_ROOM;
        let mut title = |order: Option<ListOrder>, text: &str, from: f32, to: f32, is_left: bool, help: &str| {
            let place = Rect::from_min_max(pos2(from, rect.top()), pos2(to, rect.bottom()));
            let layout =
                if is_left { Layout::left_to_right(Align::Center) } else { Layout::right_to_left(Align::Center) };
            ui.scope_builder(UiBuilder::new().max_rect(place).layout(layout), |ui| {
                ui.spacing_mut().button_padding.x = 0.0;
                let Some(order) = order else {
                    ui.label(RichText::new(text).small().weak());
                    return;
                };
                let is_on = self.order == order;
                let name = format!("Sort by {text}");
                let text = RichText::new(if is_on { format!("▼{text}") } else { text.to_owned() }).small();
                let color = if is_on { ui.visuals().strong_text_color() } else { ui.visuals().weak_text_color() };
                let button = ui.add(Button::new(text.color(color)).frame(false).small()).on_hover_text(help);
                if button.clicked() {
                    self.order = order;
                    self.scroll = Scroll::default();
                }
                button.accessible_name(name);
            });
        };
        let words = rect.left() + columns.words;
        title(Some(ListOrder::Frame), "frame", rect.left(), words, true, "Sorts by the first frame");
        title(None, "what happened", words, right - columns.mota - columns.identity, true, "");
        let cost = "Sorts by what it costs in points of MOTA, of which there are 100: what would be gained if this alone were repaired";
        title(
            Some(ListOrder::Mota),
            "MOTA",
            right - columns.mota - columns.identity,
            right - columns.identity,
            false,
            cost,
        );
        let cost = "Sorts by what it costs in true positives of identity, from which IDF1 follows";
        title(Some(ListOrder::Identity), "IDTP", right - columns.identity, right, false, cost);
        columns
    }

    fn rows(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        listing: &Arc<Listing>,
        columns: Columns,
        height: f32,
        commands: &mut Commands,
    ) {
        let current = view.state.judging.event;
        let row = current.and_then(|current| listing.row_of(current));
        self.reveal(listing, current, row);
        let stepped = stepped(std::mem::take(&mut self.steps), row, listing.list.places.len());
        let keyed = long_list::show(ui, &mut self.scroll, height, listing.list.places.len(), |ui, row| {
            let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
            let Some((place, event)) = listing.row(row) else { return response };
            let is_current = current == Some(place);
            let sentence = words::sentence(event);
            response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_current, &sentence));
            if response.clicked() {
                commands.push(Command::GoToEvent(place));
            }
            menu(&response, listing, row, &sentence, commands);
            if ui.is_rect_visible(rect) {
                draw(ui, rect, &response, event, is_current, columns);
            }
            response.on_hover_ui(|ui| {
                ui.label(&sentence);
                let class = listing.judgement.class_of_event(place).filter(|_| listing.judgement.classes.len() > 1);
                if let Some(class) = class {
                    ui.label(class);
                }
                ui.weak(
                    "MOTA and IDTP: what it costs, and what would be gained if this alone were repaired. Costs do not add up: one \
                     exchange of ids is two switches, and repairing either may repair both. Below 0: repairing this alone makes it \
                     worse, because what follows was built on it.\nClick to go there.",
                );
            })
        });
        if let Some(next) = keyed.or(stepped)
            && let Some((place, _)) = listing.row(next)
        {
            self.scroll.reveal(next);
            commands.push(Command::GoToEvent(place));
        }
    }

    /// Scrolls to the event that the user went to last, if that is another one now or the list is.
    fn reveal(&mut self, listing: &Arc<Listing>, current: Option<usize>, row: Option<usize>) {
        let Some(current) = current else {
            self.revealed = None;
            return;
        };
        // Another order or search begins at the top.
        let is_done = |(of, place): &(Arc<Judgement>, usize)| Arc::ptr_eq(of, &listing.judgement) && *place == current;
        if self.revealed.as_ref().is_some_and(is_done) {
            return;
        }
        self.revealed = Some((Arc::clone(&listing.judgement), current));
        if let Some(row) = row {
            self.scroll.reveal(row);
        }
    }
}

/// The row so many steps from the one that the user went to last, of so many. Without that, it is the first one. `None` if there is no
/// other one.
fn stepped(steps: isize, current: Option<usize>, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    match current {
        _ if steps == 0 => None,
        None => Some(0),
        Some(current) => Some(current.saturating_add_signed(steps).min(last)).filter(|next| *next != current),
    }
}

fn row_height(ui: &Ui) -> f32 {
    ui.text_style_height(&TextStyle::Monospace) + 2.0
}

/// What the list says if it is empty.
fn nothing(ui: &mut Ui, judgement: &Judgement, search: &str) {
    if judgement.events.is_empty() {
        ui.label("No errors found");
        ui.weak("Every true box is matched, no box is false, and every id stays where it is.");
    } else if search.trim().is_empty() {
        ui.weak("No errors of the kinds switched on. Switch on more kinds above.");
    } else {
        ui.weak("No errors found by this search among the kinds switched on.");
    }
}

fn menu(response: &Response, listing: &Listing, row: usize, sentence: &str, commands: &mut Commands) {
    response.context_menu(|ui| {
        if ui.button("Copy as text").clicked() {
            commands.push(WindowCommand::Copy(sentence.to_owned()));
            ui.close();
        }
        if ui.button("Copy as CSV").clicked() {
            commands.push(WindowCommand::Copy(listing.csv([row])));
            ui.close();
        }
    });
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::path::PathBuf;

    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable;

    use super::*;
    use crate::app::model::state::State;
    use crate::app::session::current::Session;
    use crate::metrics::events::{Cost, Repair};
    use crate::metrics::{ClassEvaluation, Evaluation, Event, EventKind, FrameRecords, Options, Scores, Tracks};

    /// A judgement with so many events, the last of which costs most.
    fn judgement(count: u32) -> Arc<Judgement> {
        let event = |at: u32| Event {
            kind: EventKind::ALL[at as usize % EventKind::ALL.len()],
            first: at + 1,
            last: at + 1,
            boxes: 1,
            truth: Some(at.into()),
            other_truth: None,
            from: None,
            to: None,
            lost: 0,
            place: [0.0; 4],
            cost: Cost { mota: at.into(), identity: None },
            repair: Repair::Nothing,
        };
        let class = ClassEvaluation {
            name: "pedestrian".to_owned(),
            scores: Scores::default(),
            records: FrameRecords::default(),
            events: (0..count).map(event).collect(),
            tracks: Tracks::default(),
        };
        let evaluation = Evaluation { classes: vec![class], remarks: Vec::new() };
        let paths = (PathBuf::from("gt.txt"), PathBuf::from("a.txt"));
        Arc::new(Judgement::new((0, 1), paths, &Options::default(), evaluation, None))
    }

    #[test]
    fn steps_stay_within_the_list_and_begin_at_its_head() {
        for (steps, current, count, next) in [
            (0, Some(1), 3, None),
            (1, None, 3, Some(0)),
            (-1, None, 3, Some(0)),
            (1, Some(1), 3, Some(2)),
            (9, Some(1), 3, Some(2)),
            (1, Some(2), 3, None),
            (-9, Some(1), 3, Some(0)),
            (1, None, 0, None),
        ] {
            assert_eq!(stepped(steps, current, count), next, "{steps} {current:?} {count}");
        }
    }

    #[test]
    fn of_a_million_events_only_those_in_view_are_drawn_in_any_order_and_the_last_is_scrolled_to() {
        let (judgement, mut list) = (judgement(1_000_000), EventsList::default());
        let (mut state, session) = (State::default(), Session::default());
        let gone_to = Cell::new(None);
        let harness =
            Harness::builder().with_size([340.0, 400.0]).with_context_setup(crate::app::widgets::theme::apply);
        let mut harness = harness.build_ui(|ui| {
            state.judging.event = gone_to.get();
            let view = View::new(&state, &session);
            list.show(ui, &view, &judgement, (400.0, false), &mut Commands::default());
        });
        let wait = |harness: &mut Harness<'_>, label: &str| {
            while harness.query_by_label_contains(label).is_none() {
                harness.step();
                std::thread::yield_now();
            }
        };
        wait(&mut harness, "frame 1 · switch · gt 0");
        assert!(harness.query_all_by_label_contains("frame ").count() < 40);
        gone_to.set(Some(700_000));
        wait(&mut harness, "frame 700001 · switch · gt 700000");
        harness.get_by_label("Sort by MOTA").click();
        wait(&mut harness, "frame 700001 · switch · gt 700000");
        gone_to.set(Some(999_999));
        wait(&mut harness, "frame 1000000 · loose box");
        assert!(harness.query_all_by_label_contains("frame ").count() < 40);
    }
}
