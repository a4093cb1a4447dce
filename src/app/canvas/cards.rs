//! Cards over the canvas: progress of loading and opening, failures, and what to do when nothing is open.

use std::time::Duration;

use eframe::egui::{self, Align2, Area, Id, Pos2, ProgressBar, Rect, RichText, ScrollArea, Ui, Vec2, vec2};

use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::actions::Action;
use crate::app::model::format::counted;
use crate::app::model::frame::displayed_frame::{DisplayedFrame, UnderBoxes};
use crate::app::model::opening::path_request::PathRequest;
use crate::app::model::opening::source::Source;
use crate::app::model::state::PICTURE_GRACE;
use crate::app::model::state::WantedFrame;
use crate::app::session::describe::{chosen_format, format_name};
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::app::widgets::theme;
use crate::mot::ProblemKind;

/// A frame may load for this long before the last frame is dimmed.
const PATIENCE: Duration = Duration::from_millis(80);
/// The room for two rows of buttons below a reason, in points.
const BELOW_REASON: f32 = 60.0;
/// The height of the card that tells what to do when nothing is open, in points.
const NOTHING_OPEN: f32 = 120.0;
/// Repaint interval of the spinner.
const TURN: Duration = Duration::from_millis(40);

/// Whether the frame under the play head has been loading for so long that the frame on screen is dimmed.
pub fn is_late(view: &View<'_>) -> bool {
    match view.state.wanted {
        WantedFrame::Shown => false,
        WantedFrame::Pending(_) if view.is_preview_of_wanted() => false,
        WantedFrame::Pending(since) => view.now.saturating_sub(since) >= PATIENCE,
        WantedFrame::Failed(_) => true,
    }
}

/// Draws the cards, at most one per position.
pub fn show(ui: &Ui, canvas: Rect, view: &View<'_>, commands: &mut Commands) {
    if let Some(opening) = view.opening {
        card(ui, canvas, "opening", Align2::CENTER_TOP, |ui| {
            ui.label(format!("Opening {}", opening.source.name()));
            let fraction = opening.fraction();
            let bar = ProgressBar::new(fraction).desired_width(220.0).text(format!("{:.0} %", fraction * 100.0));
            ui.add(bar).accessible_name("Opening progress");
            if ui.button("Cancel").clicked() {
                commands.push(Command::CancelOpening);
            }
        });
        ui.request_repaint_after(Duration::from_millis(100));
    } else if let Some(failure) = &view.state.failure {
        // What to do when nothing is open is told below.
        let below = if view.document.is_none() { NOTHING_OPEN.min(canvas.height() / 2.0) } else { 0.0 };
        let canvas = canvas.with_max_y(canvas.bottom() - below);
        card(ui, canvas, "failure", Align2::CENTER_TOP, |ui| {
            ui.strong(&failure.title);
            reason(ui, &failure.reason);
            ui.horizontal_wrapped(|ui| {
                if failure.way_out.is_some() {
                    assign_columns(ui, commands);
                }
                ways_to_open(ui, view, commands);
                if ui.button("Dismiss").clicked() {
                    commands.push(Command::DismissFailure);
                }
            });
        });
    }
    match view.document {
        None if view.opening.is_none() => {
            // A failure is told at the top.
            let has_failure = view.state.failure.is_some();
            let align = if has_failure { Align2::CENTER_BOTTOM } else { Align2::CENTER_CENTER };
            card(ui, canvas, "nothing open", align, |ui| {
                ui.strong("Nothing is open");
                ui.label("Open or drop a MOT text file, a video or a sequence folder, or open the demo.");
                ui.horizontal_wrapped(|ui| {
                    ways_to_open(ui, view, commands);
                    if ui.button("Open the demo").clicked() {
                        commands.push(Command::Open(Source::Demo));
                    }
                });
            });
        }
        None => {}
        Some(document) if document.keys.is_empty() && document.indexed_fraction().is_some() => {
            reading(ui, canvas, document);
        }
        Some(document) if document.keys.is_empty() => card(ui, canvas, "no frames", Align2::CENTER_CENTER, |ui| {
            let guessed = format_name(document.guessed);
            if let Some(format) = chosen_format(document) {
                let chosen = format_name(format);
                ui.strong(format!("{}: no rows when read as {chosen}", document.name));
                ui.label(format!("The detected format is {guessed}."));
                reason(ui, &why_empty(document));
                if ui.button(format!("Open as detected ({guessed})")).clicked() {
                    commands.push(Command::OpenAs(None));
                }
            } else {
                ui.strong(format!("{} has no frames", document.name));
                reason(ui, &why_empty(document));
                ui.horizontal_wrapped(|ui| {
                    if !document.columns.is_empty() {
                        assign_columns(ui, commands);
                    }
                    ways_to_open(ui, view, commands);
                });
            }
        }),
        Some(document) => {
            wanted(ui, canvas, view, document, commands);
            if let Some(shown) = &view.state.displayed {
                damaged(ui, canvas, shown, commands);
            }
            reading(ui, canvas, document);
        }
    }
    if let Some(document) = view.document
        && let Some(trouble) = &document.trouble
    {
        card(ui, canvas, "trouble", Align2::RIGHT_BOTTOM, |ui| {
            ui.strong(format!("{} has changed", document.name));
            reason(ui, trouble);
            ui.label("Frames in memory can still be viewed.");
            if ui.button("Reload").clicked() {
                commands.push(Command::Reload);
            }
        });
    }
}

/// Card with the progress of indexing, and the frame that will be shown when it is indexed.
fn reading(ui: &Ui, canvas: Rect, document: &Document) {
    let (indexed, found) = (document.indexed_fraction(), document.frames_found());
    if indexed.is_none() && found.is_none() {
        return;
    }
    card(ui, canvas, "reading", Align2::RIGHT_BOTTOM, |ui| {
        ui.label(match document.awaited {
            Some(u64::MAX) => "The last frame is shown when all frames are indexed".to_owned(),
            Some(frame) => format!("Frame {frame} is shown when it is indexed"),
            None if indexed.is_none() => "Finding the frames of the video".to_owned(),
            None => "Indexing".to_owned(),
        });
        let Some(fraction) = indexed else {
            let found = counted(found.unwrap_or_default(), "frame", "frames");
            ui.label(RichText::new(format!("{found} so far")).font(theme::figures()));
            return;
        };
        let bar = ProgressBar::new(fraction).desired_width(180.0).text(format!("{:.0} %", fraction * 100.0));
        ui.add(bar).accessible_name("Indexing progress");
    });
    ui.request_repaint_after(Duration::from_millis(100));
}

fn wanted(ui: &Ui, canvas: Rect, view: &View<'_>, document: &Document, commands: &mut Commands) {
    let position = document.position();
    match &view.state.wanted {
        WantedFrame::Shown => {}
        WantedFrame::Pending(since) if is_late(view) => {
            let waited = view.now.saturating_sub(*since).as_secs_f32();
            card(ui, canvas, "loading", Align2::CENTER_BOTTOM, |ui| {
                ui.horizontal(|ui| {
                    spinner(ui, waited);
                    let shown =
                        shown_instead(view, position).map(|shown| format!(", showing {shown}")).unwrap_or_default();
                    ui.label(RichText::new(format!("loading frame {position}{shown}")).font(theme::figures()));
                });
            });
            ui.request_repaint_after(TURN);
        }
        WantedFrame::Pending(since) => {
            let waited = view.now.saturating_sub(*since);
            // First the boxes are shown without their picture. Only later the card says that something is loading.
            let until = if document.has_pictures() && waited < PICTURE_GRACE { PICTURE_GRACE } else { PATIENCE };
            if !view.is_preview_of_wanted() || waited < until {
                ui.request_repaint_after(until.saturating_sub(waited));
            }
        }
        WantedFrame::Failed(reason) => card(ui, canvas, "failed", Align2::CENTER_CENTER, |ui| {
            ui.strong(format!("Frame {position} could not be loaded"));
            self::reason(ui, reason);
            if ui.button("Retry").clicked() {
                commands.push(Command::Retry(position));
            }
        }),
    }
}

/// The number of the frame on screen, if it is not the requested one.
fn shown_instead(view: &View<'_>, position: u64) -> Option<u64> {
    view.state.displayed.as_ref().map(DisplayedFrame::number).filter(|&number| number != position)
}

/// Card that says why the picture of the frame on screen cannot be shown.
fn damaged(ui: &Ui, canvas: Rect, shown: &DisplayedFrame, commands: &mut Commands) {
    let UnderBoxes::Damaged(reason) = shown.under_boxes() else { return };
    card(ui, canvas, "damaged", Align2::CENTER_TOP, |ui| {
        ui.strong(format!("The picture of frame {} cannot be shown", shown.number()));
        self::reason(ui, reason);
        if ui.button("Retry").clicked() {
            commands.push(Command::Retry(shown.number()));
        }
    });
}

fn assign_columns(ui: &mut Ui, commands: &mut Commands) {
    if ui.button("Assign columns…").on_hover_text("Say what the columns of the file are, and open it").clicked() {
        commands.push(Command::AskColumns);
    }
}

fn ways_to_open(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    let keys = &view.state.settings.keys;
    if ui.button("Open file…").on_hover_text(keys.labelled("Shows the file dialog", Action::Open)).clicked() {
        commands.push(WindowCommand::Ask(PathRequest::Open));
    }
    if ui.button("Open by path…").on_hover_text(keys.labelled("Shows a field for a path", Action::OpenByPath)).clicked()
    {
        commands.push(WindowCommand::PathField(Some(PathRequest::Open)));
    }
    if ui.button("Open folder…").on_hover_text("Opens a sequence with its pictures, or a data set").clicked() {
        commands.push(WindowCommand::Ask(PathRequest::Folder));
    }
}

/// Explains why an opened file has no frames.
fn why_empty(document: &Document) -> String {
    let Some(summary) = &document.summary else { return "Looking for the reason…".to_owned() };
    match summary.problems.first() {
        Some(pending) if pending.kind == ProblemKind::Pending => format!("No rows: {}", pending.message),
        Some(first) => {
            let lines = counted(summary.rejected, "line", "lines");
            format!("No rows: {lines} cannot be read. Line {}: {}", first.line, first.message)
        }
        None if document.file.bytes() == 0 => "The file is empty.".to_owned(),
        None if summary.header => "The file has a header and no rows.".to_owned(),
        None => "The file contains only comments and blank lines.".to_owned(),
    }
}

/// A text that may be long. Where the canvas is too low for it, it scrolls, and what is below it stays in view.
fn reason(ui: &mut Ui, text: &str) {
    let height = (ui.available_height() - BELOW_REASON).max(ui.spacing().interact_size.y);
    ScrollArea::vertical().max_height(height).show(ui, |ui| ui.label(text));
}

/// A small panel over the canvas.
fn card(ui: &Ui, canvas: Rect, name: &str, align: Align2, content: impl FnOnce(&mut Ui)) {
    let at: Pos2 = align.pos_in_rect(&canvas.shrink(theme::SPACE[2]));
    let width = (canvas.width() - 48.0).clamp(80.0, 460.0);
    let height = (canvas.height() - 48.0).max(40.0);
    Area::new(Id::unique(("card", name)))
        .order(egui::Order::Middle)
        .pivot(align)
        .fixed_pos(at)
        .constrain_to(canvas)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_max_width(width);
                ui.set_max_height(height);
                content(ui);
            });
        });
}

/// A spinner after `seconds`. Egui's own spinner repaints at the full rate of the screen.
fn spinner(ui: &mut Ui, seconds: f32) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(theme::TEXT[1]), egui::Sense::hover());
    let points = (0..=16).map(|at| {
        let angle = seconds * 6.0 + at as f32 * 0.28;
        rect.center() + vec2(angle.cos(), angle.sin()) * (rect.width() / 2.0 - 1.0)
    });
    ui.painter().line(points.collect(), egui::Stroke::new(2.0, theme::state::IN_FLIGHT));
}
