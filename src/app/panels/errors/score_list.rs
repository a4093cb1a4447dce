//! The table of scores of several sequences and trackers. A click on a row opens its sequence with its results.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Align2, Button, Color32, ComboBox, Rect, Response, Role, ScrollArea, Sense, TextStyle, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::evaluation::{ScoreOrder, ScoreRowView, ShownTrackers, columns, gain, rows, text, trackers};
use crate::app::model::format::counted;
use crate::app::model::judging::{Judgement, Listed, is_of};
use crate::app::session::background::Task;
use crate::app::session::view::View;
use crate::app::widgets::long_list::list_keys::ListKeys;
use crate::app::widgets::theme;
use crate::data_set::{Metric, ScoreTable, title};

/// The width of a column of figures, in points.
const COLUMN: f32 = 47.0;
/// The least width of names in points, and the most of the width that they take.
const NAME: (f32, f32) = (60.0, 0.5);
/// The width that the buttons beside the choice of trackers take, in points.
const BUTTONS: f32 = 124.0;
/// The least height of the table, in rows.
const LEAST_ROWS: f32 = 3.0;

/// The state of the table.
#[derive(Default)]
pub struct ScoreList {
    shown: ShownTrackers,
    order: ScoreOrder,
    /// What is drawn of a table, as long as nothing else is chosen.
    made: Option<Made>,
    /// The text of the table that is being made, to be copied.
    copying: Option<Task<String>>,
}

/// The rows that are drawn.
struct Made {
    of: Arc<Listed>,
    by: (ShownTrackers, ScoreOrder),
    trackers: Vec<String>,
    /// How many other trackers the table has.
    others: usize,
    columns: Vec<usize>,
    rows: Vec<ScoreRowView>,
}

impl Made {
    /// The width that the longest name needs.
    fn name_width(&self, ui: &Ui) -> f32 {
        let longest = self.rows.iter().map(|row| &row.name).max_by_key(|name| name.len());
        let (font, color) = (TextStyle::Small.resolve(ui.style()), ui.visuals().text_color());
        let job = LayoutJob::simple_singleline(longest.cloned().unwrap_or_default(), font, color);
        ui.painter().layout_job(job).size().x + theme::SPACE[1]
    }
}

impl ScoreList {
    /// Draws the table, at most this high.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        listed: &Arc<Listed>,
        table: &ScoreTable,
        most: f32,
        commands: &mut Commands,
    ) {
        self.make(listed, table);
        self.take_copied(commands);
        self.tools(ui, listed, commands);
        let Some(made) = self.made.take() else { return };
        if made.rows.is_empty() {
            ui.weak("The table has no rows.");
        } else {
            self.table(ui, view, listed, table, &made, most, commands);
        }
        self.made = Some(made);
    }

    /// Makes the rows anew if something else is shown than before.
    fn make(&mut self, listed: &Arc<Listed>, table: &ScoreTable) {
        let is_other = !self.made.as_ref().is_some_and(|made| Arc::ptr_eq(&made.of, listed));
        if is_other {
            (self.shown, self.order) = <_>::default();
        }
        let by = (self.shown, self.order);
        if is_other || self.made.as_ref().is_some_and(|made| made.by != by) {
            let ((trackers, others), columns) = (trackers(table), columns(table));
            let rows = rows(table, &columns, &trackers, self.shown, self.order);
            self.made = Some(Made { of: Arc::clone(listed), by, trackers, others, columns, rows });
        }
    }

    fn take_copied(&mut self, commands: &mut Commands) {
        let Some(task) = &mut self.copying else { return };
        if let Some(text) = task.next() {
            commands.push(WindowCommand::Copy(text));
        }
        if task.is_over() {
            self.copying = None;
        }
    }

    /// Which trackers are shown, and what can be done with the table.
    fn tools(&mut self, ui: &mut Ui, listed: &Arc<Listed>, commands: &mut Commands) {
        ui.horizontal_wrapped(|ui| {
            let made = self.made.as_ref();
            let (trackers, others) = made.map_or((&[][..], 0), |made| (&made.trackers, made.others));
            if trackers.len() > 1 {
                let name = |shown: ShownTrackers| {
                    let of = |place: usize| trackers.get(place).map_or("", String::as_str);
                    match shown {
                        ShownTrackers::All => "side by side".to_owned(),
                        ShownTrackers::One(place) => of(place).to_owned(),
                        ShownTrackers::MinusFirst(place) => format!("{} minus {}", of(place), of(0)),
                    }
                };
                let mut shown = self.shown;
                let combo = ComboBox::from_id_salt("shown trackers").selected_text(name(shown)).truncate();
                let width = (ui.available_width() - BUTTONS).clamp(60.0, 200.0);
                let combo = combo.width(width).show_ui(ui, |ui| {
                    let ones = (0..trackers.len()).map(ShownTrackers::One);
                    let differences = (1..trackers.len()).map(ShownTrackers::MinusFirst);
                    for one in [ShownTrackers::All].into_iter().chain(ones).chain(differences) {
                        ui.selectable_value(&mut shown, one, name(one));
                    }
                    if others > 0 {
                        ui.weak(format!("{} only in the table", counted(others as u64, "tracker is", "trackers are")));
                    }
                });
                let help = "Trackers side by side, one of them, or how much more one has than the first";
                _ = combo.response.on_hover_text(help).accessible_name("Trackers of the table");
                self.shown = shown;
            }
            let copy = ui.add_enabled(self.copying.is_none(), Button::new("Copy").small());
            let copy = copy.on_hover_text("Copies the scores of all trackers with all metrics as CSV");
            if copy.accessible_name("Copy scores").clicked() {
                let listed = Arc::clone(listed);
                self.copying =
                    Some(Task::start("motscope-copy", ui.ctx(), move |_, answer| answer(listed.scores_csv())));
            }
            let save = ui.small_button("CSV…");
            let save =
                save.on_hover_text("Writes the scores with all metrics as CSV, as motscope eval --csv prints them");
            if save.accessible_name("Save scores as CSV").clicked() {
                commands.push(WindowCommand::SaveListed(Arc::clone(listed), true));
            }
        });
    }

    /// The titles, and below them the rows. Names stay in view while the figures scroll to the left.
    #[allow(clippy::too_many_arguments, reason = "what is drawn, where, and what it is read from")]
    fn table(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        listed: &Listed,
        table: &ScoreTable,
        made: &Made,
        most: f32,
        commands: &mut Commands,
    ) {
        let height = ui.text_style_height(&TextStyle::Small) + 4.0;
        let (head, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let name = made.name_width(ui).max(NAME.0).min(ui.available_width() * NAME.1);
        let width = (name + COLUMN * made.columns.len() as f32).max(ui.available_width());
        let looked_at = view.state.judging.judgement();
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut keys = ListKeys::read(ui, made.rows.len());
        let scroll = ScrollArea::both().id_salt("scores").auto_shrink([false, true]);
        let scroll = scroll.max_height((most - height).max(LEAST_ROWS * height));
        let output = scroll.show_rows(ui, height, made.rows.len(), |ui, range| {
            if let Some(wanted) = keys.wanted() {
                let top = ui.max_rect().top() + (wanted as f32 - range.start as f32) * height;
                let left = ui.clip_rect().left();
                ui.scroll_to_rect(Rect::from_min_size(pos2(left, top), vec2(1.0, height)), None);
            }
            let first = range.start;
            for (at, row) in made.rows.get(range).unwrap_or_default().iter().enumerate() {
                let (_, rect) = ui.allocate_space(vec2(width, height));
                // What is scrolled out of view cannot be clicked.
                let seen = rect.intersect(Rect::everything_right_of(ui.clip_rect().left()));
                let seen = seen.intersect(Rect::everything_left_of(ui.clip_rect().right()));
                let response = ui.interact(seen, ui.scope_id().with(("score row", row.row)), Sense::click());
                let run = listed.row(row.row);
                let is_current = run.zip(looked_at).is_some_and(|(run, of): (_, &Arc<Judgement>)| is_of(of, run));
                let is_difference = matches!(self.shown, ShownTrackers::MinusFirst(_));
                let cells: Vec<(&Metric, Option<f64>)> =
                    made.columns.iter().map(|&at| &table.metrics[at]).zip(row.values.iter().copied()).collect();
                let told = told(row, &cells, is_difference);
                response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_current, &told));
                keys.drawn(first + at, &response);
                if response.clicked() && run.is_some() {
                    commands.push(Command::OpenListedRow(row.row));
                }
                if ui.is_rect_visible(rect) {
                    draw(ui, (rect, name), &response, row, &cells, is_current, is_difference);
                }
                let what = if run.is_some() { "A click opens it." } else { "All sequences together." };
                response.on_hover_text(format!("{}\n{what}", told.replacen(": ", "\n", 1)));
            }
        });
        keys.end(ui);
        self.titles(ui, head, name, output.state.clamped_offset().x, table, made);
    }

    /// The titles of the columns. A click sorts, a second one the other way round, a third one ends that.
    fn titles(&mut self, ui: &mut Ui, head: Rect, name: f32, offset: f32, table: &ScoreTable, made: &Made) {
        let figures = head.with_min_x(head.left() + name);
        let weak = ui.visuals().weak_text_color();
        let mut inside = ui.new_child(UiBuilder::new().max_rect(head));
        inside.set_clip_rect(ui.clip_rect().intersect(figures));
        for (at, &metric) in made.columns.iter().enumerate() {
            let left = figures.left() + at as f32 * COLUMN - offset;
            let place = Rect::from_min_max(pos2(left, head.top()), pos2(left + COLUMN, head.bottom()));
            let metric = &table.metrics[metric];
            let is_on = self.order.value == Some(at);
            let sign = match (is_on, self.order.descending) {
                (false, _) => "",
                (true, true) => "▼",
                (true, false) => "▲",
            };
            let color = if is_on { ui.visuals().strong_text_color() } else { weak };
            let response = inside.interact(place, ui.scope_id().with(("score column", at)), Sense::click());
            inside.painter().text(
                place.right_center(),
                Align2::RIGHT_CENTER,
                format!("{sign}{}", title(&metric.name)),
                TextStyle::Small.resolve(ui.style()),
                if response.hovered() || response.has_focus() { ui.visuals().strong_text_color() } else { color },
            );
            response.widget_info(|| {
                WidgetInfo::labeled(Role::Button, true, format!("Sort all by {}", title(&metric.name)))
            });
            if response.clicked() {
                // First what is best or most, then the other end, then as they come.
                self.order = match (is_on, self.order.descending) {
                    (false, _) => ScoreOrder { value: Some(at), descending: true },
                    (true, true) => ScoreOrder { value: Some(at), descending: false },
                    (true, false) => ScoreOrder::default(),
                };
            }
            response.on_hover_text("Sorts by this metric, the greatest first; a second click: the least first");
        }
        ui.painter().text(
            head.left_center(),
            Align2::LEFT_CENTER,
            "sequence",
            TextStyle::Small.resolve(ui.style()),
            weak,
        );
    }
}

/// A row in words.
fn told(row: &ScoreRowView, cells: &[(&Metric, Option<f64>)], is_difference: bool) -> String {
    let value = |(metric, value): &(&Metric, Option<f64>)| {
        format!("{} {}", title(&metric.name), text(metric, *value, is_difference))
    };
    format!("{}: {}", row.name, cells.iter().map(value).collect::<Vec<_>>().join(", "))
}

/// Draws a row. Its name covers figures that are scrolled behind it.
fn draw(
    ui: &Ui,
    (rect, name): (Rect, f32),
    response: &Response,
    row: &ScoreRowView,
    cells: &[(&Metric, Option<f64>)],
    is_current: bool,
    is_difference: bool,
) {
    let visuals = ui.style().interact_selectable(response, is_current);
    let is_marked = is_current || response.hovered() || response.has_focus();
    let ground = ui.visuals().panel_fill;
    let ground = if is_marked { ground.lerp_to_gamma(visuals.bg_fill, 0.6) } else { ground };
    let color = if row.is_combined { ui.visuals().strong_text_color() } else { visuals.text_color() };
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, ground);
    for ((metric, value), right) in cells.iter().zip(1..) {
        let at = pos2(rect.left() + name + right as f32 * COLUMN, rect.center().y);
        let color = cell_color(ui, metric, value.filter(|_| is_difference), color);
        painter.text(at, Align2::RIGHT_CENTER, text(metric, *value, is_difference), theme::small_figures(), color);
    }
    let left = ui.clip_rect().left().max(rect.left());
    let place = Rect::from_min_max(pos2(left, rect.top()), pos2(left + name, rect.bottom()));
    painter.rect_filled(place, 0.0, ground);
    let job = LayoutJob::simple_singleline(row.name.clone(), TextStyle::Small.resolve(ui.style()), color);
    let wrap = TextWrapping::truncate_at_width((name - theme::SPACE[0]).max(0.0));
    let galley = painter.layout_job(LayoutJob { wrap, ..job });
    painter.galley(Align2::LEFT_CENTER.anchor_size(place.left_center(), galley.size()).min, galley, color);
}

/// The colour of a figure: that of better or worse, if it is a difference.
fn cell_color(ui: &Ui, metric: &Metric, difference: Option<f64>, color: Color32) -> Color32 {
    let dark = ui.visuals().dark_mode;
    match difference.map_or(0.0, |difference| gain(metric, difference)) {
        gain if gain > 0.0 => theme::readable(theme::state::RESIDENT, dark),
        gain if gain < 0.0 => theme::readable(theme::state::FAILED, dark),
        _ => color,
    }
}
