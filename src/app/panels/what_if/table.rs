//! The rows of the table: figures, the best of each column, and the change against what there was.

use std::time::Duration;

use eframe::egui::{self, Align2, Color32, Rect, Role, Sense, TextStyle, WidgetInfo, pos2, vec2};

use super::question::{Figures, Row};
use crate::app::model::format;
use crate::app::widgets::theme;
use crate::predict::PredictorKind;

/// Widths of the columns of figures.
const COLUMNS: [f32; 3] = [62.0, 80.0, 58.0];
const TITLES: [&str; 3] = ["hit rate", "stall", "loads"];
const HELP: &str = "Your last moves, replayed in the simulator at their recorded times.\n\
                    hit rate: moves whose frame was ready\n\
                    stall: how long a move waited, on average\n\
                    loads: loads for each move\n\
                    A dot marks the best of a column, the clairvoyant aside.";

/// What is known of the rows.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Known>,
    moves: usize,
    load: Duration,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    row: Row,
    figures: Figures,
    /// It answers the newest question.
    is_fresh: bool,
}

impl Table {
    /// A new question is asked, over so many moves and with this load time: what is known is of the one before.
    pub fn outdate(&mut self, moves: usize, load: Duration) {
        (self.moves, self.load) = (moves, load);
        self.rows.iter_mut().for_each(|known| known.is_fresh = false);
    }

    /// Takes in a row.
    pub fn set(&mut self, row: Row, figures: Figures) {
        self.rows.retain(|known| known.row != row);
        self.rows.push(Known { row, figures, is_fresh: true });
    }

    fn get(&self, row: Row) -> Option<Known> {
        self.rows.iter().find(|known| known.row == row).copied()
    }

    /// Draws it, for settings with this predictor.
    pub fn show(&self, ui: &mut egui::Ui, kind: PredictorKind) {
        ui.spacing_mut().item_spacing.y = 1.0;
        let load = format::time(self.load);
        let moves = format!("last {}", format::counted(self.moves as u64, "move", "moves"));
        let about = format!("{moves}, loads of {load}");
        let weak = ui.visuals().weak_text_color();
        let titles = TITLES.map(|title| Cell::plain(title, weak));
        line(ui, (&moves, weak), &titles, &format!("what if: {about}")).on_hover_text(format!("{about}\n\n{HELP}"));
        let rows: Vec<Row> = Row::all(kind).collect();
        let best = best(rows.iter().filter(|&&row| row != Row::Clairvoyant).filter_map(|&row| self.get(row)));
        for row in rows {
            let known = self.get(row);
            let cells = cells(ui, known, best);
            let color = if matches!(row, Row::Now | Row::Had) { ui.visuals().strong_text_color() } else { weak };
            line(ui, (name(row), color), &cells, &told(name(row), &cells)).on_hover_text(help(row));
            if row == Row::Now {
                let had = self.get(Row::Had).filter(|had| had.is_fresh);
                change(ui, known.filter(|known| known.is_fresh).zip(had));
            }
        }
    }
}

/// What the change of settings does.
fn change(ui: &mut egui::Ui, both: Option<(Known, Known)>) {
    let dark = ui.visuals().dark_mode;
    let cells = match both {
        None => TITLES.map(|_| Cell::plain("", Color32::TRANSPARENT)),
        Some((now, had)) => changes(now.figures, had.figures).map(|change| change.cell(ui, dark)),
    };
    line(ui, ("   change", ui.visuals().weak_text_color()), &cells, &told("change", &cells))
        .on_hover_text("Settings now against what you had: ▲ better, ▼ worse");
}

/// A row for screen readers.
fn told(name: &str, cells: &[Cell; 3]) -> String {
    let told = cells.iter().zip(TITLES).map(|(cell, title)| format!("{title} {}", cell.text));
    format!("{name}: {}", told.collect::<Vec<_>>().join(", "))
}

fn name(row: Row) -> &'static str {
    match row {
        Row::Now => "settings now",
        Row::Had => "what you had",
        Row::Other(kind) => kind.name(),
        Row::Clairvoyant => "clairvoyant",
    }
}

fn help(row: Row) -> String {
    match row {
        Row::Now => "With everything as it is set now".to_owned(),
        Row::Had => "With the settings there were before the last change".to_owned(),
        Row::Other(kind) => {
            format!("The same settings, with this predictor and its own parameters.\n{}", kind.summary())
        }
        Row::Clairvoyant => "A bound: who knows every move beforehand, with the same cache and workers".to_owned(),
    }
}

/// Which value is the best of each column: the most hits, the shortest stall, the fewest loads.
fn best(rows: impl Iterator<Item = Known>) -> Option<[f64; 3]> {
    rows.map(|known| goodness(known.figures)).reduce(|one, other| std::array::from_fn(|at| one[at].max(other[at])))
}

/// The figures, turned so that more is better.
fn goodness(figures: Figures) -> [f64; 3] {
    [figures.hit_rate, -figures.stall_ms, -figures.loads_per_move]
}

fn texts(figures: Figures) -> [String; 3] {
    [
        format::percent(Some(figures.hit_rate)),
        format::time(format::milliseconds(figures.stall_ms)),
        format::ratio(Some(figures.loads_per_move)),
    ]
}

/// A figure, and how it is drawn.
struct Cell {
    text: String,
    color: Color32,
    is_best: bool,
}

impl Cell {
    fn plain(text: &str, color: Color32) -> Self {
        Self { text: text.to_owned(), color, is_best: false }
    }
}

fn cells(ui: &egui::Ui, known: Option<Known>, best: Option<[f64; 3]>) -> [Cell; 3] {
    let (strong, weak) = (ui.visuals().text_color(), ui.visuals().weak_text_color());
    let Some(Known { row, figures, is_fresh }) = known else {
        return TITLES.map(|_| Cell::plain("…", weak));
    };
    let good = goodness(figures);
    let mut texts = texts(figures).into_iter();
    std::array::from_fn(|at| Cell {
        text: texts.next().unwrap_or_default(),
        color: if is_fresh { strong } else { weak },
        is_best: row != Row::Clairvoyant && best.is_some_and(|best| best[at] == good[at]),
    })
}

/// How one figure changes.
struct Change {
    text: String,
    /// More is better.
    by: f64,
}

impl Change {
    fn cell(self, ui: &egui::Ui, dark: bool) -> Cell {
        let (sign, color) = match self.by {
            by if by > 0.0 => ("▲", theme::state::RESIDENT),
            by if by < 0.0 => ("▼", theme::state::FAILED),
            _ => return Cell::plain("=", ui.visuals().weak_text_color()),
        };
        Cell { text: format!("{sign} {}", self.text), color: theme::readable(color, dark), is_best: false }
    }
}

/// What became of each figure; what cannot be seen is no change.
fn changes(now: Figures, had: Figures) -> [Change; 3] {
    let (now_good, had_good) = (goodness(now), goodness(had));
    let by: [f64; 3] = std::array::from_fn(|at| now_good[at] - had_good[at]);
    let stall = format::milliseconds(by[1].abs());
    let sign = |value: f64| if value < 0.0 { "−" } else { "+" };
    let (now, had) = (texts(now), texts(had));
    let seen: [f64; 3] = std::array::from_fn(|at| if now[at] == had[at] { 0.0 } else { by[at] });
    [
        Change { text: format!("{}{:.1}", sign(by[0]), by[0].abs() * 100.0), by: seen[0] },
        Change { text: format!("{}{}", sign(-by[1]), format::time(stall)), by: seen[1] },
        Change { text: format!("{}{:.2}", sign(-by[2]), by[2].abs()), by: seen[2] },
    ]
}

/// A row of text: a name and three figures. It is one thing to screen readers.
fn line(ui: &mut egui::Ui, (name, color): (&str, Color32), cells: &[Cell; 3], told: &str) -> egui::Response {
    let height = ui.text_style_height(&TextStyle::Small) + 2.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let figures: f32 = COLUMNS.iter().sum();
    let painter = ui.painter();
    let name_rect = Rect::from_min_max(rect.min, pos2(rect.right() - figures, rect.bottom()));
    let font = TextStyle::Small.resolve(ui.style());
    let mut job = egui::text::LayoutJob::simple_singleline(name.to_owned(), font, color);
    job.wrap = egui::text::TextWrapping::truncate_at_width(name_rect.width().max(0.0));
    let galley = painter.layout_job(job);
    painter.galley(Align2::LEFT_CENTER.anchor_size(name_rect.left_center(), galley.size()).min, galley, color);
    let mut right = name_rect.right();
    for (cell, width) in cells.iter().zip(COLUMNS) {
        right += width;
        let at = pos2(right, rect.center().y);
        let drawn = painter.text(at, Align2::RIGHT_CENTER, &cell.text, theme::small_figures(), cell.color);
        if cell.is_best {
            painter.circle_filled(pos2(drawn.left() - 5.0, at.y), 2.0, theme::state::RESIDENT);
        }
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, told));
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cmp::Ordering::{Equal, Greater, Less};

    fn figures(hit_rate: f64, stall_ms: f64, loads_per_move: f64) -> Figures {
        Figures { hit_rate, stall_ms, loads_per_move }
    }

    #[test]
    fn a_change_says_which_way_and_whether_that_is_good() {
        let told = |now, had| changes(now, had).map(|change| (change.text, change.by.partial_cmp(&0.0)));
        assert_eq!(
            told(figures(0.9, 2.0, 3.0), figures(0.8, 12.5, 1.5)),
            [("+10.0", Greater), ("−10.5 ms", Greater), ("+1.50", Less)].map(|(text, by)| (text.to_owned(), Some(by)))
        );
        let same = told(figures(0.8, 2.0, 3.0), figures(0.800_01, 2.000_1, 3.000_1));
        assert!(same.iter().all(|(_, by)| *by == Some(Equal)), "what cannot be seen is no change: {same:?}");
    }

    #[test]
    fn the_best_of_each_column_may_be_in_different_rows() {
        let known = |row, figures| Known { row, figures, is_fresh: true };
        let rows = [known(Row::Now, figures(0.9, 2.0, 3.0)), known(Row::Had, figures(0.8, 3.0, 1.5))];
        assert_eq!(best(rows.into_iter()), Some([0.9, -2.0, -1.5]));
        assert_eq!(best(std::iter::empty()), None);
    }

    #[test]
    fn rows_of_the_question_before_are_kept_until_they_are_answered() {
        let mut table = Table::default();
        table.set(Row::Now, figures(0.5, 1.0, 1.0));
        table.outdate(30, Duration::ZERO);
        assert!(table.get(Row::Now).is_some_and(|known| !known.is_fresh));
        table.set(Row::Now, figures(0.6, 1.0, 1.0));
        assert!(table.get(Row::Now).is_some_and(|known| known.is_fresh && known.figures.hit_rate == 0.6));
    }
}
