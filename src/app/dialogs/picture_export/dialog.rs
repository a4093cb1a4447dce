//! The export dialog: the choices, the progress and the result.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{self, Button, Checkbox, DragValue, Grid, ProgressBar, RadioButton, RichText, ScrollArea, Ui, vec2};

use super::Exporter;
use super::as_seen::{self, AsSeen};
use super::choice::{Form, Offer, SCALES, Span};
use super::forecast::Question;
use super::task::Order;
use crate::app::model::actions::{Action, Keymap};
use crate::app::model::format::{bytes, count, counted};
use crate::app::session::view::View;
use crate::app::widgets::focus;
use crate::app::widgets::theme;
use crate::playback::FPS;

/// Repaint interval of the progress.
const OFTEN: Duration = Duration::from_millis(100);
/// The accessible name of the field for the path.
const PATH_NAME: &str = "Export to";
/// Width and maximum height of the form, in points.
const SIZE: [f32; 2] = [460.0, 380.0];
/// The height of everything around the form, with three lines below the buttons, in points.
const AROUND: f32 = 200.0;

impl Exporter {
    /// Draws the dialog if it is visible. `canvas` is the area of the canvas on the screen, in points.
    pub fn show(&mut self, ui: &Ui, view: &View<'_>, canvas: egui::Rect) {
        self.canvas = Some(canvas);
        if !self.shown {
            return;
        }
        let room = ui.ctx().content_rect();
        let mut open = true;
        let window = egui::Window::new("Export pictures")
            .open(&mut open)
            .collapsible(false)
            .resizable(false)
            .default_pos(room.left_top() + vec2(24.0, 40.0));
        window.show(ui.ctx(), |ui| {
            ui.set_width(SIZE[0].min(room.width() - 60.0));
            let Some(offer) = as_seen::offer(view, canvas) else {
                ui.label("No file is open.");
                return;
            };
            self.prepare(view, &offer);
            let height = (room.height() - AROUND).clamp(120.0, SIZE[1]);
            // It has this height whatever is chosen, so that the buttons below stay where they are.
            ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink(false).show(ui, |ui| {
                ui.add_enabled_ui(self.task.is_none(), |ui| self.form(ui, view, &offer));
            });
            ui.separator();
            self.end_of_form(ui, view, &offer);
        });
        if !open {
            self.close();
        }
    }

    fn form(&mut self, ui: &mut Ui, view: &View<'_>, offer: &Offer) {
        Grid::new("export").num_columns(2).spacing([theme::SPACE[2], theme::SPACE[1]]).show(ui, |ui| {
            ui.label("What");
            ui.vertical(|ui| self.forms(ui));
            ui.end_row();
            // What a form does not have is disabled, not left out: nothing moves when another form is chosen.
            ui.label("Frames");
            ui.add_enabled_ui(self.choice.form != Form::Current, |ui| {
                ui.vertical(|ui| self.span(ui, offer, &view.state.settings.keys))
            });
            ui.end_row();
            ui.label("Part");
            ui.vertical(|ui| self.part(ui, view, offer));
            ui.end_row();
            ui.label("Scale");
            ui.horizontal(|ui| self.scale(ui, view, offer));
            ui.end_row();
            ui.label("Rate");
            ui.add_enabled_ui(self.choice.form.has_fps(), |ui| {
                let mut fps = self.choice.fps(offer);
                let drag = DragValue::new(&mut fps).range(FPS).max_decimals(2).suffix(" frames per second");
                let gif = "A GIF has at most 50 frames per second";
                if ui.add(drag).on_hover_text(gif).accessible_name("Export frames a second").changed() {
                    self.choice.fps = Some(fps);
                }
            });
            ui.end_row();
            ui.label("To");
            self.destination(ui);
            ui.end_row();
        });
        ui.weak("Boxes, labels and trail are drawn as in the window, with the same filter.");
    }

    fn forms(&mut self, ui: &mut Ui) {
        for (form, name) in Form::ALL {
            ui.horizontal(|ui| {
                if ui.add(RadioButton::new(self.choice.form == form, name)).clicked() {
                    self.turn_to(form);
                }
                if form == Form::Mp4 && self.ffmpeg == Some(false) {
                    let color = theme::readable(theme::state::QUEUED, ui.visuals().dark_mode);
                    ui.label(RichText::new("needs the program ffmpeg, which was not found").color(color));
                }
            });
        }
    }

    fn span(&mut self, ui: &mut Ui, offer: &Offer, keys: &Keymap) {
        let span = &mut self.choice.span;
        ui.radio_value(span, Span::All, format!("All {}", count(offer.keys.len())));
        let (first, last) = offer.range;
        let is_chosen = first.is_some() || last.is_some();
        if !is_chosen && *span == Span::Played {
            *span = Span::All;
        }
        let end = |end: Option<u64>, otherwise: &str| end.map_or(otherwise.to_owned(), |frame| frame.to_string());
        let name = if is_chosen {
            format!("Playback range, {} to {}", end(first, "the first"), end(last, "the last"))
        } else {
            "Playback range".to_owned()
        };
        let played = ui.add_enabled(is_chosen, RadioButton::new(*span == Span::Played, name));
        let (start, end) = (keys.labelled("start", Action::SetStart), keys.labelled("end", Action::SetEnd));
        if played.on_disabled_hover_text(format!("Set {start} or {end} of playback first")).clicked() {
            *span = Span::Played;
        }
        ui.horizontal(|ui| {
            ui.radio_value(span, Span::FromTo, "From");
            let ends = &mut self.choice.ends;
            let all = offer.keys.first().unwrap_or(0)..=offer.keys.last().unwrap_or(0);
            let from = ui.add(DragValue::new(&mut ends.0).range(all.clone())).accessible_name("First frame to export");
            ui.label("to");
            let to = ui.add(DragValue::new(&mut ends.1).range(all)).accessible_name("Last frame to export");
            if from.changed() || to.changed() {
                *span = Span::FromTo;
            }
        });
    }

    fn part(&mut self, ui: &mut Ui, view: &View<'_>, offer: &Offer) {
        ui.horizontal(|ui| {
            let in_view = self.choice.in_view && offer.view.is_some();
            if ui.add(RadioButton::new(!in_view, "Whole picture")).clicked() {
                self.choice.in_view = false;
            }
            let part = ui.add_enabled(offer.view.is_some(), RadioButton::new(in_view, "Part in view"));
            if part.on_disabled_hover_text("The whole picture is in view. Zoom in to export a part.").clicked() {
                self.choice.in_view = true;
            }
        });
        if view.document.is_some_and(crate::app::session::document::Document::has_pictures) {
            ui.add(Checkbox::new(&mut self.choice.picture, "Picture under the boxes"));
        }
    }

    fn scale(&mut self, ui: &mut Ui, view: &View<'_>, offer: &Offer) {
        let points = view.state.camera.viewport.transform(view.state.extent.area, self.canvas()).scale;
        let scale = &mut self.choice.scale;
        let drag = DragValue::new(scale).range(SCALES).speed(0.01).max_decimals(3).suffix(" ×");
        ui.add(drag).on_hover_text("Exported pixels per picture pixel").accessible_name("Export scale");
        if ui.button("1 ×").on_hover_text("One exported pixel per picture pixel").clicked() {
            *scale = 1.0;
        }
        if ui.button("As on screen").on_hover_text("The current size on the screen").clicked() {
            *scale = (points * f64::from(ui.pixels_per_point())).clamp(*SCALES.start(), *SCALES.end());
        }
        if let Some((width, height)) = self.choice.size(offer) {
            ui.weak(format!("{width} × {height} pixels"));
        }
    }

    fn destination(&mut self, ui: &mut Ui) {
        ui.vertical(|ui| {
            ui.horizontal(|ui| {
                let width = (ui.available_width() - 90.0).max(120.0);
                let field = self.input.field(ui, &mut self.path, PATH_NAME, "", width);
                if std::mem::take(&mut self.focus) {
                    focus::take(ui, &field, self.path.text());
                }
                if ui.button("Choose…").clicked() {
                    let path = self.output();
                    self.save.show(self.choice.form, &path, ui.ctx());
                }
            });
            self.input.list(ui, &mut self.path, PATH_NAME);
            if self.no_dialog {
                ui.weak("This system has no file dialog. Type a path.");
            }
        });
    }

    /// Draws the lower part of the form: buttons, and below them progress, question or result. The buttons stay where they are
    /// whatever is told below them.
    fn end_of_form(&mut self, ui: &mut Ui, view: &View<'_>, offer: &Offer) {
        let trouble = if self.path.is_blank() {
            Some("Enter a path.".to_owned())
        } else {
            self.choice.trouble(offer, self.ffmpeg == Some(false))
        };
        let is_ready = trouble.is_none() && self.task.is_none() && self.exists.is_none();
        ui.horizontal(|ui| {
            if ui.add_enabled(is_ready, Button::new("Export")).clicked() {
                self.begin(view, offer, ui.ctx(), ui.visuals().dark_mode);
            } else if let Some(task) = &self.task {
                if ui.button("Cancel").clicked() {
                    task.cancel();
                }
                let help = "Hides this dialog. The export continues, with its progress in the menu bar.";
                if ui.button("Hide").on_hover_text(help).clicked() {
                    self.shown = false;
                }
            } else if self.exists.is_some() {
                let keep = ui.button("Keep existing").clicked();
                if ui.button("Replace").clicked() {
                    self.replace(ui.ctx());
                } else if keep {
                    self.exists = None;
                }
            } else {
                if ui.button("Close").clicked() {
                    self.close();
                }
                if matches!(self.told, Some(Ok(_))) && ui.button("Show in folder").clicked() {
                    self.show_folder.show(&self.written, ui.ctx());
                }
            }
        });
        if self.task.is_some() {
            return self.progress(ui);
        }
        match &trouble {
            Some(trouble) => ui.label(trouble),
            None => ui.weak(self.extent(ui, view, offer)),
        };
        let told = match (&self.exists, &self.told) {
            (Some((what, _)), _) => Some(what),
            (None, Some(Ok(told) | Err(told))) => Some(told),
            (None, None) => None,
        };
        for told in told.into_iter().chain(&self.show_folder.trouble) {
            ui.add(egui::Label::new(told).wrap());
        }
    }

    /// How many frames are exported, and about how large that will be.
    fn extent(&mut self, ui: &Ui, view: &View<'_>, offer: &Offer) -> String {
        let frames = Arc::new(self.choice.frames(offer));
        let count = counted(frames.len(), "frame", "frames");
        let Some(document) = view.document else { return count };
        let look = self.look(view, document, offer, ui.visuals().dark_mode);
        let job = self.job(offer);
        let (fps, contents) = (job.fps, (view.state.opened, view.state.content_version));
        let question = Question { kind: job.kind, fps, frames: Arc::clone(&frames), look: Arc::clone(&look), contents };
        let mut forecast = std::mem::take(&mut self.forecast);
        let order = || Some(Order { job, frames, seen: Arc::new(AsSeen::new(document, look)) });
        let known = forecast.bytes(question, order, ui.ctx());
        let is_running = forecast.is_running();
        self.forecast = forecast;
        match known {
            Some(known) => format!("{count}, about {}", bytes(known)),
            None if is_running => format!("{count}, estimating the size…"),
            None => count,
        }
    }

    fn progress(&mut self, ui: &mut Ui) {
        let Some(task) = &self.task else { return };
        let (done, total) = task.frames();
        let text = format!("{} of {}", count(done), counted(total, "frame", "frames"));
        let bar = ProgressBar::new(task.fraction()).text(text).desired_width(ui.available_width());
        ui.add(bar).accessible_name("Export progress");
        ui.add(egui::Label::new(RichText::new(task.output.display().to_string()).weak()).truncate());
        ui.request_repaint_after(OFTEN);
    }
}
