//! Opens and draws a menu.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::containers::menu::menu_style;
use eframe::egui::{Button, Context, Id, Label, Popup, Pos2, Response, RichText, SetOpenCommand, Ui};
use parking_lot::Mutex;

use super::asked::takes;
use super::lines::{Entry, Line, lines};
use super::target::Target;
use crate::app::command::Commands;
use crate::app::session::view::View;
use crate::mot::MotFile;

/// The width of a menu, in points. Longer titles are cut.
const WIDTH: f32 = 250.0;

/// The open menu. There is one at most.
#[derive(Clone)]
struct Open {
    id: Id,
    /// What its lines are of.
    layers: Layers,
    lines: Arc<Mutex<Vec<Line>>>,
    at: Pos2,
    /// Whether its first entry is to get the focus.
    takes_focus: bool,
}

/// The layers of the open sequence in their order. The lines of a menu name layers by their places.
#[derive(Clone, PartialEq, Eq)]
struct Layers {
    sequence: u64,
    texts: Vec<(PathBuf, Option<String>)>,
}

impl Layers {
    fn of(view: &View<'_>) -> Self {
        let layers = view.document.map_or(&[][..], |document| &document.layers);
        let text = |file: &MotFile| (file.path().to_owned(), file.member().map(str::to_owned));
        Self { sequence: view.state.sequences, texts: layers.iter().map(|layer| text(&layer.file)).collect() }
    }
}

fn place() -> Id {
    Id::unique("context menu that is open")
}

/// Forgets the menu that was open, if it is closed. It can hold many tracks.
pub fn forget_closed(ctx: &Context) {
    let open = ctx.data(|data| data.get_temp::<Open>(place()));
    if open.is_some_and(|open| !Popup::is_id_open(ctx, open.id)) {
        ctx.data_mut(|data| data.remove::<Open>(place()));
    }
}

/// Who opens a menu by keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// What has the focus.
    Focused,
    /// The canvas, if nothing else does.
    Canvas,
}

/// Shows a menu of what was drawn as `response` after a click with the right button, or when it is asked for by keyboard. `target`
/// says what the menu is of, and where it opens: at the pointer, if there is one.
pub fn attach(
    response: &Response,
    opens: Opens,
    view: &View<'_>,
    target: impl FnOnce(Option<Pos2>) -> Option<(Target, Pos2)>,
    commands: &mut Commands,
) {
    let (ctx, id) = (&response.ctx, response.id.with("context menu"));
    let is_clicked = response.secondary_clicked();
    let is_asked = takes(ctx, response.id, opens == Opens::Canvas);
    if is_clicked || is_asked {
        let pointer = response.interact_pointer_pos().filter(|_| is_clicked);
        let Some((target, at)) = target(pointer) else { return };
        let (lines, at) = (Arc::new(Mutex::new(lines(&target, view))), pointer.unwrap_or(at));
        let open = Open { id, layers: Layers::of(view), lines, at, takes_focus: is_asked };
        ctx.data_mut(|data| data.insert_temp(place(), open));
    } else if !Popup::is_id_open(ctx, id) {
        return;
    }
    let open = ctx.data(|data| data.get_temp::<Open>(place())).filter(|open| open.id == id);
    let Some(open) = open else { return };
    if open.layers != Layers::of(view) {
        // Its lines would act on other layers.
        Popup::close_id(ctx, id);
        return;
    }
    let change = if is_clicked || is_asked {
        Some(SetOpenCommand::Bool(true))
    } else {
        response.clicked().then_some(SetOpenCommand::Bool(false))
    };
    let popup = Popup::menu(response).id(id).open_memory(change).at_position(open.at).style(menu_style);
    popup.show(|ui| {
        ui.set_width(WIDTH);
        show(ui, &open, view, commands);
    });
}

fn show(ui: &mut Ui, open: &Open, view: &View<'_>, commands: &mut Commands) {
    let mut takes_focus = open.takes_focus;
    for line in open.lines.lock().iter_mut() {
        match line {
            Line::Title(text) => _ = ui.add(Label::new(RichText::new(&**text).weak()).truncate()),
            Line::Separator => _ = ui.separator(),
            Line::Entry(entry) => {
                let Entry { name, help, key, requests } = &mut **entry;
                let key = key.map(|action| view.state.settings.keys.text(action)).unwrap_or_default();
                let button = Button::new(*name);
                let button = if key.is_empty() { button } else { button.shortcut_text(key) };
                let response = ui.add_enabled(requests.is_some(), button);
                if takes_focus && requests.is_some() {
                    response.request_focus();
                    takes_focus = false;
                    let open = Open { takes_focus: false, ..open.clone() };
                    ui.data_mut(|data| data.insert_temp(place(), open));
                }
                let response = if help.is_empty() {
                    response
                } else {
                    response.on_hover_text(&*help).on_disabled_hover_text(&*help)
                };
                if response.clicked() {
                    requests.take().into_iter().flatten().for_each(|request| commands.push(request));
                    ui.close();
                }
            }
        }
    }
}
