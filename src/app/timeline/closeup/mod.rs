//! The close-up around the play head: one bar per frame. The height is the likelihood in the newest plan, the hatches
//! are the terms of the predictor, the colour is the state.

mod bars;
mod terms;

use std::collections::BTreeSet;

use eframe::egui::accesskit::Role;
use eframe::egui::{Grid, Mesh, Painter, Pos2, Rect, Response, RichText, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::bookmark_marks;
use crate::app::command::{Command, Commands};
use crate::app::session::document::Document;
use crate::app::session::view::View;
use crate::app::widgets::theme;
use crate::cache::{Candidate, Snapshot};
use bars::{Bar, bars};

/// Width of a bar including its gap, and width of the gap, in points.
const BAR: f32 = 8.0;
const GAP: f32 = 1.0;
/// Height of the close-up, in points.
pub const HEIGHT: f32 = 44.0;
/// Height of the foot of a bar, which is drawn even without likelihood, in points.
const FOOT: f32 = 4.0;
/// Radius of the ring that marks a frame as evicted unused, in points.
const RING: f32 = 2.0;

/// The close-up. It keeps its bars until the snapshot changes.
#[derive(Default)]
pub struct CloseUp {
    bars: Vec<Bar>,
    made_for: Option<(u64, u64, u64, usize)>,
}

impl CloseUp {
    /// Draws the close-up. A click goes to the frame.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, document: &Document, commands: &mut Commands) {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
        // An odd number of bars, so that the play head is in the middle.
        let reach = ((rect.width() / BAR) as usize).saturating_sub(1) / 2;
        let (rank, keys) = (document.rank(), &document.keys);
        let made_for = Some((view.state.snapshot_version, document.damaged().version, rank, reach));
        if self.made_for != made_for {
            let unused = view.state.telemetry.evicted_unused();
            bars(keys, &view.state.snapshot, (unused, &document.damaged().frames), rank, reach as u64, &mut self.bars);
            self.made_for = made_for;
        }
        self.paint(ui, rect, reach);
        let first = rank.saturating_sub(reach as u64);
        if let Some((first, last)) =
            keys.key_at(first).zip(keys.key_at((rank + reach as u64).min(keys.len().saturating_sub(1))))
        {
            for rank in view.state.bookmarks.frames().range(first..=last).filter_map(|&frame| keys.rank_of(frame)) {
                let ahead = rank as f32 - document.rank() as f32;
                bookmark_marks::mark(ui, pos2(rect.center().x + ahead * BAR, rect.top()));
            }
        }
        let offset = |pointer: Pos2| ((pointer.x - rect.center().x) / BAR).round() as i64;
        let place = |pointer: Pos2| keys.key_at(rank.checked_add_signed(offset(pointer))?);
        if let Some(key) = response.interact_pointer_pos().filter(|_| response.clicked()).and_then(place) {
            commands.push(Command::Seek(key));
        }
        response.widget_info(|| WidgetInfo::labeled(Role::GraphicsObject, true, "Close-up"));
        let Some(pointer) = response.hover_pos() else { return };
        let bar = usize::try_from(offset(pointer) + reach as i64).ok().and_then(|at| self.bars.get(at));
        if let Some((key, bar)) = place(pointer).zip(bar) {
            tell(
                response,
                (key, bar),
                document.damaged().reason(key),
                &view.state.snapshot,
                view.state.bookmarks.frames(),
            );
        }
    }

    fn paint(&self, ui: &Ui, rect: Rect, reach: usize) {
        let dark = ui.visuals().dark_mode;
        let (ground, strong) = (ui.visuals().extreme_bg_color, ui.visuals().strong_text_color());
        let painter = ui.painter_at(rect);
        painter.rect_filled(rect, 0.0, ground);
        let mut mesh = Mesh::default();
        let mut rings = Vec::new();
        let left = rect.center().x - (reach as f32 + 0.5) * BAR;
        for (at, bar) in self.bars.iter().enumerate().filter(|(_, bar)| bar.exists) {
            let x = left + at as f32 * BAR;
            let color = theme::state_color(bar.state, dark);
            let column = |top: f32, bottom: f32| Rect::from_x_y_ranges(x..=x + BAR - GAP, top..=bottom);
            let foot = rect.bottom() - FOOT;
            mesh.add_colored_rect(column(foot, rect.bottom()), color);
            let top = foot - (HEIGHT - FOOT - 2.0) * bar.likelihood;
            for (term, from, to) in terms::stack(&bar.terms, foot, top) {
                terms::fill(&mut mesh, column(to, from), term, color, ground);
                if from < foot && from - to > 2.0 {
                    mesh.add_colored_rect(column(from - 1.0, from), ground);
                }
            }
            if bar.was_unused {
                rings.push(pos2(x + (BAR - GAP) / 2.0, foot - RING - 1.0));
            }
            if bar.is_break {
                let line = Rect::from_x_y_ranges(x - GAP..=x, rect.y_range());
                mesh.add_colored_rect(line, strong);
            }
        }
        painter.add(mesh);
        rings.into_iter().for_each(|at| ring(&painter, at, ui));
        let middle = Rect::from_center_size(rect.center(), vec2(BAR + 1.0, HEIGHT - 1.0));
        painter.rect_stroke(middle, 1.0, Stroke::new(1.0, strong), eframe::egui::StrokeKind::Inside);
    }
}

/// Draws the mark of a frame that was evicted unused.
pub fn ring(painter: &Painter, at: Pos2, ui: &Ui) {
    // Less prominent than bars, because there can be many.
    let stroke = Stroke::new(1.0, ui.visuals().weak_text_color());
    painter.circle(at, RING, ui.visuals().extreme_bg_color, stroke);
}

/// Tooltip of a bar: frame, state, and why the predictor expects it.
fn tell(
    response: Response,
    (key, bar): (u64, &Bar),
    damage: Option<&str>,
    snapshot: &Snapshot,
    bookmarks: &BTreeSet<u64>,
) {
    let candidate = snapshot.candidates.iter().find(|candidate| candidate.key == key);
    response.on_hover_ui_at_pointer(|ui| {
        ui.label(format!("frame {key}: {}", bar.state.name()));
        ui.weak(bar.state.help());
        if let Some(damage) = damage {
            ui.label(damage);
        }
        if bookmarks.contains(&key) {
            ui.label(format!("bookmark, frame {key}"));
        }
        if bar.was_unused {
            ui.label("Evicted unused: prefetched, but evicted before it was requested.");
        }
        if let Some(candidate) = candidate {
            why(ui, candidate, bar, snapshot.terms);
        }
    });
}

/// Draws the reason as text, the terms with their hatches, the likelihood, and the benefit of a prefetch.
fn why(ui: &mut Ui, candidate: &Candidate, bar: &Bar, terms: &[&str]) {
    let why = candidate.why();
    if !why.is_empty() {
        ui.label(RichText::new(why).strong());
    }
    let figure = |value: f64| RichText::new(format!("{value:>7.3}")).font(theme::figures());
    Grid::new("why").num_columns(3).spacing([theme::SPACE[0], 2.0]).min_col_width(0.0).show(ui, |ui| {
        let row = |ui: &mut Ui, term: Option<usize>, name: &str, value: f64| {
            let (square, _) = ui.allocate_exact_size(vec2(BAR - GAP, 12.0), Sense::hover());
            let mut mesh = Mesh::default();
            let color = theme::state_color(bar.state, ui.visuals().dark_mode);
            if let Some(term) = term {
                terms::fill(&mut mesh, square, term, color, ui.visuals().extreme_bg_color);
            }
            ui.painter().add(mesh);
            ui.label(name);
            ui.label(figure(value));
            ui.end_row();
        };
        for (term, (name, &part)) in terms.iter().zip(&candidate.terms).enumerate() {
            if part != 0.0 {
                row(ui, Some(term), name, part.into());
            }
        }
        row(ui, None, "likelihood", candidate.score);
        row(ui, None, "benefit of loading it now", candidate.benefit);
    });
}
