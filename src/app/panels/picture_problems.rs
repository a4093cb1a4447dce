//! The list of pictures that cannot be read.

use eframe::egui::{Button, Label, RichText, TextStyle, Ui, vec2};

use crate::app::command::{Command, Commands};
use crate::app::model::format::count;
use crate::app::session::damaged_pictures::DamagedFrames;
use crate::app::widgets::long_list::{self, Scroll};
use crate::app::widgets::theme;

/// How many rows are in view at once.
const ROWS: usize = 6;

/// Draws the list. Draws nothing if all pictures could be read that were loaded so far.
pub fn show(ui: &mut Ui, damaged: &DamagedFrames, scroll: &mut Scroll, commands: &mut Commands) {
    if damaged.count == 0 {
        return;
    }
    let all = damaged.count;
    let title = format!("Pictures that cannot be read: {}", count(all));
    let color = theme::readable(theme::state::FAILED, ui.visuals().dark_mode);
    let shown = damaged.listed.len() as u64;
    let help = if shown < all { format!("Lists {} of them. ", count(shown)) } else { String::new() };
    let help =
        format!("{help}Pictures are listed once something has tried to load them. Click a row to go to its frame");
    ui.add(Label::new(RichText::new(title).color(color)).truncate()).on_hover_text(help);
    let height = (ui.text_style_height(&TextStyle::Body) + 2.0).max(ui.spacing().interact_size.y);
    let room = vec2(ui.available_width(), height * damaged.listed.len().min(ROWS) as f32);
    ui.allocate_ui(room, |ui| {
        long_list::show(ui, scroll, height, damaged.listed.len(), |ui, at| {
            let one = &damaged.listed[at];
            let text = match one.frame {
                Some(frame) => format!("frame {frame}: {}", one.reason),
                None => one.reason.to_string(),
            };
            let button = Button::new(&text).frame_when_inactive(false).truncate().min_size(vec2(0.0, height));
            let response =
                ui.add_enabled(one.frame.is_some(), button).on_hover_text(&text).on_disabled_hover_text(&text);
            if response.clicked() {
                commands.extend(one.frame.map(Command::Seek));
            }
            response
        });
    });
    ui.separator();
}
