//! The kinds of events, to be switched on and off.

use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::{Button, PopupCloseBehavior, RichText, Ui, vec2};

use crate::app::command::Commands;
use crate::app::model::actions::Action;
use crate::app::model::format::count;
use crate::app::model::judging::EventKinds;
use crate::app::session::view::View;
use crate::app::widgets::theme;
use crate::metrics::EventKind;

/// The kinds in which a wrong identity shows.
const IDENTITY: [EventKind; 3] = [EventKind::Switch, EventKind::Swap, EventKind::Transfer];

/// What each kind is, for its tooltip.
fn help(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Switch => "A true track is matched by another id than before",
        EventKind::Swap => "Two true tracks exchange their ids",
        EventKind::Transfer => "An id moves from one true track to another",
        EventKind::Fragmentation => "A true track is found again after a gap",
        EventKind::MissedStretch => "A true track is missed for some frames, or never found",
        EventKind::LateStart => "A true track is missed from its first frame on",
        EventKind::EarlyEnd => "A true track is missed until its last frame",
        EventKind::GhostStretch => "Boxes of one id are on no true track",
        EventKind::Duplicate => "Boxes of one id are on a true track that another id is matched with",
        EventKind::LooseBox => "Boxes of one id are nearly on a true track: they overlap too little for a match",
    }
}

/// A panel that is lower, in points, has the kinds in a menu.
pub const LOW: f32 = 420.0;

/// Draws a button for each kind that occurs. `counts` are in the order of [`EventKind::ALL`]. With `is_low`, they are in a menu.
pub fn show(ui: &mut Ui, view: &View<'_>, counts: &[u64; EventKind::ALL.len()], is_low: bool, commands: &mut Commands) {
    let before = view.state.settings.judging.kinds;
    let mut kinds = before;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::SPACE[0], 2.0);
        ui.spacing_mut().interact_size.y = 0.0;
        ui.spacing_mut().button_padding.x = theme::SPACE[0];
        let all = ui.small_button("all").on_hover_text("Switches all kinds on");
        if all.clicked() {
            kinds = EventKinds::default();
        }
        all.accessible_name("All kinds");
        let identity = ui.small_button("identity only");
        let identity = identity.on_hover_text("Only what is wrong with identities: switch, swap and transfer");
        if identity.clicked() {
            kinds = EventKinds::of(&IDENTITY);
        }
        identity.accessible_name("Identity only");
        let next = view.state.settings.keys.labelled("the next error", Action::NextError);
        let all = |ui: &mut Ui, kinds: &mut EventKinds| {
            for (kind, &number) in EventKind::ALL.into_iter().zip(counts).filter(|(_, number)| **number > 0) {
                chip(ui, kind, number, &next, kinds);
            }
        };
        if !is_low {
            return all(ui, &mut kinds);
        }
        let title = before.told().unwrap_or_else(|| "all kinds".to_owned());
        let stays_open = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let menu = MenuButton::from_button(Button::new(format!("{title} ▼")).small()).config(stays_open);
        let (button, _) = menu.ui(ui, |ui| all(ui, &mut kinds));
        button.on_hover_text(format!("Which kinds are listed, and may be {next}")).accessible_name("Kinds of errors");
    });
    if kinds != before {
        commands.change(&view.state.settings, |settings| settings.judging.kinds = kinds);
    }
}

fn chip(ui: &mut Ui, kind: EventKind, number: u64, next: &str, kinds: &mut EventKinds) {
    let is_on = kinds.has(kind);
    let dark = ui.visuals().dark_mode;
    // Off is told by the sign, too, and not by colour alone.
    let dot = if is_on { "●" } else { "○" };
    let text = RichText::new(format!("{} {}", kind.name(), count(number))).small();
    let dot = RichText::new(dot).small().color(theme::mistake(kind, dark));
    let button = ui.add(Button::selectable(is_on, (dot, text)).small());
    let button = button.on_hover_text(format!(
        "{}.\nA click lists only this kind, further clicks add others. Only kinds that are on may be {next}.",
        help(kind)
    ));
    if button.double_clicked() {
        *kinds = EventKinds::of(&[kind]);
    } else if button.clicked() {
        *kinds = kinds.clicked(kind);
    }
    button.accessible_name(format!("Show {}: {}", kind.name(), count(number)));
}
