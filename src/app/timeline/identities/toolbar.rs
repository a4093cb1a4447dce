//! The line above the rows: which are listed and in which order, and which results are compared.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Align, ComboBox, Label, Layout, RichText, TextEdit, TextStyle, Ui, vec2};

use crate::app::command::{Command, Commands};
use crate::app::model::format::count;
use crate::app::model::identity_timeline::{Listing, Order, SortBy};
use crate::app::model::judging::{Judgement, Judging};
use crate::app::session::view::View;
use crate::app::widgets::icons::{self, Icon};
use crate::app::widgets::text::elide;
use crate::app::widgets::theme;
use crate::sequence::LayerKind;

/// The results that are shown below those that are looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Below {
    /// The first others, if there are any.
    #[default]
    First,
    /// None.
    Nothing,
    /// Those of this file.
    File(PathBuf),
}

impl Below {
    /// The judgement of these results. `above` is the one that is looked at.
    pub fn judgement<'a>(&self, judging: &'a Judging, above: &Judgement) -> Option<&'a Arc<Judgement>> {
        let mut others = judging.judgements.iter().filter(|other| other.result != above.result);
        match self {
            Self::First => others.next(),
            Self::Nothing => None,
            Self::File(path) => others.find(|other| other.paths.1 == *path),
        }
    }
}

/// How rows are listed, as the user chose it.
#[derive(Default)]
pub struct Choice {
    /// Search and order.
    pub order: Order,
    /// Whether only tracks in the frame on screen are listed.
    pub in_frame: bool,
    /// The results that are shown below.
    pub below: Below,
}

/// Draws the line. `listing` are the rows below it.
pub fn show(ui: &mut Ui, view: &View<'_>, choice: &mut Choice, listing: Option<&Listing>, commands: &mut Commands) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::SPACE[0];
        let has_truth = view.state.judging.judgement().is_some();
        sort(ui, &mut choice.order, has_truth);
        let search = TextEdit::singleline(&mut choice.order.search).hint_text("gt 12, id 5").desired_width(76.0);
        let help = "Finds rows. gt 12: that true track. r12: all tracks that id 12 of the results covers. 12: both, and tracks with \
                    these digits in their id.";
        let _ = ui.add(search).on_hover_text(help).accessible_name("Find identity");
        let help = "Lists only tracks that have begun and not ended in the frame on screen";
        let _ = ui.checkbox(&mut choice.in_frame, "in this frame").on_hover_text(help);
        results(ui, view, &mut choice.below, commands);
        if !has_truth && view.state.judging.trouble.is_none() {
            let layers = view.document.map_or(&[][..], |document| &document.layers);
            let is_truth = layers.first().is_some_and(|layer| layer.kind == LayerKind::GroundTruth);
            let lacks = if is_truth { "results" } else { "ground truth" };
            let help =
                format!("Add {lacks} as a layer, and each row shows which ids cover a track of the ground truth");
            ui.weak(format!("no {lacks}")).on_hover_text(help);
        }
        let Some(listing) = listing else { return };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (listed, all) = (listing.len() as u64, listing.rows.len() as u64);
            let what = if all == 1 { "track" } else { "tracks" };
            let told = if listed == all {
                format!("{} {what}", count(all))
            } else {
                format!("{} of {} {what}", count(listed), count(all))
            };
            ui.add(Label::new(RichText::new(told).weak()).truncate()).on_hover_text(HELP);
        });
    });
}

/// The room for what is beside the names of results, in points.
const BESIDE_RESULTS: f32 = 130.0;
/// The least and the greatest width of the names of results, in points.
const LEAST_RESULTS: f32 = 56.0;
const MOST_RESULTS: f32 = 210.0;

/// What is drawn, in a few sentences.
const HELP: &str = "One row a track. Its colour is that of the id that covers it: a tick is a switch, a thin line is missed, \
                    nothing is absent. The height is how much of the box is seen. Ctrl + wheel zooms, the wheel sideways or the \
                    middle button pans, a double click shows all frames. Click to go there, drag to set the range that is played, \
                    click right for more.";

fn sort(ui: &mut Ui, order: &mut Order, has_truth: bool) {
    let name = |by: SortBy| match by {
        SortBy::Birth => "birth",
        SortBy::Length => "length",
        SortBy::Switches => "switches",
        SortBy::Missed if has_truth => "missed frames",
        SortBy::Missed => "absent frames",
        SortBy::Id => "id",
    };
    let mut by = order.by;
    let combo = ComboBox::from_id_salt("sort identities").width(104.0).selected_text(format!("by {}", name(by)));
    let response = combo.show_ui(ui, |ui| {
        for one in SortBy::ALL.into_iter().filter(|one| has_truth || *one != SortBy::Switches) {
            ui.selectable_value(&mut by, one, name(one));
        }
    });
    let _ = response.response.on_hover_text("The order of rows").accessible_name("Sort identities");
    if by != order.by {
        (order.by, order.descending) = (by, by.begins_with_greatest());
    }
    let icon = if order.descending { Icon::Falling } else { Icon::Rising };
    if icons::button(ui, icon, "Reverse order of identities", "Reverses the order", false).clicked() {
        order.descending ^= true;
    }
}

/// Which results cover the upper strip of each row, and which the lower one.
fn results(ui: &mut Ui, view: &View<'_>, below: &mut Below, commands: &mut Commands) {
    let judging = &view.state.judging;
    let Some(above) = judging.judgement().filter(|_| judging.judgements.len() > 1) else { return };
    let layers = view.document.map_or(&[][..], |document| &document.layers);
    let name = |judgement: &Judgement| layers.get(judgement.result).map_or("", |layer| layer.name.as_str());
    let mut looked_at = judging.judgements.iter().position(|other| Arc::ptr_eq(other, above)).unwrap_or(0);
    let before = looked_at;
    let width = ((ui.available_width() - BESIDE_RESULTS) / 2.0).clamp(LEAST_RESULTS, MOST_RESULTS);
    let of_width = |ui: &mut Ui, combo: ComboBox<'_>, add: &mut dyn FnMut(&mut Ui)| {
        let size = vec2(width, ui.spacing().interact_size.y);
        let layout = Layout::left_to_right(Align::Center);
        ui.allocate_ui_with_layout(size, layout, |ui| combo.width(width).truncate().show_ui(ui, add).response).inner
    };
    let short = |ui: &Ui, name: &str| elide::middle(ui, name, &TextStyle::Button, width - elide::ARROW);
    let combo = ComboBox::from_id_salt("above").selected_text(short(ui, name(above)));
    let response = of_width(ui, combo, &mut |ui| {
        for (at, judgement) in judging.judgements.iter().enumerate() {
            ui.selectable_value(&mut looked_at, at, name(judgement));
        }
    });
    let help = format!("{}: the upper strip of each row, and what is counted", name(above));
    let _ = response.on_hover_text(help).accessible_name("Upper results");
    if looked_at != before {
        commands.push(Command::LookAt(looked_at));
    }
    ui.weak("over");
    let chosen = below.judgement(judging, above);
    let text = short(ui, chosen.map_or("nothing", |chosen| name(chosen)));
    let combo = ComboBox::from_id_salt("below").selected_text(text);
    let response = of_width(ui, combo, &mut |ui| {
        for judgement in judging.judgements.iter().filter(|other| other.result != above.result) {
            let is_chosen = chosen.is_some_and(|chosen| Arc::ptr_eq(chosen, judgement));
            if ui.selectable_label(is_chosen, name(judgement)).clicked() {
                *below = Below::File(judgement.paths.1.clone());
            }
        }
        if ui.selectable_label(chosen.is_none(), "nothing").clicked() {
            *below = Below::Nothing;
        }
    });
    let help = format!("{}: the lower strip of each row", chosen.map_or("nothing", |chosen| name(chosen)));
    let _ = response.on_hover_text(help).accessible_name("Lower results");
}
