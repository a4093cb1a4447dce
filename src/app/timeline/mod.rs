//! The scrubber: a strip that shows all frames with the play head, the lanes and the close-up below, and the legend. The timeline
//! of identities is in `identities`.
//!
//! What is here reads a view and pushes commands; it changes nothing itself. May import: `model`, `command`, `session`,
//! `widgets`, `context_menu`.

pub mod identities;
pub mod transport;

mod bookmark_marks;
mod chips;
mod closeup;
mod filmstrip;
mod lanes;

use eframe::egui::accesskit::Role;
use eframe::egui::{
    Color32, CursorIcon, Mesh, PointerButton, Pos2, Rangef, Rect, Response, RichText, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, lerp, pos2, vec2,
};

use super::command::{Command, Commands};
use super::context_menu::{self, FramePlace, Opens, Target};
use super::model::strip::{self, Column, FrameState};
use super::session::document::Document;
use super::session::view::View;
use super::widgets::theme;
use crate::predict::DragHint;
use closeup::CloseUp;
use filmstrip::Filmstrip;
use identities::Plot;
use lanes::Lanes;

/// Height of the selected track's life on the strip, in points.
const LIFE: f32 = 4.0;
/// Height of the strip, in points.
const HEIGHT: f32 = 20.0;

/// The strip is aligned with what takes at least this share of its width.
const LEAST_SHARE: f32 = 0.6;

/// The state of the strip and the close-up.
#[derive(Default)]
pub struct Timeline {
    columns: Vec<Column>,
    made_for: Option<(u64, u64, usize)>,
    closeup: CloseUp,
    filmstrip: Filmstrip,
    lanes: Lanes,
    /// The area of the strip when it was last drawn, in points.
    rect: Option<Rect>,
}

impl Timeline {
    /// The area of the strip when it was last drawn, in points.
    pub fn rect(&self) -> Option<Rect> {
        self.rect
    }

    /// Whether the lanes show the errors of this version of the comparison.
    pub fn shows_errors_of(&self, version: u64) -> bool {
        self.lanes.shows_errors_of(version)
    }

    /// Draws the strip, the lanes, the close-up and the legend. The strip and the lanes are as wide as `plot`, if there is one.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, plot: Option<Plot>, commands: &mut Commands) {
        ui.spacing_mut().item_spacing.y = theme::SPACE[0];
        let show_lanes = view.state.settings.judging.show_lanes;
        let show_closeup = view.state.settings.show_closeup && ui.ctx().content_rect().height() > 480.0;
        if let Some(document) = view.document {
            self.strip(ui, view, document, plot, commands);
            if show_closeup {
                self.closeup.show(ui, view, document, commands);
            }
        } else {
            // Reserve the space even if nothing is open, so that the layout does not jump when a file is opened.
            let ground = theme::state_color(FrameState::NotLoaded, ui.visuals().dark_mode);
            empty(ui, HEIGHT + if show_lanes { lanes::HEIGHT } else { 0.0 }, ground);
            if show_closeup {
                empty(ui, closeup::HEIGHT, ui.visuals().extreme_bg_color);
            }
        }
        legend(ui, view.document.filter(|_| show_lanes).map(|_| view));
    }

    fn strip(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        document: &Document,
        plot: Option<Plot>,
        commands: &mut Commands,
    ) {
        let more = if view.state.settings.judging.show_lanes { lanes::HEIGHT } else { 0.0 };
        let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT + more), Sense::hover());
        let plot = plot.filter(|plot| is_beside(whole, plot.x));
        let whole = plot.map_or(whole, |plot| Rect::from_x_y_ranges(plot.x, whole.y_range()));
        let rect = whole.with_max_y(whole.top() + HEIGHT);
        let response = ui.interact(rect, ui.scope_id().with("strip"), Sense::click_and_drag());
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::Slider, true, "Scrubber");
            info.value = Some(document.position() as f64);
            info
        });
        // A click or a drag on the lanes does what it does on the strip.
        let response = match more {
            0.0 => response,
            _ => response.union(self.lanes.respond(ui, whole.with_min_y(rect.bottom()), view)),
        };
        self.rect = Some(rect);
        let (keys, pixels) = (&document.keys, ui.pixels_per_point());
        let count = (rect.width() * pixels).round().max(1.0) as usize;
        let (damaged, made_for) = (document.damaged(), self.made_for);
        self.made_for = Some((view.state.snapshot_version, damaged.version, count));
        if self.made_for != made_for {
            strip::aggregate(count, keys, &view.state.snapshot, &damaged.frames, &mut self.columns);
        }
        if more > 0.0 {
            self.lanes.update(ui, view, document, count);
            self.lanes.paint(ui, whole.with_min_y(rect.bottom()), view);
        }
        self.paint(ui, rect, document);
        plot.and_then(|plot| plot.ranks).into_iter().for_each(|ranks| zoomed(ui, rect, document, ranks));
        if more > 0.0 {
            head(ui, whole.with_min_y(rect.bottom() + 2.0), document);
        }
        life(ui, rect, view, document);
        bookmark_marks::names(ui, rect, document, &view.state.bookmarks);
        bookmark_marks::paint(ui, rect, document, view.state.bookmarks.frames());
        if view.state.hints.scrubber_pixels != Some(count as u32) {
            commands.push(Command::ScrubberWidth(count as u32));
        }
        // A small offset, so that rounding does not select the previous pixel.
        let pixel = |x: f32| ((x - rect.left()) * pixels + 0.01).max(0.0) as u32;
        let place = |x: f32| keys.key_at(strip::rank_at(pixel(x), count as u32, keys.len()));
        let menu = |pointer: Option<Pos2>| {
            let frame = pointer.map_or(Some(document.position()), |pointer| place(pointer.x))?;
            Some((Target::Frame(frame, FramePlace::Time), pos2(head_x(rect, document), rect.center().y)))
        };
        context_menu::attach(&response, Opens::Focused, view, menu, commands);
        if is_secondary(ui) {
            return;
        }
        self.drag(ui, rect, &response, (view, document), commands);
        // The last pointer moves can arrive in the same repaint as the release of the button.
        let dragged = response.is_pointer_button_down_on() || response.drag_stopped() || response.clicked();
        if dragged
            && let Some(key) = response.interact_pointer_pos().and_then(|pointer| place(pointer.x))
            && key != document.position()
        {
            commands.push(Command::Seek(key));
        }
        let response = response.on_hover_and_drag_cursor(CursorIcon::PointingHand);
        let Some(pointer) = response.hover_pos() else { return };
        let Some(key) = place(pointer.x) else { return };
        let at = (pixel(pointer.x) as usize).min(self.columns.len().saturating_sub(1));
        let column = self.columns.get(at).copied().unwrap_or_default();
        let mark = bookmark_marks::near(pointer.x, rect, document, view.state.bookmarks.frames());
        let is_on_lanes = pointer.y > rect.bottom();
        response.on_hover_ui_at_pointer(|ui| {
            let other = self.filmstrip.show(ui, document, view.state.opened, key);
            ui.label(RichText::new(format!("frame {key}")).font(theme::figures()));
            if document.has_pictures() {
                // This line is always there, so that the layout does not jump.
                ui.weak(other.map_or_else(String::new, |other| format!("picture of frame {other}")));
            }
            if is_on_lanes {
                return self.lanes.tell(ui, at, view);
            }
            ui.weak(format!("{}: {}", column.state.name(), column.state.help()));
            if let Some((track, (first, last))) = view.state.selected.zip(view.selected_ends())
                && (first..=last).contains(&key)
            {
                ui.weak(format!("track {track}: frames {first} to {last}"));
            }
            let frames = keys.len() as f64 / count as f64;
            if frames > 1.5 {
                ui.weak(format!("{} of about {frames:.0} frames here are resident", column.resident));
            }
            if let Some(damage) = document.damaged().reason(key) {
                ui.label(damage);
            }
            if let Some(frame) = mark {
                let name =
                    view.state.bookmarks.name(frame).map(|name| format!(" “{}”", name.trim())).unwrap_or_default();
                ui.label(format!("bookmark{name}, frame {frame}"));
            }
            if column.is_break {
                ui.weak("Frame numbers are missing before this one: the file has no rows for them.");
            }
        });
    }

    /// Reports position and speed of a drag to the predictor, before the play head moves, and also its end.
    fn drag(
        &self,
        ui: &Ui,
        rect: Rect,
        response: &Response,
        (view, document): (&View<'_>, &Document),
        commands: &mut Commands,
    ) {
        let pointer = response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on());
        let (keys, scale) = (&document.keys, ui.pixels_per_point());
        let drag = pointer.and_then(|pointer| {
            let pixel = f64::from((pointer.x - rect.left()) * scale);
            let position = strip::position_at(pixel, self.columns.len() as u32, keys.len());
            let key = keys.key_at(position as u64)?;
            let ranks = keys.len() as f64 / f64::from(rect.width().max(1.0));
            let (velocity, unmoved) =
                ui.input(|input| (input.pointer.velocity().x, input.pointer.time_since_last_movement()));
            // egui forgets the velocity sooner than a slow pointer gives its next sample.
            let speed = match view.state.hints.drag {
                _ if unmoved >= DragHint::RESTS.as_secs_f32() => 0.0,
                Some(last) if velocity == 0.0 => last.speed,
                _ => f64::from(velocity) * ranks,
            };
            Some(DragHint { position: key as f64 + position.fract(), speed })
        });
        if drag != view.state.hints.drag {
            commands.push(Command::Drag(drag));
        }
        // A resting pointer causes no repaint, so request one.
        if drag.is_some_and(|drag| drag.speed != 0.0) {
            ui.ctx().request_repaint_after(DragHint::RESTS);
        }
    }

    fn paint(&self, ui: &Ui, rect: Rect, document: &Document) {
        let dark = ui.visuals().dark_mode;
        let (painter, pixels) = (ui.painter_at(rect.expand(2.0)), ui.pixels_per_point());
        painter.rect_filled(rect, 0.0, theme::state_color(FrameState::NotLoaded, dark));
        let frames = document.keys.len() as f32 / self.columns.len().max(1) as f32;
        let x = |at: usize| rect.left() + at as f32 / pixels;
        let mut mesh = Mesh::default();
        let mut start = 0;
        for columns in self.columns.chunk_by(|one, next| (one.state, one.resident) == (next.state, next.resident)) {
            let end = start + columns.len();
            if columns[0].state != FrameState::NotLoaded {
                let span = Rect::from_x_y_ranges(x(start)..=x(end), rect.y_range());
                mesh.add_colored_rect(span, shade(columns[0], frames, dark));
            }
            start = end;
        }
        // If there are so many breaks that they would hide the states, mark them only at the lower edge.
        let breaks = self.columns.iter().filter(|column| column.is_break).count();
        let top = if breaks * 8 > self.columns.len() { rect.bottom() - 4.0 } else { rect.top() };
        for (at, _) in self.columns.iter().enumerate().filter(|(_, column)| column.is_break) {
            let gap = Rect::from_x_y_ranges(x(at) - 1.0..=x(at) + 1.0, top..=rect.bottom());
            mesh.add_colored_rect(gap, theme::state::gap(dark));
        }
        painter.add(mesh);
        range(ui, rect, document);
        head(ui, rect, document);
    }
}

/// Draws the life of the selected track along the lower edge: from its first frame to its last one, in its colour.
fn life(ui: &Ui, rect: Rect, view: &View<'_>, document: &Document) {
    let (Some(track), Some((first, last))) = (view.state.selected, view.selected_ends()) else { return };
    let keys = &document.keys;
    let (Some(begin), Some(end)) = (keys.rank_of(first), keys.rank_of(last)) else { return };
    let x = |rank: u64| lerp(rect.x_range(), (rank as f64 / keys.len().max(1) as f64) as f32);
    let (left, right) = (x(begin), x(end + 1).max(x(begin) + 2.0));
    let bar = Rect::from_x_y_ranges(left..=right, rect.bottom() - LIFE..=rect.bottom());
    let painter = ui.painter_at(rect);
    let paint = view.paint(0, view.main_look());
    // The neutral colour of ground truth is as light as the ground of the light theme.
    let edge = if paint.is_neutral { Color32::from_gray(0x40) } else { ui.visuals().extreme_bg_color };
    painter.rect_filled(bar.expand2(vec2(1.0, 1.0)), 0.0, edge);
    painter.rect_filled(bar, 0.0, paint.track(track));
}

/// Whether the strip can be aligned with what is in this range.
fn is_beside(strip: Rect, x: Rangef) -> bool {
    strip.x_range().expand(1.0).contains(x.min)
        && strip.x_range().expand(1.0).contains(x.max)
        && x.span() >= LEAST_SHARE * strip.width()
}

/// Marks the frames that the timeline of identities shows, if it shows only some.
fn zoomed(ui: &Ui, rect: Rect, document: &Document, (first, last): (u64, u64)) {
    let place = |rank: u64| lerp(rect.x_range(), rank as f32 / document.keys.len().max(1) as f32);
    let shown = Rect::from_x_y_ranges(place(first)..=place(last + 1), rect.y_range());
    let stroke = Stroke::new(1.0, ui.visuals().strong_text_color());
    ui.painter().rect_stroke(shown, 0.0, stroke, StrokeKind::Inside);
}

/// Draws the play head.
fn head(ui: &Ui, rect: Rect, document: &Document) {
    if document.keys.is_empty() {
        return;
    }
    let painter = ui.painter_at(rect.expand(2.0));
    let head = head_x(rect, document);
    painter.vline(head, rect.y_range(), Stroke::new(3.0, ui.visuals().extreme_bg_color));
    painter.vline(head, rect.expand(1.0).y_range(), Stroke::new(1.5, ui.visuals().strong_text_color()));
}

/// Where the play head is on the strip.
fn head_x(rect: Rect, document: &Document) -> f32 {
    let place = (document.rank() as f32 + 0.5) / document.keys.len().max(1) as f32;
    lerp(rect.x_range(), place).clamp(rect.left() + 1.0, rect.right() - 1.0)
}

/// Whether the right button is held or was released just now. It opens the menu, and moves nothing.
fn is_secondary(ui: &Ui) -> bool {
    ui.input(|input| input.pointer.secondary_down() || input.pointer.button_released(PointerButton::Secondary))
}

fn empty(ui: &mut Ui, height: f32, color: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    ui.painter().rect_filled(rect, 0.0, color);
}

/// Dims the frames outside the playback range.
fn range(ui: &Ui, rect: Rect, document: &Document) {
    let keys = &document.keys;
    let place = |frame: Option<u64>, end: u64| {
        let rank = keys.rank_of(keys.nearest(frame?)?)? + end;
        Some(lerp(rect.x_range(), rank as f32 / keys.len().max(1) as f32))
    };
    let (first, last) = document.playback().range();
    let shade = ui.visuals().extreme_bg_color.gamma_multiply(0.7);
    let mark = Stroke::new(2.0, ui.visuals().strong_text_color());
    if let Some(x) = place(first, 0) {
        ui.painter().rect_filled(rect.with_max_x(x), 0.0, shade);
        ui.painter().vline(x, rect.y_range(), mark);
    }
    if let Some(x) = place(last, 1) {
        ui.painter().rect_filled(rect.with_min_x(x), 0.0, shade);
        ui.painter().vline(x, rect.y_range(), mark);
    }
}

/// The colour of a column. If it stands for many frames, it is paler when fewer of them are resident.
fn shade(column: Column, frames: f32, dark: bool) -> Color32 {
    let color = theme::state_color(column.state, dark);
    if !matches!(column.state, FrameState::Resident | FrameState::Unused) || frames <= 1.0 {
        return color;
    }
    let share = (column.resident as f32 / frames).min(1.0);
    theme::state_color(FrameState::NotLoaded, dark).lerp_to_gamma(color, 0.5 + 0.5 * share)
}

/// Draws the legend of the colours. `lanes` is the view whose lanes are shown, if they are.
fn legend(ui: &mut Ui, lanes: Option<&View<'_>>) {
    ui.horizontal(|ui| {
        let dark = ui.visuals().dark_mode;
        let height = ui.text_style_height(&eframe::egui::TextStyle::Small);
        for state in FrameState::ALL {
            let (square, _) = ui.allocate_exact_size(vec2(height * 0.7, height), Sense::hover());
            let square = Rect::from_center_size(square.center(), vec2(height, height) * 0.65);
            ui.painter().rect_filled(square, 1.0, theme::state_color(state, dark));
            ui.label(RichText::new(state.name()).small()).on_hover_text(state.help());
        }
        if let Some(view) = lanes {
            lanes::legend(ui, view);
        }
        if ui.available_width() > 330.0 {
            ui.with_layout(eframe::egui::Layout::right_to_left(eframe::egui::Align::Center), |ui| {
                let small = |text: &str| RichText::new(text).small();
                let help = "Prefetched frames that were evicted before they were requested: the last 256, \
                            until they are loaded again.";
                ui.label(small("evicted unused")).on_hover_text(help);
                let (square, _) = ui.allocate_exact_size(vec2(height * 0.7, height), Sense::hover());
                closeup::ring(ui.painter(), square.center(), ui);
                ui.weak(small("close-up: height = likelihood, hatch = why"))
                    .on_hover_text("One bar per frame. Point at a bar to see why the predictor expects this frame.");
            });
        }
    });
}
