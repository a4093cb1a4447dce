//! The events panel: a table of the last events, newest first.

use eframe::egui::{self, Align2, Role, Sense, TextStyle, WidgetInfo};

use crate::app::command::{Command, Commands, WindowCommand};
use crate::app::model::csv;
use crate::app::model::format;
use crate::app::widgets::long_list::{self, Scroll};
use crate::app::widgets::theme;
use crate::cache::{Event, EventKind};
use crate::telemetry::{MAX_EVENTS, Telemetry};

/// Positions of the columns time, frame and kind, in digits. The duration is at the right end.
const TIME_END: f32 = 9.0;
const FRAME_END: f32 = 16.0;
const DURATION: f32 = 7.4;
const FRAME_DIGITS: usize = 7;

/// The state of the panel.
#[derive(Clone, Debug, Default)]
pub struct EventsPanel {
    /// Which kinds are hidden, in the order of [`EventKind::ALL`].
    hidden: [bool; EventKind::ALL.len()],
    /// The events shown while the panel is paused. Recording continues.
    frozen: Option<Vec<Event>>,
    scroll: Scroll,
}

impl EventsPanel {
    /// Whether the panel is paused.
    pub fn is_paused(&self) -> bool {
        self.frozen.is_some()
    }

    /// Ends a pause, for example because another sequence was opened.
    pub fn resume(&mut self) {
        self.frozen = None;
    }

    fn shows(&self, kind: EventKind) -> bool {
        EventKind::ALL.iter().position(|&one| one == kind).is_none_or(|at| !self.hidden[at])
    }
}

/// Draws the panel.
pub fn show(ui: &mut egui::Ui, telemetry: &Telemetry, panel: &mut EventsPanel, commands: &mut Commands) {
    let paused = panel.is_paused();
    let pressed = toolbar(ui, telemetry, panel);
    let shown: Vec<&Event> = match &panel.frozen {
        Some(frozen) => frozen.iter().rev().filter(|event| panel.shows(event.kind)).collect(),
        None => telemetry.events().iter().rev().filter(|event| panel.shows(event.kind)).collect(),
    };
    if pressed.copy {
        commands.push(WindowCommand::Copy(csv::events(shown.iter().rev().copied())));
    }
    ui.separator();
    header(ui);
    if shown.is_empty() {
        ui.add_space(theme::SPACE[2]);
        ui.weak(if telemetry.events().is_empty() && !paused {
            "No events yet. Step, scrub or play to see what the cache does."
        } else {
            "No events of the selected kinds. Select more kinds above."
        });
    }
    let height = ui.text_style_height(&TextStyle::Monospace) + 2.0;
    ui.spacing_mut().item_spacing.y = 0.0;
    long_list::show(ui, &mut panel.scroll, height, shown.len(), |ui, at| {
        let event = shown[at];
        let response = row(ui, event, height);
        if response.clicked() {
            commands.push(Command::Seek(event.key));
        }
        response
    });
    drop(shown);
    if pressed.pause {
        panel.frozen = if paused { None } else { Some(telemetry.events().iter().cloned().collect()) };
    }
}

/// Which buttons were clicked.
struct Pressed {
    pause: bool,
    copy: bool,
}

fn toolbar(ui: &mut egui::Ui, telemetry: &Telemetry, panel: &mut EventsPanel) -> Pressed {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        let has_data = panel.is_paused() || !telemetry.events().is_empty();
        let pause = egui::Button::selectable(panel.is_paused(), "Pause").frame_when_inactive(true);
        let pause = ui.add_enabled(has_data, pause).on_hover_text("Freezes the list. Recording continues.").clicked();
        let copy = ui.add_enabled(has_data, egui::Button::new("Copy"));
        let copy = copy.on_hover_text("Copies the listed events as a tab-separated table").clicked();
        let hidden = panel.hidden.iter().filter(|&&hidden| hidden).count();
        let kinds = match hidden {
            0 => "All kinds".to_owned(),
            hidden => format!("{} of {} kinds", EventKind::ALL.len() - hidden, EventKind::ALL.len()),
        };
        let menu = egui::containers::menu::MenuButton::new(kinds).config(
            egui::containers::menu::MenuConfig::new().close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside),
        );
        let (button, _) = menu.ui(ui, |ui| kinds_menu(ui, panel));
        button.on_hover_text("Which kinds of events are listed").accessible_name("Kinds of events");
        Pressed { pause, copy }
    })
    .inner
}

fn kinds_menu(ui: &mut egui::Ui, panel: &mut EventsPanel) {
    ui.horizontal(|ui| {
        for (text, hide) in [("All", false), ("None", true)] {
            if ui.button(text).clicked() {
                panel.hidden.fill(hide);
            }
        }
    });
    for (kind, hidden) in EventKind::ALL.into_iter().zip(&mut panel.hidden) {
        ui.horizontal(|ui| {
            dot(ui, kind);
            let mut shown = !*hidden;
            if ui.checkbox(&mut shown, kind.name()).changed() {
                *hidden = !shown;
            }
        });
    }
}

fn dot(ui: &mut egui::Ui, kind: EventKind) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(8.0, 8.0), Sense::hover());
    ui.painter().circle_filled(rect.center(), 3.0, theme::event(kind, ui.visuals().dark_mode));
}

fn header(ui: &mut egui::Ui) {
    let small = TextStyle::Small.resolve(ui.style());
    let size = egui::vec2(ui.available_width(), ui.text_style_height(&TextStyle::Small));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let columns = Columns::new(ui, rect);
    let weak = ui.visuals().weak_text_color();
    for (x, align, text) in [
        (columns.time, Align2::RIGHT_CENTER, "time"),
        (columns.frame, Align2::RIGHT_CENTER, "frame"),
        (columns.kind, Align2::LEFT_CENTER, "kind"),
        (columns.duration, Align2::RIGHT_CENTER, "duration"),
    ] {
        ui.painter().text(egui::pos2(x, rect.center().y), align, text, small.clone(), weak);
    }
    response.on_hover_text(format!(
        "The last {MAX_EVENTS} events, newest first. Time since opening. Click a row to go to its frame."
    ));
}

/// Horizontal positions of the columns: right ends of time, frame and duration, left end of kind.
struct Columns {
    time: f32,
    frame: f32,
    kind: f32,
    duration: f32,
}

impl Columns {
    fn new(ui: &egui::Ui, rect: egui::Rect) -> Self {
        let digit = ui.fonts_mut(|fonts| fonts.glyph_width(&theme::figures(), '0'));
        Self {
            time: rect.left() + TIME_END * digit,
            frame: rect.left() + FRAME_END * digit,
            kind: rect.left() + (FRAME_END + 1.8) * digit,
            duration: rect.right() - theme::SPACE[0],
        }
    }
}

/// Draws one event as one widget.
fn row(ui: &mut egui::Ui, event: &Event, height: f32) -> egui::Response {
    let size = egui::vec2(ui.available_width(), height);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let columns = Columns::new(ui, rect);
    let took = if event.took.is_zero() { String::new() } else { format::time(event.took) };
    let clock = format::clock(event.at);
    let visuals = ui.style().interact(&response);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme::RADIUS, visuals.weak_bg_fill);
    }
    let (weak, text) = (ui.visuals().weak_text_color(), ui.visuals().text_color());
    let painter = ui.painter();
    let middle = |x: f32| egui::pos2(x, rect.center().y);
    painter.text(middle(columns.time), Align2::RIGHT_CENTER, &clock, theme::figures(), weak);
    painter.text(
        middle(columns.frame),
        Align2::RIGHT_CENTER,
        format::tail(event.key, FRAME_DIGITS),
        theme::figures(),
        text,
    );
    let dot = theme::event(event.kind, ui.visuals().dark_mode);
    painter.circle_filled(middle(columns.kind - 7.0), 3.0, dot);
    painter.text(middle(columns.duration), Align2::RIGHT_CENTER, &took, theme::figures(), text);
    // The kind, then the message as far as it fits.
    let digit = (columns.frame - columns.time) / (FRAME_END - TIME_END);
    let room = columns.duration - columns.kind - DURATION * digit;
    let kind = match &event.message {
        Some(message) => format!("{}: {message}", event.kind.name()),
        None => event.kind.name().to_owned(),
    };
    let job = egui::text::LayoutJob::simple_singleline(kind.clone(), TextStyle::Body.resolve(ui.style()), text);
    let job = egui::text::LayoutJob { wrap: egui::text::TextWrapping::truncate_at_width(room.max(0.0)), ..job };
    let galley = painter.layout_job(job);
    painter.galley(middle(columns.kind) - egui::vec2(0.0, galley.size().y / 2.0), galley, text);
    let name = format!("{clock}, frame {}, {kind} {took}", event.key);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.trim_end()));
    let is_elided = event.message.is_some() || event.key >= 10_u64.pow(FRAME_DIGITS as u32);
    if is_elided { response.on_hover_text(name.trim_end()) } else { response }
}
