//! The problems panel: lines that are not rows, and rows with a problem.

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{self, Align2, Button, Response, RichText, Role, Sense, TextStyle, Ui, WidgetInfo};

use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::csv;
use crate::app::model::format::{self, count, counted};
use crate::app::session::describe::{problem_count, problem_name, problem_told};
use crate::app::widgets::long_list::{self, Scroll};
use crate::app::widgets::theme;
use crate::mot::{Problem, ProblemKind, Summary};
use crate::provider::KeySet;

/// The state of the panel.
#[derive(Clone, Debug, Default)]
pub struct ProblemsPanel {
    /// Which kinds are hidden, in the order of [`ProblemKind::ALL`].
    hidden: [bool; ProblemKind::ALL.len()],
    scroll: Scroll,
    /// Which part of the list of pictures is in view.
    pub pictures: Scroll,
}

impl ProblemsPanel {
    fn shows(&self, kind: ProblemKind) -> bool {
        ProblemKind::ALL.iter().position(|&one| one == kind).is_none_or(|at| !self.hidden[at])
    }
}

/// Draws the panel for a file that was read to its end. `frames` are the frames that exist.
pub fn show(ui: &mut Ui, summary: &Summary, frames: &KeySet, panel: &mut ProblemsPanel, commands: &mut Commands) {
    if problem_count(summary) == 0 && summary.rows == 0 {
        ui.label("There are no rows to check.");
        return;
    }
    if problem_count(summary) == 0 {
        ui.label("No problems found");
        ui.weak("Every line is a valid row, every box has an area, and no id occurs twice in a frame.");
        return;
    }
    let shown: Vec<&Problem> = summary.problems.iter().filter(|problem| panel.shows(problem.kind)).collect();
    let all: u64 = ProblemKind::ALL.into_iter().filter(|&kind| panel.shows(kind)).map(|kind| summary.count(kind)).sum();
    ui.horizontal_wrapped(|ui| kinds(ui, summary, panel));
    ui.horizontal(|ui| {
        let copy = ui.add_enabled(!shown.is_empty(), Button::new("Copy"));
        if copy.on_hover_text("Copies the listed problems as a tab-separated table").clicked() {
            commands.push(WindowCommand::Copy(csv::problems(shown.iter().copied())));
        }
        let listed = shown.len() as u64;
        let first =
            format!("Only the first {} of each kind are listed. All are counted.", count(Summary::MAX_PROBLEMS as u64));
        if listed == all {
            ui.weak(counted(all, "line", "lines"));
        } else {
            ui.weak(format!("{} of {} lines", count(listed), count(all))).on_hover_text(first);
        }
    });
    ui.separator();
    if shown.is_empty() {
        ui.weak("No problems of the kinds switched on. Switch on more kinds above.");
        return;
    }
    let columns = Columns::new(ui, &shown);
    header(ui, columns);
    let height = ui.text_style_height(&TextStyle::Monospace) + 2.0;
    long_list::show(ui, &mut panel.scroll, height, shown.len(), |ui, at| {
        let problem = shown[at];
        let frame = problem.frame.filter(|&frame| frames.contains(frame));
        let response = row(ui, problem, frame, columns, height);
        if response.clicked() {
            commands.extend(frame.map(Command::Seek));
        }
        response
    });
}

/// A check box for each kind that occurs, with its count.
fn kinds(ui: &mut Ui, summary: &Summary, panel: &mut ProblemsPanel) {
    ui.spacing_mut().item_spacing.x = theme::SPACE[1];
    let dark = ui.visuals().dark_mode;
    for (kind, hidden) in ProblemKind::ALL.into_iter().zip(&mut panel.hidden) {
        let all = summary.count(kind);
        if all == 0 {
            continue;
        }
        let text = format!("{} {}", problem_name(kind), count(all));
        let dot = RichText::new("●").small().color(theme::problem(kind, dark));
        let mut shown = !*hidden;
        let response = ui.checkbox(&mut shown, (dot, text)).on_hover_text(problem_told(kind, all));
        *hidden = !shown;
        response.accessible_name(format!("Show {}: {}", problem_name(kind), count(all)));
    }
}

/// Horizontal positions of the columns: right end of the line number, left ends of kind and message.
#[derive(Clone, Copy)]
struct Columns {
    line: f32,
    kind: f32,
    message: f32,
}

impl Columns {
    fn new(ui: &Ui, shown: &[&Problem]) -> Self {
        let (digit, letter) = ui.fonts_mut(|fonts| {
            let small = TextStyle::Small.resolve(ui.style());
            (fonts.glyph_width(&theme::figures(), '0'), fonts.glyph_width(&small, 'n'))
        });
        let greatest = shown.iter().filter_map(|problem| problem.line_number()).max().unwrap_or(0);
        let line = digit * greatest.to_string().len().max(4) as f32;
        let kind = line + digit * 1.8;
        let longest = shown.iter().map(|problem| problem_name(problem.kind).len()).max().unwrap_or(0);
        Self { line, kind, message: kind + letter * (longest as f32 + 1.0) }
    }
}

fn header(ui: &mut Ui, columns: Columns) {
    let small = TextStyle::Small.resolve(ui.style());
    let size = egui::vec2(ui.available_width(), ui.text_style_height(&TextStyle::Small));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let weak = ui.visuals().weak_text_color();
    let middle = |x: f32| egui::pos2(rect.left() + x, rect.center().y);
    ui.painter().text(middle(columns.line), Align2::RIGHT_CENTER, "line", small.clone(), weak);
    ui.painter().text(middle(columns.kind), Align2::LEFT_CENTER, "kind", small.clone(), weak);
    ui.painter().text(middle(columns.message), Align2::LEFT_CENTER, "message", small, weak);
    response.on_hover_text("Sorted by line number. Click a row to go to its frame.");
}

/// Draws one problem as one widget. It can be clicked only if it has a frame to go to.
fn row(ui: &mut Ui, problem: &Problem, frame: Option<u64>, columns: Columns, height: f32) -> Response {
    let size = egui::vec2(ui.available_width(), height);
    let sense = if frame.is_some() { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    let place = match (frame, problem.frame) {
        (Some(frame), _) => format!("frame {frame}"),
        (None, Some(frame)) => format!("frame {frame}, which no row is in"),
        (None, None) => "no frame".to_owned(),
    };
    // In a document without lines, the message begins with the place there.
    let line = problem.line_number();
    let number = line.map_or_else(String::new, |line| line.to_string());
    let beginning = line.map_or_else(String::new, |line| format!("line {line}, "));
    let name = format!("{beginning}{}: {}, {place}", problem_name(problem.kind), problem.message);
    let role = if frame.is_some() { Role::Button } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, &name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    if frame.is_some() && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(rect, theme::RADIUS, ui.style().interact(&response).weak_bg_fill);
    }
    let (weak, text) = (ui.visuals().weak_text_color(), ui.visuals().text_color());
    let painter = ui.painter();
    let middle = |x: f32| egui::pos2(rect.left() + x, rect.center().y);
    painter.text(middle(columns.line), Align2::RIGHT_CENTER, number, theme::figures(), weak);
    let dot = theme::problem(problem.kind, ui.visuals().dark_mode);
    painter.circle_filled(middle(columns.line.midpoint(columns.kind)), 3.0, dot);
    let small = TextStyle::Small.resolve(ui.style());
    painter.text(middle(columns.kind), Align2::LEFT_CENTER, problem_name(problem.kind), small, weak);
    let room = (rect.width() - columns.message).max(0.0);
    let color = if frame.is_some() { text } else { weak };
    let job = LayoutJob::simple_singleline(problem.message.clone(), TextStyle::Body.resolve(ui.style()), color);
    let galley = painter.layout_job(LayoutJob { wrap: TextWrapping::truncate_at_width(room), ..job });
    painter.galley(middle(columns.message) - egui::vec2(0.0, galley.size().y / 2.0), galley, color);
    response.on_hover_text(name)
}

/// How many lines and pictures have problems: `6 lines, 1 picture`. `lines` is `None` while lines are being read.
pub fn title(lines: Option<u64>, pictures: u64) -> String {
    let lines = match lines {
        None => Some("reading lines…".to_owned()),
        Some(0) => None,
        Some(lines) => Some(counted(lines, "line", "lines")),
    };
    let pictures = (pictures > 0).then(|| counted(pictures, "picture", "pictures"));
    let both: Vec<String> = lines.into_iter().chain(pictures).collect();
    if both.is_empty() { "none".to_owned() } else { both.join(", ") }
}

/// The text of the tab's badge: the number of problems, shortened.
pub fn badge(problems: u64) -> Option<String> {
    Some(problems).filter(|&total| total > 0).map(format::short)
}

/// Lists the remarks on the open sequence, one per line.
pub fn remarks(ui: &mut Ui, remarks: &[String]) {
    if remarks.is_empty() {
        return;
    }
    ui.weak("Remarks on the sequence");
    for remark in remarks {
        ui.label(remark);
    }
    ui.separator();
}
