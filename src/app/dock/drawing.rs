//! Draws the panes.

use std::collections::BTreeSet;

use eframe::egui::{Frame, Margin, Rect, RichText, ScrollArea, Style, Ui, Visuals, WidgetText};
use egui_tiles::{Behavior, EditAction, SimplificationOptions, Tabs, TileId, Tiles, UiResponse};

use super::pane::Pane;
use super::sizes;
use crate::app::canvas::Canvas;
use crate::app::command::Commands;
use crate::app::model::settings::Tab;
use crate::app::panels::tracks::TracksPanel;
use crate::app::panels::{self, Panels, layers_panel};
use crate::app::session::view::View;
use crate::app::widgets::theme;

/// The height that the lists of layers and tracks need, in points.
const LISTS_HEIGHT: f32 = 340.0;

/// What is drawn in the panels.
pub struct Parts<'a> {
    /// The picture with its boxes.
    pub canvas: &'a mut Canvas,
    /// Cache, tuning, events and errors.
    pub panels: &'a mut Panels,
    /// The list of tracks.
    pub tracks: &'a mut TracksPanel,
    /// The area of the list of layers, if it was drawn.
    pub layers_area: &'a mut Option<Rect>,
}

/// Draws the panes, and takes note of what the user does to them.
pub struct Drawing<'a, 'view> {
    view: &'a View<'view>,
    parts: Parts<'a>,
    /// Whether tabs have little room.
    is_narrow: bool,
    /// The panes that show no bar of tabs while they are alone in theirs.
    bare: Vec<TileId>,
    commands: &'a mut Commands,
    drawn: BTreeSet<Pane>,
    edits: Edits,
}

/// What the user has done to the panes.
#[derive(Clone, Copy, Default)]
pub struct Edits {
    /// Whether a pane was resized.
    pub resized: bool,
    /// Whether a pane was moved.
    pub moved: bool,
    /// Whether another tab was chosen.
    pub chosen: bool,
}

impl<'a, 'view> Drawing<'a, 'view> {
    /// Begins to draw.
    pub fn new(
        view: &'a View<'view>,
        parts: Parts<'a>,
        (bare, is_narrow): (Vec<TileId>, bool),
        commands: &'a mut Commands,
    ) -> Self {
        *parts.layers_area = None;
        parts.panels.begin(view);
        Self { view, parts, is_narrow, bare, commands, drawn: BTreeSet::new(), edits: Edits::default() }
    }

    /// What the user has done to the panes, and which were drawn.
    pub fn end(self) -> (Edits, BTreeSet<Pane>) {
        (self.edits, self.drawn)
    }

    fn lists(&mut self, ui: &mut Ui) {
        let Self { view, parts, commands, .. } = self;
        let mut lists = |ui: &mut Ui| {
            *parts.layers_area = layers_panel::show(ui, view, commands);
            parts.tracks.show(ui, view, commands);
        };
        if ui.available_height() >= LISTS_HEIGHT {
            return lists(ui);
        }
        // They would reach over what is below, so they scroll as a whole.
        ScrollArea::vertical().id_salt("lists").auto_shrink(false).show(ui, |ui| {
            ui.set_max_height(LISTS_HEIGHT);
            lists(ui);
        });
    }
}

impl Behavior<Pane> for Drawing<'_, '_> {
    fn pane_ui(&mut self, ui: &mut Ui, _: TileId, pane: &mut Pane) -> UiResponse {
        self.drawn.insert(*pane);
        if *pane == Pane::Canvas {
            self.parts.canvas.show(ui, self.view, self.commands);
            return UiResponse::None;
        }
        ui.painter().rect_filled(ui.max_rect(), 0.0, ui.visuals().panel_fill);
        let frame = Frame::side_top_panel(ui.style()).inner_margin(Margin::symmetric(6, 4));
        frame.show(ui, |ui| match *pane {
            Pane::Tracks => self.lists(ui),
            Pane::Live => panels::live(ui, self.view),
            pane => {
                if let Some(tab) = pane.tab() {
                    self.parts.panels.show(ui, tab, self.view, self.commands);
                }
            }
        });
        UiResponse::None
    }

    fn tab_title_for_pane(&mut self, pane: &Pane) -> WidgetText {
        match pane {
            Pane::Canvas => "Picture".into(),
            Pane::Tracks => "Lists".into(),
            Pane::Cache => "Cache".into(),
            Pane::Tuning => "Tuning".into(),
            Pane::Events => "Events".into(),
            Pane::Bookmarks => "Bookmarks".into(),
            Pane::Live => "Live".into(),
            Pane::Errors => match panels::errors::badge(self.view) {
                None => "Errors".into(),
                Some((badge, is_warning)) => {
                    let text = RichText::new(format!("Errors {badge}"));
                    // The warning colour is not needed on the open tab.
                    let is_open = self.view.state.settings.tab == Tab::Errors;
                    if is_warning && !is_open { text.color(theme::state::FAILED).into() } else { text.into() }
                }
            },
        }
    }

    fn is_tab_bar_visible(&self, _: TileId, tabs: &Tabs) -> bool {
        !matches!(tabs.children.as_slice(), [alone] if self.bare.contains(alone))
    }

    fn is_tile_draggable(&self, _: &Tiles<Pane>, tile: TileId) -> bool {
        !self.bare.contains(&tile)
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions { all_panes_must_have_tabs: true, ..SimplificationOptions::default() }
    }

    fn tab_title_spacing(&self, _: &Visuals) -> f32 {
        // All tabs stay in one row.
        if self.is_narrow { 2.0 } else { 8.0 }
    }

    fn gap_width(&self, _: &Style) -> f32 {
        sizes::GAP
    }

    fn min_size(&self) -> f32 {
        sizes::GAP * 20.0
    }

    fn on_edit(&mut self, action: EditAction) {
        match action {
            EditAction::TileResized => self.edits.resized = true,
            EditAction::TabSelected => self.edits.chosen = true,
            EditAction::TileDropped => self.edits.moved = true,
            EditAction::TileDragged => {}
        }
    }
}
