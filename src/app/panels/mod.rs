//! The panels at the sides: the tabs at the right (cache, tuning, events, errors, bookmarks), the lists of layers and of tracks at
//! the left. `app/dock` puts them into the window.
//!
//! What is here reads a view and pushes commands; it changes nothing itself. May import: `model`, `command`, `session`,
//! `widgets`.

pub mod cache_panel;
pub mod errors;
pub mod events_panel;
pub mod picture_problems;
pub mod problems_panel;
pub mod tuning;
pub mod what_if;

pub(super) mod layers_panel;
pub(super) mod tracks;

mod bookmarks_panel;
mod cache_charts;
mod filter_controls;
mod layer_menu;
mod live;
mod picture_stats;

use eframe::egui::Ui;

use super::command::Commands;
use super::model::settings::Tab;
use super::session::document::Document;
use super::session::view::View;
use super::widgets::long_list::Scroll;
use cache_panel::CachePanel;
use errors::ErrorsPanel;
use events_panel::EventsPanel;
pub(super) use live::live;
use picture_stats::{Meter, Pictures};
use what_if::WhatIf;

/// How often values that change without an event are checked for a change.
const LOOK_AGAIN: std::time::Duration = std::time::Duration::from_millis(500);

/// The state of the tabs.
#[derive(Default)]
pub struct Panels {
    cache: CachePanel,
    events: EventsPanel,
    errors: ErrorsPanel,
    /// Which part of the list of bookmarks is in view.
    bookmarks: Scroll,
    what_if: WhatIf,
    meter: Meter,
    /// The picture statistics that were shown last.
    pictures: Option<Pictures>,
    /// The number of the opened sequence that the tabs belong to.
    opened: u64,
}

impl Panels {
    /// Whether the clairvoyant bound is needed where the cache is shown: unless its panel is paused.
    pub fn follows_clairvoyant(&self) -> bool {
        !self.cache.is_paused()
    }

    /// Forgets what belongs to another sequence than the open one. Called before the panels are drawn.
    pub fn begin(&mut self, view: &View<'_>) {
        if std::mem::replace(&mut self.opened, view.state.opened) != view.state.opened {
            self.cache.resume();
            self.events.resume();
            self.errors.reset();
        }
    }

    /// Goes to the next row of the list of errors, or to the previous one, if it is drawn in this pass.
    pub fn step_errors(&mut self, is_next: bool) {
        self.errors.list().step(is_next);
    }

    /// Forgets keys for lists that were not drawn in this pass.
    pub fn end(&mut self) {
        self.errors.list().forget_steps();
    }

    /// Draws the panel of a tab.
    pub fn show(&mut self, ui: &mut Ui, tab: Tab, view: &View<'_>, commands: &mut Commands) {
        match tab {
            Tab::Cache => self.cache(ui, view, commands),
            Tab::Tuning => {
                self.what_if.show(ui, view, commands);
                ui.separator();
                let has_pictures = view.document.is_some_and(Document::has_pictures);
                tuning::show(ui, &view.state.settings, &view.state.snapshot, has_pictures, commands);
            }
            Tab::Events => events_panel::show(ui, &view.state.telemetry, &mut self.events, commands),
            Tab::Errors => self.errors.show(ui, view, commands),
            Tab::Bookmarks => bookmarks_panel::show(ui, view, &mut self.bookmarks, commands),
        }
    }

    fn cache(&mut self, ui: &mut Ui, view: &View<'_>, commands: &mut Commands) {
        self.cache.seconds = view.state.settings.chart_seconds;
        if !self.cache.is_paused() {
            self.cache.bound.clone_from(&view.state.clairvoyant);
        }
        let pictures = view.document.and_then(|open| Pictures::of(open, &mut self.meter, view.now));
        // Previews are made, and the read rate falls, without an event. Repaint only while these values change.
        if std::mem::replace(&mut self.pictures, pictures) != pictures {
            ui.request_repaint_after(LOOK_AGAIN);
        }
        cache_panel::show(ui, &view.state.telemetry, &view.state.snapshot, pictures, &mut self.cache, commands);
        commands.change(&view.state.settings, |settings| settings.chart_seconds = self.cache.seconds);
    }
}
