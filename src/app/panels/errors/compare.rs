//! Two trackers side by side.

use eframe::egui::{Button, ComboBox, RichText, TextStyle, Ui};

use super::scores::text;
use super::table::{self, Cell};
use crate::app::command::{Command, Commands};
use crate::app::model::actions::Action;
use crate::app::model::format::{self, count};
use crate::app::model::judging::words::signed;
use crate::app::model::judging::{Difference, Judgement, Score, beginning_in, next_after};
use crate::app::session::view::View;
use crate::app::widgets::text::elide;
use crate::app::widgets::theme;

/// How many tracks that differ in a frame are named.
const NAMED: usize = 6;

/// Draws two trackers, named by `names`, with the differences of their scores.
pub fn show(ui: &mut Ui, view: &View<'_>, names: &[String], commands: &mut Commands) {
    let Some([(a, one), (b, other)]) = view.compared() else { return };
    let (first, second) = view.state.judging.compared();
    let mut pair = (first, second);
    choose(ui, ("first", &a), names, &mut pair.0);
    choose(ui, ("second", &b), names, &mut pair.1);
    if pair != (first, second) {
        // Whoever chooses the tracker of the other side exchanges them.
        let (first, second) = if pair.0 == pair.1 { (second, first) } else { pair };
        commands.push(Command::Compare(first, second));
    }
    for (is_first_right, right, wrong) in [(true, &a, &b), (false, &b, &a)] {
        step(ui, view, is_first_right, (right, wrong), commands);
    }
    ui.add_space(theme::SPACE[0]);
    scores(ui, (&a, one), (&b, other));
}

fn choose(ui: &mut Ui, (side, mark): (&str, &str), names: &[String], chosen: &mut usize) {
    ui.horizontal(|ui| {
        ui.strong(mark);
        let name = names.get(*chosen).map_or(format::NONE, String::as_str);
        let name = elide::middle(ui, name, &TextStyle::Button, ui.available_width() - elide::ARROW);
        let combo = ComboBox::from_id_salt(("compare", side)).selected_text(name).width(ui.available_width());
        let combo = combo.truncate().show_ui(ui, |ui| {
            for (at, name) in names.iter().enumerate() {
                ui.selectable_value(chosen, at, name);
            }
        });
        _ = combo.response.accessible_name(format!("The {side} tracker"));
    });
}

fn scores(ui: &mut Ui, (a, one): (&str, &Judgement), (b, other): (&str, &Judgement)) {
    let weak = ui.visuals().weak_text_color();
    let title = |text: &str| Cell { text: text.to_owned(), color: weak, is_best: false };
    let titles = [title(a), title(b), title(&format!("{b} − {a}"))];
    table::line(ui, ("", weak), &titles, &format!("Scores of {a}, of {b}, and how much better {b} is")).on_hover_text(
        format!("A dot marks the better one. The colour of a difference says whether {b} is better or worse."),
    );
    for score in Score::ALL {
        let values = [one, other].map(|judgement| score.of(&judgement.scores));
        let texts = values.map(|value| text(score, value));
        let change = signed(values[1] - values[0], if score.is_count() { 0 } else { 2 });
        // What cannot be seen is no difference.
        let gain = if texts[0] == texts[1] { 0.0 } else { score.gain(values[1], values[0]) };
        let (color, told) = match gain {
            gain if gain > 0.0 => (theme::state::RESIDENT, format!(", {b} is better")),
            gain if gain < 0.0 => (theme::state::FAILED, format!(", {a} is better")),
            _ => (weak, ", both are equal".to_owned()),
        };
        let told = format!("{}: {a} {}, {b} {}, difference {change}{told}", score.name(), texts[0], texts[1]);
        let color = if gain == 0.0 { weak } else { theme::readable(color, ui.visuals().dark_mode) };
        let [one, other] = texts;
        let of = |text: String, is_best: bool| Cell {
            text,
            color: if is_best { ui.visuals().strong_text_color() } else { ui.visuals().text_color() },
            is_best,
        };
        let cells = [of(one, gain < 0.0), of(other, gain > 0.0), Cell { text: change, color, is_best: false }];
        table::line(ui, (score.name(), ui.visuals().text_color()), &cells, &told).on_hover_text(score.help());
    }
}

/// A button that goes to the next frame where one side begins to be right about a track and the other one is wrong.
fn step(ui: &mut Ui, view: &View<'_>, is_first_right: bool, (right, wrong): (&str, &str), commands: &mut Commands) {
    let differences = view.state.judging.differences.as_ref().map(|differences| differences.of(is_first_right));
    let position = view.position().unwrap_or(0);
    let next = differences.and_then(|differences| next_after(differences, position));
    ui.horizontal_wrapped(|ui| {
        let button = ui.add_enabled(next.is_some(), Button::new(format!("Next: {right} right, {wrong} wrong")));
        let action = if is_first_right { Action::NextDifference } else { Action::NextDifferenceReversed };
        // Not in brackets: the key of an action may be A, as one of the results is called.
        let key = match view.state.settings.keys.text(action) {
            key if key.is_empty() => key,
            key => format!("\nKey: {key}"),
        };
        let help = format!(
            "Goes to the next frame in which {right} begins to be right about a true track, and {wrong} is wrong.\nRight: matched, \
             and not a switch in this frame. Wrong: missed, or a switch.{key}"
        );
        if button.on_hover_text(&help).on_disabled_hover_text("There is no such frame behind this one.").clicked() {
            commands.push(Command::NextDifference(is_first_right));
        }
        let text = differences.map_or_else(|| "…".to_owned(), |differences| told(differences, position));
        ui.label(RichText::new(text).small().weak());
    });
}

/// How many there are, or which tracks it is about in this frame.
fn told(differences: &[Difference], position: u64) -> String {
    let here = beginning_in(differences, position);
    if here.is_empty() {
        let all = differences.len() as u64;
        return format!("{} {}", count(all), if all == 1 { "place" } else { "places" });
    }
    let mut named: Vec<u64> = here.iter().take(NAMED).map(|difference| difference.truth).collect();
    named.sort_unstable();
    let named: Vec<String> = named.iter().map(u64::to_string).collect();
    let more = if here.len() > NAMED { ", …" } else { "" };
    format!("here: gt {}{more}", named.join(", "))
}
