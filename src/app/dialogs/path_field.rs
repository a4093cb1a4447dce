//! A text field for a path, drawn over the window.

use eframe::egui::{self, Align2, Area, Id, Key, Order, Ui};

use super::path_input::PathInput;
use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::opening::path_request::PathRequest;
use crate::app::model::opening::path_text::PathText;
use crate::app::model::opening::source::Source;
use crate::app::session::document::Document;
use crate::app::session::path_listing;
use crate::app::session::view::View;
use crate::app::widgets::focus;
use crate::app::widgets::recent_button::recent_button;
use crate::app::widgets::theme;

/// The path field.
#[derive(Default)]
pub struct PathField {
    /// Its text; `None` while it is hidden.
    path: Option<PathText>,
    /// What the path is used for.
    request: PathRequest,
    /// Whether to put the cursor into the field.
    focus: bool,
    input: PathInput,
}

/// The accessible name of the field.
const NAME: &str = "Path";

impl PathField {
    /// Shows the field with the path of the open document; hides it if `request` is `None`.
    pub fn open(&mut self, request: Option<PathRequest>, document: Option<&Document>) {
        let path = match document.map(|document| &document.source) {
            Some(Source::File(path, _)) => PathText::chosen(path),
            _ => PathText::default(),
        };
        self.path = request.is_some().then_some(path);
        self.focus = request.is_some();
        self.request = request.unwrap_or_default();
    }

    /// Hides the field. Returns whether it was visible.
    pub fn close(&mut self) -> bool {
        self.path.take().is_some()
    }

    /// Whether it is visible.
    pub fn is_open(&self) -> bool {
        self.path.is_some()
    }

    /// Draws the field if it is visible.
    pub fn show(&mut self, ui: &Ui, view: &View<'_>, commands: &mut Commands) {
        let Self { path: Some(path), request, focus, input } = self else { return };
        let request = *request;
        let width = (ui.ctx().content_rect().width() - 80.0).clamp(200.0, 720.0);
        let area = Area::new(Id::unique("open by path")).order(Order::Foreground);
        area.anchor(Align2::CENTER_TOP, [0.0, 34.0]).show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(width);
                let response = input.field(ui, path, NAME, request.path_hint(), f32::INFINITY);
                if std::mem::take(focus) {
                    focus::take(ui, &response, path.text());
                }
                let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
                let escape = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
                ui.horizontal(|ui| {
                    let has_path = !path.is_blank();
                    let open = ui.add_enabled(has_path, egui::Button::new(request.verb())).clicked();
                    if (open || enter) && has_path {
                        commands.extend(Command::for_paths(request, vec![path_listing::meant(path)]));
                        commands.push(WindowCommand::PathField(None));
                    }
                    let can_add = request == PathRequest::Open && view.document.is_some_and(Document::takes_layers);
                    if can_add && ui.add_enabled(has_path, egui::Button::new("Add as layer")).clicked() {
                        commands.extend(Command::for_paths(PathRequest::Layer, vec![path_listing::meant(path)]));
                        commands.push(WindowCommand::PathField(None));
                    }
                    if ui.button("Close").clicked() || escape {
                        commands.push(WindowCommand::PathField(None));
                    }
                    ui.weak(format!("Enter: {}, Tab: complete, Esc: close", request.verb().to_lowercase()));
                });
                input.list(ui, path, NAME);
                if request == PathRequest::Open && !view.state.settings.recent.is_empty() {
                    ui.separator();
                    recent(ui, view, commands);
                }
            });
        });
    }
}

/// Draws the list of recent files.
fn recent(ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
    for file in view.state.settings.recent.iter().take(8) {
        ui.add_space(-theme::SPACE[0] / 2.0);
        if recent_button(ui, file, view.recent.is_missing(file), view.recent.is_folder(file)) {
            commands.open(file.clone());
        }
    }
}
