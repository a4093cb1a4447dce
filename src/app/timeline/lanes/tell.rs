//! What the lanes say under the pointer, and to screen readers.

use eframe::egui::Ui;

use super::ask::Columns;
use super::style::{box_colors, error_colors, square};
use crate::app::model::format::{count, counted};
use crate::app::model::lanes::{BoxesColumn, ErrorLane, ErrorsColumn};
use crate::app::session::view::View;

/// Tells what is counted in a column.
pub fn column(ui: &mut Ui, columns: &Columns, at: usize, view: &View<'_>) {
    let dark = ui.visuals().dark_mode;
    match columns {
        Columns::None => {
            ui.weak(missing(view));
        }
        Columns::Errors(columns) => {
            let Some(column) = columns.get(at) else { return };
            frames(ui, column.ends);
            for (lane, color) in ErrorLane::ALL.into_iter().zip(error_colors(dark)) {
                line(ui, color, &errors(column, lane));
            }
        }
        Columns::Boxes(columns) => {
            let Some(column) = columns.get(at) else { return };
            frames(ui, column.ends);
            for (text, color) in tracks(column).iter().zip(box_colors(dark)) {
                line(ui, color, text);
            }
        }
    }
}

fn line(ui: &mut Ui, color: eframe::egui::Color32, text: &str) {
    ui.horizontal(|ui| {
        square(ui, color);
        ui.label(text);
    });
}

/// Tells the frames of a column, if there are several.
fn frames(ui: &mut Ui, (first, last): (u64, u64)) {
    if first != last {
        ui.label(format!("frames {first} to {last}"));
    }
}

fn errors(column: &ErrorsColumn, lane: ErrorLane) -> String {
    let [one, more] = lane.counted();
    counted(column.counts[lane as usize], one, more)
}

fn tracks(column: &BoxesColumn) -> [String; 3] {
    let boxes = match column.frames {
        0 | 1 => counted(column.boxes as u64, "box", "boxes"),
        _ => format!("{:.1} boxes a frame", column.boxes),
    };
    let tracks = |count: u64, what: &str| match count {
        1 => format!("1 track {what}s"),
        _ => format!("{} tracks {what}", self::count(count)),
    };
    [boxes, tracks(column.births, "begin"), tracks(column.deaths, "end")]
}

/// Why there are no columns.
fn missing(view: &View<'_>) -> String {
    match &view.state.judging.trouble {
        Some(reason) => format!("Results cannot be compared with ground truth: {reason}"),
        None if view.state.judging.pairs.is_some() => "Results are being compared with ground truth".to_owned(),
        None => "Not counted yet".to_owned(),
    }
}

/// All that is counted, as text for screen readers.
pub fn all(columns: &Columns, view: &View<'_>) -> String {
    match columns {
        Columns::None => missing(view),
        Columns::Errors(_) => {
            let Some(judgement) = view.state.judging.judgement() else { return missing(view) };
            let clear = &judgement.scores.clear;
            let counts = [clear.false_negatives, clear.false_positives, clear.switches, clear.fragmentations];
            let of = |(lane, count): (ErrorLane, u64)| {
                let [one, more] = lane.counted();
                counted(count, one, more)
            };
            ErrorLane::ALL.into_iter().zip(counts).map(of).collect::<Vec<_>>().join(", ")
        }
        Columns::Boxes(_) => {
            let tracks = view.document.and_then(|document| document.summary.as_ref()).map_or(0, |all| all.tracks.len());
            counted(tracks as u64, "track", "tracks")
        }
    }
}
